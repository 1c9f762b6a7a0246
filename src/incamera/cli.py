"""The command `incamera`. Each command imports its own part only, so that `ledger verify` needs nothing else."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incamera.platform.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:2] == ["ledger", "verify"]:  # it has options of its own
        from incamera.house.ledger import verify

        return verify.main(words[2:])
    if words[:2] == ["bundle", "verify"]:
        return _verify_bundle(words[2:])
    options = _parser().parse_args(words)
    return _product(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="incamera", description="Official meetings by video that open and close.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="start everything under one supervisor")
    demo = commands.add_parser("demo", help="the same with demonstration meetings and a link for each role")
    for command in (up, demo):
        command.add_argument(
            "--media-address",
            metavar="IP",
            help="address that browsers on other machines send media to; without it media stays on this machine",
        )
    commands.add_parser("doctor", help="check sockets, engines, database, clock and a media loop")
    ledger = commands.add_parser(
        "ledger", help="`ledger verify FILE [--key FILE|HEX]`: check an exported ledger offline"
    )
    ledger.add_argument("verify", choices=["verify"])
    bundle = commands.add_parser(
        "bundle",
        help="`bundle verify FILE [--key FILE|HEX]`: check the bundle of a reply to an oversight request offline",
    )
    bundle.add_argument("verify", choices=["verify"])
    from incamera.office.answers.questions import add_questions

    requests = commands.add_parser("requests", help="oversight requests: due when, how far, what goes out")
    requests.add_argument("request", metavar="ID", nargs="?", help="its questions with their answers and evidence")
    add_questions(commands.add_parser("engagements", help="who has engaged whom, what was promised, what was directed"))
    return parser


def _product(options: argparse.Namespace) -> int:
    from incamera.platform.settings import SettingsError, load_settings

    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    if options.command == "doctor":
        from incamera.up.doctor import doctor

        return doctor(settings)
    if options.command == "engagements":
        return _answer(settings, options)
    if options.command == "requests":
        return _requests(settings, options.request)
    from incamera.up.serve import up
    from incamera.up.welcome import demonstrate, welcome

    once_ready = demonstrate(settings) if options.command == "demo" else welcome(settings)
    return up(settings, media_address=options.media_address, once_ready=once_ready)


def _requests(settings: "Settings", request: str | None) -> int:
    from incamera.office.oversight.command import Unread, lines

    try:
        print("\n".join(lines(settings, request)))
    except Unread as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _verify_bundle(words: Sequence[str]) -> int:
    from incamera.house.ledger.signing import fingerprint, verify_signature
    from incamera.house.ledger.verify import known_key
    from incamera.office.oversight.verify import Keys, main

    return main(words, Keys(verify_signature, fingerprint, known_key))


def _answer(settings: "Settings", options: argparse.Namespace) -> int:
    from incamera.office.answers.command import Unanswered, answer

    try:
        print("\n".join(answer(settings, options)))
    except Unanswered as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`incamera ledger verify FILE [--key FILE|HEX]`: offline, with nothing but the file and, at best, a known key."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from incamera.house.ledger.signing import fingerprint, verify_signature
from incamera.rules.ledger import Bad, BadLedgerError, LedgerFile, parse, verify


def main(argv: Sequence[str] | None = None) -> int:
    """Print OK with counts and give 0, or name the first bad entry and give 1; 2 when a file cannot be read."""
    options = _parser().parse_args(argv)
    try:
        text = options.file.read_text(encoding="utf-8")
        key = None if options.key is None else known_key(options.key)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        print(f"Cannot read: {error}")
        return 2
    found = check(text, key)
    if isinstance(found, Bad):
        print(f"BAD  {found.where}: {found.reason}")
        return 1
    print(_summary(found, is_known=key is not None))
    return 0


def check(text: str, key: str | None = None) -> LedgerFile | Bad:
    """The file when everything in it holds, else the first bad part.

    `key` is what the signer's key must be, in hexadecimal: the key itself or its fingerprint.
    """
    try:
        file = parse(json.loads(text, object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse))
    except BadLedgerError as error:
        return error.bad
    except (ValueError, RecursionError) as error:
        return Bad("file", f"is no JSON that a ledger may hold: {error}")
    if key is not None and key not in (file.key.hex(), fingerprint(file.key)):
        return Bad("key", f"the file is signed by another key, fingerprint {fingerprint(file.key)}")
    return verify(file, verify_signature) or file


def _summary(file: LedgerFile, *, is_known: bool) -> str:
    subs = [sub.entries for sub in file.subledgers]
    entries = [*file.entries, *(entry for sub in subs for entry in sub or ())]
    shown = sum(sub is not None for sub in subs)
    hidden = sum(entry.body is None for entry in entries)
    lines = [
        f"OK   {len(file.entries)} entries in main, {len(entries) - len(file.entries)} in {shown} sub-ledgers",
        f"     withheld: {hidden} bodies, {len(subs) - shown} sub-ledgers",
        f"     key fingerprint {fingerprint(file.key)}",
    ]
    if not is_known:
        lines.append("     compare the fingerprint with the one the institution publishes, or give --key")
    return "\n".join(lines)


def known_key(text: str) -> str:
    """Hexadecimal from the option: given as such, or in a file as hexadecimal or PEM; raises `ValueError`."""
    if _is_hex(text):
        return text.lower()
    data = Path(text).read_bytes()
    if b"BEGIN PUBLIC KEY" not in data:
        written = data.decode("ascii", "replace").strip()
        if not _is_hex(written):
            raise ValueError(f"{text} holds neither a PEM public key nor 64 hexadecimal digits")
        return written.lower()
    key = load_pem_public_key(data)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{text} holds a key of another kind: Ed25519 is needed")  # noqa: TRY004 -- bad input, no bug
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _is_hex(text: str) -> bool:
    return len(text) == 64 and all(digit in "0123456789abcdefABCDEF" for digit in text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is no whole number")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="incamera ledger verify", description="Verify a ledger file offline.")
    parser.add_argument("file", type=Path, help="the ledger as exported")
    parser.add_argument("--key", metavar="FILE|HEX", help="the signer's public key or its fingerprint")
    return parser

"""The questions as `incamera engagements …` takes them; nothing here needs more than the standard library."""

import argparse

from incamera.rules.office.coverage import CHANNELS


def add_questions(parser: argparse.ArgumentParser) -> None:
    """The four questions with their arguments. Names are names or ids of records."""
    questions = parser.add_subparsers(dest="question", required=True, metavar="QUESTION")
    not_yet = questions.add_parser("not-yet", help="whom an official has not engaged yet")
    engaged = questions.add_parser("with", help="when and by which channel with a person or an organisation")
    promised = questions.add_parser("promised", help="what was promised, in which words, and whether it was kept")
    directed = questions.add_parser("directed", help="what an official directed")
    for question in (not_yet, engaged, promised, directed):
        question.add_argument("official", metavar="OFFICIAL")
    engaged.add_argument("counterpart", metavar="COUNTERPART")
    promised.add_argument("counterpart", metavar="COUNTERPART", nargs="?")
    for question in (not_yet, directed):
        question.add_argument("--mandate", metavar="TITLE", help="of this mandate only")
    for question in (not_yet, engaged):
        question.add_argument(
            "--channel", action="append", choices=CHANNELS, help="by this channel only; may be repeated"
        )

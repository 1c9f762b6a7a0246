"""The letter of the demonstration: a committee asks four questions; three answers are signed, one waits. All invented.

Of the evidence some goes out and some is withheld on a ground, so that the reply's bundle has something to leave out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from incamera.demo.desk import Desk

LETTER: Final = """Committee on Foreign Relations
House of Deputies of Valdoria

To the Vice President

On the work that the President of the Republic gave to you this year, the Committee asks you to answer the following:

1. With which presidents of the Strait region have you been in contact since then, and by which channel?
2. What did you promise in these contacts, in which words?
3. What have you directed, and to whom?
4. Have you travelled to the region?

The Committee asks for your answer within two weeks, with the papers that bear on it.

Ilse Hartwin
Chair
"""

QUESTIONS: Final = (
    "With which presidents of the Strait region have you been in contact since then, and by which channel?",
    "What did you promise in these contacts, in which words?",
    "What have you directed, and to whom?",
    "Have you travelled to the region?",
)
NOTE: Final = "Vienna talking points"
DRAFT: Final = "Options for the ministries"
ORDER: Final = "Minute to the Ministry for Development"


@dataclass(frozen=True, slots=True)
class Behind:
    """What the answers rest on: officials and records by their ids."""

    vice: str
    aide: str
    president: str
    call: str
    visit: str
    directive: str


async def sow_letter(desk: Desk, behind: Behind, *, received: str) -> str:
    """Take the letter in and answer it; gives the request's id. `received` is a day. Raises Refused."""
    chair = await desk.enter("organisation", {"name": "Committee on Foreign Relations", "type": "institution"})
    note = await desk.paper(NOTE, "For the telephone call only. Not agreed with the other side.")
    draft = await desk.paper(DRAFT, "First thoughts, for discussion inside the office.")
    order = await desk.paper(ORDER, "The ministry is asked to report on its progress by the end of each month.")
    request = await desk.letter(
        {
            "subject": "Your work in the Strait region",
            "reference": "FR 2027/14",
            "asker": chair,
            "authority": "Standing orders, article 58: questions to members of the government",
            "received": received,
            "due_words": "within two weeks",
            "letter_text": LETTER,
            "letter_name": "Letter of the Committee on Foreign Relations",
            "questions": [{"text": text, "owner": behind.vice} for text in QUESTIONS],
        }
    )
    for n, (answer, evidence) in enumerate(_answers(behind, note, order, draft)):
        await desk.draft(request, n, by=behind.aide, answer=answer, evidence=evidence)
        if n < len(QUESTIONS) - 1:
            await desk.sign(request, n, by=behind.president)
    return request


def _answers(behind: Behind, note: str, order: str, draft: str) -> Sequence[tuple[str, Sequence[Mapping[str, Any]]]]:
    """In the order of the questions."""
    return (
        (
            (
                "With one of the three: the President of Karsova, by phone. The entry of the call is enclosed. With the "
                "presidents of Lunemark and Ishara I have not been in contact yet."
            ),
            [_out(behind.call), _held(note, "International relations, article 21")],
        ),
        (
            (
                "A visit: \u201cI look forward to visiting your country in the month of June.\u201d The entry is enclosed, with the "
                "days that these words mean."
            ),
            [_out(behind.visit)],
        ),
        (
            "One directive stands in our ledger, to the Ministry for Development. Its entry and the minute are enclosed; it is under way.",
            [_out(behind.directive), _out(order), _held(draft, "Formation of the government's opinion, article 23")],
        ),
        ("Not yet. One journey led elsewhere.", []),
    )


def _out(of: str) -> Mapping[str, Any]:
    return {"of": of, "releasable": True}


def _held(of: str, ground: str) -> Mapping[str, Any]:
    return {"of": of, "releasable": False, "ground": ground}

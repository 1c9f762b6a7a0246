"""Kinds of fields that any page may send: lines, prose, instants, days."""

from typing import Annotated, Any, Final
from unicodedata import category

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

LATEST: Final = 4_102_444_800_000_000
"""The year 2100: beyond it is a slip, and calendars refuse it."""


_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Overrides of the writing direction: they make a title read as another one."""


def _printable(text: str) -> str:
    if any((category(c) in {"Cc", "Cs"} and c != "\n") or c in _BIDI for c in text):
        raise ValueError("text without control characters")
    return text


def _one_line(text: str) -> str:
    if any(c == "\n" or category(c) in {"Zl", "Zp"} for c in text):
        raise ValueError("text on one line")
    return _printable(text)


def _typed(text: Any) -> Any:
    """Line ends and tabs of other programs as ours."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ") if isinstance(text, str) else text


Line = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(_one_line)]
Prose = Annotated[str, StringConstraints(max_length=2_000, strip_whitespace=True), AfterValidator(_printable)]
LongText = Annotated[
    str,
    BeforeValidator(_typed),
    StringConstraints(max_length=100_000, strip_whitespace=True),
    AfterValidator(_printable),
]
"""A letter or an answer, also as pasted from another program."""
InstantSent = Annotated[int, Field(ge=0, le=LATEST)]

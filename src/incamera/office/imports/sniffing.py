"""What a file is by its content, whatever its name says, and its text."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final
from unicodedata import category

from incamera.office.imports.parsed import Refused

HEAD: Final = 1024
_MARKS: Final = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"{\\rtf", "a rich text document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_EXPECTED: Final = {
    "people": "a list of people as CSV text",
    "calendar": "a calendar (.ics)",
    "letter": "a letter as PDF or plain text",
}


def is_pdf(head: bytes) -> bool:
    """Readers of PDF look for its mark in the first 1024 bytes."""
    return b"%PDF-" in head


def check(head: bytes, what: str) -> None:
    """Raises Refused when the file is plainly something else than what it was sent as."""
    found = "a PDF" if is_pdf(head) else next((name for mark, name in _MARKS if head.startswith(mark)), None)
    is_calendar = head.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCALENDAR")
    if found is None and is_calendar != (what == "calendar"):
        found = "a calendar" if is_calendar else "no calendar"
    if found is not None and (found, what) != ("a PDF", "letter"):
        advice = " Take the letter out of it, or save it as PDF." if what == "letter" else ""
        raise Refused(f"By its content this is {found}; expected: {_EXPECTED[what]}.{advice}")


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark. Raises Refused naming the line."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(f"Line {line} is not text in UTF-8; expected: a file saved as UTF-8.") from None
    for n, line_text in enumerate(text.split("\n"), 1):
        if any(category(c) == "Cc" and c not in "\t\r\f\v\x85" for c in line_text):
            raise Refused(f"Line {n} holds bytes that are no text; expected: a file saved as UTF-8.")
    return text


def printable(text: str) -> str:
    """The text without what no page shows: control characters, halves of characters, turns of the writing direction."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return "".join(c if c == "\n" or _is_shown(c) else " " for c in text)


def _is_shown(c: str) -> bool:
    return category(c) not in {"Cc", "Cs"} and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

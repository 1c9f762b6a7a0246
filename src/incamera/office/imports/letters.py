"""A letter's words, from a PDF or a plain text."""

from __future__ import annotations

from typing import BinaryIO, Final

from pypdf import PdfReader, filters
from pypdf.errors import DependencyError, PyPdfError

from incamera.office.imports.parsed import LetterRead, Refused
from incamera.office.imports.sniffing import HEAD, is_pdf, printable, text_of

PDF: Final = "application/pdf"
TEXT: Final = "text/plain"
PAGES: Final = 300
CHARACTERS: Final = 1_000_000
filters.JBIG2DEC_BINARY = None  # only pictures need it: no further program is started


def read_letter(file: BinaryIO) -> LetterRead:
    """Its type by content and its words. Raises Refused."""
    head = file.read(HEAD)
    file.seek(0)
    if is_pdf(head):
        text = printable(_text_of_pdf(file)).strip()
        return LetterRead(media_type=PDF, text=text or None)
    data = file.read(4 * CHARACTERS + 1)
    text = printable(text_of(data)) if len(data) <= 4 * CHARACTERS else data.decode("latin-1")
    if len(text) > CHARACTERS:
        raise Refused(f"The letter is too long; expected: at most {CHARACTERS:,} characters.")
    if not text.strip():
        raise Refused("The letter is empty.")
    return LetterRead(media_type=TEXT, text=text.strip())


def _text_of_pdf(file: BinaryIO) -> str:
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("The PDF is locked with a password; expected: one without.")
        if len(reader.pages) > PAGES:
            raise Refused(f"The PDF has {len(reader.pages)} pages; expected: at most {PAGES}.")
        words: list[str] = []
        for page in reader.pages:
            words.append(page.extract_text())
            if sum(map(len, words)) > CHARACTERS:
                raise Refused(f"The letter is too long; expected: at most {CHARACTERS:,} characters.")
    except DependencyError:
        raise Refused("The PDF is locked in a way that cannot be opened here; expected: one without.") from None
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, OSError):
        raise Refused("The PDF is damaged or not whole; expected: a PDF that opens.") from None
    return "\n\n".join(words)

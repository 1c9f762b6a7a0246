"""The reply as a PDF and as a page: our words, our typeface, and nobody else's markup."""

from __future__ import annotations

import io
from datetime import date

import pypdf
from hypothesis import given, settings
from hypothesis import strategies as st

from incamera.office.oversight.kinds import Answer, Enclosure, OversightRequest
from incamera.office.oversight.letter import MISSING, letter
from incamera.office.oversight.outgoing import Outgoing, path_of
from incamera.office.oversight.page import page
from incamera.rules.office.bundle import is_path

ID = "a" * 26
MADE = OversightRequest(subject="Contacts", reference="2027-014", asker=ID, received=date(2027, 1, 4))
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300)


def out(answer: str, *, words: str = "Document, Memo", subject: str = "Contacts", asked: str = "Who?") -> Outgoing:
    made = MADE.model_copy(update={"subject": subject})
    answers = (Answer(number=1, text=asked, answer=answer, enclosed=[1]),)
    enclosures = (Enclosure(number=1, of=ID, seq=1, words=words, path="documents/001-memo.txt"),)
    return Outgoing(ID, made, "Committee", ("Ada Arden",), date(2027, 1, 15), answers, enclosures, ())


def read(data: bytes) -> str:
    return "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_the_letter_says_what_was_asked_and_answered() -> None:
    said = read(letter(out("Žofia spoke with Ισμήνη and Зоя.\n\nTwice.")))
    for words in (
        "Reply: Contacts",
        "To: Committee",
        "From: Ada Arden",
        "2027-014",
        "4 January 2027",
        "Who?",
        "Document, Memo",
    ):
        assert words in said
    assert "Žofia spoke with Ισμήνη and Зоя." in said
    assert MISSING not in said


def test_the_letter_says_which_words_its_typeface_cannot_write() -> None:
    assert MISSING not in read(letter(out("Ada")))
    assert "index.html has the words in full" in read(letter(out("日本")))
    assert "日本" in page(out("日本")).decode()


def test_markup_in_an_answer_is_text() -> None:
    hostile = '<img src="http://203.0.113.7/x.png"/><para><a href="file:///etc/passwd">&amp;</a>'
    data = letter(out(hostile, words=hostile, subject=hostile))
    assert "file:///etc/passwd" in read(data).replace("\n", "")
    assert b"/URI" not in data
    assert "<img" not in page(out(hostile, words=hostile, subject=hostile)).decode()


def test_a_long_answer_goes_over_pages() -> None:
    reader = pypdf.PdfReader(io.BytesIO(letter(out("\n".join(f"Line {n} of a long answer." for n in range(300))))))
    assert len(reader.pages) > 3
    assert "Line 299 of a long answer." in reader.pages[-1].extract_text() + reader.pages[-2].extract_text()


def test_no_text_is_too_long_for_a_page_or_a_line() -> None:
    for text in ("word " * 5_000, "x" * 5_000, "line\n" * 1_000):
        assert (
            len(pypdf.PdfReader(io.BytesIO(letter(out(text, words=text[:200], subject=text[:200], asked=text)))).pages)
            > 3
        )


@given(answer=TEXT, words=TEXT)
@settings(max_examples=settings().max_examples // 4)
def test_any_text_makes_the_same_letter_twice(answer: str, words: str) -> None:
    one = out(answer, words=words)
    assert letter(one) == letter(one)
    assert page(one) == page(one)


@given(name=st.text(min_size=1, max_size=200), kind=st.sampled_from(["text/plain", "application/pdf", "x/y"]))
def test_any_name_gives_a_file_that_a_bundle_may_hold(name: str, kind: str) -> None:
    assert is_path(path_of(7, name, kind))


def test_a_file_s_name_is_what_its_document_is_called() -> None:
    assert path_of(7, "Mémo: Zürich.txt", "text/plain") == "documents/007-memo-zurich.txt"
    assert path_of(1, "日本", "application/pdf") == "documents/001.pdf"
    assert path_of(1000, "../../etc/passwd", "x/y") == "documents/1000-etc-passwd.bin"

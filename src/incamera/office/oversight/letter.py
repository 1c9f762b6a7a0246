"""The reply as a PDF: our own typeface, the same bytes for the same reply, and nothing fetched from anywhere."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from incamera.office.oversight.outgoing import Outgoing
from incamera.office.oversight.page import about

FONTS: Final = Path(__file__).parent / "fonts"
TEXT: Final = "IBMPlexSans-Regular"
STRONG: Final = "IBMPlexSans-SemiBold"
MISSING: Final = "\N{WHITE SQUARE}"
"""Stands for a character that the typeface does not have."""
NOTE: Final = f"{MISSING} stands for a character that this typeface does not have; index.html has the words in full."


def letter(out: Outgoing) -> bytes:
    """The PDF."""
    fonts = _fonts()
    story = [*_head(out, fonts), *_answers(out, fonts), *_enclosures(out, fonts)]
    if fonts.is_short:
        story.append(Paragraph(escape(NOTE), _style("note", 8.5, above=16)))
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=25 * mm,
        bottomMargin=25 * mm,
        title=f"Reply: {out.made.subject}",
        author="",
        lang="en",
        invariant=1,  # no clock and no random id in the file
    )
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return file.getvalue()


class _Typeface:
    """What the typeface can write; remembers whether it was asked for more."""

    def __init__(self, known: frozenset[int]) -> None:
        self._known = known
        self.is_short = False

    def safe(self, text: str) -> str:
        """One line for a paragraph: no markup of its own, what cannot be drawn replaced."""
        drawn = "".join(c if ord(c) in self._known else MISSING for c in text)
        self.is_short = self.is_short or MISSING in drawn
        return escape(drawn)

    def lines(self, text: str, style: ParagraphStyle) -> list[Flowable]:
        """Each line a paragraph of its own, and room for an empty one: long texts take their time and no more."""
        return [
            Paragraph(self.safe(line), style) if line else Spacer(1, style.leading / 2) for line in text.split("\n")
        ]


@cache
def _known() -> frozenset[int]:
    """Register both weights; what the regular one has."""
    for name in (TEXT, STRONG):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))
    font: Any = pdfmetrics.getFont(TEXT)
    return frozenset(font.face.charToGlyph)


def _fonts() -> _Typeface:
    return _Typeface(_known())


def _style(name: str, size: float, *, font: str = TEXT, above: float = 0, left: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=size * 1.4, spaceBefore=above, leftIndent=left, alignment=TA_LEFT
    )


def _head(out: Outgoing, fonts: _Typeface) -> Iterable[Flowable]:
    yield Paragraph(fonts.safe(f"Reply: {out.made.subject}"), _style("title", 18, font=STRONG))
    yield Spacer(1, 4 * mm)
    for name, text in about(out):
        yield Paragraph(f'<font name="{STRONG}">{name}</font>: {fonts.safe(text)}', _style("about", 10))


def _answers(out: Outgoing, fonts: _Typeface) -> Iterable[Flowable]:
    for one in out.answers:
        head = Paragraph(f"Question {one.number}", _style("question", 12, font=STRONG, above=16))
        first, *more = fonts.lines(one.text, _style("asked", 10, above=4, left=5 * mm))
        yield KeepTogether([head, first])
        yield from more
        yield Spacer(1, 1 * mm)
        yield from fonts.lines(one.answer, _style("answer", 10.5, above=4))
        if one.enclosed:
            yield Paragraph(f"Enclosed: {', '.join(map(str, one.enclosed))}", _style("enclosed", 9, above=4))


def _enclosures(out: Outgoing, fonts: _Typeface) -> Iterable[Flowable]:
    if out.enclosures:
        yield Paragraph("Enclosures", _style("enclosures", 12, font=STRONG, above=18))
    for one in out.enclosures:
        where = f" [{one.path}]" if one.path else " [ledger.json]"
        style = ParagraphStyle(
            "enclosure", parent=_style("enclosure", 9.5, above=3, left=9 * mm), bulletIndent=0, bulletFontName=TEXT
        )
        yield Paragraph(fonts.safe(one.words + where), style, bulletText=f"{one.number}.")


def _foot(canvas: Any, _document: Any) -> None:
    canvas.saveState()
    canvas.setFont(TEXT, 8.5)
    canvas.drawRightString(A4[0] - 25 * mm, 14 * mm, str(canvas.getPageNumber()))
    canvas.restoreState()

"""What is drawn over and beside the pictures: name plates, name cards, the agenda item, the slate.

Each is drawn once per state and kept; plates are opaque, so that a tick only copies them. Words come from the meeting
and are shortened where they do not fit.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageColor, ImageDraw, ImageFont

from incamera.media.programme.orders import Name
from incamera.media.programme.picture import Picture, from_image

GROUND: Final = "#090d0c"
CARD: Final = "#131917"
PLATE: Final = "#0d1211"
INK: Final = "#eef3f0"
INK_2: Final = "#b6c2bd"
EDGE: Final = "#242d2a"
BAIZE: Final = "#0b3a31"
SEAM: Final = "#05231d"
SEAM_LIGHT: Final = "#1d7562"
SLATE_INK: Final = "#f2fbf8"
_FONTS: Final = Path(__file__).with_name("fonts")
_SANS: Final = _FONTS / "IBMPlexSans-Medium.woff2"
_SANS_STRONG: Final = _FONTS / "IBMPlexSans-SemiBold.woff2"
_SERIF: Final = _FONTS / "SourceSerif4-latin.woff2"
_ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=64)
def font(path: Path, size: int) -> Font:
    """A face of the house at a size in pixels."""
    face = ImageFont.truetype(str(path), size)
    if path == _SERIF:
        face.set_variation_by_axes([500])
    return face


def shortened(text: str, face: Font, width: int) -> str:
    """The text, cut with an ellipsis where it would be wider than `width` pixels."""
    if face.getlength(text) <= width:
        return text
    cut = next((n for n in range(len(text) - 1, 0, -1) if face.getlength(text[:n].rstrip() + _ELLIPSIS) <= width), 0)
    return text[:cut].rstrip() + _ELLIPSIS


def background(width: int, height: int) -> Picture:
    """The ground on which the tiles stand."""
    return from_image(Image.new("RGB", (width, height), GROUND))


@lru_cache(maxsize=32)
def plate(name: Name, width: int) -> Picture:
    """The lower third of a tile `width` pixels wide: mark of the delegation, name, title."""
    high = _even(34 + width * 0.045)
    image = Image.new("RGB", (width, high), PLATE)
    pen = ImageDraw.Draw(image)
    big, small, pad = round(high * 0.34), round(high * 0.26), round(high * 0.25)
    left = pad + _mark(pen, name, (pad, round(high * 0.33)), round(high * 0.36), pad)
    room = width - left - pad
    strong, plain = font(_SANS_STRONG, big), font(_SANS, small)
    pen.text((left, high * 0.33), shortened(name.person, strong, room), fill=INK, font=strong, anchor="lm")
    pen.text((left, high * 0.70), shortened(_second_line(name), plain, room), fill=INK_2, font=plain, anchor="lm")
    _line(pen, name, (0, high - 2, width, high))
    return from_image(image)


@lru_cache(maxsize=32)
def card(name: Name, width: int, height: int) -> Picture:
    """What stands where a speaker has no picture."""
    image = Image.new("RGB", (width, height), CARD)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width - 1, height - 1), outline=EDGE, width=2)
    big, small = max(18, round(height * 0.085)), max(14, round(height * 0.05))
    strong, plain, room = font(_SANS_STRONG, big), font(_SANS, small), round(width * 0.9)
    mark = round(height * 0.09)
    wide = _mark_width(name, mark)
    _mark(pen, name, ((width - wide) // 2, round(height * 0.30)), mark, 0)
    middle = width / 2
    pen.text((middle, height * 0.50), shortened(name.person, strong, room), fill=INK, font=strong, anchor="mm")
    pen.text((middle, height * 0.62), shortened(_second_line(name), plain, room), fill=INK_2, font=plain, anchor="mm")
    _line(pen, name, (0, height - 4, width, height))
    return from_image(image)


@lru_cache(maxsize=8)
def item_strip(item: str, width: int) -> Picture:
    """The agenda item, at most `width` pixels wide and as narrow as its words."""
    face = font(_SANS, 22)
    words = shortened(item, face, width - 32)
    image = Image.new("RGB", (_even(face.getlength(words) + 32), 44), PLATE)
    ImageDraw.Draw(image).text((16, 22), words, fill=INK, font=face, anchor="lm")
    return from_image(image)


def slate(sentence: str, width: int, height: int) -> Picture:
    """The slate: two leaves that meet at a seam, and one sentence between."""
    image = Image.new("RGB", (width, height), BAIZE)
    pen = ImageDraw.Draw(image)
    middle = width // 2
    for y in range(height):
        share = _seam_share(abs(2 * y / height - 1))
        pen.line((middle - max(1, width // 640), y, middle - 1, y), fill=_blend(BAIZE, SEAM, share))
        pen.line((middle, y, middle, y), fill=_blend(BAIZE, SEAM_LIGHT, share))
    face = font(_SERIF, round(width * 0.042))
    pen.text((middle, height // 2), shortened(sentence, face, width * 9 // 10), fill=SLATE_INK, font=face, anchor="mm")
    return from_image(image)


def _seam_share(outward: float) -> float:
    """How strong the seam is, by the distance from the middle (0) to the edge (1): it opens where the words stand."""
    return min(1.0, max(0.0, (outward - 0.46) / 0.14))


def _blend(ground: str, colour: str, share: float) -> tuple[int, int, int]:
    below, above = ImageColor.getrgb(ground), ImageColor.getrgb(colour)
    red, green, blue = (round(b + (a - b) * share) for b, a in zip(below[:3], above[:3], strict=True))
    return red, green, blue


def _second_line(name: Name) -> str:
    return ", ".join(part for part in (name.title, name.delegation) if part)


def _mark_width(name: Name, height: int) -> int:
    return height * 3 // 2 if name.colours else 0


def _mark(pen: ImageDraw.ImageDraw, name: Name, corner: tuple[int, int], height: int, gap: int) -> int:
    """The delegation's colours as a small flag of equal size for all; how much room it and `gap` took."""
    wide = _mark_width(name, height)
    for number, colour in enumerate(name.colours):
        top, bottom = (corner[1] + height * n // len(name.colours) for n in (number, number + 1))
        pen.rectangle((corner[0], top, corner[0] + wide - 1, bottom - 1), fill=colour)
    return wide + gap if wide else 0


def _line(pen: ImageDraw.ImageDraw, name: Name, box: tuple[int, int, int, int]) -> None:
    if name.colours:
        pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=name.colours[0])


def _even(value: float) -> int:
    return round(value / 2) * 2

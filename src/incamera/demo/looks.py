"""What a synthetic delegate looks and sounds like: which clip, which part of it, which voice."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom of a part of a picture, as fractions of its sides."""


@dataclass(frozen=True, slots=True)
class Look:
    """One delegate's picture and voice.

    `box` is the part of clip `clip` that is shown, `tint` multiplies red, green and blue, `speech` names a sound clip
    of which the seconds `spoken` are this delegate's words.
    """

    clip: str
    box: Box
    is_mirrored: bool
    tint: tuple[float, float, float]
    speech: str
    spoken: tuple[float, float]


LOOKS = (
    Look("carphone", (0.0, 0.0, 1.0, 1.0), False, (1.0, 1.0, 1.0), "two_cities", (0.0, 14.0)),
    Look("carphone", (0.12, 0.0, 0.88, 0.76), True, (1.12, 0.98, 0.82), "endgame", (0.0, 14.0)),
    Look("carphone", (0.2, 0.1, 0.8, 0.7), False, (0.78, 0.95, 1.2), "two_cities", (15.0, 29.0)),
    Look("carphone", (0.0, 0.05, 0.7, 0.75), True, (0.88, 1.02, 0.9), "endgame", (14.0, 28.0)),
    Look("bunny", (0.0, 0.0, 1.0, 1.0), False, (1.0, 1.0, 1.0), "two_cities", (30.0, 44.0)),
    Look("bikes", (0.0, 0.0, 1.0, 1.0), False, (1.0, 1.0, 1.0), "beckett", (0.0, 9.9)),
)
"""Whoever comes later wears the first ones again."""


def look_of(number: int) -> Look:
    """The look of the `number`th synthetic delegate of a meeting."""
    return LOOKS[number % len(LOOKS)]

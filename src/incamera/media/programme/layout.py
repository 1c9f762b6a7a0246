"""Who stands where in the picture. Pure: names in protocol order in, rectangles out.

Equal tiles, always in the order given, never by loudness. A shared screen takes the stage and the speakers stand
beside it. All numbers are even, because chroma has half the resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WIDTH: Final = 1280
HEIGHT: Final = 720
TILES_MAX: Final = 9
_COLUMN: Final = 320
"""Width of the speakers' column beside a shared screen."""


class Layout(StrEnum):
    """AUTO shows all who hold the floor; ONE and TWO only the first of them in protocol order."""

    AUTO = "auto"
    ONE = "one"
    TWO = "two"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rect:
    """A part of the picture in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Tile:
    """Where one source is shown. `is_screen`: the shared screen of `identity`, not the camera."""

    identity: str
    rect: Rect
    is_screen: bool = False


def arrange(speakers: tuple[str, ...], layout: Layout, screen: str | None = None) -> tuple[Tile, ...]:
    """The tiles of the picture, the shared screen first. Nobody: no tile."""
    shown = speakers[: {Layout.ONE: 1, Layout.TWO: 2}.get(layout, TILES_MAX)]
    if screen is not None:
        return _beside(shown, screen)
    return tuple(Tile(who, rect) for who, rect in zip(shown, _grid(len(shown)), strict=True))


def fit(width: int, height: int, rect: Rect) -> Rect:
    """The largest part of `rect` with the shape of a source of `width` x `height`, in its middle: nothing is cut off.
    A source that differs from the shape by less than two pixels fills it."""
    wide = min(rect.width, _even(rect.height * width / height))
    high = min(rect.height, _even(rect.width * height / width))
    wide = rect.width if rect.width - wide <= 2 else max(2, wide)
    high = rect.height if rect.height - high <= 2 else max(2, high)
    return Rect(rect.x + (rect.width - wide) // 4 * 2, rect.y + (rect.height - high) // 4 * 2, wide, high)


def _even(value: float) -> int:
    return round(value / 2) * 2


def _grid(count: int) -> tuple[Rect, ...]:
    if count == 0:
        return ()
    columns = next(n for n in (1, 2, 3) if count <= n * n)
    rows = -(-count // columns)
    wide = WIDTH // columns // 2 * 2
    high = wide * 9 // 16 // 2 * 2
    top = (HEIGHT - rows * high) // 4 * 2
    return tuple(
        Rect(_left(row, columns, count, wide) + place * wide, top + row * high, wide, high)
        for row in range(rows)
        for place in range(min(columns, count - row * columns))
    )


def _left(row: int, columns: int, count: int, wide: int) -> int:
    """A row that is not full stands in the middle."""
    return (WIDTH - min(columns, count - row * columns) * wide) // 4 * 2


def _beside(speakers: tuple[str, ...], screen: str) -> tuple[Tile, ...]:
    shown = speakers[: HEIGHT // 180]
    stage = Rect(0, 0, WIDTH - _COLUMN, HEIGHT) if shown else Rect(0, 0, WIDTH, HEIGHT)
    top = (HEIGHT - len(shown) * 180) // 4 * 2
    column = tuple(Tile(who, Rect(WIDTH - _COLUMN, top + 180 * n, _COLUMN, 180)) for n, who in enumerate(shown))
    return (Tile(screen, stage, is_screen=True), *column)

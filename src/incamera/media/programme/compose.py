"""The picture of a tick: what the floor decides and what has arrived, put straight into the encoders' memory.

What stands still (ground, name cards, agenda item) is drawn once per state; a tick copies it and pastes the live
pictures and their plates. Only pictures of the floor's own tiles are ever asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from typing import Final

import av

from incamera.media.programme import overlay
from incamera.media.programme.encode import LOOKAHEAD, SIZES
from incamera.media.programme.layout import HEIGHT, WIDTH, Rect, Tile, arrange, fit
from incamera.media.programme.orders import Floor, Name
from incamera.media.programme.picture import Picture, of_frame, paste

Look = Callable[[str, bool], Picture | None]
"""The newest picture of (identity, is it the screen), or None."""
_MARGIN: Final = 24
_DEPTH: Final = LOOKAHEAD + 3


@dataclass(frozen=True, slots=True)
class _Scene:
    """A state: as long as it is equal, the ground need not be drawn anew."""

    tiles: tuple[Tile, ...]
    dark: tuple[str, ...]
    names: tuple[Name, ...]
    item: str


@dataclass(frozen=True, slots=True)
class Composed:
    """One frame per rendition, in the order of SIZES. Good until so many later ticks have been composed as an encoder
    looks ahead. `is_still`: there are no live pixels in it."""

    frames: tuple[av.VideoFrame, ...]
    is_still: bool


class Composer:
    """Owns the frames."""

    def __init__(self) -> None:
        rings = [[av.VideoFrame(size.width, size.height, "yuv420p") for _ in range(_DEPTH)] for size in SIZES]
        self._frames = cycle([(frames, [of_frame(f) for f in frames]) for frames in zip(*rings, strict=True)])
        self._scene: _Scene | None = None
        self._ground = overlay.background(WIDTH, HEIGHT)

    def compose(self, floor: Floor, look: Look) -> Composed:
        """The next picture."""
        screen = floor.screen if floor.screen is not None and look(floor.screen, True) is not None else None
        tiles = arrange(floor.speakers, floor.layout, screen)
        live = [(tile, look(tile.identity, tile.is_screen)) for tile in tiles]
        self._prepare(floor, tiles, tuple(tile.identity for tile, picture in live if picture is None))
        frames, planes = next(self._frames)
        paste(planes[0], self._ground, Rect(0, 0, WIDTH, HEIGHT))
        for tile, picture in live:
            if picture is not None:
                paste(planes[0], picture, fit(picture.width, picture.height, tile.rect))
                self._put_plate(planes[0], floor, tile)
        self._put_item(planes[0], floor)
        for small, size in zip(planes[1:], SIZES[1:], strict=True):
            paste(small, planes[0], Rect(0, 0, size.width, size.height))
        return Composed(frames, is_still=all(picture is None for _, picture in live))

    def _prepare(self, floor: Floor, tiles: tuple[Tile, ...], dark: tuple[str, ...]) -> None:
        """Draw the ground anew if the state is another."""
        names = tuple(_name(floor, tile) for tile in tiles)
        scene = _Scene(tiles, dark, names, floor.item)
        if scene == self._scene:
            return
        ground = overlay.background(WIDTH, HEIGHT)
        for tile, name in zip(tiles, names, strict=True):
            if tile.identity in dark and not tile.is_screen:
                paste(ground, overlay.card(name, tile.rect.width, tile.rect.height), tile.rect)
        self._scene, self._ground = scene, ground

    @staticmethod
    def _put_plate(onto: Picture, floor: Floor, tile: Tile) -> None:
        if tile.is_screen:
            return
        drawn = overlay.plate(_name(floor, tile), tile.rect.width)
        bottom = tile.rect.y + tile.rect.height
        paste(onto, drawn, Rect(tile.rect.x, bottom - drawn.height, drawn.width, drawn.height))

    @staticmethod
    def _put_item(onto: Picture, floor: Floor) -> None:
        if floor.item:
            drawn = overlay.item_strip(floor.item, WIDTH - 2 * _MARGIN)
            paste(onto, drawn, Rect(_MARGIN, _MARGIN, drawn.width, drawn.height))


def _name(floor: Floor, tile: Tile) -> Name:
    return floor.names.get(tile.identity, Name())

"""Pictures in memory: three planes of eight bits, chroma at half the size (I420, limited range, matrix of BT.601).

That is how cameras arrive from the engine, so what they send goes through without a conversion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from incamera.media.programme.layout import Rect

Plane = npt.NDArray[np.uint8]
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True)
class Picture:
    """Planes of one picture; they may be views of somebody else's memory."""

    y: Plane
    u: Plane
    v: Plane

    @property
    def width(self) -> int:
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.y.shape[0])

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        return self.y, self.u, self.v

    def turned(self, degrees: int) -> Picture:
        """The picture turned clockwise by 90, 180 or 270 degrees."""
        turn = _TURNS[degrees]
        y, u, v = (np.asarray(cv2.rotate(plane, turn), dtype=np.uint8) for plane in self.planes)
        return Picture(y, u, v)


def from_bytes(data: Any, width: int, height: int) -> Picture:
    """The picture in `data`, the planes one after the other without gaps; no copy. Odd sizes round chroma up."""
    wide, high = (width + 1) // 2, (height + 1) // 2
    flat = np.frombuffer(data, dtype=np.uint8, count=width * height + 2 * wide * high)
    luma, chroma = flat[: width * height], flat[width * height :].reshape(2, high, wide)
    return Picture(luma.reshape(height, width), chroma[0], chroma[1])


def from_image(image: Image.Image) -> Picture:
    """A drawn picture with even sides."""
    packed = cv2.cvtColor(np.asarray(image.convert("RGB")), cv2.COLOR_RGB2YUV_I420)
    return from_bytes(np.ascontiguousarray(packed, dtype=np.uint8), image.width, image.height)


def of_frame(frame: Any) -> Picture:
    """The planes of an av.VideoFrame (yuv420p) as a picture to write into."""
    y, u, v = (
        np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    )
    return Picture(y, u, v)


def paste(onto: Picture, source: Picture, rect: Rect) -> None:
    """Put `source` into `rect` (even numbers) of `onto`, scaled if it has another size."""
    for number, (into, plane) in enumerate(zip(onto.planes, source.planes, strict=True)):
        half = 2 if number else 1
        x, y, width, height = rect.x // half, rect.y // half, rect.width // half, rect.height // half
        place = into[y : y + height, x : x + width]
        if plane.shape == place.shape:
            place[:] = plane
        else:
            cv2.resize(plane, (width, height), dst=place, interpolation=cv2.INTER_LINEAR)

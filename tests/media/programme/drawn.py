"""Pictures for tests that have no engine."""

import numpy as np

from incamera.media.programme.picture import Picture
from tests.e2e.barcode import Luma, picture


def grey(luma: Luma) -> Picture:
    high, wide = (luma.shape[0] + 1) // 2, (luma.shape[1] + 1) // 2
    return Picture(luma, np.full((high, wide), 128, np.uint8), np.full((high, wide), 128, np.uint8))


def coded(mark: int, number: int, width: int = 640, height: int = 360) -> Picture:
    """A picture that says `mark` and `number` in its upper three quarters."""
    luma = np.full((height, width), 90, np.uint8)
    luma[: height * 3 // 4] = picture(mark, number, width=width, height=height * 3 // 4)
    return grey(luma)

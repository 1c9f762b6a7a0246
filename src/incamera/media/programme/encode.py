"""Pictures to H.264 and sound to AAC. The slate is made with the very same options, so that a player goes from one to
the other without noticing.

The encoder looks four frames ahead: nearly the whole gain of looking ahead, for 133 ms. What is still in it when the
programme stops is flushed; the gate judges by capture time, so nothing is kept back here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import av
import numpy as np
from av.codec.context import Flags
from av.video.frame import PictureType

from incamera.media.programme.h264 import access_unit, config_record
from incamera.media.programme.ring import Sound
from incamera.media.wire import AUDIO_HZ, AUDIO_SAMPLES, SEGMENT_FRAMES

SOUND_BITS: Final = 64_000
LOOKAHEAD: Final = 4
USUAL: Final = "veryfast"
FASTER: Final = "superfast"
"""Has the parameter sets of USUAL, byte for byte; `video_config` is compared at start."""


@dataclass(frozen=True, slots=True)
class Size:
    """A rendition of the picture. `bits`: the most in a second."""

    number: int
    width: int
    height: int
    bits: int


SIZES: Final = (Size(0, 1280, 720, 3_000_000), Size(1, 640, 360, 900_000))


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as encoded; `tick` is the one it was given for."""

    tick: int
    data: bytes
    is_sync: bool


class PictureEncoder:
    """One run of x264. Ticks rise and may have gaps."""

    def __init__(self, size: Size, fps: int, preset: str = USUAL) -> None:
        context: Any = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = size.width, size.height, "yuv420p"
        context.time_base, context.framerate = Fraction(1, fps), Fraction(fps, 1)
        context.flags |= Flags.global_header
        context.options = {"preset": preset, "crf": "23", "forced-idr": "1", "x264-params": _parameters(size)}
        context.open()
        self._context = context
        self.config = config_record(context.extradata)

    def encode(self, frame: av.VideoFrame, tick: int, *, is_sync: bool) -> list[Encoded]:
        """Take the picture of a tick; what has come out meanwhile. The frame's memory is free again afterwards."""
        frame.pts, frame.time_base = tick, self._context.time_base
        frame.pict_type = PictureType.I if is_sync else PictureType.NONE
        return self._taken(self._context.encode(frame))

    def flush(self) -> list[Encoded]:
        """What is still inside; the end of this run."""
        return self._taken(self._context.encode(None))

    def _taken(self, packets: list[Any]) -> list[Encoded]:
        return [Encoded(packet.pts, access_unit(bytes(packet)), bool(packet.is_keyframe)) for packet in packets]


class SoundEncoder:
    """AAC-LC, mono, 48 kHz. Units are numbered by the 1024 samples of programme time that they play."""

    def __init__(self, first_unit: int) -> None:
        context: Any = av.CodecContext.create("aac", "w")
        context.sample_rate, context.layout, context.format = AUDIO_HZ, "mono", "fltp"
        context.bit_rate, context.time_base = SOUND_BITS, Fraction(1, AUDIO_HZ)
        context.flags |= Flags.global_header
        context.open()
        self._context = context
        self._first = self._next = first_unit
        self._rest: Sound = np.zeros(0, dtype=np.float32)
        self.config = bytes(context.extradata)

    def encode(self, sound: Sound) -> list[tuple[int, bytes]]:
        """Take the samples that follow; the units (number, payload) that are whole."""
        self._rest = np.concatenate((self._rest, sound))
        units = []
        while len(self._rest) >= AUDIO_SAMPLES:
            units += self._unit(self._rest[:AUDIO_SAMPLES])
            self._rest = self._rest[AUDIO_SAMPLES:]
        return units

    def flush(self) -> list[tuple[int, bytes]]:
        """What is still inside, with the last samples made up to a unit by silence."""
        rest = len(self._rest)
        units = self.encode(np.zeros(-rest % AUDIO_SAMPLES, dtype=np.float32))
        return units + self._taken(self._context.encode(None))

    def _unit(self, sound: Sound) -> list[tuple[int, bytes]]:
        frame: Any = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None, :]), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = AUDIO_HZ, self._next * AUDIO_SAMPLES
        frame.time_base = self._context.time_base
        self._next += 1
        return self._taken(self._context.encode(frame))

    def _taken(self, packets: list[Any]) -> list[tuple[int, bytes]]:
        """Without the priming packet, which lies before the first unit."""
        numbered = [(packet.pts // AUDIO_SAMPLES, bytes(packet)) for packet in packets]
        return [(number, data) for number, data in numbered if number >= self._first]


def _parameters(size: Size) -> str:
    kilobits = size.bits // 1000
    return ":".join((
        f"keyint={SEGMENT_FRAMES}", f"min-keyint={SEGMENT_FRAMES}", "scenecut=0", "bframes=0", "threads=1",
        f"rc-lookahead={LOOKAHEAD}", "sync-lookahead=0", "mbtree=1", "force-cfr=1",
        f"vbv-maxrate={kilobits}", f"vbv-bufsize={kilobits}",
        "colorprim=bt709", "transfer=bt709", "colormatrix=smpte170m", "range=tv",
    ))  # fmt: skip

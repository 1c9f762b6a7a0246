"""Flash against beep on the programme's own output: where each begins, in programme time and after it was made."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

import av
import numpy as np
from livekit import api

from benchmarks.latency_flash import DARK, EVERY_US, LIGHT, flashing
from incamera.media.programme.picture import of_frame
from incamera.media.wire import AUDIO_HZ, VIDEO_HZ, Kind, Unit
from tests.engines import Engine, running_engine
from tests.media.programme.outside import Origin
from tests.media.programme.rig import Programme, make_chamber

SETTLE_US: Final = 12_000_000
NEAR_US: Final = 500_000
_LOUD: Final = 0.02
_QUIET_US: Final = 300_000


@dataclass(frozen=True, slots=True)
class Pair:
    """One flash and its beep: when both were made, and how much later each stands in the programme (microseconds)."""

    made: int
    flash: int
    beep: int

    @property
    def offset(self) -> int:
        """Video minus audio: negative when the sound is late."""
        return self.flash - self.beep


async def measure_sync(seconds: float) -> list[Pair]:
    """Watch one who flashes and beeps for so long, after it has settled."""
    with running_engine("open") as engine, tempfile.TemporaryDirectory() as folder:
        chamber = await make_chamber(engine)
        with flashing(engine.url, _token(engine, chamber)):
            origin = Origin(Path(folder) / "media.sock")
            programme = Programme(engine, chamber, origin.path)
            try:
                programme.tell({"speakers": ["flash"], "layout": "auto", "screen": None, "item": "", "names": {}})
                threading.Event().wait(seconds + SETTLE_US / 1e6)
                programme.stop()
                origin.is_over.wait(10)
            finally:
                programme.end()
                origin.close()
            return pairs(programme.t0, origin)


def _token(engine: Engine, chamber: str) -> str:
    grants = api.VideoGrants(room_join=True, room=chamber, can_publish=True, can_subscribe=False)
    return api.AccessToken(engine.key, engine.secret).with_identity("flash").with_grants(grants).to_jwt()


def pairs(t0: int, origin: Origin) -> list[Pair]:
    """Every flash with the beep that was made with it."""
    video = [t0 + at for at in flashes(origin.of(Kind.VIDEO_CONFIG, 1)[0], origin.of(Kind.VIDEO, 1))]
    audio = [t0 + at for at in beeps(origin.of(Kind.AUDIO_CONFIG)[0], origin.of(Kind.AUDIO))]
    late_flashes, late_beeps = ({at // EVERY_US: at % EVERY_US for at in found} for found in (video, audio))
    begun = t0 + SETTLE_US
    return [
        Pair(n * EVERY_US, late_flashes[n], late_beeps[n])
        for n in sorted(late_flashes.keys() & late_beeps.keys())
        if n * EVERY_US > begun and max(late_flashes[n], late_beeps[n]) < NEAR_US
    ]


def flashes(config: Unit, units: list[Unit]) -> list[int]:
    """Programme time (microseconds) of each picture that is light after a dark one."""
    decoder: Any = av.CodecContext.create("h264", "r")
    decoder.extradata, decoder.thread_count = bytes(config.payload), 1
    found, was_light = [], True
    for unit in units:
        packet = av.Packet(bytes(unit.payload))
        packet.pts = packet.dts = unit.pts
        for frame in decoder.decode(packet):
            y = of_frame(frame).y
            is_light = float(y[: y.shape[0] // 2].mean()) > (LIGHT + DARK) / 2
            if is_light and not was_light:
                found.append(frame.pts * 1_000_000 // VIDEO_HZ)
            was_light = is_light
    return found


def beeps(config: Unit, units: list[Unit]) -> list[int]:
    """Programme time of each first loud sample after a while of silence."""
    decoder: Any = av.CodecContext.create("aac", "r")
    decoder.extradata = bytes(config.payload)
    pieces = []
    for unit in units:
        packet = av.Packet(bytes(unit.payload))
        packet.pts = unit.pts
        pieces += [frame.to_ndarray()[0] for frame in decoder.decode(packet)]
    loud = np.flatnonzero(np.abs(np.concatenate(pieces)) > _LOUD)
    quiet = _QUIET_US * AUDIO_HZ // 1_000_000
    first = loud[np.flatnonzero(np.diff(loud, prepend=-quiet - 1) > quiet)]
    return [int(sample + units[0].pts) * 1_000_000 // AUDIO_HZ for sample in first]


def drift(found: list[Pair]) -> float:
    """Microseconds by which the offset changes over the whole stretch, by a straight line through it (least squares)."""
    at = np.array([pair.made for pair in found], np.float64)
    slope = np.polyfit(at - at.mean(), [pair.offset for pair in found], 1)[0]
    return float(slope * (at[-1] - at[0]))


def middle(values: list[int]) -> float:
    """The median, in ms."""
    return median(values) / 1_000

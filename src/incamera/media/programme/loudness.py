"""Loudness by EBU R 128, measured by libavfilter's meter."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import av
import numpy as np
from av.filter import Graph

from incamera.media.programme.ring import Sound
from incamera.media.wire import AUDIO_HZ

_MOMENTARY: Final = "lavfi.r128.M"
SILENT_LUFS: Final = -120.0


class Meter:
    """Reads the loudness of a mono sound as it goes by."""

    def __init__(self) -> None:
        graph = Graph()
        source = graph.add_abuffer(
            sample_rate=AUDIO_HZ, format="flt", layout="mono", time_base=Fraction(1, AUDIO_HZ), name="in"
        )
        meter = graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        self._graph, self._source, self._sink = graph, source, sink
        self._at = 0

    def measure(self, sound: Sound) -> list[float]:
        """The momentary loudnesses (0.4 s, LUFS) that fell due within `sound`, one for each 100 ms."""
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None, :]), format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = AUDIO_HZ, self._at, Fraction(1, AUDIO_HZ)
        self._at += len(sound)
        self._source.push(frame)
        read: list[float] = []
        while True:
            try:
                found = self._sink.pull()
            except (av.BlockingIOError, av.EOFError):
                return read
            texts = dict(found.metadata)
            if _MOMENTARY in texts:
                read.append(_lufs(texts[_MOMENTARY]))


def _lufs(text: str) -> float:
    value = float(text)
    return value if np.isfinite(value) else SILENT_LUFS

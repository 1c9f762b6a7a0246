"""An origin for tests: takes what a programme sends, and decodes it as a player would."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt

from incamera.media.wire import AUDIO_HZ, Flag, Kind, Reader, Unit
from tests.e2e.barcode import Luma, read_picture, read_tone

CEILING_S: Final = 30.0
CODED: Final = 0.75
"""The upper part of a speaker's picture that carries the code; the name plate may cover the rest."""


@dataclass
class Origin:
    """Listens on a socket and keeps every message, with the instant of its arrival."""

    path: Path
    units: list[Unit] = field(default_factory=list)
    arrived: list[int] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    broke: Exception | None = None
    _link: socket.socket | None = None

    def __post_init__(self) -> None:
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(str(self.path))
        self._server.listen(1)
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        try:
            link, _ = self._server.accept()
            self._link = link
            reader = Reader()
            while data := link.recv(1 << 16):
                for unit in reader.feed(data):
                    self.units.append(unit)
                    self.arrived.append(time.time_ns() // 1000)
        except OSError:
            return
        except Exception as error:  # noqa: BLE001 - told by the test
            self.broke = error
        finally:
            self.is_over.set()

    def hang_up(self) -> None:
        """As an origin that dies."""
        self._server.close()
        assert self._link is not None
        self._link.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._link is None:
            self._server.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        self._server.close()
        self._thread.join(5)
        if self._link is not None:
            self._link.close()

    def of(self, kind: Kind, number: int = 0) -> list[Unit]:
        return [unit for unit in tuple(self.units) if unit.kind is kind and unit.rendition == number]

    def wait(self, holds: Callable[[], Any], what: str) -> Any:
        """Until `holds` gives something; fails after a long ceiling."""
        until = time.monotonic() + CEILING_S
        while not (found := holds()):
            assert self.broke is None, self.broke
            assert time.monotonic() < until, f"{what}: not within {CEILING_S} s"
            time.sleep(0.05)
        return found


@dataclass(frozen=True)
class Seen:
    """A decoded picture with its unit."""

    unit: Unit
    luma: Luma


class Screen:
    """Decodes what has come of one rendition, further each time it is asked."""

    def __init__(self, origin: Origin, number: int = 0) -> None:
        self._origin = origin
        self._number = number
        self._decoder: Any = None
        self._at = 0
        self._known: dict[int, Unit] = {}

    def more(self) -> list[Seen]:
        """The pictures that have come since."""
        units = self._origin.of(Kind.VIDEO, self._number)
        if self._decoder is None:
            if not (config := self._origin.of(Kind.VIDEO_CONFIG, self._number)):
                return []
            self._decoder = av.CodecContext.create("h264", "r")
            self._decoder.extradata = bytes(config[0].payload)
            self._decoder.thread_count = 1
        seen = []
        for unit in units[self._at :]:
            self._known[unit.pts] = unit
            packet = av.Packet(bytes(unit.payload))
            packet.pts = packet.dts = unit.pts
            seen += [Seen(self._known.pop(f.pts), _luma(f)) for f in self._decoder.decode(packet)]
        self._at = len(units)
        return seen


def heard(origin: Origin) -> tuple[int, npt.NDArray[np.int16]]:
    """All sound so far: the pts of its first sample, and the samples."""
    decoder: Any = av.CodecContext.create("aac", "r")
    decoder.extradata = bytes(origin.of(Kind.AUDIO_CONFIG)[0].payload)
    units, pieces = origin.of(Kind.AUDIO), []
    for unit in units:
        packet = av.Packet(bytes(unit.payload))
        packet.pts = unit.pts
        pieces += [frame.to_ndarray()[0] for frame in decoder.decode(packet)]
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    return units[0].pts if units else 0, (np.clip(samples, -1, 1) * 32_767).astype(np.int16)


def marks_heard(samples: npt.NDArray[np.int16]) -> list[int | None]:
    """Whose tone each 40 ms carry."""
    size = AUDIO_HZ // 25
    read = [read_tone(samples[at : at + size]) for at in range(0, len(samples) - size + 1, size)]
    return [found[0] if found else None for found in read]


def mark_in(luma: Luma, x: float = 0, y: float = 0, wide: float = 1, high: float = 1) -> int | None:
    """Whose picture fills a part (in shares) of a composed picture."""
    height, width = luma.shape
    part = luma[round(y * height) : round((y + high * CODED) * height), round(x * width) : round((x + wide) * width)]
    found = read_picture(part)
    return found[0] if found else None


def marks_anywhere(luma: Luma) -> set[int]:
    """Every speaker whose code can be read in any place that a layout knows."""
    places = [(0, 0, 1, 1), (0, 0.25, 0.5, 0.5), (0.5, 0.25, 0.5, 0.5)]
    places += [(x, y, 0.5, 0.5) for x in (0, 0.25, 0.5) for y in (0, 0.5)]
    return {mark for place in places if (mark := mark_in(luma, *place)) is not None}


def is_still(seen: Seen) -> bool:
    return bool(seen.unit.flags & Flag.STILL)


def _luma(frame: Any) -> Luma:
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width].copy()

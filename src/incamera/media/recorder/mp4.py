"""One MP4 file with access units as they came: remuxed, never encoded. A reader can open it at any moment.

`hybrid_fragmented` (FFmpeg 7.1): fragments while it grows, an ordinary MP4 once it is closed. What is not closed loses
the fragment that was being written, half a second.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Final

import av
from av.container import InputContainer
from av.error import FFmpegError

from incamera.media import fmp4
from incamera.media.recorder.passages import Begun, Stream
from incamera.media.wire import AUDIO_HZ, AUDIO_SAMPLES, VIDEO_HZ, Kind

FRAGMENT_US: Final = 500_000
_HERTZ: Final[Mapping[Kind, int]] = {Kind.VIDEO: VIDEO_HZ, Kind.AUDIO: AUDIO_HZ}


class Mp4:
    """A growing file. Everything raises OSError when the disk takes no more; then it is left as it is."""

    def __init__(self, path: Path, template: InputContainer, streams: Sequence[Stream], fps: int) -> None:
        self._disk = _Disk(path)
        options = {"movflags": "hybrid_fragmented", "frag_duration": str(FRAGMENT_US), "flush_packets": "1"}
        self._container = av.open(self._disk, "w", format="mp4", container_options=options)
        made = (self._container.add_stream_from_template(stream, opaque=True) for stream in template.streams)
        self._streams: dict[Stream, Any] = dict(zip(streams, made, strict=True))
        self._frame = VIDEO_HZ // fps
        self._waiting: tuple[Stream, bytes | bytearray, int, bool] | None = None
        """The newest picture: how long it lasts is known with the next one."""

    def put(self, stream: Stream, data: bytes | bytearray, pts: int, *, is_sync: bool) -> None:
        """The next unit of a stream."""
        if stream[0] is Kind.AUDIO:
            self._write(stream, data, pts, AUDIO_SAMPLES, is_sync=True)
            return
        self._write_waiting(pts)
        self._waiting = stream, data, pts, is_sync

    def close(self) -> None:
        """Make an ordinary MP4 of it, and put it on the disk for good."""
        self._write_waiting(None)
        try:
            self._container.close()
        except FFmpegError as error:
            raise OSError(error.errno, error.strerror) from error
        self._disk.raise_fault()
        self._disk.sync()

    def abandon(self) -> None:
        """Leave it as it is: fragments up to here."""
        self._disk.stop()

    def _write_waiting(self, until: int | None) -> None:
        if self._waiting is None:
            return
        stream, data, pts, is_sync = self._waiting
        self._waiting = None
        self._write(stream, data, pts, self._frame if until is None else until - pts, is_sync=is_sync)

    def _write(self, stream: Stream, data: bytes | bytearray, pts: int, duration: int, *, is_sync: bool) -> None:
        packet = av.Packet(bytes(data))
        packet.stream = self._streams[stream]
        packet.time_base = Fraction(1, _HERTZ[stream[0]])
        packet.pts = packet.dts = pts
        packet.duration = duration
        packet.is_keyframe = is_sync
        try:
            self._container.mux_one(packet)
        except FFmpegError as error:
            self._disk.raise_fault()
            raise OSError(error.errno, error.strerror) from error
        self._disk.raise_fault()


def describe(begun: Begun) -> InputContainer:
    """A container without content whose streams say how a passage's units are encoded."""
    sizes = {(r.kind, r.number): (r.width, r.height) for r in begun.table.renditions}
    tracks = []
    for number, stream in enumerate(begun.streams, 1):
        width, height = sizes[stream] if stream[0] is Kind.VIDEO else (0, 0)
        tracks.append(fmp4.TrackConfig(number, _HERTZ[stream[0]], begun.configs[stream], width, height))
    return av.open(io.BytesIO(fmp4.init(tracks)), "r", format="mp4")


class _Disk:
    """The file under a container. The first fault is kept, since a container tells of it late and in other words."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("xb", buffering=0)
        self._fault: OSError | None = None
        self._is_over = False

    def write(self, data: bytes) -> int:
        if self._is_over:
            return len(data)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._fault = self._fault or error
            self.stop()
        return len(data)

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence) if not self._is_over else 0

    def tell(self) -> int:
        return self._file.tell() if not self._is_over else 0

    def raise_fault(self) -> None:
        if self._fault is not None:
            raise self._fault

    def sync(self) -> None:
        os.fsync(self._file.fileno())
        self._file.close()

    def stop(self) -> None:
        """Take nothing more, whatever is still written: a container writes its end even when it is only let go."""
        self._is_over = True
        self._file.close()

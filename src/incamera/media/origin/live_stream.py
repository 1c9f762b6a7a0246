"""The gallery's own stream: one endless answer of muxed fragmented MP4, a fragment per sample, for many viewers.

Fragments are made once, on the gate's loop, and handed to the readers' loop in order. A viewer that falls behind is
dropped: it connects again and begins at the newest picture.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from incamera.media import fmp4
from incamera.media.origin.cover import Sample
from incamera.media.origin.grid import Stream
from incamera.media.origin.timeline import Timeline
from incamera.media.wire import Kind

BEHIND_MAX: Final = 1024 * 1024
"""Bytes that may wait for one viewer."""


@dataclass(slots=True, eq=False)
class Viewer:
    """What waits for one viewer, on the readers' loop. None in the queue is the end."""

    chunks: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    waiting: int = 0
    is_dropped: bool = False

    def push(self, chunk: bytes | None) -> None:
        """Give one more chunk, or drop the viewer if too much waits already."""
        if self.is_dropped:
            return
        self.waiting += len(chunk or b"")
        self.is_dropped = self.waiting > BEHIND_MAX
        self.chunks.put_nowait(None if self.is_dropped else chunk)

    async def read(self) -> AsyncIterator[bytes]:
        """Chunks until the end."""
        while (chunk := await self.chunks.get()) is not None:
            self.waiting -= len(chunk)
            yield chunk


class LiveStream:
    """One choice of picture and sound of one timeline. All methods run on the gate's loop but where said."""

    def __init__(self, timeline: Timeline, video: Stream, audio: Stream, readers: asyncio.AbstractEventLoop) -> None:
        self._timeline = timeline
        self._tracks = {video: 1, audio: 2}
        self._readers = readers
        self._viewers: set[Viewer] = set()
        self._count = 0
        self.is_over = False
        timeline.takers.append(self._take)
        timeline.enders.append(self._end)

    def join(self, viewer: Viewer) -> None:
        """Begin with the newest sync picture."""
        if self._timeline.is_ended:
            self._hand([viewer], None)
            return
        shape = self._timeline.shape
        head = fmp4.init([shape.track_config(stream, track) for stream, track in self._tracks.items()])
        video, audio = self._tracks
        pictures = self._timeline.group(video)
        begin = pictures[0].pts * shape.grid.hz(Kind.AUDIO) // shape.grid.hz(Kind.VIDEO) if pictures else 0
        sounds = [s for s in self._timeline.group(audio) if s.pts >= begin] if pictures else []
        parts = [self._fragment(video, list(pictures))] if pictures else []
        parts += [self._fragment(audio, sounds)] if sounds else []
        self._hand([viewer], b"".join([head, *parts]))
        self._viewers.add(viewer)

    def leave(self, viewer: Viewer) -> None:
        """The viewer has gone."""
        self._viewers.discard(viewer)

    def _end(self) -> None:
        """The timeline has ended: so does every answer."""
        self.is_over = True
        self._hand(list(self._viewers), None)
        self._viewers.clear()

    def _take(self, stream: Stream, sample: Sample) -> None:
        if stream in self._tracks and self._viewers:
            self._hand(list(self._viewers), self._fragment(stream, [sample]))

    def _fragment(self, stream: Stream, samples: list[Sample]) -> bytes:
        self._count += 1
        return bytes(fmp4.fragment(self._tracks[stream], self._count, samples))

    def _hand(self, viewers: list[Viewer], chunk: bytes | None) -> None:
        if not self._readers.is_closed():
            self._readers.call_soon_threadsafe(_push, viewers, chunk)


def _push(viewers: list[Viewer], chunk: bytes | None) -> None:
    for viewer in viewers:
        viewer.push(chunk)

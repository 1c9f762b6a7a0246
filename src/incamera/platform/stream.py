"""Server-sent events without product words: whole views per topic, of which the latest wins.

A frame is `{"topic": str, "rev": int, "view": whole view}`. `rev` belongs to one viewer and topic and rises only when
*that* viewer's view changes: a counter shared by viewers would count what some of them may not know of. A slow reader
skips views and never gets an older one after a newer one. Everything here belongs to one event loop; what happens on
another thread reaches it by a `Bell`.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from fastapi.responses import StreamingResponse

HEARTBEAT_S: Final = 2.0
BEAT: Final = b": beat\n\n"
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole view of a topic, as JSON text, with the revision it has for its viewer."""

    topic: str
    rev: int
    text: str

    def encode(self) -> bytes:
        """The frame as one server-sent event."""
        return f'data: {{"topic":{json.dumps(self.topic)},"rev":{self.rev},"view":{self.text}}}\n\n'.encode()


class Subscriber:
    """One open stream. It holds at most one waiting frame per topic."""

    def __init__(self) -> None:
        self._waiting: dict[str, Frame] = {}
        self._given: dict[str, int] = {}
        self._changed = asyncio.Event()
        self._is_closed = False

    def put(self, frame: Frame) -> None:
        """Let this frame replace an older one of its topic; one that was put before is not sent again."""
        if frame.rev > self._given.get(frame.topic, -1):
            self._given[frame.topic] = frame.rev
            self._waiting[frame.topic] = frame
            self._changed.set()

    def close(self) -> None:
        """End the stream after what is waiting."""
        self._is_closed = True
        self._changed.set()

    async def events(self, heartbeat_s: float = HEARTBEAT_S) -> AsyncIterator[bytes]:
        """Encoded frames as they come, and a comment whenever nothing came for `heartbeat_s`."""
        while True:
            self._changed.clear()
            while self._waiting:
                topic = next(iter(self._waiting))
                yield self._waiting.pop(topic).encode()
            if self._is_closed:
                return
            try:
                async with asyncio.timeout(heartbeat_s):
                    await self._changed.wait()
            except TimeoutError:
                yield BEAT


class Streams:
    """All open streams of a process, by viewer, and the revision of each viewer's views."""

    def __init__(self, first_rev: int = 1) -> None:
        """`first_rev`: where counting starts; above every revision of an earlier life when given the start time."""
        self._first_rev = first_rev
        self._open: dict[str, set[Subscriber]] = {}
        self._latest: dict[tuple[str, str], Frame] = {}

    @contextmanager
    def subscribe(self, viewer: str) -> Iterator[Subscriber]:
        """A stream for as long as the block lasts. It starts empty: offer the viewer's views to fill it."""
        subscriber = Subscriber()
        self._open.setdefault(viewer, set()).add(subscriber)
        try:
            yield subscriber
        finally:
            self._open[viewer].discard(subscriber)
            if not self._open[viewer]:
                del self._open[viewer]

    def offer(self, viewer: str, topic: str, view: View) -> int:
        """Show `view` to all streams of `viewer` that do not show it yet; gives its revision."""
        text = json.dumps(view, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        latest = self._latest.get((viewer, topic))
        if latest is None or latest.text != text:
            latest = Frame(topic, latest.rev + 1 if latest else self._first_rev, text)
            self._latest[viewer, topic] = latest
        for subscriber in self._open.get(viewer, ()):
            subscriber.put(latest)
        return latest.rev

    def rev(self, viewer: str, topic: str) -> int | None:
        """The revision last offered to this viewer."""
        latest = self._latest.get((viewer, topic))
        return latest.rev if latest else None

    @property
    def viewers(self) -> frozenset[str]:
        """Who has a stream open."""
        return frozenset(self._open)

    def forget(self, topic: str) -> None:
        """Drop what is remembered of a topic that will not change any more."""
        for key in [key for key in self._latest if key[1] == topic]:
            del self._latest[key]

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        for subscriber in [item for group in self._open.values() for item in group]:
            subscriber.close()


def event_response(events: AsyncIterator[bytes]) -> StreamingResponse:
    """The HTTP answer that carries a stream."""
    return StreamingResponse(events, media_type="text/event-stream", headers=HEADERS)

"""An ordinary seat that listens: it is in every chamber of its view and counts what reaches it there."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress

from livekit import rtc

from tests.e2e.seat import Seat

LONG_S = 60.0


class Listener:
    """Counts pictures by chamber and sender. It never leaves a chamber by itself: what still comes is what counts."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._rooms: dict[str, rtc.Room] = {}
        self._watches: list[asyncio.Task[None]] = []
        self._following = asyncio.create_task(self._follow())
        self.pictures: dict[str, Counter[str]] = {}
        self.current = ""

    async def until_seen(self, senders: int) -> str:
        """Wait until pictures of so many senders have reached it in the chamber that is current; gives its key."""
        async with asyncio.timeout(LONG_S):
            while len(self.pictures.get(self.current, ())) < senders:
                await asyncio.sleep(0.05)
        return self.current

    def counted(self, chamber: str) -> int:
        return self.pictures[chamber].total()

    async def close(self) -> None:
        for task in (self._following, *self._watches):
            task.cancel()
        await asyncio.gather(self._following, *self._watches, return_exceptions=True)
        for room in self._rooms.values():
            with suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await room.disconnect()
        await self._seat.close()

    async def _follow(self) -> None:
        while True:
            uses = await self._seat.tokens()
            self.current = uses["current"]["key"] if "current" in uses else ""
            for way in uses.values():
                if way["key"] not in self._rooms:
                    await self._join(way)
            await asyncio.sleep(0.1)

    async def _join(self, way: dict[str, str]) -> None:
        room = rtc.Room()
        counts = self.pictures.setdefault(way["key"], Counter())

        def watch(track: rtc.Track, _: rtc.RemoteTrackPublication, sender: rtc.RemoteParticipant) -> None:
            if isinstance(track, rtc.RemoteVideoTrack):
                self._watches.append(asyncio.create_task(_count(track, counts, sender.identity)))

        room.on("track_subscribed", watch)
        await room.connect(way["url"], way["token"])
        self._rooms[way["key"]] = room


async def _count(track: rtc.RemoteVideoTrack, counts: Counter[str], sender: str) -> None:
    stream = rtc.VideoStream(track, capacity=1)
    try:
        async for _ in stream:
            counts[sender] += 1
    finally:
        await stream.aclose()

"""A seat that speaks: it follows its events, is in the chambers of its view, and publishes what it is granted.

Nobody tells it about crossings. Its picture and tone say when they were made, and by their mark on which side.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import httpx

from tests.e2e.device import Device, device
from tests.e2e.house import Meeting
from tests.e2e.seat import Seat, View

OPEN: Final = 1
CLOSED: Final = 2
"""Marks: what is said on the record, and what is said in closed talks."""
CODED: Final = 0.75
"""The upper part of a picture that carries the code; the name plate may cover the rest."""
AGAIN_S: Final = 0.2


@dataclass
class Speaker:
    """`speaks`: whether it publishes; it hears and sees in any case."""

    seat: Seat
    speaks: bool
    devices: dict[str, Device] = field(default_factory=dict)
    """By the key of the chamber, those of chambers that are gone included."""
    _sides: dict[str, str] = field(default_factory=dict)
    _published: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _ending: AsyncExitStack = field(default_factory=AsyncExitStack)

    def on(self, side: str) -> list[Device]:
        """Its devices in chambers of one side, oldest first."""
        return [one for key, one in self.devices.items() if self._sides[key] == side]

    async def run(self) -> None:
        """Until cancelled. An api that is away is asked again."""
        try:
            while True:
                with suppress(httpx.HTTPError):
                    async for view in self.seat.events():
                        await self._attend(view)
                await asyncio.sleep(AGAIN_S)
        finally:
            for publishing in self._published.values():
                publishing.cancel()
            await asyncio.gather(*self._published.values(), return_exceptions=True)
            await self._ending.aclose()

    async def _attend(self, view: View) -> None:
        side = view["door"]["side"]
        other = "open" if side == "closed" else "closed"
        for chamber in view["chambers"]:
            if chamber["key"] not in self.devices:
                await self._join(chamber["key"], side if chamber["use"] == "current" else other)
        for chamber in view["chambers"]:
            key = chamber["key"]
            is_granted = chamber["use"] == "current" and bool(view["me"]["publish"])
            if self.speaks and is_granted and key in self.devices and key not in self._published:
                self._published[key] = asyncio.create_task(self.devices[key].publish())

    async def _join(self, key: str, side: str) -> None:
        answer = await self.seat.post("tokens", {"leg": self.seat.leg})
        answer.raise_for_status()
        for way in answer.json()["chambers"]:
            if way["key"] == key:
                mark = OPEN if side == "open" else CLOSED
                entered = device(way["url"], way["token"], mark=mark, coded=CODED)
                self._sides[key] = side
                self.devices[key] = await self._ending.enter_async_context(entered)


@asynccontextmanager
async def speaking(meeting: Meeting, name: str, *, speaks: bool = True) -> AsyncIterator[Speaker]:
    """The seat of that name, which was taken, speaks or only follows while the block runs."""
    speaker = Speaker(meeting[name], speaks)
    running = asyncio.create_task(speaker.run())
    try:
        yield speaker
    finally:
        running.cancel()
        await asyncio.wait({running})
        if not running.cancelled():
            running.result()

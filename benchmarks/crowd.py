"""People with devices in a process of their own: `python -m benchmarks.crowd`, JSON lines in both directions.

First in: `{"door": {...} | null, "people": [...]}`, each with `name`, `sends` (pictures a second, 0 for
a receiver), `talks`, `returns` and the way in. Then `{"do": "report", "since": t}` or `{"do": "end"}`.
Media never shares a process with whoever gives the commands: what is measured would be its own delay.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple
from typing import Any, Final

import httpx
from livekit.rtc.participant import PublishTrackError

from benchmarks.legs import CONNECT_S, Clip, Leg, Received, now_us
from benchmarks.marks import encoded_clock
from incamera.demo.http import Door, Refused
from incamera.demo.seat import Frame, HeldSeat, SeatClient

RETRIES_S: Final = (0.0, 0.1, 0.3, 0.6)
"""How soon after being put out somebody tries the token again that was good before."""
AGAIN_S: Final = 0.5
"""A try that is interrupted may hang in the client; whoever wants in does not wait for it."""
LINGER_US: Final = 1_000_000
KEPT_US: Final = 10_000_000
"""What a device that left had received is kept so long."""


def say(**event: Any) -> None:
    """One line to whoever started this process."""
    print(json.dumps({"at": now_us(), **event}), flush=True)


class Person:
    """Whoever owns devices: sends if `clip` is given, else receives; with `returns` it comes back with its token."""

    def __init__(self, name: str, clip: Clip | None, *, returns: int) -> None:
        self.name = name
        self._clip = clip
        self._returns = returns
        self._past: list[Received] = []
        self.legs: dict[str, Leg] = {}
        self.changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def join(self, key: str, use: str, url: str, token: str, within_s: float = CONNECT_S) -> bool:
        """Connect a device of this name's to one more chamber."""
        leg = Leg(use, hears=self._clip is None, ended=lambda: self._ended(key, url, token), changed=self.changed.set)
        is_in = await leg.connect(url, token, within_s)
        if not is_in:
            await leg.leave()
            return False
        self.legs[key] = leg
        say(event="in", name=self.name, use=use)
        return True

    async def publish(self, leg: Leg) -> None:
        """Send, as far as the engine grants it."""
        if self._clip is not None and leg.may_publish:
            await leg.publish(self._clip)

    def since(self, at: int) -> list[Received]:
        """What reached it from `at` on; what is older is forgotten."""
        for leg in self.legs.values():
            self._past += leg.take(at)
        self._past = [one for one in self._past if one.at >= at]
        return self._past

    async def drop(self, key: str) -> None:
        """Leave a chamber."""
        leg = self.legs.pop(key, None)
        if leg is not None:
            self._past += leg.take(now_us() - KEPT_US)
            await leg.leave()

    def _ended(self, key: str, url: str, token: str) -> None:
        say(event="out", name=self.name, use=self.legs[key].name if key in self.legs else "")
        self.changed.set()
        if self._returns:
            task = asyncio.ensure_future(self._return(key, url, token))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _return(self, key: str, url: str, token: str) -> None:
        """Try the old token again, as often as it was told. The former leg is kept a while: something may still come."""
        for number in range(self._returns):
            await asyncio.sleep(RETRIES_S[min(number, len(RETRIES_S) - 1)])
            is_in = await self.join(f"{key}'", "again", url, token, AGAIN_S)
            say(event="tried", name=self.name, again=is_in)
            if is_in:
                break
        await self.drop(key)


class Seated(Person):
    """A person with a seat: follows its views and is in exactly the chambers they name."""

    def __init__(self, name: str, clip: Clip | None, client: SeatClient, *, returns: int) -> None:
        super().__init__(name, clip, returns=returns)
        self._client = client
        self._frame: Frame | None = None
        self._uses: dict[str, str] = {}
        self._leg = ""

    async def attend(self) -> None:
        """Until cancelled."""
        self._leg = await self._client.leg()
        await self._client.command("enter", leg=self._leg, alone=True)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            while True:
                self.changed.clear()
                with suppress(httpx.TransportError, Refused, TimeoutError):
                    await self._attend_once()
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.5):
                        await self.changed.wait()

    async def _follow(self) -> None:
        while True:
            with suppress(httpx.TransportError, Refused):
                async for frame in self._client.events():
                    self._frame = frame
                    self.changed.set()
            await asyncio.sleep(0.2)

    async def _attend_once(self) -> None:
        view = self._frame.view if self._frame is not None else None
        if view is None or view["me"]["leg"] != self._leg:
            return
        self._uses = {chamber["key"]: chamber["use"] for chamber in view["chambers"]}
        await self._drop_done()
        if self._uses.keys() - self.legs.keys():
            for way in await self._client.passes(self._leg):
                if way.key in self._uses and way.key not in self.legs:
                    side = next(c["side"] for c in view["chambers"] if c["key"] == way.key)
                    await self.join(way.key, side, way.url, way.token)
        for key, leg in list(self.legs.items()):
            if self._uses.get(key) == "current" and "microphone" in view["me"]["publish"]:
                try:
                    await self.publish(leg)
                except (TimeoutError, PublishTrackError):
                    await self.drop(key)  # and join again, as a page does
                    raise TimeoutError from None

    async def _drop_done(self) -> None:
        """Leave what the view no longer names; whoever comes back with tokens leaves nothing before it is put out."""
        for key, leg in list(self.legs.items()):
            is_over = leg.lost_at is not None and leg.lost_at < now_us() - LINGER_US
            if is_over or (key not in self._uses and not self._returns):
                await self.drop(key)


async def people_of(first: Mapping[str, Any]) -> list[Person]:
    """Everybody of the first line, at work."""
    rates = {one["sends"] for one in first["people"]}
    clock = encoded_clock() if any(rates) else ()
    made: list[Person] = []
    for one in first["people"]:
        sent = Clip(clock, one["sends"], one["talks"]) if one["sends"] else None
        if first["door"] is None:
            person = Person(one["name"], sent, returns=one["returns"])
            await person.join("room", "room", one["url"], one["token"])
            await person.publish(person.legs["room"])
        else:
            held = HeldSeat(one["seat"], one["meeting"], one["cookie"])
            client = SeatClient(Door(**first["door"]), held)
            person = seated = Seated(one["name"], sent, client, returns=one["returns"])
            _KEEP.append(asyncio.create_task(seated.attend()))
        made.append(person)
    return made


_KEEP: Final[list[asyncio.Task[None]]] = []


async def main() -> None:
    """Obey until told to end."""
    logging.disable()  # the client complains of every chamber that is deleted under it
    lines = asyncio.StreamReader(limit=1 << 22)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    people = await people_of(json.loads(await lines.readline()))
    say(event="ready")
    while line := await lines.readline():
        order = json.loads(line)
        if order["do"] == "end":
            break
        rows = [astuple(one) for person in people for one in person.since(order["since"])]
        say(event="report", rows=rows)
    os._exit(0)  # the client's threads may abort an ordinary exit


if __name__ == "__main__":
    asyncio.run(main())

"""A synthetic delegate: an ordinary seat that enters, follows its view and publishes what it is granted.

There is no secret door: it holds a cookie from an invitation, as a browser does, and what it may is decided elsewhere.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

import httpx

from incamera.demo.http import Door, Refused
from incamera.demo.manners import next_act, speaks
from incamera.demo.playing import Chamber, Clip, ConnectFailed, PublishFailed
from incamera.demo.seat import Frame, HeldSeat, Pass, SeatClient
from incamera.demo.sending import AccessUnits
from incamera.demo.speech import Voice, has_turn

STALE_S: Final = 5.0
"""Without a view for so long, it stops sending: whoever does not know whether it is on air is quiet."""
LOOK_S: Final = 1.0
PAUSES_S: Final = (0.2, 0.5, 1.0, 2.0)
GONE: Final = frozenset({401, 404})


class SeatLost(Exception):
    """The cookie no longer opens the seat: only a new invitation helps."""


class Delegate:
    """Delegate `number` of `among`. `run` it until cancelled."""

    def __init__(self, door: Door, held: HeldSeat, *, number: int, among: int, note: Callable[[str], None]) -> None:
        self._client = SeatClient(door, held)
        self._number = number
        self._among = among
        self._note = note
        self._frame: Frame | None = None
        self._heard = 0.0
        self._changed = asyncio.Event()
        self._leg = ""
        self._chambers: dict[str, Chamber] = {}
        self._clip: Clip | None = None

    def give(self, units: AccessUnits, speech: bytes) -> None:
        """Its pictures and its voice; until then it sends nothing."""
        self._clip = Clip(units, Voice(speech), self._speaks)
        self._changed.set()

    async def run(self) -> None:
        """Raises SeatLost."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._follow())
                group.create_task(self._act())
                group.create_task(self._attend())
        except* SeatLost as lost:
            raise lost.exceptions[0] from None
        finally:
            await asyncio.gather(*(chamber.leave() for chamber in self._chambers.values()))
            await self._client.close()

    def _view(self) -> Frame | None:
        """The latest view, unless it is too old to rely on."""
        is_stale = asyncio.get_running_loop().time() - self._heard > STALE_S
        return None if is_stale else self._frame

    def _speaks(self) -> bool:
        frame = self._view()
        if frame is None:
            return False
        has_floor = speaks(frame.view)
        return has_turn(self._number, self._among, time.time_ns() // 1_000) if has_floor is None else has_floor

    async def _follow(self) -> None:
        """Keep a stream of views open."""
        failures = 0
        while True:
            with suppress(httpx.TransportError, Refused):
                async for frame in self._client.events():
                    self._frame, self._heard, failures = frame, asyncio.get_running_loop().time(), 0
                    self._changed.set()
            if failures == len(PAUSES_S):
                await self._check_held()
            await asyncio.sleep(PAUSES_S[min(failures, len(PAUSES_S) - 1)])
            failures += 1

    async def _check_held(self) -> None:
        try:
            await self._client.view()
        except Refused as refused:
            if refused.status in GONE:
                raise SeatLost(str(refused)) from None
        except httpx.TransportError:
            return

    async def _act(self) -> None:
        """Enter, and do what good manners want, one command at a time."""
        while True:
            frame = self._view()
            with suppress(httpx.TransportError, Refused):
                if frame is not None:
                    await self._act_on(frame)
            await asyncio.sleep(LOOK_S)

    async def _act_on(self, frame: Frame) -> None:
        me = frame.view["me"]
        if me["place"] == "lobby" or not self._leg:
            self._leg = self._leg or await self._client.leg()
            await self._client.command("enter", leg=self._leg, alone=False)
            self._note("took its seat")
            return
        act = next_act(frame.view, frame.now, self._number)
        if act is not None:
            await self._client.command(act.command, **act.arguments)
            self._note(act.command.replace("_", " "))

    async def _attend(self) -> None:
        """Be in exactly the chambers of the view, and send what is granted in the current one."""
        failures = 0
        while True:
            self._changed.clear()
            try:
                is_done = await self._attend_once()
            except (httpx.TransportError, Refused, *ConnectFailed, *PublishFailed) as error:
                self._note(f"tries again: {type(error).__name__}")
                is_done = False
            failures = 0 if is_done else failures + 1
            wait_s = LOOK_S if is_done else PAUSES_S[min(failures, len(PAUSES_S)) - 1]
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._changed.wait()

    async def _attend_once(self) -> bool:
        """One pass; whether all is as the view wants it."""
        frame = self._view()
        if frame is None or self._clip is None:
            for chamber in self._chambers.values():
                await chamber.publish(frozenset())
            return True
        is_mine = frame.view["me"]["leg"] == self._leg
        wanted = {c["key"]: c["use"] for c in frame.view["chambers"]} if is_mine else {}
        await self._leave_others(wanted)
        if wanted.keys() - self._chambers.keys():
            await self._join(wanted)
        for key, chamber in self._chambers.items():
            granted = frame.view["me"]["publish"] if wanted.get(key) == "current" else ()
            await chamber.publish(frozenset(granted))
        return wanted.keys() == self._chambers.keys()

    async def _leave_others(self, wanted: Mapping[str, str]) -> None:
        gone = [key for key, chamber in self._chambers.items() if key not in wanted or chamber.is_lost]
        await asyncio.gather(*(self._chambers.pop(key).leave() for key in gone))

    async def _join(self, wanted: Mapping[str, str]) -> None:
        for way in await self._client.passes(self._leg):
            if way.key in wanted and way.key not in self._chambers:
                await self._connect(way)

    async def _connect(self, way: Pass) -> None:
        assert self._clip is not None  # noqa: S101  (nobody joins before it is given)
        chamber = Chamber(self._clip, self._changed.set)
        try:
            await chamber.connect(way)
        except BaseException:
            await chamber.leave()
            raise
        self._chambers[way.key] = chamber

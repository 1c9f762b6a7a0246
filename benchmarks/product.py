"""One crossing after another in a real meeting, each measured from outside, from inside and by the ledger's instants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks.child import Crowd, crowd, groups
from benchmarks.legs import Received, now_us
from benchmarks.meeting import INSIDE, OUTSIDE, SIDES, Holder, seated
from benchmarks.size import Size
from incamera.demo.http import Door
from incamera.demo.seat import HeldSeat
from incamera.up.stack import Stack

SETTLE_S: Final = 1.2
"""How long after a crossing is in force its tail is waited for."""
DWELL_S: Final = (0.3, 0.55, 0.42, 0.68, 0.37, 0.61)
"""Differing waits before a command, so that it does not always meet the doorkeeper at the same point of its pass."""


@dataclass(frozen=True, slots=True)
class Close:
    """One closing, in microseconds after the command was sent, but for the last three. None: nothing came."""

    cut: int
    live: int
    last_picture: int | None
    last_sound: int | None
    newest_made: int
    """The newest instant at which anything was made that reached the outside; negative: before the command."""
    newest_after_cut: int
    """The same, after the instant that the ledger calls the cut."""
    first_voice: int | None
    all_voices: int | None
    first_picture: int | None
    let_in_again: int
    """How often the old token opened the open chamber again."""
    unreadable: int


@dataclass(frozen=True, slots=True)
class Open:
    """One opening, in microseconds after the due instant."""

    cut: int
    live: int
    first_voice: int | None
    first_picture: int | None


class Measured:
    """A meeting under measurement."""

    def __init__(self, keys: list[Holder], outside: Crowd, inside: Crowd, speakers: list[Crowd], size: Size) -> None:
        self._keys = keys
        self._outside = outside
        self._inside = inside
        self._speakers = speakers
        self._size = size
        self._live = 0

    async def begin(self) -> None:
        """Convene."""
        await self._keys[0].command("convene")
        await self._keys[0].until(lambda view: view["door"]["state"] == "doors_closed")

    async def open(self) -> Open:
        """From doors closed or closed talks to the record; returns when everybody is heard and seen outside."""
        await self._keys[0].open_command("ask", phase="on_record")
        for key in self._keys:
            await key.open_command("turn")
        view = await self._keys[0].until(lambda v: v["opening"] is not None and v["opening"]["due"] is not None)
        due = view["opening"]["due"]
        view = await self._keys[0].until(lambda v: v["door"]["state"] == "on_air" and (v["door"]["live"] or 0) > due)
        door = view["door"]
        self._live = door["live"]
        received = await self._until_all(self._outside, due, "open")
        sounds, pictures = _of(received, "sound", due, "open"), _of(received, "picture", due, "open")
        return Open(door["cut"] - due, door["live"] - due, _first(sounds, due), _first(pictures, due))

    async def close(self, number: int) -> Close:
        """From the record into closed talks, once everybody cleared stands by; returns when its tail is over."""
        for group, wanted in zip(self._speakers, groups([{}] * self._size.seats), strict=True):
            await group.until(self._stands_by, count=len(wanted))
        await self._inside.until(self._stands_by)
        await asyncio.sleep(DWELL_S[number % len(DWELL_S)])
        sent = now_us()
        await self._keys[0].command("shut", phase="closed")
        view = await self._keys[0].until(lambda v: v["door"]["state"] == "closed" and (v["door"]["live"] or 0) > sent)
        heard = await self._until_all(self._inside, sent, "closed")
        await asyncio.sleep(max(0.0, SETTLE_S - (now_us() - sent) / 1e6))
        return self._closed(sent, view["door"], await self._outside.report(sent), heard)

    def _closed(self, sent: int, door: dict[str, Any], out: list[Received], heard: list[Received]) -> Close:
        firsts = _each_first(_of(heard, "sound", sent, "closed"))
        again = [e for e in self._outside.events if e["event"] == "tried" and e["again"] and e["at"] > sent]
        made = [one.made for one in out if one.made is not None]
        return Close(
            cut=door["cut"] - sent,
            live=door["live"] - sent,
            last_picture=_last(_of(out, "picture", sent), sent),
            last_sound=_last(_of(out, "sound", sent), sent),
            newest_made=max(made, default=sent - 10**6) - sent,
            newest_after_cut=max(made, default=sent - 10**6) - door["cut"],
            first_voice=min(firsts, default=sent) - sent if firsts else None,
            all_voices=max(firsts) - sent if len(firsts) == self._size.talkers else None,
            first_picture=_first(_of(heard, "picture", sent, "closed"), sent),
            let_in_again=len(again),
            unreadable=len(out) - len(made),
        )

    def _stands_by(self, event: dict[str, Any]) -> bool:
        return bool(event["event"] == "in" and event["use"] == "closed" and event["at"] > self._live)

    async def _until_all(self, receiver: Crowd, since: int, side: str) -> list[Received]:
        """What a receiver received, once every speaker's voice and picture are among it. Raises TimeoutError."""
        async with asyncio.timeout(60):
            while True:
                received = await receiver.report(since)
                heard, shown = (
                    {one.sender for one in received if one.leg == side and one.kind == kind}
                    for kind in ("sound", "picture")
                )
                if (len(heard), len(shown)) == (self._size.talkers, self._size.seats):
                    return received
                await asyncio.sleep(0.4)


def _of(received: list[Received], kind: str, since: int, leg: str = "") -> list[Received]:
    return [one for one in received if one.kind == kind and one.at >= since and leg in {"", one.leg}]


def _first(received: list[Received], since: int) -> int | None:
    return min((one.at for one in received), default=since) - since if received else None


def _last(received: list[Received], since: int) -> int | None:
    return max((one.at for one in received), default=since) - since if received else None


def _each_first(received: list[Received]) -> list[int]:
    """The instant of the first of each sender."""
    firsts: dict[str, int] = {}
    for one in sorted(received, key=lambda one: one.at):
        firsts.setdefault(one.sender, one.at)
    return list(firsts.values())


@asynccontextmanager
async def meeting(stack: Stack, size: Size) -> AsyncIterator[Measured]:
    """A convened meeting with everybody who sends, a receiver outside and one inside."""
    async with AsyncExitStack() as ending:
        door, seats = await ending.enter_async_context(seated(stack, size.seats))
        keys = [Holder(door, seats[f"key {side}"]) for side in SIDES]
        for key in keys:
            ending.push_async_callback(key.close)
            await key.enter()
        speaking = [
            _person(name, seats[name], sends=size.rate, talks=n < size.talkers)
            for n, name in enumerate(name for name in seats if name.startswith("speaker"))
        ]
        speakers = [await ending.enter_async_context(crowd(_wire(door), group)) for group in groups(speaking)]
        outsider, insider = _person(OUTSIDE, seats[OUTSIDE], returns=4), _person(INSIDE, seats[INSIDE])
        outside = await ending.enter_async_context(crowd(_wire(door), [outsider]))
        inside = await ending.enter_async_context(crowd(_wire(door), [insider]))
        measured = Measured(keys, outside, inside, speakers, size)
        await measured.begin()
        yield measured


def _wire(door: Door) -> dict[str, str]:
    return asdict(door)


def _person(name: str, held: HeldSeat, *, sends: int = 0, talks: bool = False, returns: int = 0) -> dict[str, Any]:
    return {"name": name, "sends": sends, "talks": talks, "returns": returns, **asdict(held)}

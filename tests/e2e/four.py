"""Four meetings at once, one in each state that a fault may strike: on the record, closing, closed and opening."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from tests.e2e.device import Device
from tests.e2e.house import SLOW, House, Meeting
from tests.e2e.seat import View

Arrive: TypeAlias = Callable[[Meeting], Awaitable[None]]

WINDOW_US: Final = 2_000_000 * SLOW // 100
"""How long after the end of a countdown a meeting may still open."""

KEPT: Final = frozenset({"on_air"})
DARK: Final = frozenset({"recess"})
SHUT: Final = frozenset({"closed"})
EITHER: Final = frozenset({"on_air", "closed"})
"""An opening under way is finished within its window or not at all."""


@dataclass(frozen=True, slots=True)
class Four:
    """One meeting in each state; in the one that is closing somebody speaks and somebody outside listens."""

    on_record: Meeting
    closing: Meeting
    closed: Meeting
    opening: Meeting
    listener: Device
    due: int

    def all(self) -> tuple[Meeting, ...]:
        return (self.on_record, self.closing, self.closed, self.opening)


@asynccontextmanager
async def four(house: House, arrive: Arrive | None = None) -> AsyncIterator[Four]:
    """`arrive`: somebody more takes a seat in each, once it is on the record."""
    async with AsyncExitStack() as devices:
        meetings = [await house.meeting() for _ in range(4)]
        await asyncio.gather(*(on_record(meeting) for meeting in meetings))
        keeps, closes, closed, opens = meetings
        if arrive is not None:
            for meeting in meetings:
                await arrive(meeting)
        speaker = await devices.enter_async_context(closes.device("edmar", mark=2))
        listener = await devices.enter_async_context(closes.device("press"))
        await speaker.publish()
        await listener.until_received(2)
        for meeting in (closed, opens):
            await meeting["anselka"].command("shut", phase="closed")
            await meeting["anselka"].until_door("closed")
        await opens["tomas"].command("ask", phase="on_record")
        for name in ("tomas", "sorcha"):
            await opens[name].command("turn")
        counting = await opens["tomas"].until(lambda v: v["opening"] is not None and v["opening"]["due"] is not None)
        await closes["anselka"].command("shut", phase="closed")
        yield Four(keeps, closes, closed, opens, listener, counting["opening"]["due"])


async def on_record(meeting: Meeting) -> None:
    await meeting.take("tomas", "sorcha", "anselka", "edmar", "press")
    await meeting["tomas"].command("convene")
    await meeting["tomas"].until_door("doors_closed")
    await meeting.go_on_record()


async def settle(meetings: Four, where: tuple[frozenset[str], ...]) -> list[View]:
    """The views once each meeting has come to rest in one of its states: nobody thrown out of his seat, nothing made after
    the cut received outside, nothing opened but in time."""
    views = [
        await meeting["anselka"].until_door(*states) for meeting, states in zip(meetings.all(), where, strict=True)
    ]
    for view in views:
        assert {s["person"] for s in view["seats"] if s["place"] == "inside"} >= {"Anselka Dravic", "Edmar Quillane"}
    assert meetings.listener.made_after(views[1]["door"]["cut"] // 1_000) == []
    if views[3]["door"]["state"] == "on_air":
        assert meetings.due <= views[3]["door"]["cut"] < meetings.due + WINDOW_US
    return views

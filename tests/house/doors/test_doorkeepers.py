"""The doorkeepers on a thread of their own: real time, and steps that are carried out at home."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import count

import pytest

from incamera.house.doors.doorkeeper import DoorPorts
from incamera.house.doors.doorkeepers import Doorkeepers
from incamera.platform.clock import SystemClock
from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.meeting import identity
from incamera.rules.proof import Seen
from incamera.rules.steps import Step
from incamera.rules.words import Side
from tests.fakes.engine import FakeEngine
from tests.house.doors.hall import Book
from tests.rules.running import Running, running


class Home(Book):
    """Notes on which thread its facts are changed."""

    def __init__(self, run: Running | None = None) -> None:
        if run is None:
            run = Running()
            run.enter_all()
        super().__init__(run.m, SystemClock())
        self.threads: set[str] = set()

    async def step(self, meeting_id: str, step: Step, *, seen: Seen, expect: int) -> int | Denied:
        self.threads.add(threading.current_thread().name)
        return await super().step(meeting_id, step, seen=seen, expect=expect)


class Door(FakeEngine):
    """Notes that it was given back."""

    is_closed = False

    async def close(self) -> None:
        self.is_closed = True


async def until_live(book: Book) -> None:
    heard = -1
    async with asyncio.timeout(30):
        while book.meeting.current is None or book.meeting.current.live is None:
            heard = await book.bell.wait("meeting", heard=heard, timeout_s=1)


async def test_a_meeting_that_is_convened_is_kept_from_another_thread_and_its_facts_change_at_home() -> None:
    book, made = Home(), list[Door]()

    def ports(ending: AsyncExitStack) -> DoorPorts:
        made.extend(Door(now=SystemClock().now) for _ in Side)
        for door in made:
            ending.push_async_callback(door.close)
        return DoorPorts(dict(zip(Side, made, strict=True)))

    here = threading.current_thread().name
    async with Doorkeepers(book, ports, SystemClock()):
        assert [thread.name for thread in threading.enumerate()].count("doorkeepers") == 1
        book.command(c.Convene(), "chief_of_protocol-1")
        await until_live(book)
        book.command(c.Shut("ended"), "chief_of_protocol-1")
        await until_live(book)
    assert book.threads == {here}
    assert [door.is_closed for door in made] == [True, True]
    assert "doorkeepers" not in [thread.name for thread in threading.enumerate()]


async def test_the_open_side_is_hushed_from_another_thread() -> None:
    run = running()
    run.open()
    book = Home(run)
    doors = {side: Door(now=SystemClock().now) for side in Side}
    chamber = run.current.chamber
    assert chamber is not None
    doors[Side.OPEN].chambers_now[chamber.name] = {}
    me = identity(chamber.name, run.m.legs["principal-1"])
    leg = doors[Side.OPEN].join(chamber.name, me)
    async with Doorkeepers(book, lambda _: DoorPorts(doors), SystemClock(), 3000) as keepers:
        await keepers.hush(replace(run.m, id="another meeting"))
        async with asyncio.timeout(30):
            while not leg.permission.publish:
                await book.bell.wait("meeting", heard=book.bell.count("meeting"), timeout_s=0.05)
        await keepers.hush(run.m)
        assert not leg.permission.publish
    await keepers.hush(run.m)


async def test_engines_that_cannot_be_made_are_told_to_whoever_starts() -> None:
    def no_engines(_: AsyncExitStack) -> DoorPorts:
        raise ValueError("no key")

    with pytest.raises(ValueError, match="no key"):
        async with Doorkeepers(Home(), no_engines, SystemClock()):
            pass


@pytest.mark.parametrize("moment", [1, 2, 3])
async def test_a_doorkeeper_that_died_is_replaced(moment: int) -> None:
    book = Home()
    moments = count(1)
    get = book.get

    def once_unreadable(meeting_id: str) -> object:
        if threading.current_thread().name == "doorkeepers" and book.meeting.spans and next(moments) == moment:
            raise RuntimeError("a doorkeeper's own error")
        return get(meeting_id)

    book.get = once_unreadable  # type: ignore[assignment, method-assign] # a lever of this test
    doors = {side: Door(now=SystemClock().now) for side in Side}
    async with Doorkeepers(book, lambda _: DoorPorts(doors), SystemClock()):
        book.command(c.Convene(), "chief_of_protocol-1")
        await until_live(book)

"""The doorkeeper is killed between any two turns of its loop and another one begins: the same end, by the same way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from incamera.rules import commands as c
from tests.house.doors.hall import Hall
from tests.house.doors.moments import LoopWithMoments, run_with_moments
from tests.rules.running import Running, running
from tests.rules.worlds import broadcast

pytestmark = pytest.mark.whole


def draft_with_people() -> Running:
    run = Running()
    run.enter_all()
    return run


def on_record() -> Running:
    run = running()
    run.open()
    return run


def closed() -> Running:
    run = on_record()
    run.close()
    return run


def on_air() -> Running:
    run = running(broadcast())
    run.open()
    return run


def closed_to_the_outside() -> Running:
    run = on_air()
    run.close()
    return run


def convene(hall: Hall) -> None:
    hall.do(c.Convene(), hall.convener())


def shut(hall: Hall) -> None:
    hall.do(c.Shut("closed"), hall.closer())


def end(hall: Hall) -> None:
    hall.do(c.Shut("ended"), hall.closer())


def consent(hall: Hall) -> None:
    hall.do(c.Ask("on_record"), "chief_of_protocol-1")
    for seat in ("chief_of_protocol-1", "chief_of_protocol-2"):
        hall.do(c.Turn(), seat)


def renew(hall: Hall) -> None:
    hall.do(c.Renew(), hall.closer())


def lose(hall: Hall) -> None:
    hall.engine.die()


@dataclass(frozen=True)
class Story:
    begins: Callable[[], Running]
    act: Callable[[Hall], None]
    ends: str
    way: list[str] = field(default_factory=list)
    stride: int = 15
    """The later in the story, the rarer the kills: one more turn between two for each `stride` turns."""


STORIES = {
    "convene": Story(draft_with_people, convene, "doors_closed", ["doors_closed"]),
    "close": Story(on_record, shut, "closed", ["closed"]),
    "open": Story(closed, consent, "on_record", ["on_record"], 6),
    "renew": Story(closed, renew, "closed", ["closed"]),
    "closed engine dies": Story(closed, lose, "closed", ["closed"]),
    "open engine dies": Story(on_record, lose, "recess", ["recess"]),
    "end": Story(on_record, end, "ended", ["ended"]),
    "close a broadcast": Story(on_air, shut, "closed", ["closed"], 6),
    "open a broadcast": Story(closed_to_the_outside, consent, "on_record", ["on_record"], 4),
    "engine dies on air": Story(on_air, lose, "recess", ["recess"], 6),
}


async def live_through(story: Story, run: Running, turns: int) -> bool:
    """Whether the story was still under way when its doorkeeper was killed."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, LoopWithMoments)
    async with Hall(run) as hall:
        if hall.m.current is not None:
            await hall.until_all_is_well()
        story.act(hall)
        killed = asyncio.Event()

        def kill() -> None:
            assert hall.keeper is not None
            hall.keeper.cancel()
            killed.set()

        loop.after(turns, kill)
        await killed.wait()
        was_under_way = hall.m.current is None or hall.phases() != story.way or hall.current.live is None
        await hall.kill()
        hall.start()
        await hall.until_live(story.ends)
        await hall.until_all_is_well()
        assert hall.phases() == story.way
        return was_under_way


@pytest.mark.parametrize("name", STORIES)
def test_the_same_end(name: str) -> None:
    story, turns = STORIES[name], 1
    run = story.begins()
    while run_with_moments(live_through(story, run, turns)):
        turns += 1 + turns // story.stride
    assert turns > 20

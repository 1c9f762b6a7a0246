"""A meeting from its beginning to its end, with everything that opens and shuts in it."""

from __future__ import annotations

from incamera.rules import commands as c
from incamera.rules.meeting import roster_for
from incamera.rules.words import Access, Side
from tests.fakes.virtual_loop import run_virtually
from tests.house.doors.hall import Hall


def test_a_meeting_opens_shuts_opens_again_pauses_and_ends() -> None:
    async def story() -> None:
        async with Hall() as hall:
            hall.all_enter()
            hall.do(c.Convene(), hall.convener())
            await hall.until_live("doors_closed")
            private = hall.chamber()
            await until_all_can_speak(hall)
            await hall.go_on_record()
            public = hall.chamber()
            await until_all_can_speak(hall)
            assert list(hall.engines[Side.OPEN].chambers_now) == [public]
            ahead = await until_all_wait_ahead(hall)
            await close(hall, ahead)
            await until_all_can_speak(hall)
            await hall.go_on_record()
            assert hall.chamber() not in {public, ahead, private}
            await pause_and_end(hall)
            phases = ["doors_closed", "on_record", "closed", "on_record", "recess", "ended"]
            assert hall.phases() == phases

    run_virtually(story())


async def until_all_can_speak(hall: Hall) -> None:
    current = hall.current
    may = {
        x.id
        for x in hall.m.plan.seats
        if x.id in current.roster and hall.m.profile.access(x.role, current.phase) is Access.SPEAK
    }
    await hall.until(lambda: {s for name, s in hall.heard if name == hall.chamber()} == may, "all can speak")


async def until_all_wait_ahead(hall: Hall) -> str:
    """The chamber ahead stands, everybody cleared is in it, and nobody can be heard there."""
    await hall.until(lambda: hall.m.ahead is not None and hall.m.ahead.chamber is not None, "ahead stands")
    assert hall.m.ahead is not None
    assert hall.m.ahead.chamber is not None
    ahead = hall.m.ahead.chamber.name
    legs = hall.engines[Side.CLOSED].chambers_now[ahead]
    cleared = {hall.of(ahead, s) for s in roster_for(hall.m, "closed")}
    await hall.until(lambda: set(legs) == cleared, "ahead joined")
    assert not any(leg.tracks or leg.permission.publish for leg in legs.values())
    return ahead


async def close(hall: Hall, ahead: str) -> None:
    hall.do(c.Shut("closed"), hall.closer())
    assert (hall.current.live, hall.chamber()) == (None, ahead)
    assert hall.view(hall.closer()).door.state == "closing"
    await hall.until_live("closed")
    assert hall.chamber() == ahead
    assert hall.engines[Side.OPEN].chambers_now == {}
    closed = hall.engines[Side.CLOSED].chambers_now
    assert {name: set(legs) for name, legs in closed.items()} == {
        ahead: {hall.of(ahead, s) for s in hall.current.roster}
    }
    assert hall.view(hall.closer()).door.state == "closed"


async def pause_and_end(hall: Hall) -> None:
    hall.do(c.Shut("recess"), hall.closer())
    await hall.until_live("recess")
    assert hall.engines[Side.OPEN].chambers_now == {}
    hall.do(c.Shut("ended"), hall.closer())
    await hall.until_live("ended")
    assert hall.keeper is not None
    await hall.keeper
    assert all(engine.chambers_now == {} for engine in hall.engines.values())

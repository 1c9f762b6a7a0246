"""A meeting from its beginning to its end, with everything that opens and shuts in it."""

from __future__ import annotations

from incamera.rules import commands as c
from incamera.rules.events import SpanCut
from incamera.rules.meeting import roster_for, side_of
from incamera.rules.words import Side
from tests.fakes.virtual_loop import run_virtually
from tests.house.doors.hall import Hall


def test_a_meeting_opens_shuts_opens_again_pauses_and_ends() -> None:
    async def story() -> None:
        async with Hall() as hall:
            hall.all_enter()
            hall.do(c.Convene(), hall.convener())
            await hall.until_live("doors_closed")
            private = hall.chamber()
            await hall.until(lambda: {s for n, s in hall.heard if n == private} >= _speakers(hall), "all can speak")

            await hall.go_on_record()
            public = hall.chamber()
            assert list(hall.engines[Side.OPEN].chambers_now) == [public]
            await hall.until(lambda: {s for n, s in hall.heard if n == public} == _speakers(hall), "all can speak")
            await hall.until(lambda: hall.m.ahead is not None and hall.m.ahead.chamber is not None, "ahead stands")
            assert hall.m.ahead is not None
            assert hall.m.ahead.chamber is not None
            ahead = hall.m.ahead.chamber.name
            cleared = roster_for(hall.m, "closed") & hall.m.inside
            closed = hall.engines[Side.CLOSED]
            await hall.until(
                lambda: set(closed.chambers_now[ahead]) == {hall.of(ahead, s) for s in cleared}, "ahead joined"
            )
            assert not any(leg.tracks for leg in closed.chambers_now[ahead].values())

            hall.do(c.Shut("closed"), hall.closer())
            assert hall.current.live is None
            assert hall.chamber() == ahead
            assert hall.view(hall.closer()).door.state == "closing"
            await hall.until_live("closed")
            assert hall.chamber() == ahead
            assert hall.engines[Side.OPEN].chambers_now == {}
            assert set(closed.chambers_now) == {ahead}
            assert set(closed.chambers_now[ahead]) == {hall.of(ahead, s) for s in cleared}
            assert hall.view(hall.closer()).door.state == "closed"
            await hall.until(lambda: {s for n, s in hall.heard if n == ahead} == _speakers(hall), "all can speak")

            await hall.go_on_record()
            assert hall.chamber() not in {public, ahead, private}
            assert set(closed.chambers_now) <= {
                hall.m.ahead.chamber.name if hall.m.ahead and hall.m.ahead.chamber else ""
            }

            hall.do(c.Shut("recess"), hall.closer())
            await hall.until_live("recess")
            assert hall.engines[Side.OPEN].chambers_now == {}

            hall.do(c.Shut("ended"), hall.closer())
            await hall.until_live("ended")
            assert hall.keeper is not None
            await hall.keeper
            assert all(engine.chambers_now == {} for engine in hall.engines.values())
            phases = [event.phase for _, event in hall.book.events if isinstance(event, SpanCut)]
            assert phases == ["doors_closed", "on_record", "closed", "on_record", "recess", "ended"]

    run_virtually(story())


def _speakers(hall: Hall) -> set[str]:
    current, side = hall.current, side_of(hall.m, hall.current)
    assert side in Side
    return {
        s.id
        for s in hall.m.plan.seats
        if s.id in current.roster and s.id in hall.m.inside and hall.m.profile.access(s.role, current.phase) == 3
    }

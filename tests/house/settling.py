"""What engines and doorkeeper would do, at once and without either: for tests of the api on a clock that stands."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from fastapi import FastAPI

from incamera.house.meetings.service import Meetings
from incamera.platform.ids import new_id
from incamera.rules.decide import Denied
from incamera.rules.meeting import Meeting
from incamera.rules.proof import LegSeen, Look, Seen, note
from incamera.rules.steps import Stood, next_step
from incamera.rules.wanted import chambers
from incamera.rules.words import SECOND_US, Side
from tests.fakes.clock import VirtualClock

ROUNDS = 40


async def settle(app: FastAPI, meeting: str) -> None:
    """Let time pass and the world be as wanted until nothing is left to do: everybody cleared is in, nobody else."""
    meetings: Meetings = app.state.meetings
    clock = app.state.clock
    assert isinstance(clock, VirtualClock)
    seen = Seen()
    for _ in range(ROUNDS):
        clock.advance(SECOND_US)
        for want in [w for w in chambers(meetings.get(meeting)) if w.name is None]:
            stood = Stood(want.use == "ahead", want.phase, want.roster, new_id())
            done = await meetings.step(meeting, stood, seen=seen, expect=meetings.rev(meeting))
            assert not isinstance(done, Denied), done
        clock.advance(SECOND_US // 2)
        for side in Side:
            seen = note(seen, meetings.get(meeting), side, _look(meetings.get(meeting), side, clock.now()))
        meetings.measure(meeting, seen)
        step = next_step(meetings.get(meeting), seen, meetings.now(meeting))
        if step is not None:
            done = await meetings.step(meeting, step, seen=seen, expect=meetings.rev(meeting))
            assert not isinstance(done, Denied), (step, done)
        elif _is_settled(meetings.get(meeting)):
            return
    raise AssertionError(f"not settled: {replace(meetings.get(meeting), plan=meetings.get(meeting).plan)}")


def _is_settled(m: Meeting) -> bool:
    return m.due is None and m.current is not None and m.current.live is not None


def _look(m: Meeting, side: Side, now: int) -> Look:
    return Look(
        now,
        MappingProxyType(
            {
                w.name: tuple(
                    LegSeen(name, w.publishers.get(name, frozenset()), bool(w.publishers.get(name)))
                    for name in sorted(w.members)
                )
                for w in chambers(m)
                if w.side is side and w.name is not None
            }
        ),
    )

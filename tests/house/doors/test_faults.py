"""Engines that fail, lose answers, come late, hang, lie, freeze and die; a busy database; a clock that jumps."""

from __future__ import annotations

import asyncio
from functools import cache

import pytest

from incamera.ports import EngineFound, EnginePart
from incamera.rules import commands as c
from incamera.rules.steps import Breach, Confirm, Count, Cross, GiveUp, Lapse, Lost, Step, Stood
from incamera.rules.words import Side
from tests.fakes.engine import Kind
from tests.fakes.virtual_loop import run_virtually
from tests.house.doors.hall import Hall
from tests.rules.running import Running, running

CHAIR, PROTOCOL = "principal-1", "chief_of_protocol-1"
CALLS = ("chambers", "legs", "create", "delete", "permit", "mute", "remove")


@cache
def on_record() -> Running:
    run = running()
    run.open()
    return run


@cache
def closed() -> Running:
    run = running()
    run.open()
    run.close()
    return run


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", ["fail", "lose", "late", "hang", "lie"])
def test_closing_ends_the_same_whatever_one_call_does(kind: Kind, call: str) -> None:
    async def story(side: Side) -> None:
        async with Hall(on_record()) as hall:
            await hall.until_all_is_well()
            hall.is_lied_to = kind == "lie"
            hall.engines[side].fault(kind, call=call, times=1)
            hall.do(c.Shut("closed"), CHAIR)
            await hall.until_live("closed")
            await hall.until_all_is_well()
            assert hall.phases() == ["closed"]

    for side in Side:
        run_virtually(story(side))


@pytest.mark.parametrize("kind", ["fail", "hang", "late"])
def test_while_an_engine_does_not_answer_nothing_is_proven_and_all_is_well_when_it_does(kind: Kind) -> None:
    async def story(side: Side) -> None:
        async with Hall(on_record()) as hall:
            await hall.until_all_is_well()
            hall.engines[side].fault(kind, times=1_000_000)
            hall.do(c.Shut("closed"), CHAIR)
            await asyncio.sleep(20)
            assert hall.current.live is None
            assert hall.view(CHAIR).door.state == "not_dark"
            hall.engines[side].heal()
            await hall.until_live("closed")
            await hall.until_all_is_well()
            assert hall.phases() == ["closed"]

    for side in Side:
        run_virtually(story(side))


def test_a_frozen_engine_in_closed_talks_is_not_known_and_changes_nothing() -> None:
    async def story() -> None:
        async with Hall(closed()) as hall:
            await hall.until_all_is_well()
            rev = hall.book.rev("meeting")
            hall.engine.stop()
            await asyncio.sleep(10)
            assert hall.view(CHAIR).door.state == "not_known"
            hall.engine.cont()
            await hall.until(lambda: hall.view(CHAIR).door.state == "closed", "closed again")
            assert hall.book.rev("meeting") == rev

    run_virtually(story())


def test_a_chamber_that_was_lost_is_never_made_again_under_its_name() -> None:
    async def story() -> None:
        async with Hall(closed()) as hall:
            await hall.until_all_is_well()
            lost, asked = hall.chamber(), len(hall.engine.asked)
            hall.engine.die()
            await hall.until(lambda: hall.current.chamber is not None and hall.chamber() != lost, "another chamber")
            await hall.until_live("closed")
            await hall.until_all_is_well()
            assert ("create", lost, "") not in hall.engine.asked[asked:]
            assert Lost(lost) in hall.book.steps

    run_virtually(story())


def test_an_engine_lost_on_air_is_recess_and_nothing_opens_by_itself() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await hall.until_all_is_well()
            hall.engine.die()
            await hall.until_live("recess")
            await asyncio.sleep(120)
            await hall.kill()
            hall.start()
            await asyncio.sleep(120)
            assert hall.phases() == ["recess"]
            await hall.go_on_record()

    run_virtually(story())


@pytest.mark.parametrize("hidden", [True, False])
def test_a_stranger_who_cannot_be_put_out_is_a_breach_and_stays_behind(hidden: bool) -> None:  # noqa: FBT001 - the case
    async def story() -> None:
        async with Hall(closed()) as hall:
            await hall.until_all_is_well()
            breached = hall.chamber()
            hall.engine.fault("fail", call="remove", times=1_000_000)
            hall.engine.join(breached, "f" * 32, hidden=hidden)
            await hall.until(lambda: hall.current.chamber is not None and hall.chamber() != breached, "another chamber")
            assert Breach() in hall.book.steps
            await hall.until_live("closed")
            await hall.until_all_is_well()
            assert hall.phases() == ["closed"]

    run_virtually(story())


def test_a_stranger_who_is_put_out_is_none() -> None:
    async def story() -> None:
        async with Hall(closed()) as hall:
            await hall.until_all_is_well()
            hall.engine.join(hall.chamber(), "f" * 32)
            await hall.until_all_is_well()
            await asyncio.sleep(3)
            assert hall.book.steps == []

    run_virtually(story())


def test_an_old_chamber_that_is_revived_is_deleted_again_and_nobody_reads_closed_meanwhile() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await hall.until_all_is_well()
            old, me = hall.chamber(), hall.of(hall.chamber(), CHAIR)
            hall.do(c.Shut("closed"), CHAIR)
            await hall.until_live("closed")
            hall.engines[Side.OPEN].fault("fail", call="delete", times=8)
            hall.engines[Side.OPEN].revive(old, me)
            await hall.until(lambda: hall.view(CHAIR).door.state == "not_known", "seen")
            await hall.until(lambda: hall.view(CHAIR).door.state == "closed", "deleted")
            assert hall.engines[Side.OPEN].chambers_now == {}

    run_virtually(story())


def test_a_busy_database_delays_and_breaks_nothing() -> None:
    async def story() -> None:
        async with Hall() as hall:
            hall.all_enter()
            failing: set[type[Step]] = set()

            async def busy(step: Step) -> None:
                """Late, and for each kind of step once in vain."""
                await asyncio.sleep(0.4)
                if type(step) not in failing:
                    failing.add(type(step))
                    raise OSError("the database is locked")

            hall.book.before_commit = busy
            hall.do(c.Convene(), PROTOCOL)
            await hall.until_live("doors_closed")
            await hall.go_on_record()
            await hall.until_all_is_well()
            assert hall.phases() == ["doors_closed", "on_record"]
            assert failing == {Stood, Confirm, Count, Cross}

    run_virtually(story())


def test_a_chamber_that_is_slow_to_be_made_is_asked_for_by_one_name() -> None:
    async def story() -> None:
        async with Hall() as hall:
            engine = hall.engines[Side.CLOSED]
            engine.fault("fail", call="create", times=2)
            engine.fault("late", call="create", times=1, seconds=0.9)
            hall.do(c.Convene(), PROTOCOL)
            await hall.until(lambda: len(engine.asked) > 8, "asked for")
            hall.all_enter()
            await hall.until_live("doors_closed")
            made = [name for call, name, _ in engine.asked if call == "create"]
            assert (len(made) > 2, set(made)) == (True, {hall.chamber()})

    run_virtually(story())


def test_an_engine_that_is_worse_when_it_is_let_go_is_let_go_all_the_same() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await hall.until_all_is_well()
            calls = hall.engines[Side.OPEN].port

            async def bitter(_part: EnginePart) -> EngineFound:
                try:
                    await asyncio.sleep(3600)
                finally:
                    raise OSError("the connection broke")

            reconcile, calls.reconcile = calls.reconcile, bitter  # type: ignore[method-assign, assignment]
            await asyncio.sleep(1)
            hall.do(c.Shut("closed"), CHAIR)
            await asyncio.sleep(1)
            calls.reconcile = reconcile  # type: ignore[method-assign]
            await hall.until_live("closed")

    run_virtually(story())


def test_a_chamber_that_nobody_wants_any_more_is_refused_and_deleted() -> None:
    async def story() -> None:
        async with Hall(closed()) as hall:
            await hall.until_all_is_well()

            async def overtaken(step: Step) -> None:
                hall.book.before_commit = None
                assert isinstance(step, Stood)
                hall.do(c.Stop(), PROTOCOL)

            hall.book.before_commit = overtaken
            hall.do(c.Ask("on_record"), PROTOCOL)
            await hall.until(lambda: hall.m.ahead is None, "stopped")
            await hall.until_all_is_well()
            done = {(call, name) for call, name, _ in hall.engines[Side.OPEN].asked if call in {"create", "delete"}}
            assert len(done) == len({name for _, name in done}) * 2 == 2
            assert hall.book.steps == []

    run_virtually(story())


def test_a_crossing_whose_window_was_missed_does_not_happen() -> None:
    async def story() -> None:
        async with Hall(closed()) as hall:
            await hall.until_all_is_well()
            hall.do(c.Ask("on_record"), PROTOCOL)
            for seat in (PROTOCOL, "chief_of_protocol-2"):
                hall.do(c.Turn(), seat)
            await hall.until(lambda: hall.m.due is not None, "counting")
            await hall.kill()
            await asyncio.sleep(13)
            hall.start()
            await hall.until(lambda: hall.m.ahead is None, "missed")
            await asyncio.sleep(60)
            assert (hall.phases(), hall.book.steps[-1]) == ([], Lapse())

    run_virtually(story())


def test_an_opening_that_was_cut_and_left_for_long_falls_back() -> None:
    async def story() -> None:
        async with Hall(closed()) as hall:
            await hall.until_all_is_well()
            hall.do(c.Ask("on_record"), PROTOCOL)
            for seat in (PROTOCOL, "chief_of_protocol-2"):
                hall.do(c.Turn(), seat)
            await hall.until(lambda: hall.current.phase == "on_record", "crossed")
            assert hall.current.live is None
            await hall.kill()
            await asyncio.sleep(31)
            hall.start()
            await hall.until_live("recess")
            assert [type(step) for step in hall.book.steps[-3:] if not isinstance(step, Stood)] == [GiveUp, Confirm]

    run_virtually(story())


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_jumps_makes_nobody_speak_too_soon(hours: int) -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await hall.until_all_is_well()
            hall.do(c.Shut("closed"), CHAIR)
            hall.clock.offset += hours * 3_600_000_000
            if hours < 0:
                await asyncio.sleep(10)
                assert hall.current.live is None
                hall.clock.offset += 3_600_000_000
            await hall.until_live("closed")
            await hall.until_all_is_well()
            assert hall.phases() == ["closed"]

    run_virtually(story())

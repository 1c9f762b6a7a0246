"""The doors with a gate and an outside that fail, lose answers, come late, hang, lie, freeze and die: the same end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from incamera.house.doors.doorkeeper import HUSH_S
from incamera.rules import commands as c
from incamera.rules.outside import permits
from incamera.rules.steps import ShutGate
from tests.fakes.engine import Kind
from tests.fakes.gate import LEASE_US
from tests.fakes.virtual_loop import run_virtually
from tests.house.doors.hall import Hall
from tests.rules.running import Running, running
from tests.rules.worlds import broadcast

CHAIR, PROTOCOL = "principal-1", "chief_of_protocol-1"
KINDS: tuple[Kind, ...] = ("fail", "lose", "late", "hang", "lie")


@cache
def on_record(delay: int = 15) -> Running:
    run = running(broadcast(delay=delay))
    run.open()
    return run


async def on_air(hall: Hall) -> None:
    """Everybody is where they should be, and the gate lets out what is said now."""
    await hall.until_all_is_well()
    await hall.until(lambda: hall.gate.passes("meeting", hall.clock.now()), "the gate is open")


async def shut(hall: Hall) -> None:
    """As the service does: first the hush, for as long as it is waited for; then the commit."""
    try:
        async with asyncio.timeout(HUSH_S):
            await hall.hush()
    except TimeoutError:
        pass
    hall.do(c.Shut("closed"), CHAIR)


async def is_closed_for_good(hall: Hall) -> None:
    await hall.until_live("closed")
    await hall.until_all_is_well()
    assert hall.phases() == ["closed"]
    assert not hall.gate.passes("meeting", hall.current.cut)
    rows = {row.row: row.state for row in hall.view(CHAIR).door.rows}
    assert {"gallery_sealed", "gallery_dark", "webcast_sealed", "embed_sealed"} <= rows.keys()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("port", ["reconcile", "shut", "outside"])
def test_closing_ends_the_same_whatever_one_call_does(kind: Kind, port: str) -> None:
    async def story(delay: int) -> None:
        async with Hall(on_record(delay)) as hall:
            await on_air(hall)
            hall.is_lied_to = kind == "lie"
            if port == "outside":
                hall.outside.fault(kind)
            else:
                hall.gate.fault(kind, call=port)
            await shut(hall)
            await is_closed_for_good(hall)

    for delay in (0, 15):
        run_virtually(story(delay))


@pytest.mark.parametrize("kind", ["fail", "hang", "late"])
@pytest.mark.parametrize("port", ["origin", "outside"])
def test_while_one_of_them_does_not_answer_nothing_is_proven_and_all_is_well_when_it_does(
    kind: Kind, port: str
) -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            disturbed = hall.gate if port == "origin" else hall.outside
            disturbed.fault(kind, times=1_000_000, seconds=30)
            await shut(hall)
            await asyncio.sleep(20)
            assert hall.current.live is None
            assert hall.view(CHAIR).door.state == "not_dark"
            jammed = {row.row for row in hall.view(CHAIR).door.rows if row.jammed}
            assert jammed
            assert all(row.endswith("sealed" if port == "origin" else "dark") for row in jammed - {"gallery_dark"})
            disturbed.heal()
            await is_closed_for_good(hall)

    run_virtually(story())


def test_the_gate_has_the_closing_permit_before_the_cut_is_committed() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            await hall.hush()
            assert permits(hall.m)[-1].closes is None
            assert not hall.gate.passes("meeting", hall.clock.now())
            assert hall.gate.notices["meeting"].state == "closed", "the closing half second shows that slate"
            assert next(closes for call, _, closes in hall.gate.asked if call == "shut")[0] is not None
            hall.do(c.Shut("closed"), CHAIR)
            assert hall.gate.meetings["meeting"][1].closes is not None
            assert hall.gate.meetings["meeting"][1].closes <= hall.current.cut
            await is_closed_for_good(hall)

    run_virtually(story())


def test_a_limit_that_no_commit_follows_is_a_recess_after_a_while_and_not_at_once() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            await hall.hush()
            hushed = hall.clock.now()
            await asyncio.sleep(2)
            assert hall.phases() == []
            await hall.until_live("recess")
            assert ShutGate() in hall.book.steps
            assert hall.current.cut - hushed >= hall.m.limits.patience
            assert hall.phases() == ["recess"]
            await hall.go_on_record()

    run_virtually(story())


def test_a_limit_of_before_is_no_reason_to_shut_a_span_that_came_after_it() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            await hall.hush()
            await hall.until(lambda: hall.book.seen.lacking is not None, "the limit is heard of")
            hall.do(c.Shut("recess"), CHAIR)
            await hall.until_live("recess")
            hall.gate.fault("fail", call="reconcile", times=1_000_000)
            await hall.go_on_record()
            await asyncio.sleep(1)
            hall.gate.heal()
            await asyncio.sleep(20)
            assert hall.phases() == ["recess", "on_record"]
            assert ShutGate() not in hall.book.steps

    run_virtually(story())


def test_a_permit_is_renewed_for_as_long_as_the_meeting_is_on_record_and_no_longer_than_it_has_a_keeper() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            for _ in range(120):
                await asyncio.sleep(1)
                assert hall.gate.passes("meeting", hall.clock.now())
            await hall.kill()
            ended = hall.clock.now()
            await asyncio.sleep(LEASE_US / 1e6)
            assert not hall.gate.passes("meeting", hall.clock.now())
            assert hall.gate.meetings["meeting"][1].until <= ended + LEASE_US
            hall.start()
            await on_air(hall)
            assert hall.phases() == []

    run_virtually(story())


@pytest.mark.parametrize("what", ["dies", "freezes"])
def test_a_gate_that_is_gone_for_a_while_on_air_is_dark_and_goes_on(what: str) -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            if what == "dies":
                hall.gate.die()
                assert not hall.gate.passes("meeting", hall.clock.now())
            else:
                hall.gate.stop()
                await asyncio.sleep(10)
                assert not hall.gate.passes("meeting", hall.clock.now())
                hall.gate.cont()
            await on_air(hall)
            assert hall.phases() == []

    run_virtually(story())


@pytest.mark.parametrize("does", [Hall.kill, None], ids=["killed", "stays"])
def test_a_close_survives_a_gate_that_dies_meanwhile(does: Callable[[Hall], object] | None) -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            await shut(hall)
            hall.gate.die()
            if does is not None:
                await hall.kill()
                hall.start()
            await is_closed_for_good(hall)

    run_virtually(story())


def test_who_reads_the_page_reads_the_state_of_the_doors() -> None:
    async def story() -> None:
        async with Hall(on_record()) as hall:
            await on_air(hall)
            assert hall.gate.notices["meeting"].state == "on_air"
            await shut(hall)
            await is_closed_for_good(hall)
            assert hall.gate.notices["meeting"].state == "closed"
            hall.do(c.Shut("ended"), hall.closer())
            await hall.until_live("ended")
            assert hall.gate.notices["meeting"].state == "ended"

    run_virtually(story())


def test_of_a_meeting_that_is_closed_to_the_press_the_outside_is_told_nothing() -> None:
    async def story() -> None:
        m = broadcast()
        run = running(replace(m, plan=replace(m.plan, coverage="closed_press")))
        run.open()
        async with Hall(run) as hall:
            await hall.until_all_is_well()
            await shut(hall)
            await hall.until_live("closed")
            await hall.until_all_is_well()
            assert (hall.gate.asked, hall.gate.notices, hall.outside.looks) == ([], {}, [])

    run_virtually(story())

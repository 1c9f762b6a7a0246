"""Calls that fail, hang, come late or lie: what a pass still does, and what it says then. All under virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from incamera.ports import PortFailed
from tests.adapters.livekit.meetings import Meeting, legs_of, world_of
from tests.fakes.engine import FakeEngine, Kind
from tests.fakes.virtual_loop import VirtualLoop

Statement = Callable[[FakeEngine], Awaitable[None]]


def virtually(statement: Statement) -> float:
    """Runs it; gives the virtual seconds it took."""
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(_on_fresh(statement, loop))
        return loop.time()


async def _on_fresh(statement: Statement, loop: VirtualLoop) -> None:
    await statement(FakeEngine(now=loop.now))


async def speaking(engine: FakeEngine, meeting: Meeting) -> None:
    """A chamber "a" in which "a" and "b" speak."""
    part = meeting.part(meeting.chamber("ab", {"a": {"microphone"}, "b": {"microphone"}}), make="a")
    await engine.reconcile(part)
    for identity in "ab":
        engine.join(meeting.name(), identity)
    await engine.reconcile(part)
    assert engine.publish(meeting.name(), "a", "microphone")
    assert engine.publish(meeting.name(), "b", "microphone")
    engine.asked.clear()


def test_a_deletion_is_preceded_by_the_cut_of_every_track_and_right() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        await engine.reconcile(meeting.part())
        calls = [call for call, chamber, _ in engine.asked if chamber == meeting.name()]
        assert sorted(calls[:5]) == ["legs", "mute", "mute", "permit", "permit"]
        assert calls[5:] == ["delete"]

    assert virtually(statement) == 0


@pytest.mark.parametrize("call", ["legs", "permit", "mute"])
def test_a_deletion_waits_half_a_second_at_most(call: str) -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        engine.fault("hang", call=call, chamber=meeting.name(), times=4)
        assert world_of(await engine.reconcile(meeting.part())) == {}

    assert virtually(statement) <= 0.5


@pytest.mark.parametrize("kind", ["hang", "late", "fail", "lose"])
def test_a_deletion_waits_for_no_other_chamber(kind: Kind) -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        kept = meeting.chamber("c", letter="b")
        await engine.reconcile(meeting.part(meeting.chamber("ab"), kept, make="b"))
        engine.fault(kind, chamber=kept.name, times=99, seconds=60)
        task = asyncio.create_task(engine.reconcile(meeting.part(kept)))
        await asyncio.sleep(0.01)
        assert set(engine.chambers_now) == {kept.name}
        await asyncio.gather(task, return_exceptions=True)

    virtually(statement)


@pytest.mark.parametrize("kind", ["hang", "fail"])
def test_a_known_chamber_is_deleted_though_no_list_is_answered(kind: Kind) -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        engine.fault(kind, call="chambers")
        with pytest.raises(PortFailed):
            await engine.reconcile(meeting.part())
        assert engine.chambers_now == {}

    virtually(statement)


def test_a_frozen_engine_is_unknown_and_obeys_once_it_goes_on() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        engine.stop()
        with pytest.raises(PortFailed):
            await engine.reconcile(meeting.part())
        engine.cont()
        assert world_of(await engine.reconcile(meeting.part())) == {}
        assert engine.chambers_now == {}

    assert virtually(statement) <= 3.5


def test_a_pass_whose_list_is_lost_says_nothing() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        part = meeting.part(meeting.chamber("a"), make="a")
        await engine.reconcile(part)
        engine.fault("hang", call="legs", times=2)
        with pytest.raises(PortFailed):
            await engine.reconcile(part)

    assert virtually(statement) <= 3.5


def test_a_grant_that_failed_is_seen_as_not_given_and_given_in_the_next_pass() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        part = meeting.part(meeting.chamber("a", {"a": {"camera"}}), make="a")
        await engine.reconcile(part)
        engine.join(meeting.name(), "a")
        engine.fault("fail", call="permit")
        assert not legs_of(await engine.reconcile(part), meeting.name())["a"].may_publish
        assert legs_of(await engine.reconcile(part), meeting.name())["a"].may_publish

    virtually(statement)


def test_a_chamber_that_comes_late_or_back_is_deleted_in_the_next_pass() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        engine.fault("late", call="create", seconds=9)
        found = await engine.reconcile(meeting.part(meeting.chamber("a"), make="a"))
        assert world_of(found) == {}
        assert world_of(await engine.reconcile(meeting.part())) == {}
        await asyncio.sleep(10)
        assert set(engine.chambers_now) == {meeting.name()}
        assert world_of(await engine.reconcile(meeting.part())) == {}
        engine.revive(meeting.name(), "a")
        assert world_of(await engine.reconcile(meeting.part())) == {}
        assert engine.chambers_now == {}

    virtually(statement)


@pytest.mark.parametrize("source", ["camera", "unknown"])
def test_a_track_that_the_permission_does_not_cover_is_cut(source: str) -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        part = meeting.part(meeting.chamber("ab", {"b": {"microphone"}}))
        await engine.reconcile(part)
        for identity in "ab":  # one that may not publish at all, one that may publish something else
            engine.slip(meeting.name(), identity, source)
        legs = legs_of(await engine.reconcile(part), meeting.name())
        assert source not in legs["a"].publishes | legs["b"].publishes
        legs = legs_of(await engine.reconcile(part), meeting.name())
        assert (legs["a"].may_publish, legs["b"].may_publish) == (False, True)

    virtually(statement)


def test_where_nothing_is_wrong_a_pass_only_looks() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        part = meeting.part(meeting.chamber("ab", {"a": {"microphone"}, "b": {"microphone"}}))
        await engine.reconcile(part)
        assert engine.asked == [("chambers", "", ""), ("legs", meeting.name(), "")]

    virtually(statement)


def test_a_strip_of_whom_the_last_pass_listed_waits_for_no_list() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        await engine.reconcile(meeting.part(meeting.chamber("ab", {"a": {"microphone"}, "b": {"microphone"}})))
        engine.asked.clear()
        found = await engine.reconcile(meeting.part(meeting.chamber("ab")))
        assert not any(leg.may_publish or leg.publishes for leg in legs_of(found, meeting.name()).values())
        calls = [call for call, _, _ in engine.asked]
        assert sorted(calls[:4]) == ["mute", "mute", "permit", "permit"]
        assert calls[4:] == ["chambers", "legs"]

    assert virtually(statement) == 0


def test_haste_that_gets_no_answer_holds_a_pass_for_half_a_second_and_is_made_up_for() -> None:
    async def statement(engine: FakeEngine) -> None:
        meeting = Meeting()
        await speaking(engine, meeting)
        engine.fault("hang", call="permit", times=2)
        found = await engine.reconcile(meeting.part(meeting.chamber("ab")))
        assert not any(leg.may_publish or leg.publishes for leg in legs_of(found, meeting.name()).values())

    assert virtually(statement) == 0.5


def test_the_deadlines_grow_with_the_scale() -> None:
    async def statement(_: FakeEngine) -> None:
        engine = FakeEngine(now=lambda: 0, deadline_scale=500)
        engine.fault("late", call="chambers", seconds=4.9)
        meeting = Meeting()
        assert world_of(await engine.reconcile(meeting.part(meeting.chamber("a"), make="a"))) == {meeting.name(): ()}

    virtually(statement)

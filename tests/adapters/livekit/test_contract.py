"""What the doors may rely on of an engine, said once and held against the fake and a real process."""

from __future__ import annotations

import asyncio

import pytest

from incamera.adapters.livekit import LiveKitEngine
from tests.adapters.livekit.conftest import Contract
from tests.adapters.livekit.meetings import CutOff, Meeting, legs_of, until, world_of
from tests.adapters.livekit.worlds import SLOW, Leg, Refused, World

VOICE = {"a": {"microphone"}}


async def opened(world: World, meeting: Meeting, *identities: str) -> list[Leg]:
    """A chamber with these in it."""
    await world.port.reconcile(meeting.part(meeting.chamber("".join(identities)), make="a"))
    return [await world.join(world.token(meeting.name(), identity)) for identity in identities]


def test_what_is_to_be_made_is_there_and_empty(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        found = await world.port.reconcile(
            meeting.part(meeting.chamber("ab"), meeting.chamber("c", letter="b"), make="ab")
        )
        assert world_of(found) == {meeting.name("a"): (), meeting.name("b"): ()}

    contract(statement)


def test_who_comes_in_only_listens(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        (leg,) = await opened(world, meeting, "a")
        assert not await leg.publish("microphone")
        found = await world.port.reconcile(meeting.part(meeting.chamber("a")))
        assert world_of(found) == {meeting.name(): (("a", frozenset(), False, False),)}

    contract(statement)


def test_applying_twice_is_applying_once(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        await opened(world, meeting, "a", "b")
        part = meeting.part(meeting.chamber("a", VOICE), meeting.chamber("c", letter="b"), make="b")
        first = await world.port.reconcile(part)
        second = await world.port.reconcile(part)
        assert world_of(first) == world_of(second)
        assert first.asked <= second.asked
        assert world_of(first) == {
            meeting.name("a"): (("a", frozenset(), True, False),),
            meeting.name("b"): (),
        }

    contract(statement)


def test_a_pass_cancelled_anywhere_and_done_again_ends_the_same(contract: Contract) -> None:
    async def statement(world: World) -> None:
        at, cut = 0, True
        while cut:  # until a pass has fewer moments than that
            meeting = Meeting()
            await opened(world, meeting, "a", "s")
            await world.port.reconcile(
                meeting.part(meeting.chamber("as"), meeting.chamber("b", letter="old"), make=["old"])
            )
            part = meeting.part(meeting.chamber("a", VOICE), meeting.chamber("c", letter="new"), make=["new"])
            calls = CutOff(world.calls, at)
            again = LiveKitEngine(calls, now=lambda: 0, deadline_scale=SLOW)
            calls.task = asyncio.create_task(again.reconcile(part))
            cut = isinstance((await asyncio.gather(calls.task, return_exceptions=True))[0], asyncio.CancelledError)
            found = await again.reconcile(part)
            assert world_of(found) == {
                meeting.name("a"): (("a", frozenset(), True, False),),
                meeting.name("new"): (),
            }
            assert world_of(await world.port.reconcile(meeting.part())) == {}
            at += 1
        assert at > 12

    contract(statement)


def test_a_lost_chamber_stays_lost(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        await opened(world, meeting, "a")
        await world.die()
        part = meeting.part(meeting.chamber("a"))
        found = await until(world, part, lambda _: True)
        assert found.chambers == ()
        with pytest.raises(Refused):
            await world.join(world.token(meeting.name(), "a"))

    contract(statement)


def test_another_meeting_is_not_touched(contract: Contract) -> None:
    async def statement(world: World) -> None:
        ours, theirs = Meeting(), Meeting()
        await opened(world, theirs, "a")
        grant = theirs.part(theirs.chamber("a", VOICE))
        before = await world.port.reconcile(grant)
        assert world_of(await world.port.reconcile(ours.part(ours.chamber("b"), make="a"))) == {ours.name(): ()}
        assert world_of(await world.port.reconcile(ours.part())) == {}
        assert (await world.port.reconcile(grant)).chambers == before.chambers

    contract(statement)


def test_a_part_that_reaches_into_another_meeting_is_refused(contract: Contract) -> None:
    async def statement(world: World) -> None:
        ours, theirs = Meeting(), Meeting()
        with pytest.raises(ValueError, match="prefix"):
            await world.port.reconcile(ours.part(theirs.chamber("a"), make="a"))

    contract(statement)


def test_a_stranger_is_put_out(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        await opened(world, meeting, "a", "s")
        await world.port.reconcile(meeting.part(meeting.chamber("as", {"s": {"camera"}})))
        found = await until(
            world, meeting.part(meeting.chamber("a")), lambda found: "s" not in legs_of(found, meeting.name())
        )
        assert world_of(found) == {meeting.name(): (("a", frozenset(), False, False),)}

    contract(statement)


def test_a_hidden_leg_is_seen_and_stays_hidden(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        await opened(world, meeting, "a")
        await world.join(world.token(meeting.name(), "h", hidden=True))
        part = meeting.part(meeting.chamber("ah"))
        assert legs_of(await world.port.reconcile(part), meeting.name())["h"].hidden
        found = await world.port.reconcile(meeting.part(meeting.chamber("ah", {"h": {"microphone"}})))
        assert legs_of(found, meeting.name())["h"].may_publish
        found = await world.port.reconcile(part)
        assert world_of(found) == {meeting.name(): (("a", frozenset(), False, False), ("h", frozenset(), False, True))}

    contract(statement)


def test_a_publisher_is_stripped(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        (leg,) = await opened(world, meeting, "a")
        granted = meeting.part(meeting.chamber("a", {"a": {"camera", "microphone"}}))
        await world.port.reconcile(granted)
        assert await leg.publish("microphone")
        assert await leg.publish("camera")
        both = frozenset({"camera", "microphone"})
        await until(world, granted, lambda found: legs_of(found, meeting.name())["a"].publishes == both)
        found = await world.port.reconcile(meeting.part(meeting.chamber("a")))
        assert world_of(found) == {meeting.name(): (("a", frozenset(), False, False),)}
        assert not await leg.publish("camera")

    contract(statement)


def test_a_muted_source_is_cut_and_cannot_be_unmuted_by_its_owner(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        (leg,) = await opened(world, meeting, "a")
        granted = meeting.part(meeting.chamber("a", {"a": {"camera", "microphone"}}))
        await world.port.reconcile(granted)
        assert await leg.publish("microphone")
        assert await leg.publish("camera")
        both = frozenset({"camera", "microphone"})
        await until(world, granted, lambda found: legs_of(found, meeting.name())["a"].publishes == both)
        muted = meeting.part(meeting.chamber("a", {"a": {"camera"}}))
        expected = {meeting.name(): (("a", frozenset({"camera"}), True, False),)}
        assert world_of(await world.port.reconcile(muted)) == expected
        await leg.unmute("microphone")
        assert not await leg.publish("microphone")
        assert world_of(await world.port.reconcile(muted)) == expected

    contract(statement)


def test_a_deleted_chamber_refuses_the_token_that_opened_it(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        await opened(world, meeting)
        token = world.token(meeting.name(), "a")
        await world.join(token)
        assert (await world.port.reconcile(meeting.part())).chambers == ()
        with pytest.raises(Refused):
            await world.join(token)
        assert (await world.port.reconcile(meeting.part())).chambers == ()

    contract(statement)


def test_the_token_of_a_publisher_is_worth_no_more_than_listening_after_the_strip(contract: Contract) -> None:
    async def statement(world: World) -> None:
        meeting = Meeting()
        await opened(world, meeting)
        token = world.token(meeting.name(), "a")
        granted, stripped = meeting.part(meeting.chamber("a", VOICE)), meeting.part(meeting.chamber("a"))
        leg = await world.join(token)
        await world.port.reconcile(granted)
        assert await leg.publish("microphone")
        await world.port.reconcile(stripped)
        again = await world.join(token)
        assert not await again.publish("microphone")
        assert world_of(await world.port.reconcile(stripped)) == {meeting.name(): (("a", frozenset(), False, False),)}

    contract(statement)

"""What only a real server and real media can show: content that must not arrive, foreign tokens, a frozen process."""

from __future__ import annotations

import asyncio
from array import array

import pytest
from livekit import rtc

from incamera.adapters.livekit import connect, healthy
from incamera.ports import PortFailed
from tests.adapters.livekit.meetings import Meeting, until, world_of
from tests.adapters.livekit.worlds import PATIENCE_S, RealWorld, Refused, now, real_world
from tests.engines import Engine, running_engine

pytestmark = pytest.mark.engine
LOUD = 1000
QUIET_S = 1.5  # longer than any jitter buffer measured (440 ms)


async def loud_frames(stream: rtc.AudioStream, seconds: float) -> int:
    """How many frames with sound in them arrive within that time."""
    loud = 0
    try:
        async with asyncio.timeout(seconds):
            async for event in stream:
                loud += max(map(abs, array("h", bytes(event.frame.data))), default=0) > LOUD
    except TimeoutError:
        pass
    return loud


async def until_loud(stream: rtc.AudioStream) -> None:
    async with asyncio.timeout(PATIENCE_S):
        async for event in stream:
            if max(map(abs, array("h", bytes(event.frame.data))), default=0) > LOUD:
                return
    raise AssertionError("the stream ended without a sound")


async def test_after_a_mute_by_the_chair_no_sound_arrives_though_the_owner_unmutes(engine: Engine) -> None:
    async with real_world(engine) as world:
        meeting = Meeting()
        await world.port.reconcile(meeting.part(meeting.chamber("ab"), make="a"))
        speaker, listener = [await world.join(world.token(meeting.name(), identity)) for identity in "ab"]
        await world.port.reconcile(meeting.part(meeting.chamber("ab", {"a": {"camera", "microphone"}})))
        assert await speaker.publish("microphone")
        stream = rtc.AudioStream(await asyncio.wait_for(listener.heard.get(), PATIENCE_S))
        await until_loud(stream)
        asked = asyncio.get_running_loop().time()
        await world.port.reconcile(meeting.part(meeting.chamber("ab", {"a": {"camera"}})))
        answered = asyncio.get_running_loop().time()
        tail = loud_frames(stream, 0.5)
        assert await asyncio.wait_for(listener.unpublished.get(), PATIENCE_S) == "microphone"
        late = await tail
        print(
            f"mute answered after {(answered - asked) * 1000:.0f} ms, {late * 10} ms of sound were still on their way"
        )
        await speaker.unmute("microphone")
        assert await loud_frames(stream, QUIET_S) == 0
        await stream.aclose()


async def test_after_a_strip_no_data_arrives(engine: Engine) -> None:
    async with real_world(engine) as world:
        meeting = Meeting()
        await world.port.reconcile(meeting.part(meeting.chamber("abc"), make="a"))
        stripped, control, listener = [await world.join(world.token(meeting.name(), identity)) for identity in "abc"]
        both = {"a": {"microphone"}, "b": {"microphone"}}
        await world.port.reconcile(meeting.part(meeting.chamber("abc", both)))
        await stripped.send(b"before")
        assert await asyncio.wait_for(listener.received.get(), PATIENCE_S) == b"before"
        await world.port.reconcile(meeting.part(meeting.chamber("abc", {"b": {"microphone"}})))
        await stripped.send(b"after")
        await control.send(b"control")
        assert await asyncio.wait_for(listener.received.get(), PATIENCE_S) == b"control"
        await world.port.reconcile(meeting.part())
        assert listener.received.empty()


async def test_a_picture_that_calls_itself_a_microphone_is_cut(engine: Engine) -> None:
    async with real_world(engine) as world:
        meeting = Meeting()
        await world.port.reconcile(meeting.part(meeting.chamber("ab"), make="a"))
        speaker, listener = [await world.join(world.token(meeting.name(), identity)) for identity in "ab"]
        granted = meeting.part(meeting.chamber("ab", {"a": {"microphone"}}))
        await world.port.reconcile(granted)
        assert await speaker.publish_picture("microphone")
        await until(world, granted, lambda _: not listener.unpublished.empty())
        assert world_of(await world.port.reconcile(granted)) == {
            meeting.name(): (("a", frozenset(), True, False), ("b", frozenset(), False, False))
        }


async def test_a_token_of_one_engine_is_worth_nothing_at_the_other(engine: Engine) -> None:
    with running_engine("closed") as other:
        async with real_world(engine) as world, real_world(other) as elsewhere:
            meeting = Meeting()
            for each in (world, elsewhere):
                await each.port.reconcile(meeting.part(meeting.chamber("a"), make="a"))
            with pytest.raises(Refused):
                await elsewhere.join(world.token(meeting.name(), "a"))
            with pytest.raises(Refused):
                await world.join(elsewhere.token(meeting.name(), "a"))
            foreign = connect(other.url, key=engine.key, secret=engine.secret, now=now)
            with pytest.raises(PortFailed):
                await foreign.reconcile(meeting.part())
            await foreign.close()


async def test_a_frozen_engine_is_unknown_and_its_chamber_is_deleted_once_it_goes_on() -> None:
    with running_engine("frozen") as process:
        async with real_world(process) as world:
            meeting = Meeting()
            await speaking(world, meeting)
            hasty = connect(process.url, key=process.key, secret=process.secret, now=now)
            assert await healthy(process.url)
            process.stop()
            assert not await healthy(process.url, seconds=0.2)
            with pytest.raises(PortFailed):
                await hasty.reconcile(meeting.part())
            process.cont()
            await until(world, meeting.part(), lambda found: found.chambers == ())
            with pytest.raises(Refused):
                await world.join(world.token(meeting.name(), "a"))
            await hasty.close()
        process.kill()
        assert not await healthy(process.url)


async def speaking(world: RealWorld, meeting: Meeting) -> None:
    """A chamber in which "a" speaks."""
    part = meeting.part(meeting.chamber("a", {"a": {"microphone"}}), make="a")
    await world.port.reconcile(part)
    leg = await world.join(world.token(meeting.name(), "a"))
    await world.port.reconcile(part)
    assert await leg.publish("microphone")

"""The one door for facts: nothing half done, nothing twice, nothing lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.ledger.reader import read
from incamera.house.ledger.store import append
from incamera.house.meetings.codec import encode
from incamera.house.meetings.service import STALE, Meetings
from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.events import Planned
from incamera.rules.meeting import Meeting, Plan
from tests.factories import STARTS, at_desk, people, planned, running, settings_in
from tests.fakes.clock import VirtualClock
from tests.house.settling import settle

pytestmark = pytest.mark.whole


async def replayed(app: FastAPI, meeting: str) -> Meeting:
    """The meeting as a process sees it that has just started."""
    first: Meetings = app.state.meetings
    again = Meetings(app.state.database, app.state.clock, first.profiles, first.get(meeting).limits)
    await again.load()
    assert again.rev(meeting) == first.rev(meeting)
    return again.get(meeting)


async def test_a_replay_of_the_ledger_gives_the_same_meeting_after_every_act(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        here = await people(app, desk, meeting)
        meetings: Meetings = app.state.meetings
        for person in here.values():
            await person.enter()
        cato, ada = here["cato"], here["ada"]
        await cato.does("convene")
        await settle(app, meeting)
        assert await replayed(app, meeting) == meetings.get(meeting)
        for by, command, arguments in (
            (cato, "expect_return", {"until": 1_900_000_000_000_000}),
            (cato, "lock", {}),
            (cato, "take_up", {"item": "2"}),
            (cato, "unlock", {}),
            (cato, "shut", {"phase": "closed"}),
            (ada, "ask_floor", {}),
            (cato, "recognise", {"seat": ada.seat, "seconds": 60}),
            (ada, "state_alone", {}),
            (cato, "shut", {"phase": "ended"}),
        ):
            await by.does(command, **arguments)
            await settle(app, meeting)
            assert await replayed(app, meeting) == meetings.get(meeting)


async def test_a_commit_that_fails_changes_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        meetings: Meetings = app.state.meetings
        before, rev = meetings.get(meeting), meetings.rev(meeting)

        async def full_disk(session: AsyncSession) -> None:
            await session.flush()
            raise OSError("no space")

        with pytest.raises(OSError, match="no space"):
            await meetings.plan(meeting, before.plan, also=full_disk)
        assert (meetings.get(meeting), meetings.rev(meeting)) == (before, rev)
        assert await replayed(app, meeting) == before

        seat = before.plan.seats[2].id
        assert await meetings.execute(meeting, c.Enter("leg"), by=seat) == rev + 1
        assert await replayed(app, meeting) == meetings.get(meeting)


async def test_a_caller_that_goes_away_leaves_memory_and_ledger_agreeing(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting = await planned(await at_desk(app))
        meetings: Meetings = app.state.meetings
        seat = meetings.get(meeting).plan.seats[2].id
        for turns in range(60):
            call = asyncio.ensure_future(meetings.execute(meeting, c.Enter(f"leg-{turns}"), by=seat))
            for _ in range(turns):
                await asyncio.sleep(0)
            call.cancel()
            await asyncio.wait({call})
            await meetings.execute(meeting, c.Leave(), by=seat)
            assert await replayed(app, meeting) == meetings.get(meeting)


async def test_what_rests_on_a_former_state_does_not_happen(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting = await planned(await at_desk(app))
        meetings: Meetings = app.state.meetings
        seats = meetings.get(meeting).plan.seats
        rev = meetings.rev(meeting)
        await meetings.execute(meeting, c.Enter("leg"), by=seats[2].id)
        before = meetings.get(meeting)
        assert await meetings.execute(meeting, c.Enter("leg"), by=seats[0].id, expect=rev) == Denied(STALE)
        assert meetings.get(meeting) == before


async def test_a_command_sent_twice_acts_once_also_after_a_restart(tmp_path: Path) -> None:
    settings, clock = settings_in(tmp_path), VirtualClock()
    async with running(settings, clock) as app:
        meeting = await planned(await at_desk(app))
        meetings: Meetings = app.state.meetings
        seat = meetings.get(meeting).plan.seats[2].id
        first = await meetings.execute(meeting, c.Enter("leg"), by=seat, command_id="x")
        assert await meetings.execute(meeting, c.Leave(), by=seat, command_id="x") == first
    async with running(settings, clock) as app:
        meetings = app.state.meetings
        assert await meetings.execute(meeting, c.Leave(), by=seat, command_id="x") == first
        assert seat in meetings.get(meeting).inside


async def test_time_never_runs_backwards_in_a_ledger(tmp_path: Path) -> None:
    clock = VirtualClock()
    async with running(settings_in(tmp_path), clock) as app:
        meeting = await planned(await at_desk(app))
        meetings: Meetings = app.state.meetings
        seat = meetings.get(meeting).plan.seats[2].id
        clock.advance(-3_600_000_000)
        for command in (c.Enter("leg"), c.Leave(), c.Enter("leg")):
            await meetings.execute(meeting, command, by=seat)
        async with app.state.database.reading() as session:
            instants = [entry.at for entry in await read(session, meeting)]
        assert instants == sorted(set(instants))
        assert meetings.now(meeting) == instants[-1]


async def test_two_at_once_are_carried_out_one_after_the_other(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting = await planned(await at_desk(app))
        meetings: Meetings = app.state.meetings
        seats = meetings.get(meeting).plan.seats
        rev = meetings.rev(meeting)
        done = await asyncio.gather(*(meetings.execute(meeting, c.Enter(f"leg of {s.id}"), by=s.id) for s in seats))
        assert sorted(int(d) for d in done if not isinstance(d, Denied)) == [rev + n for n in range(1, len(seats) + 1)]
        assert await replayed(app, meeting) == meetings.get(meeting)


async def test_a_meeting_this_version_cannot_read_is_left_out_and_the_others_are_there(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    async with running(settings) as app:
        desk = await at_desk(app)
        good, bad, gone = [await planned(desk) for _ in range(3)]
        async with app.state.database.transaction() as session:
            await append(session, bad, at=STARTS, kind="from_the_future", body={}, closed=False)
            plan = encode(Planned(Plan(profile="a-profile-that-was-taken-away")))
            await append(session, gone, at=STARTS, kind="planned", body=plan, closed=False)
    async with running(settings) as app:
        assert app.state.meetings.ids() == (good,)
        assert [m["id"] for m in (await (await at_desk(app)).get("/api/desk/meetings")).json()] == [good]

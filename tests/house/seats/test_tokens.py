"""Tokens: only for chambers of the view, only for the leg that holds the seat, and never for the outside."""

from __future__ import annotations

import json
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

from incamera.house.seats.service import EngineAccess
from incamera.main.engines import Engines
from incamera.platform.clock import SystemClock
from incamera.rules.meeting import identity
from incamera.rules.views import chamber_key
from incamera.rules.words import OUTSIDE_ROLES, Side
from tests.factories import Person, at_desk, people, plan, planned, running, seat, settings_in
from tests.fakes.clock import VirtualClock
from tests.fakes.engine import FakeEngine
from tests.house.settling import settle

ACCESS = {side: EngineAccess(f"wss://{side.value}.example", lambda chamber, name: f"{chamber}|{name}") for side in Side}


async def tokens(someone: Person, leg: str | None = None) -> list[dict[str, str]]:
    answer = await someone.http.post(f"{someone.path}/tokens", json={"leg": someone.leg if leg is None else leg})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["chambers"])


async def prepared(app: Any) -> tuple[str, dict[str, Person]]:
    app.state.seats = replace(app.state.seats, engines=ACCESS)
    desk = await at_desk(app)
    sent = plan()
    roles = app.state.meetings.profiles["diplomatic-bilateral"].roles
    sent["seats"] += [seat(f"{role.title()} Zed", role, "val") for role in roles if role in OUTSIDE_ROLES]
    meeting = await planned(desk, sent)
    return meeting, await people(app, desk, meeting)


async def test_a_token_is_given_for_each_chamber_of_the_view_to_the_leg_inside(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting, here = await prepared(app)
        ada, bo = here["ada"], here["bo"]
        await ada.enter()
        assert await tokens(ada) == []
        await here["cato"].enter()
        await here["cato"].does("convene")
        await settle(app, meeting)
        current = app.state.meetings.get(meeting).current
        name = current.chamber.name
        me = identity(name, ada.leg)
        assert await tokens(ada) == [
            {"key": chamber_key(name), "url": "wss://closed.example", "token": f"{name}|{me}", "identity": me}
        ]
        assert [c["key"] for c in (await ada.view())["chambers"]] == [chamber_key(name)]
        assert await tokens(bo, "none") == []
        assert await tokens(ada, bo.leg or "x") == []

        former = ada.leg
        await ada.enter()
        assert await tokens(ada, former) == []
        assert [t["identity"] for t in await tokens(ada)] == [identity(name, ada.leg)]
        await ada.does("leave")
        assert await tokens(ada) == []


async def test_whoever_is_not_of_the_closed_roster_gets_no_token_for_its_chamber(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting, here = await prepared(app)
        for someone in here.values():
            answer = await someone.http.post(f"{someone.path}/legs", json={})
            someone.leg = answer.json()["leg"]
            await someone.give("enter", leg=someone.leg, alone=True)
        await here["cato"].does("convene")
        await settle(app, meeting)
        await here["cato"].does("shut", phase="closed")
        await settle(app, meeting)
        roster = app.state.meetings.get(meeting).current.roster
        given = {p.seat for p in here.values() if await tokens(p)}
        assert given == {p.seat for p in here.values() if (await p.view())["chambers"]} == roster
        outside = {p.seat for p in here.values() if (await p.view())["me"]["role"] in OUTSIDE_ROLES}
        assert outside
        assert not outside & given


async def test_the_app_keeps_its_doors_by_itself(tmp_path: Path) -> None:
    """With the doorkeepers on their own thread, and engines in memory."""
    clock = SystemClock()
    engines = Engines(ACCESS, lambda: {side: ClosableEngine(now=clock.now) for side in Side})
    async with running(settings_in(tmp_path, deadline_scale=400), clock, engines) as app:
        desk = await at_desk(app)
        here = await people(app, desk, await planned(desk))
        for someone in here.values():
            await someone.enter()
        ada = here["ada"].seat
        await here["cato"].does("convene")
        await until(app, ada, "doors_closed")
        first = await tokens(here["ada"])
        await here["cato"].does("shut", phase="closed")
        await until(app, ada, "closed")
        assert [t["url"] for t in await tokens(here["ada"])] == ["wss://closed.example"]
        assert await tokens(here["ada"]) != first
        await here["cato"].does("shut", phase="ended")
        await until(app, ada, "ended")
        assert await tokens(here["ada"]) == []


async def until(app: Any, who: str, state: str) -> None:
    """Follow a seat's stream until its door is in this state."""
    async with aclosing(app.state.screens.events(who)) as stream:
        async for frame in stream:
            if json.loads(frame.removeprefix(b"data: "))["view"]["door"]["state"] == state:
                return


class ClosableEngine(FakeEngine):
    """The engine in memory, as the doorkeepers hold a real one."""

    async def close(self) -> None:
        """Nothing to give back."""

"""What each seat's screen is given: its own view whole, nothing it is not cleared for, and a rev that tells nothing else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from incamera.house.seats.screens import Screens
from incamera.main.links import new_link
from incamera.rules.shown import View
from incamera.rules.views import view_for
from incamera.rules.words import OUTSIDE_ROLES
from tests.factories import Person, at_desk, links, people, plan, planned, running, seat, settings_in
from tests.fakes.clock import VirtualClock
from tests.house.settling import settle
from tests.serving import serving

pytestmark = pytest.mark.whole

CANARY = "Dam at Kestrel Gap"
VIEW: TypeAdapter[View] = TypeAdapter(View)


def everybody(app: Any) -> dict[str, Any]:
    """A plan with a seat of every role of the default profile."""
    roles = app.state.meetings.profiles["diplomatic-bilateral"].roles
    rest = [r for r in roles if r not in {"principal", "chief_of_protocol", "press_aide"}]
    sent = plan()
    sent["seats"] += [seat(f"{role.title()} Zed", role, "val") for role in rest]
    return sent


async def test_every_role_gets_its_own_whole_view_and_no_closed_title_before_its_time(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        desk = await at_desk(app)
        meeting = await planned(desk, everybody(app))
        here = await people(app, desk, meeting)
        for someone in here.values():
            await someone.give("enter", leg=(await someone.http.post(f"{someone.path}/legs", json={})).json()["leg"])
        assert await _readers(app, here) == set()
        await here["cato"].does("convene")
        await settle(app, meeting)
        await here["cato"].does("ask", phase="on_record", rev=(await here["cato"].shown())["rev"])
        for name in ("cato", "cleo"):
            await here[name].does("turn", rev=(await here[name].shown())["rev"])
        assert await _readers(app, here) == set()
        await settle(app, meeting)
        assert {(await p.view())["door"]["state"] for p in here.values()} == {"on_air"}
        assert await _readers(app, here) == set()

        await here["cato"].does("shut", phase="closed")
        assert await _readers(app, here) == set()
        await settle(app, meeting)
        profile = app.state.meetings.get(meeting).profile
        cleared = {p.seat for p in here.values() if profile.access((await p.view())["me"]["role"], "closed") >= 2}
        in_roster = app.state.meetings.get(meeting).current.roster
        assert await _readers(app, here) == cleared & in_roster
        assert {here["ada"].seat, here["bo"].seat} <= cleared & in_roster

        await here["cato"].does("shut", phase="ended")
        assert await _readers(app, here) == set()


async def _readers(app: Any, here: dict[str, Person]) -> set[str]:
    """Who can read the closed title anywhere in a whole view; each view is exactly what the rules give."""
    found = set()
    for someone in here.values():
        shown = await someone.http.get(f"{someone.path}/view")
        meetings = app.state.meetings
        meeting = meetings.meeting_of(someone.seat)
        now = meetings.now(meeting)
        expected = view_for(meetings.get(meeting), someone.seat, meetings.seen(meeting), now)
        assert expected is not None
        assert shown.json()["view"] == json.loads(VIEW.dump_json(expected))
        if CANARY in shown.text:
            found.add(someone.seat)
    return found


async def test_rev_rises_only_when_this_view_changes_and_also_over_a_restart(tmp_path: Path) -> None:
    settings, clock = settings_in(tmp_path), VirtualClock()
    async with running(settings, clock) as app:
        desk = await at_desk(app)
        meeting = await planned(desk, everybody(app))
        here = await people(app, desk, meeting)
        for name in ("ada", "bo", "cato", "cleo"):
            await here[name].enter()
        await here["cato"].does("convene")
        await settle(app, meeting)
        roles = {name: (await p.view())["me"]["role"] for name, p in here.items()}
        journalist = next(here[name] for name, role in roles.items() if role in OUTSIDE_ROLES)
        outside, inside = (await journalist.shown())["rev"], (await here["ada"].shown())["rev"]
        await here["ada"].does("ask_floor")
        assert (await here["ada"].shown())["rev"] > inside
        assert (await journalist.shown())["rev"] == outside
        last = (await here["ada"].shown())["rev"]
    clock.advance(1_000_000)
    async with running(settings, clock) as app:
        assert app.state.screens.show(here["ada"].seat).rev > last


async def test_a_stream_carries_whole_views_and_ends_when_another_browser_takes_the_seat(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        here = await people(app, desk, await planned(desk))
        ada = here["ada"]
        screens: Screens = app.state.screens
        stream = screens.events(ada.seat)
        first = _read(await anext(stream))
        assert first["topic"] == "view"
        assert first["view"] == await ada.view()
        await ada.enter()
        second = _read(await anext(stream))
        assert second["rev"] > first["rev"]
        assert second["view"]["me"]["place"] == "inside"
        again = _read(await anext(stream))
        assert (again["rev"], again["view"], again["now"] > second["now"]) == (second["rev"], second["view"], True)
        screens.change_holder(ada.seat)
        assert [_read(frame)["rev"] async for frame in _rest(stream)] == []


async def _rest(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for frame in stream:
        yield frame


def _read(frame: bytes) -> dict[str, Any]:
    head, tail = b"data: ", b"\n\n"
    assert frame.startswith(head)
    assert frame.endswith(tail)
    return dict(json.loads(frame.removeprefix(head)))


async def test_a_stream_over_a_socket_shows_a_change_at_once_and_ends_with_the_server(tmp_path: Path) -> None:
    with serving(tmp_path) as (app, url):
        async with client(url) as desk, client(url) as http:
            await enter_desk(app, desk)
            meeting = await planned(desk)
            secret = (await links(desk, meeting))["Ada Arden"]
            ada = Person(http, (await http.post("/api/invitations/redeem", json={"secret": secret})).json()["seat"])
            places = []
            async with http.stream("GET", f"{ada.path}/events") as answer:
                assert answer.headers["content-type"].startswith("text/event-stream")
                assert answer.headers["cache-control"] == "no-store"
                async for line in answer.aiter_lines():
                    if not line.startswith("data: "):
                        continue
                    places.append(json.loads(line.removeprefix("data: "))["view"]["me"]["place"])
                    if places[-1] == "inside":
                        break
                    await ada.enter()
            assert places == ["lobby", "inside"]


def client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, headers={"X-Incamera": "1"}, timeout=30)


async def enter_desk(app: Any, desk: httpx.AsyncClient) -> None:
    """By a link that another process makes, as the command line does: with a database of its own."""
    link = await new_link(app.state.settings)
    assert link is not None
    assert (await desk.post("/api/desk/redeem", json={"secret": link.split("#")[1]})).status_code == 204

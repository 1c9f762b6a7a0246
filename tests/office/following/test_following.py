"""A meeting of the house becomes an engagement: who was there on the record, once, and nothing of the closed talks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from incamera.main.jobs import following
from incamera.office.records.tables import OfficeEntryRow, RecordRow
from tests.factories import at_desk, people, plan, planned, running, seat, settings_in
from tests.fakes.clock import VirtualClock
from tests.house.settling import settle

pytestmark = pytest.mark.whole

CLOSED_TITLE = "Dam at Kestrel Gap"


def talks() -> dict[str, Any]:
    """As planned elsewhere, with a delegate of each side: one comes for the closed talks only, one never."""
    sent = plan()
    more = [seat("Eva Ek", "delegate", "nor", title="Envoy"), seat("Finn Falk", "delegate", "nor")]
    return sent | {"seats": [*sent["seats"], *more]}


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    async with running(settings_in(folder), VirtualClock()) as app:
        yield app, await at_desk(app)


async def held(app: FastAPI, desk: httpx.AsyncClient, *, opens: bool = True, ends: bool = True) -> str:
    """A meeting: on the record with four people, then closed with one more."""
    meeting = await planned(desk, talks())
    here = await people(app, desk, meeting)
    for name in ("ada", "bo", "cato", "cleo", "dag"):
        await here[name].enter()
    await here["cato"].does("convene")
    await settle(app, meeting)
    if opens:
        await on_record(app, meeting, here)
        await here["cato"].does("shut", phase="closed")
        await settle(app, meeting)
    await here["eva"].enter()
    await settle(app, meeting)
    if ends:
        await here["cato"].does("shut", phase="ended")
        await settle(app, meeting)
    return meeting


async def on_record(app: FastAPI, meeting: str, here: dict[str, Any]) -> None:
    """Opened by the keys of both chiefs of protocol."""
    await here["cato"].does("ask", phase="on_record", rev=(await here["cato"].shown())["rev"])
    await settle(app, meeting)
    for name in ("cato", "cleo"):
        await here[name].does("turn", rev=(await here[name].shown())["rev"])
    await settle(app, meeting)


async def ours(desk: httpx.AsyncClient) -> None:
    """The office learns which side it is."""
    sent = {"name": "valdoria", "type": "state", "is_ours": True}
    assert (await desk.post("/api/desk/office/organisation", json=sent)).status_code == 201


async def follow(app: FastAPI) -> None:
    """As the jobs' process does, started afresh."""
    await following(app.state.database, app.state.clock).follow()


async def engagements(desk: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await desk.get("/api/desk/office/records", params={"kind": "engagement"})
    return list(answer.json())


async def test_a_meeting_that_was_on_the_record_becomes_an_engagement_once(tmp_path: Path) -> None:
    async with house(tmp_path) as (app, desk):
        await ours(desk)
        meeting = await held(app, desk)
        for _ in range(3):
            await follow(app)
        (found,) = await engagements(desk)
        fields = found["fields"]
        async with app.state.database.reading() as session:
            rows = {row.id: row.fields for row in await session.scalars(select(RecordRow))}
        assert (fields["channel"], fields["on_record"], fields["meeting"]) == ("virtual", True, meeting)
        assert fields["start"] < fields["end"]
        sides = {
            side: {(rows[p["person"]]["name"], p["level"], p["title"]) for p in fields[side]}
            for side in ("officials", "counterparts")
        }
        assert sides == {
            "officials": {("Ada Arden", "principal", "Principal"), ("Cato Crane", "working", "Chief of protocol")},
            "counterparts": {("Bo Berg", "principal", "Principal"), ("Cleo Carr", "working", "Chief of protocol")},
        }
        assert {row["name"] for row in rows.values() if row.get("is_official")} == {"Ada Arden", "Cato Crane"}


async def test_nothing_of_the_closed_talks_reaches_the_office(tmp_path: Path) -> None:
    async with house(tmp_path) as (app, desk):
        await ours(desk)
        await held(app, desk)
        await follow(app)
        async with app.state.database.reading() as session:
            told = json.dumps([entry.body for entry in await session.scalars(select(OfficeEntryRow))])
        assert "Ada Arden" in told
        assert not [word for word in (CLOSED_TITLE, "Eva Ek", "Finn Falk", "closed") if word in told]


async def test_a_meeting_that_was_never_open_or_goes_on_is_none(tmp_path: Path) -> None:
    async with house(tmp_path) as (app, desk):
        await ours(desk)
        await held(app, desk, opens=False)
        await held(app, desk, ends=False)
        await follow(app)
        assert await engagements(desk) == []


async def test_a_meeting_waits_until_the_office_knows_its_own_side(tmp_path: Path) -> None:
    async with house(tmp_path) as (app, desk):
        meeting = await held(app, desk)
        await follow(app)
        assert await engagements(desk) == []
        await ours(desk)
        for _ in range(2):
            await follow(app)
        assert [e["fields"]["meeting"] for e in await engagements(desk)] == [meeting]


async def test_known_people_are_known_again(tmp_path: Path) -> None:
    async with house(tmp_path) as (app, desk):
        await ours(desk)
        for _ in range(2):
            await held(app, desk)
            await follow(app)
        named = [e["fields"]["counterparts"] for e in await engagements(desk)]
        assert len(named) == 2
        assert named[0] == named[1]

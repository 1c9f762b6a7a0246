"""Readers are let in by single-use links, read until their time is over or the desk ends it, and never enter anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from incamera.office.access.tables import ReaderCookieRow, ReaderLinkRow
from incamera.platform.clock import SECOND_US
from tests.factories import at_desk, browser, running, settings_in

pytestmark = pytest.mark.whole

OFFICE = "/api/desk/office"
DAY_US = 86_400 * SECOND_US


class Moving:
    """A clock that is put forward by hand."""

    at = 1_800_000_000_000_000

    def now(self) -> int:
        return self.at


@dataclass
class Place:
    app: FastAPI
    desk: httpx.AsyncClient
    clock: Moving
    ada: str
    """An official, who leads `mandate`."""
    mandate: str
    house: str
    """An oversight body."""

    async def enter(self, kind: str, **fields: Any) -> str:
        answer = await self.desk.post(f"{OFFICE}/{kind}", json=fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def grant(self, **fields: Any) -> dict[str, Any]:
        answer = await self.desk.post(f"{OFFICE}/readers", json={"name": "Reader", **fields})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def reads_as(self, link: dict[str, Any]) -> httpx.AsyncClient:
        """A browser that redeemed the link."""
        http = browser(self.app)
        answer = await http.post(f"{OFFICE}/redeem", json={"secret": link["secret"]})
        assert answer.status_code == 204, answer.text
        return http


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    clock = Moving()
    async with running(settings_in(tmp_path), clock) as app:
        made = Place(app, await at_desk(app), clock, "", "", "")
        made.ada = await made.enter("person", name="Ada", is_official=True)
        given_by = {"asked_by": made.ada, "lead": made.ada, "given_at": 5, "scopes": [{"since": 5}]}
        made.mandate = await made.enter("mandate", title="Rivers", **given_by)
        made.house = await made.enter("organisation", name="House Committee", type="institution")
        yield made


async def titles(http: httpx.AsyncClient) -> set[str]:
    answer = await http.get(f"{OFFICE}/records")
    assert answer.status_code == 200, answer.text
    return {row["fields"].get("title") or row["fields"]["name"] for row in answer.json()}


async def refused(http: httpx.AsyncClient, status: int, code: str) -> None:
    answer = await http.get(f"{OFFICE}/records")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_an_official_reads_by_a_link_that_works_once(place: Place) -> None:
    link = await place.grant(kind="official", of=place.ada)
    http = await place.reads_as(link)
    assert await titles(http) == {"Ada", "Rivers"}
    assert (await http.get(f"{OFFICE}/reader")).json() == {"kind": "official"}
    assert (await place.desk.get(f"{OFFICE}/reader")).json() == {"kind": "desk"}
    again = await browser(place.app).post(f"{OFFICE}/redeem", json={"secret": link["secret"]})
    assert (again.status_code, again.json()["code"]) == (410, "link_used")
    assert await titles(http) == {"Ada", "Rivers"}


async def test_the_cookie_is_the_office_s_alone_and_out_of_a_script_s_reach(place: Place) -> None:
    link = await place.grant(kind="team", of=place.ada)
    answer = await browser(place.app).post(f"{OFFICE}/redeem", json={"secret": link["secret"]})
    cookie = answer.headers["set-cookie"].lower()
    assert "path=/api/desk/office" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert link["secret"] not in cookie


async def test_neither_link_nor_cookie_can_be_read_from_the_database_or_the_ledger(place: Place) -> None:
    link = await place.grant(kind="official", of=place.ada)
    http = await place.reads_as(link)
    token = http.cookies["incamera_reader"]
    async with place.app.state.database.reading() as session:
        kept = [*await session.scalars(select(ReaderLinkRow.secret_hash))]
        kept += await session.scalars(select(ReaderCookieRow.token_hash))
    ledger = (await place.desk.get(f"{OFFICE}/ledger")).text
    listed = (await place.desk.get(f"{OFFICE}/readers")).text
    for secret in (link["secret"], token):
        assert all(secret.encode() not in row for row in kept)
        assert secret not in ledger
        assert secret not in listed


async def test_a_newer_link_voids_the_one_before_and_using_it_ends_the_former_browser(place: Place) -> None:
    first = await place.grant(kind="official", of=place.ada)
    newer = (await place.desk.post(f"{OFFICE}/readers/{first['reader']}/link")).json()
    void = await browser(place.app).post(f"{OFFICE}/redeem", json={"secret": first["secret"]})
    assert (void.status_code, void.json()["code"]) == (404, "link_unknown")
    lost = await place.reads_as(newer)
    found = await place.reads_as((await place.desk.post(f"{OFFICE}/readers/{first['reader']}/link")).json())
    await refused(lost, 401, "desk_closed")
    assert await titles(found) == {"Ada", "Rivers"}


async def test_a_link_is_too_old_after_a_day(place: Place) -> None:
    link = await place.grant(kind="official", of=place.ada)
    place.clock.at += DAY_US
    answer = await browser(place.app).post(f"{OFFICE}/redeem", json={"secret": link["secret"]})
    assert (answer.status_code, answer.json()["code"]) == (410, "link_expired")


async def test_the_desk_ends_a_reader_at_once_and_the_ledger_says_so(place: Place) -> None:
    link = await place.grant(kind="official", of=place.ada)
    http = await place.reads_as(link)
    assert (await place.desk.delete(f"{OFFICE}/readers/{link['reader']}")).status_code == 204
    await refused(http, 401, "desk_closed")
    for path in (f"readers/{link['reader']}/link", "readers/unknown/link"):
        assert (await place.desk.post(f"{OFFICE}/{path}")).status_code == 404
    assert (await place.desk.delete(f"{OFFICE}/readers/{link['reader']}")).status_code == 404
    [row] = (await place.desk.get(f"{OFFICE}/readers")).json()
    assert row["ended"] == place.clock.at
    entries = (await place.desk.get(f"{OFFICE}/ledger")).json()["entries"]
    said = [entry["body"] for entry in entries if entry["body"]["subject"] == link["reader"]]
    assert [body.get("reader", {}).get("of") for body in said] == [place.ada, None]
    assert all(body["by"] == "desk" for body in said)


async def test_nobody_reads_beyond_their_time(place: Place) -> None:
    until = place.clock.at + 10 * DAY_US
    http = await place.reads_as(await place.grant(kind="official", of=place.ada, until=until))
    place.clock.at = until - 1
    assert await titles(http)
    place.clock.at = until
    await refused(http, 401, "desk_closed")
    endless = await place.reads_as(await place.grant(kind="official", of=place.ada))
    place.clock.at += 30 * DAY_US
    await refused(endless, 401, "desk_closed")


async def test_a_reader_leaves(place: Place) -> None:
    http = await place.reads_as(await place.grant(kind="official", of=place.ada))
    token = http.cookies["incamera_reader"]
    assert (await http.delete(f"{OFFICE}/reader")).status_code == 204
    http.cookies.set("incamera_reader", token, domain="localhost.local", path=OFFICE)
    await refused(http, 401, "desk_closed")
    assert (await http.delete(f"{OFFICE}/reader")).status_code == 401


async def test_whoever_tries_links_is_told_to_wait(place: Place) -> None:
    http = browser(place.app)
    codes = {(await http.post(f"{OFFICE}/redeem", json={"secret": f"x{n}"})).status_code for n in range(22)}
    assert codes == {404, 429}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "official"}, "of"),
        ({"kind": "official", "of": "mandate"}, "of"),
        ({"kind": "team", "of": "house"}, "of"),
        ({"kind": "oversight", "of": "ada"}, "of"),
        ({"kind": "staff"}, "mandates"),
        ({"kind": "staff", "of": "ada", "mandates": ["mandate"]}, "of"),
        ({"kind": "staff", "mandates": ["ada"]}, "mandates"),
        ({"kind": "official", "of": "ada", "mandates": ["mandate"]}, "mandates"),
    ],
)
async def test_a_reader_who_is_nobody_in_particular_is_refused(place: Place, sent: dict[str, Any], field: str) -> None:
    known = {"ada": place.ada, "mandate": place.mandate, "house": place.house}
    body = {k: known.get(v, v) if isinstance(v, str) else [known[i] for i in v] for k, v in sent.items()}
    answer = await place.desk.post(f"{OFFICE}/readers", json={"name": "X", **body})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert (await place.desk.get(f"{OFFICE}/readers")).json() == []


@pytest.mark.parametrize("kind", ["desk", "press", ""])
async def test_nobody_is_made_a_reader_of_a_kind_without_a_rule(place: Place, kind: str) -> None:
    answer = await place.desk.post(f"{OFFICE}/readers", json={"kind": kind, "name": "X", "of": place.ada})
    assert answer.status_code == 422


async def test_no_reader_enters_grants_or_releases_anything(place: Place) -> None:
    http = await place.reads_as(await place.grant(kind="official", of=place.ada))
    paths = place.app.openapi()["paths"]
    allowed = {("post", f"{OFFICE}/redeem"), ("delete", f"{OFFICE}/reader")}
    acts = [(m, p) for p, item in paths.items() for m in item if p.startswith("/api/desk") and m != "get"]
    before = (await place.desk.get(f"{OFFICE}/ledger")).json()["entries"]
    for method, path in acts:
        if (method, path) in allowed or path == "/api/desk/redeem":
            continue
        answer = await http.request(method, path.replace("{record}", place.ada), json={"name": "X"})
        assert answer.status_code == 401, (method, path)
    assert (await place.desk.get(f"{OFFICE}/ledger")).json()["entries"] == before


async def test_a_release_is_of_the_record_as_it_stood(place: Place) -> None:
    http = await place.reads_as(await place.grant(kind="oversight", of=place.house))
    assert await titles(http) == set()
    released = await place.desk.post(f"{OFFICE}/releases/{place.house}", json={"records": [place.ada, place.mandate]})
    assert released.status_code == 204
    assert await titles(http) == {"Ada", "Rivers"}
    body = {"record": {"name": "Ada Arden", "is_official": True}, "reason": "her whole name"}
    assert (await place.desk.put(f"{OFFICE}/person/{place.ada}", json=body)).status_code == 204
    assert await titles(http) == {"Rivers"}
    listed = {
        row["record"]: row["is_current"] for row in (await place.desk.get(f"{OFFICE}/releases/{place.house}")).json()
    }
    assert listed == {place.ada: False, place.mandate: True}
    await place.desk.post(f"{OFFICE}/releases/{place.house}", json={"records": [place.ada]})
    assert await titles(http) == {"Ada Arden", "Rivers"}
    entries = (await http.get(f"{OFFICE}/records/{place.ada}")).json()["entries"]
    assert [(entry["kind"], entry["seq"]) for entry in entries] == [("person_corrected", None)]
    assert (await place.desk.delete(f"{OFFICE}/releases/{place.house}/{place.ada}")).status_code == 204
    assert await titles(http) == {"Rivers"}
    assert (await place.desk.delete(f"{OFFICE}/releases/{place.house}/{place.ada}")).status_code == 404


async def test_what_cannot_be_released_is_refused_with_all_that_came_with_it(place: Place) -> None:
    http = await place.reads_as(await place.grant(kind="oversight", of=place.house))
    paper = await place.desk.post(f"{OFFICE}/documents", json={"name": "Paper", "text": "words"})
    for wrong in (paper.json()["id"], "a" * 26):
        sent = {"records": [place.mandate, wrong]}
        answer = await place.desk.post(f"{OFFICE}/releases/{place.house}", json=sent)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "records.1")
    assert await titles(http) == set()
    for body in (place.ada, "a" * 26):
        answer = await place.desk.post(f"{OFFICE}/releases/{body}", json={"records": [place.mandate]})
        assert answer.status_code == 404
        assert (await place.desk.get(f"{OFFICE}/releases/{body}")).status_code == 404

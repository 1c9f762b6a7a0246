"""Files through the api and the job: taken in by bits, read in a child, entered whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from incamera.main.jobs import registry
from incamera.office.imports import confined
from incamera.office.imports.service import LARGEST, READ_JOB
from incamera.platform.jobs import run_due
from tests.factories import at_desk, running, settings_in
from tests.fakes.clock import VirtualClock
from tests.office.imports.papers import bomb, pdf
from tests.office.imports.test_events import calendar

pytestmark = pytest.mark.whole

IMPORTS = "/api/desk/office/imports"


@dataclass
class House:
    """The api, a browser at its desk, and the folder of its data."""

    app: FastAPI
    desk: httpx.AsyncClient
    folder: Path

    async def send(self, data: bytes, what: str, **more: str) -> httpx.Response:
        return await self.desk.post(IMPORTS, content=data, params={"what": what, "name": "file", **more})

    async def work(self) -> None:
        """As the jobs' process does, until nothing is due."""
        state = self.app.state
        jobs = {READ_JOB: registry(state.settings, state.database, state.clock)[READ_JOB]}
        while await run_due(jobs, state.database, state.clock):
            pass

    async def read(self, data: bytes, what: str, **more: str) -> dict[str, Any]:
        answer = await self.send(data, what, **more)
        assert answer.status_code == 202, answer.text
        await self.work()
        return dict((await self.desk.get(f"{IMPORTS}/{answer.json()['id']}")).json())

    async def enter(self, kind: str, **fields: Any) -> str:
        answer = await self.desk.post(f"/api/desk/office/{kind}", json=fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def records(self, kind: str) -> list[dict[str, Any]]:
        return list((await self.desk.get("/api/desk/office/records", params={"kind": kind})).json())

    async def entries(self) -> int:
        return len((await self.desk.get("/api/desk/office/ledger")).json()["entries"])

    def waiting(self) -> list[Path]:
        return list((self.folder / "imports").glob("*"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        yield House(app, await at_desk(app), tmp_path)


async def test_a_list_of_people_is_entered_and_comes_out_as_it_went_in(house: House) -> None:
    text = (
        "name,official,organisation,organisation_type,country,title,since\n"
        "Ada Arden,yes,Valdoria,state,VAL,President,2024-01-01\n"
        "=Bo Berg,no,Norland,state,NOR,Minister,\n"
    )
    found = await house.read(text.encode(), "people")
    assert (found["file"]["state"], found["file"]["sha256"]) == ("read", sha256(text.encode()).hexdigest())
    assert [(line["line"], line["state"], line["kind"]) for line in found["lines"]] == [
        (2, "entered", "organisation"), (2, "entered", "person"),
        (3, "entered", "organisation"), (3, "entered", "person"),
    ]  # fmt: skip
    named = {r["fields"]["name"]: r for r in await house.records("person")}
    assert set(named) == {"Ada Arden", "=Bo Berg"}
    assert named["Ada Arden"]["fields"]["offices"][0]["title"] == "President"
    assert {line["record"] for line in found["lines"]} >= {r["id"] for r in named.values()}
    about = await house.desk.get(f"/api/desk/office/records/{named['Ada Arden']['id']}")
    assert [(e["kind"], e["by"], e["reason"]) for e in about.json()["entries"]] == [
        ("person_entered", "import", "file")
    ]
    of_land = named["Ada Arden"]["fields"]["offices"][0]["organisation"]
    about_land = await house.desk.get("/api/desk/office/records", params={"about": of_land})
    assert [r["id"] for r in about_land.json()] == [named["Ada Arden"]["id"]]
    out = await house.desk.get("/api/desk/office/people.csv")
    assert out.headers["content-type"].startswith("text/csv")
    assert ",'=Bo Berg," in out.text
    before = await house.entries()
    again = await house.read(out.content, "people")
    assert {line["state"] for line in again["lines"]} == {"unchanged"}
    assert await house.entries() == before
    corrected = await house.read(out.text.replace("Minister", "Premier").encode(), "people")
    assert sorted(line["state"] for line in corrected["lines"]) == ["corrected", "unchanged"]
    assert await house.entries() == before + 1
    assert house.waiting() == []


async def test_one_bad_line_enters_nothing_and_is_named(house: House) -> None:
    lines = "".join(f"P{n}\n" for n in range(20))
    found = await house.read(f"name,official\n{lines.replace(chr(10), ',' + chr(10))}Bad,perhaps\n".encode(), "people")
    assert found["file"]["state"] == "refused"
    assert found["file"]["fault"].startswith("Nothing was entered")
    assert [(line["line"], line["state"], line["field"], line["expected"]) for line in found["lines"]] == [
        (22, "fault", "official", "yes or no")
    ]
    assert await house.records("person") == []
    assert await house.entries() == 0


@pytest.mark.parametrize(
    ("data", "what", "word"),
    [
        (b"PK\x03\x04rest", "letter", "ZIP archive"),
        (b"PK\x03\x04rest", "people", "ZIP archive"),
        (pdf("x"), "people", "a PDF"),
        (b"name\nAda\n", "calendar", "no calendar"),
        (calendar("DTSTART:20260601T080000Z"), "letter", "a calendar"),
        (b"\x89PNG\r\n", "letter", "a picture"),
        (b"%PDF-1.4\ngarbage", "letter", "damaged"),
        (b"a\x00b", "letter", "no text"),
        (b"   \n", "letter", "empty"),
        (b"a" * 1_000_001, "letter", "too long"),
    ],
)
async def test_a_file_is_what_its_content_says(house: House, data: bytes, what: str, word: str) -> None:
    more = {"official": await house.enter("person", name="Ada")} if what == "calendar" else {}
    found = await house.read(data, what, **more)
    assert (found["file"]["state"], found["lines"]) == ("refused", [])
    assert word in found["file"]["fault"]
    assert house.waiting() == []


@pytest.mark.parametrize(
    ("data", "media_type", "text"),
    [
        (pdf("Dear Sir", "What was said?"), "application/pdf", "Dear Sir\n\nWhat was said?"),
        ("Dear Sir,\r\nwhat was said\u202e?\n".encode(), "text/plain", "Dear Sir,\nwhat was said ?"),
        (pdf(""), "application/pdf", None),
    ],
)
async def test_a_letter_becomes_a_document_with_its_words(
    house: House, data: bytes, media_type: str, text: str | None
) -> None:
    found = await house.read(data, "letter")
    assert found["file"]["state"] == "read", found
    address = f"/api/desk/office/documents/{found['file']['document']}"
    document = (await house.desk.get(address)).json()
    assert (document["media_type"], document["sha256"]) == (media_type, sha256(data).hexdigest())
    assert document["text"] == text
    content = await house.desk.get(f"{address}/content")
    assert content.content == data


async def test_a_calendar_is_proposed_and_a_person_decides(house: House) -> None:
    ada = await house.enter("person", name="Ada Arden", is_official=True)
    await house.enter("person", name="Bo Berg")
    await house.enter("organisation", name="Karsova", type="state", country="KAR")
    data = calendar(
        "UID:1\r\nSUMMARY:Talk\r\nDTSTART;TZID=Europe/Vienna:20200601T100000\r\nATTENDEE;CN=Bo Berg:mailto:bo@x.example",
        "UID:2\r\nSUMMARY:Visit\r\nDTSTART;VALUE=DATE:20200603\r\nDTEND;VALUE=DATE:20200605\r\nLOCATION:Port\\, Karsova",
        "UID:3\r\nSUMMARY:Speech\r\nDTSTART:20200607T100000Z",
        "UID:4\r\nDTSTART:20200232T100000Z",
    )
    found = await house.read(data, "calendar", official=ada)
    lines = {line["number"]: line for line in found["lines"]}
    assert [(n, line["state"], line["kind"]) for n, line in lines.items()] == [
        (1, "proposed", "engagement"), (2, "proposed", "travel"), (3, "proposed", "public_event"), (4, "fault", None),
    ]  # fmt: skip
    assert await house.records("engagement") == []
    address = f"{IMPORTS}/{found['file']['id']}/lines"
    for n in (1, 2):
        answer = await house.desk.post(f"{address}/{n}", json={lines[n]["kind"]: lines[n]["fields"]})
        assert answer.status_code == 201, answer.text
        assert (await house.desk.post(f"{address}/{n}", json={lines[n]["kind"]: lines[n]["fields"]})).status_code == 409
    assert (await house.desk.delete(f"{address}/3")).status_code == 204
    assert (await house.desk.delete(f"{address}/3")).status_code == 409
    assert (await house.desk.delete(f"{address}/9")).status_code == 404
    (call,) = await house.records("engagement")
    assert (call["fields"]["zone"], call["fields"]["start"]) == ("Europe/Vienna", 1_590_998_400_000_000)
    (trip,) = await house.records("travel")
    assert [trip["fields"][n] for n in ("country", "first", "last")] == ["KAR", "2020-06-03", "2020-06-04"]
    again = await house.read(data.replace(b"20200607T10", b"20200607T11"), "calendar", official=ada)
    assert [line["state"] for line in again["lines"]] == ["known", "known", "proposed", "fault"]


async def test_what_is_too_large_is_refused_before_it_is_read(house: House) -> None:
    async def endless() -> AsyncIterator[bytes]:
        raise AssertionError("nothing of it may be read")
        yield b""

    for what, size in (("letter", 200_000_000), ("people", LARGEST["people"] + 1)):
        answer = await house.desk.post(
            IMPORTS, content=endless(), params={"what": what, "name": "x"}, headers={"Content-Length": str(size)}
        )
        assert answer.status_code == 413
        assert answer.json()["detail"].endswith(f"at most {LARGEST[what] // 1_000_000} MB can be taken in.")
    assert house.waiting() == []


async def test_a_file_that_does_not_arrive_whole_is_not_kept(house: House) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield b"name\n"

    params = {"what": "people", "name": "x"}
    answer = await house.desk.post(IMPORTS, content=half(), params=params, headers={"Content-Length": "500"})
    assert (answer.status_code, answer.json()["code"]) == (400, "upload_cut")
    unsaid = await house.desk.post(IMPORTS, content=half(), params=params)
    assert (unsaid.status_code, unsaid.json()["code"]) == (411, "length_required")
    assert house.waiting() == []
    assert (await house.desk.get(IMPORTS)).json() == []


async def test_a_file_waits_where_nobody_else_reads_it(house: House) -> None:
    answer = await house.send(b"name\nAda\n", "people")
    (path,) = house.waiting()
    assert path.name == answer.json()["id"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    (row,) = (await house.desk.get(IMPORTS)).json()
    assert (row["state"], row["bytes"]) == ("waiting", 9)
    os.utime(path, (0, 0))
    left = path.parent / "left-behind"
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    await house.work()
    assert house.waiting() == []


@pytest.mark.parametrize(
    ("what", "official", "status"), [("calendar", None, 422), ("letter", "x", 422), ("rumour", None, 422)]
)
async def test_a_calendar_and_nothing_else_is_somebodys(
    house: House, what: str, official: str | None, status: int
) -> None:
    more = {"official": official} if official else {}
    assert (await house.send(b"x", what, **more)).status_code == status
    assert (await house.send(b"", "letter")).status_code == 422


async def test_a_job_that_comes_again_changes_nothing(house: House) -> None:
    found = await house.read(b"name\nAda\n", "people")
    state = house.app.state
    job = registry(state.settings, state.database, state.clock)[READ_JOB]
    before = await house.entries()
    await job({"import": found["file"]["id"]})
    await job({"import": "a" * 26})
    assert await house.entries() == before


async def test_a_page_that_unpacks_to_a_gigabyte_is_refused(house: House) -> None:
    found = await house.read(bomb(), "letter")
    assert found["file"]["state"] == "refused"
    assert await house.records("document") == []


async def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"name\nAda\n")
    monkeypatch.setattr(confined, "WALL_S", 0)
    found = await confined.parse(path, "people")
    assert "too long" in found.model_dump()["sentence"]

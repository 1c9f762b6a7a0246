"""Finding records over HTTP: by words and names, by id, page by page, and in time order."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from incamera.demo.desk import Desk
from incamera.demo.http import Door
from incamera.demo.office import sow_office
from incamera.office.records import store
from tests.factories import HOST, at_desk, running, settings_in

pytestmark = pytest.mark.whole

NOW = 1_800_000_000_000_000


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A desk whose office is that of the demonstration."""
    async with running(settings_in(tmp_path)) as app:
        client = await at_desk(app)
        seeding = Desk(Door(HOST, HOST, HOST))
        seeding.client = client
        await sow_office(seeding, NOW)
        yield client


async def get(client: httpx.AsyncClient, path: str, **params: Any) -> Any:
    answer = await client.get(f"/api/desk/office/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def named(client: httpx.AsyncClient, kind: str, name: str) -> str:
    rows = await get(client, "records", kind=kind, words=name)
    return str(next(row["id"] for row in rows if row["fields"].get("name", row["fields"].get("title")) == name))


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Kind, and what it is called."""
    return [
        (row["kind"], row["fields"].get("what") or row["fields"].get("title") or row["fields"].get("channel") or "")
        for row in rows
    ]


async def test_words_are_found_in_a_record_and_in_the_names_of_whom_it_names(desk: httpx.AsyncClient) -> None:
    found = told(await get(desk, "records", words="selmic", kind=["engagement", "commitment"]))
    assert sorted(found) == [("commitment", "Visit to Karsova"), ("engagement", "phone")]
    assert told(await get(desk, "records", words="selmic phone")) == [("engagement", "phone")]
    assert told(await get(desk, "records", words="selmic letter", kind="engagement")) == []


async def test_no_word_is_found_in_an_id(desk: httpx.AsyncClient) -> None:
    person = await named(desk, "person", "Davor Selmic")
    assert await get(desk, "records", words=person[:8]) == []


async def test_a_record_tells_the_names_of_what_it_names(desk: httpx.AsyncClient) -> None:
    [call] = await get(desk, "records", words="selmic phone")
    named_by = {name["name"]: name["kind"] for name in call["names"].values()}
    assert named_by == {
        "Davor Selmic": "person",
        "Mirela Okvist": "person",
        "Karsova": "organisation",
        "Republic of Valdoria": "organisation",
        "Causes of migration in the Strait region": "mandate",
    }
    [promise] = await get(desk, "records", kind="commitment", words="visit karsova")
    assert promise["names"][call["id"]] == {"kind": "engagement", "name": "phone"}


async def test_records_are_had_by_their_ids_in_one_answer(desk: httpx.AsyncClient) -> None:
    ids = [row["id"] for row in await get(desk, "records", kind="engagement")]
    asked = [*reversed(ids), "a" * 26, ids[0]]
    assert [row["id"] for row in await get(desk, "records", id=asked)] == list(reversed(ids))


async def test_a_page_follows_on_the_last_record(desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [row["id"] for row in await get(desk, "records")]
    monkeypatch.setattr(store, "MOST", 4)
    read: list[str] = []
    while page := await get(desk, "records", **({"after": read[-1]} if read else {})):
        read += [row["id"] for row in page]
    assert read == whole
    assert len(set(whole)) == len(whole) > 4


async def test_the_history_has_each_version_and_names_whom_an_earlier_one_named(desk: httpx.AsyncClient) -> None:
    bank = await named(desk, "organisation", "Strait Development Bank")
    coast = await named(desk, "organisation", "Coastal Harvest Foundation")
    made = await desk.post(
        "/api/desk/office/person", json={"name": "Ilka", "offices": [{"organisation": bank, "title": "Governor"}]}
    )
    person = made.json()["id"]
    corrected = {"name": "Ilka Brandt", "offices": [{"organisation": coast, "title": "Governor"}]}
    answer = await desk.put(
        f"/api/desk/office/person/{person}", json={"record": corrected, "reason": "the wrong organisation"}
    )
    assert answer.status_code == 204, answer.text
    shown = await get(desk, f"records/{person}")
    assert [(e["kind"], e["fields"]["name"]) for e in shown["entries"]] == [
        ("person_entered", "Ilka"),
        ("person_corrected", "Ilka Brandt"),
    ]
    assert {bank, coast} <= set(shown["record"]["names"])


async def test_the_time_of_a_mandate(desk: httpx.AsyncClient) -> None:
    mandate = await named(desk, "mandate", "Causes of migration in the Strait region")
    rows = await get(desk, "timeline", about=mandate)
    assert [row["at"] for row in rows] == sorted((row["at"] for row in rows), reverse=True)
    assert sorted(told(rows)) == [
        ("commitment", "Send the draft of the joint work plan"),
        ("commitment", "Visit to Karsova"),
        ("directive", "Prepare a work plan with the region's foundations"),
        ("engagement", "letter"),
        ("engagement", "phone"),
        ("engagement", "virtual"),
        ("mandate", "Causes of migration in the Strait region"),
        ("public_event", "Press conference"),
        ("public_event", "Remarks to the Council of Coastal Mayors"),
    ]


async def test_the_time_of_a_country_and_of_an_organisation(desk: httpx.AsyncClient) -> None:
    karsova = [
        ("commitment", "Send the draft of the joint work plan"),  # to the state
        ("commitment", "Visit to Karsova"),  # to its president
        ("engagement", "phone"),
        ("mandate", "Causes of migration in the Strait region"),
    ]
    assert sorted(told(await get(desk, "timeline", country="kar"))) == karsova
    assert told(await get(desk, "timeline", country="HAL")) == [("travel", "")]
    state = await named(desk, "organisation", "Karsova")
    assert sorted(told(await get(desk, "timeline", about=state))) == karsova
    president = await named(desk, "person", "Davor Selmic")
    assert sorted(told(await get(desk, "timeline", about=president))) == karsova[1:]
    assert await get(desk, "timeline", country="XXX") == []


async def test_words_of_a_promise_and_the_days_that_they_mean(desk: httpx.AsyncClient) -> None:
    assert await get(desk, "window", words="in the month of June", said_on="2027-05-07") == {
        "first": "2027-06-01",
        "last": "2027-06-30",
    }
    assert await get(desk, "window", words="soon", said_on="2027-05-07") == {"first": None, "last": None}

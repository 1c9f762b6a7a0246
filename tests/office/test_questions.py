"""What a sceptical reporter and a committee would ask, answered over HTTP from the office of the demonstration."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from incamera.demo.desk import Desk
from incamera.demo.http import Door
from incamera.demo.office import sow_office
from incamera.house.ledger.verify import check
from incamera.rules.ledger import LedgerFile
from tests.factories import HOST, at_desk, browser, running, settings_in

pytestmark = pytest.mark.whole

NOW = 1_800_000_000_000_000  # 15 January 2027


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A desk whose office is that of the demonstration, and its mandate."""
    async with running(settings_in(tmp_path)) as app:
        client = await at_desk(app)
        seeding = Desk(Door(HOST, HOST, HOST))
        seeding.client = client
        yield client, await sow_office(seeding, NOW)


async def get(client: httpx.AsyncClient, path: str, **params: Any) -> Any:
    answer = await client.get(f"/api/desk/office/{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_whom_has_she_not_spoken_to_yet(desk: tuple[httpx.AsyncClient, str]) -> None:
    client, mandate = desk
    shown = await get(client, f"coverage/{mandate}")
    names = {row["id"]: row["name"] for row in shown["counterparts"]}
    standing = {names[cell["counterpart"]]: (cell["standing"], cell["channels"]) for cell in shown["cells"]}
    assert standing == {
        "Davor Selmic": ("engaged", ["phone"]),
        "Strait Development Bank": ("deputies_only", ["virtual"]),
        "Coastal Harvest Foundation": ("engaged", ["letter"]),
    }
    assert (shown["pairs"], shown["not_yet"]) == (5, 2)
    said = await get(client, f"coverage/{mandate}/sentences")
    assert "".join(piece["text"] for piece in said[0]["pieces"]) == (
        "Mirela Okvist has spoken with Davor Selmic, by phone; has written to Coastal Harvest Foundation; "
        "by deputies only with Strait Development Bank; not yet with Runa Aldvik and Tariq Benhalla; "
        "has not travelled to the region."
    )


async def test_when_and_by_which_channel_with_the_president_of_karsova(desk: tuple[httpx.AsyncClient, str]) -> None:
    client, mandate = desk
    shown = await get(client, f"coverage/{mandate}")
    cell = next(c for c in shown["cells"] if c["channels"] == ["phone"])
    behind = await get(client, f"coverage/{mandate}/{cell['official']}/{cell['counterpart']}")
    record = behind[0]
    assert len(behind) == 1
    assert (record["kind"], record["fields"]["channel"], record["at"]) == (
        "engagement",
        "phone",
        record["fields"]["start"],
    )
    day = datetime.fromtimestamp(record["at"] // 1_000_000, ZoneInfo(record["fields"]["zone"])).date()
    assert cell["first"] == cell["last"] == day.isoformat()
    assert record["fields"]["counterparts"][0]["title"] == "President"
    in_person = await get(client, f"coverage/{mandate}", channel="in_person")
    assert (in_person["cells"], in_person["not_yet"]) == ([], 5)


async def test_what_was_promised_in_which_words(desk: tuple[httpx.AsyncClient, str]) -> None:
    client, mandate = desk
    promised = {row["fields"]["what"]: row["fields"] for row in await get(client, "records", kind="commitment")}
    visit = promised["Visit to Karsova"]
    assert visit["words"] == "I look forward to visiting your country in the month of June."
    assert (visit["due_words"], visit["due_first"], visit["due_last"]) == (
        "in the month of June",
        "2027-06-01",
        "2027-06-30",
    )
    under = {row["kind"] for row in await get(client, "records", about=mandate)}
    assert under == {"engagement", "public_event", "commitment", "directive"}
    assert [row["fields"]["what"] for row in await get(client, "records", words="WORK plan foundations")] == [
        "Prepare a work plan with the region's foundations"
    ]


async def test_what_lies_outside_the_mandate_is_marked_by_the_scope_of_its_day(
    desk: tuple[httpx.AsyncClient, str],
) -> None:
    client, mandate = desk
    marked = {
        (row["kind"], row["fields"].get("channel")): row["outside"]
        for row in await get(client, "records", about=mandate)
        if row["outside"]
    }
    assert marked == {("engagement", "letter"): {"topics": ["trade"], "countries": [], "is_before": False}}


async def test_the_office_s_ledger_verifies(desk: tuple[httpx.AsyncClient, str]) -> None:
    client, _ = desk
    assert isinstance(check(json.dumps(await get(client, "ledger"))), LedgerFile)


async def test_nobody_reads_an_office_without_the_desk(desk: tuple[httpx.AsyncClient, str]) -> None:
    client, mandate = desk
    app = client._transport.app  # type: ignore[attr-defined]
    async with browser(app) as stranger:
        for path in (
            "records",
            f"records/{mandate}",
            f"coverage/{mandate}",
            f"coverage/{mandate}/coverage.csv",
            "ledger",
        ):
            answer = await stranger.get(f"/api/desk/office/{path}")
            assert (answer.status_code, answer.json()["code"]) == (401, "desk_closed")
        assert (await stranger.post("/api/desk/office/person", json={"name": "X"})).status_code == 401


async def test_a_wrong_field_is_named(desk: tuple[httpx.AsyncClient, str]) -> None:
    client, mandate = desk
    answer = await client.post("/api/desk/office/travel", json={"official": mandate, "country": "KAR"})
    assert answer.status_code == 422
    assert {e["field"] for e in answer.json()["errors"]} == {"first", "last"}
    sent = {"official": mandate, "country": "KAR", "first": "2027-02-30", "last": "2027-03-01"}
    answer = await client.post("/api/desk/office/travel", json=sent)
    assert [e["field"] for e in answer.json()["errors"]] == ["first"]
    answer = await client.post("/api/desk/office/travel", json=sent | {"first": "2027-02-28"})
    assert answer.json()["errors"] == [{"field": "official", "expected": "the id of a record of kind person"}]

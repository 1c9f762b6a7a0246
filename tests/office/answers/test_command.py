"""What a reporter and a committee would ask, on the command line, of the office of the demonstration."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from incamera.cli import main
from incamera.demo.desk import Desk
from incamera.demo.http import Door
from incamera.demo.office import sow_office
from tests.factories import HOST, at_desk, running, settings_in

pytestmark = pytest.mark.whole

NOW = 1_800_000_000_000_000  # 15 January 2027
ID = re.compile(r"[a-z2-7]{26}")


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    settings = settings_in(tmp_path)
    monkeypatch.setenv("INCAMERA_DATABASE_URL", settings.database_url)
    async with running(settings) as app:
        client = await at_desk(app)
        seeding = Desk(Door(HOST, HOST, HOST))
        seeding.client = client
        await sow_office(seeding, NOW)
        yield client


async def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[list[str], list[list[str]]]:
    """The lines without their ids, and the ids of each."""
    assert await asyncio.to_thread(main, ["engagements", *words]) == 0
    lines = capsys.readouterr().out.splitlines()
    return [line.rpartition(" [")[0] for line in lines], [ID.findall(line.rpartition(" [")[2]) for line in lines]


async def kinds(desk: httpx.AsyncClient, ids: list[str]) -> list[str]:
    found = [(await desk.get(f"/api/desk/office/records/{i}")).json()["record"]["kind"] for i in ids]
    return sorted(found)


async def test_whom_has_she_not_spoken_to_yet(desk: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    lines, ids = await asked(capsys, "not-yet", "Mirela Okvist")
    assert lines == [
        "Causes of migration in the Strait region",
        "not yet: Runa Aldvik, President",
        "not yet: Tariq Benhalla, President",
        (
            "Mirela Okvist has spoken with Davor Selmic, by phone; has written to Coastal Harvest Foundation; "
            "by deputies only with Strait Development Bank; not yet with Runa Aldvik and Tariq Benhalla; "
            "has not travelled to the region."
        ),
    ]
    assert [await kinds(desk, found) for found in ids] == [["mandate"], ["person"], ["person"], ["engagement"] * 3]
    in_person, _ = await asked(capsys, "not-yet", "okvist", "--mandate", "migration", "--channel", "in_person")
    assert len([line for line in in_person if line.startswith("not yet: ")]) == 5


async def test_when_and_by_which_channel(desk: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    lines, ids = await asked(capsys, "with", "Mirela Okvist", "Davor Selmic")
    assert lines == ["2026-12-15 by phone"]
    assert await kinds(desk, ids[0]) == ["engagement"]
    lines, ids = await asked(capsys, "with", "Mirela Okvist", "Runa Aldvik")
    assert lines == ["Mirela Okvist and Runa Aldvik: not yet"]
    assert await kinds(desk, ids[0]) == ["person", "person"]


async def test_what_was_promised_in_which_words(desk: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    lines, ids = await asked(capsys, "promised", "Mirela Okvist", "Davor Selmic")
    assert [line.rpartition("; ")[0] for line in lines] == [
        (
            'Visit to Karsova to Davor Selmic: "I look forward to visiting your country in the month of June."; '
            "due in the month of June (2027-06-01 to 2027-06-30)"
        )
    ]
    assert lines[0].rpartition("; ")[2] in {"open", "late"}  # as the day of this test is
    assert await kinds(desk, ids[0]) == ["commitment", "engagement"]
    assert len((await asked(capsys, "promised", "Mirela Okvist"))[0]) == 2


async def test_what_was_directed_under_the_mandate(desk: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    lines, ids = await asked(capsys, "directed", "Mirela Okvist", "--mandate", "Causes of migration")
    assert lines == [
        "2026-12-18 to Ministry for Development: Prepare a work plan with the region's foundations; under way"
    ]
    assert await kinds(desk, ids[0]) == ["directive"]
    assert (await asked(capsys, "directed", "Janek Orsund"))[0] == [""]


@pytest.mark.parametrize(("who", "why"), [("Nobody", "knows nobody"), ("a", "knows nobody"), ("mirela okvist", "")])
async def test_a_name_that_is_unknown_is_said(
    desk: httpx.AsyncClient, capsys: pytest.CaptureFixture[str], who: str, why: str
) -> None:
    assert await asyncio.to_thread(main, ["engagements", "directed", who]) == (1 if why else 0)
    assert why in capsys.readouterr().err


async def test_a_name_that_may_be_several_is_not_guessed(
    desk: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Mirela Brandt", "Mirela Oss"):
        await desk.post("/api/desk/office/person", json={"name": name})
    assert await asyncio.to_thread(main, ["engagements", "directed", "Mirela"]) == 1
    said = capsys.readouterr().err
    assert "Mirela Brandt [" in said
    assert len(ID.findall(said)) == 3
    (chosen,) = re.findall(r"Mirela Okvist \[(\w+)]", said)
    assert (await asked(capsys, "directed", chosen))[1] != []


def test_without_a_database_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INCAMERA_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'none' / 'a.sqlite3'}")
    assert main(["engagements", "not-yet", "Mirela Okvist"]) == 1
    assert "start `incamera up` once" in capsys.readouterr().err

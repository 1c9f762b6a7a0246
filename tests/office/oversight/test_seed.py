"""The letter of the demonstration, over HTTP: from its seed to a bundle that verifies."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from incamera.cli import main
from incamera.demo.desk import Desk
from incamera.demo.http import Door
from incamera.demo.letter import DRAFT, NOTE
from incamera.demo.office import sow_office
from incamera.main.jobs import registry
from incamera.platform.jobs import run_due
from tests.factories import HOST, at_desk, browser, running, settings_in
from tests.office.oversight.desk import good

pytestmark = pytest.mark.whole

NOW = 1_800_000_000_000_000  # 15 January 2027
ROOT = "/api/desk/office/requests"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[tuple[FastAPI, Desk]]:
    async with running(settings_in(tmp_path)) as app:
        seeding = Desk(Door(HOST, HOST, HOST))
        seeding.client = await at_desk(app)
        await sow_office(seeding, NOW)
        yield app, seeding


async def work(app: FastAPI) -> None:
    state = app.state
    while await run_due(registry(state.settings, state.database, state.clock), state.database, state.clock):
        pass


async def get(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(f"{ROOT}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_four_questions_of_which_one_waits_for_a_second_person(desk: tuple[FastAPI, Desk]) -> None:
    _, at = desk
    (listed,) = await get(at.client, "")
    assert (listed["asker"]["name"], listed["state"], listed["signed"], listed["questions"]) == (
        "Committee on Foreign Relations",
        "drafted",
        3,
        4,
    )
    assert (listed["received"], listed["due_last"]) == ("2027-01-10", "2027-01-24")
    shown = await get(at.client, f"/{listed['id']}")
    assert [(q["state"], [p["releasable"] for p in q["evidence"]]) for q in shown["asked"]] == [
        ("signed", [True, False]),
        ("signed", [True]),
        ("signed", [True, True, False]),
        ("drafted", []),
    ]
    assert shown["letter_text"].startswith("Committee on Foreign Relations\n")


async def test_the_reply_goes_out_without_what_is_withheld(
    desk: tuple[FastAPI, Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app, at = desk
    request = (await get(at.client, ""))[0]["id"]
    shown = await get(at.client, f"/{request}")
    signer = shown["asked"][0]["signed_by"]["id"]
    await at.sign(request, 3, by=signer)
    assert (await at.client.post(f"{ROOT}/{request}/prepare")).status_code == 202
    await work(app)
    letter = await at.client.get(f"{ROOT}/{request}/reply.pdf")
    assert (letter.status_code, letter.headers["content-type"]) == (200, "application/pdf")
    assert (await at.client.post(f"{ROOT}/{request}/seal")).status_code == 202
    await work(app)
    bundle = await at.client.get(f"{ROOT}/{request}/bundle.zip")
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle.content)
    assert main(["bundle", "verify", str(file), "--key", app.state.signer.fingerprint]) == 0
    assert capsys.readouterr().out.startswith(
        "OK   the reply is as it was sealed; enclosures proven by the ledger: 4, of them documents: 1\n"
    )
    assert [file.path for file in good(bundle.content).files] == [
        "reply.pdf",
        "index.html",
        "documents/004-minute-to-the-ministry-for-development.txt",
    ]
    for secret in (NOTE, DRAFT, "article 21", "article 23", "talking points"):
        assert secret.encode() not in bundle.content
    replied = await get(at.client, f"/{request}")
    assert (replied["state"], replied["reply"]["state"]) == ("replied", "sealed")


async def test_the_command_line_shows_due_days_answers_and_what_stays(
    desk: tuple[FastAPI, Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, _ = desk
    monkeypatch.setenv("INCAMERA_DATABASE_URL", app.state.settings.database_url)
    assert await asyncio.to_thread(main, ["requests"]) == 0
    line = capsys.readouterr().out.strip()
    assert line.startswith(
        "Committee on Foreign Relations: FR 2027/14 Your work in the Strait region; due within two weeks (2027-01-24)"
    )
    request = line.rpartition("[")[2].rstrip("]")
    assert await asyncio.to_thread(main, ["requests", request]) == 0
    said = [re.sub(r" \[[a-z2-7]{26}\]", "", one) for one in capsys.readouterr().out.splitlines()]
    assert said[5:9] == [
        "   withheld: International relations, article 21: Document, Vienna talking points",
        "2. What did you promise in these contacts, in which words?",
        (
            "   A visit: \u201cI look forward to visiting your country in the month of June.\u201d "
            "The entry is enclosed, with the days that these words mean."
        ),
        "   drafted by Janek Orsund; signed by Anselka Dravic",
    ]
    assert said[-3:] == ["   Not yet. One journey led elsewhere.", "   drafted by Janek Orsund", "reply: none"]
    assert await asyncio.to_thread(main, ["requests", "a" * 26]) == 1
    assert capsys.readouterr().err == "There is no such record.\n"


async def test_nobody_reads_requests_without_the_desk(desk: tuple[FastAPI, Desk]) -> None:
    app, at = desk
    request = (await get(at.client, ""))[0]["id"]
    async with browser(app) as stranger:
        for path in ("", f"/{request}", f"/{request}/reply.pdf", f"/{request}/bundle.zip"):
            assert (await stranger.get(f"{ROOT}{path}")).status_code == 401
        for path in (f"/{request}/prepare", f"/{request}/seal"):
            assert (await stranger.post(f"{ROOT}{path}")).status_code == 401
        letter = (await get(at.client, f"/{request}"))["letter"]["id"]
        for path in (letter, f"{letter}/content"):
            assert (await stranger.get(f"/api/desk/office/documents/{path}")).status_code == 401
            assert (await at.client.get(f"/api/desk/office/documents/{path}")).status_code == 200

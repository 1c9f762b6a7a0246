"""The recording on the whole stack: on record, dumped, recorder killed, closed, open again, ended; then read what was kept."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from incamera.house.ledger.verify import check
from incamera.platform.ids import new_id
from incamera.rules.ledger.file import LedgerFile
from tests.e2e.axe import violations
from tests.e2e.browser import PHONE, WIDE, window
from tests.e2e.house import open_house
from tests.e2e.kept import LATE_MS, Story, told
from tests.e2e.output import public_url
from tests.e2e.show import on_record
from tests.e2e.speaker import OPEN

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

EDGE_MS: Final = 80
"""A picture's place and its capture may lie that far apart, and so may a tone's."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def story(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    async with open_house(tmp_path_factory.mktemp("gated"), has_gate=True) as house:
        yield await told(house)


async def test_the_closing_screen_has_a_row_for_the_recording(story: Story) -> None:
    (row,) = [row for row in story.closed["door"]["rows"] if row["row"] == "recording_sealed"]
    assert row["state"] == "ok"
    assert row["asked"] > story.closed["door"]["cut"]


async def test_passages_lie_in_open_spans_and_hold_nothing_at_or_after_the_cut(story: Story) -> None:
    spans = on_record(story.ledger)
    assert len(spans) == 2
    assert {number(spans, passage.row) for passage in story.kept} == {0, 1}
    for passage in story.kept:
        cut = spans[number(spans, passage.row)][1] / 1_000
        assert passage.marks <= {OPEN}
        assert all(one.slate is None for one in passage.pictures)
        assert max(passage.made, default=0) < cut
        begin, end = passage.row["from"] / 1_000, passage.row["until"] / 1_000
        assert all(begin - EDGE_MS <= one.at <= end + EDGE_MS for one in passage.pictures)
    assert {mark for passage in story.kept for mark in passage.marks} == {OPEN}


def number(spans: list[tuple[int, int]], row: dict[str, Any]) -> int:
    """In which of the spans on the record all of a row lies."""
    (found,) = [n for n, (began, cut) in enumerate(spans) if began < row["from"] < row["until"] <= cut]
    return found


async def test_the_ledger_has_every_file_by_its_hash_and_verifies(story: Story) -> None:
    entries = {entry["file"]: entry for entry in story.entries("passage_recorded")}
    assert len(entries) == len(story.kept)
    for passage in story.kept:
        entry = entries[Path(passage.row["file"]).name]
        assert entry["sha256"] == passage.row["sha256"] == hashlib.sha256(passage.data).hexdigest()
        assert entry["bytes"] == passage.row["bytes"] == len(passage.data)
        assert (entry["since"], entry["until"]) == (passage.row["from"], passage.row["until"])
    assert all(entry["complete"] for entry in story.entries("recording_ended"))
    assert isinstance(check(json.dumps(story.ledger)), LedgerFile)


async def test_what_was_dumped_is_in_no_file(story: Story) -> None:
    since, until = story.dump["public_until"], story.dump["until"]
    assert since < until - (LATE_MS + 1_000) * 1_000, "there was something to destroy"
    rows = [passage.row for passage in story.kept]
    assert all(row["until"] <= since + EDGE_MS * 1_000 or until <= row["from"] for row in rows), rows
    for passage in story.kept:
        made = [one.made for one in passage.pictures if one.made is not None]
        assert not [ms for ms in made if since // 1_000 + EDGE_MS < ms < until // 1_000 - LATE_MS]


async def test_a_killed_recorder_costs_no_passage_and_every_one_can_be_played(story: Story) -> None:
    spans = on_record(story.ledger)
    first = [passage for passage in story.kept if number(spans, passage.row) == 0]
    before = [p for p in first if story.dump["until"] <= p.row["from"] and p.row["until"] < story.killed]
    after = [p for p in first if before[-1].row["until"] <= p.row["from"]]
    for passages in (before, after):
        assert OPEN in {one.mark for passage in passages for one in passage.pictures}
        assert OPEN in {one.mark for passage in passages for one in passage.sounds}
    assert all(passage.pictures for passage in story.kept)


async def test_nothing_is_left_beside_what_is_listed(story: Story) -> None:
    listed = {Path(passage.row[key]).name for passage in story.kept for key in ("file", "still") if passage.row[key]}
    assert {path.name for path in story.folder.iterdir()} == {"record.json", *listed}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "390"])
async def test_the_record_page_plays_every_passage_and_offers_it(
    story: Story, browser: Browser, size: tuple[int, int]
) -> None:
    async with window(browser, public_url(story.house), size=size) as opened:
        page = opened.page
        await page.goto(f"{opened.url}/record/{story.meeting}")
        parts = page.get_by_role("article")
        await expect(parts).to_have_count(len(story.kept))
        for n, passage in enumerate(story.kept):
            part = parts.nth(n)
            await part.scroll_into_view_if_needed()
            shown = "".join((await part.locator(".hash").inner_text()).split())
            assert shown == passage.row["sha256"]
            await part.locator("video").evaluate("async (video) => { video.muted = true; await video.play(); }")
            await page.wait_for_function(
                "(n) => { const v = document.querySelectorAll('video')[n]; return v.currentTime > 0.2 || v.ended; }",
                arg=n,
            )
            async with page.expect_download() as started:
                await part.get_by_role("link", name=f"Download part {n + 1}").click()
            assert (await (await started.value).path()).read_bytes() == passage.data
        await page.evaluate("document.querySelectorAll('video').forEach((video) => video.pause())")
        assert not await violations(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.evaluate("scrollTo(0, 0)")
        await _shot(page, f"record-{size[0]}")
        assert not opened.complaints


async def test_the_record_page_says_when_there_is_none_yet_when_it_cannot_be_read_and_when_it_is_unknown(
    story: Story, browser: Browser
) -> None:
    meeting = await story.house.meeting(coverage="virtual_open")
    await meeting.take("tomas")
    await meeting["tomas"].command("convene")
    await meeting["tomas"].until_door("doors_closed")

    async def fail(route: Route) -> None:
        await route.fulfill(status=503, content_type="application/problem+json", body='{"code": "busy", "status": 503}')

    for size in (WIDE, PHONE):
        async with window(browser, public_url(story.house), size=size) as opened:
            page = opened.page
            await page.goto(f"{opened.url}/record/{meeting.id}")
            await expect(page.get_by_text("No recordings yet.")).to_be_visible()
            await _shot(page, f"record-none-{size[0]}")
            await page.route("**/record.json", fail)
            await page.reload()
            alert = page.get_by_role("alert")
            await expect(alert).to_contain_text("The recordings cannot be listed at the moment.")
            await _shot(page, f"record-failed-{size[0]}")
            await page.unroute("**/record.json")
            await alert.get_by_role("button", name="Try again").click()
            await expect(page.get_by_text("No recordings yet.")).to_be_visible()
            await expect(alert).to_have_count(0)
            await page.goto(f"{opened.url}/record/{new_id()}")
            await expect(page.get_by_text("There is no record at this address")).to_be_visible()
            await _shot(page, f"record-unknown-{size[0]}")


async def _shot(page: Page, name: str) -> None:
    """A picture for whoever wants to look: `INCAMERA_PICTURES` names the folder."""
    if folder := os.environ.get("INCAMERA_PICTURES"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)

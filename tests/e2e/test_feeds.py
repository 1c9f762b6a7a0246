"""A broadcaster's feed from the desk to the far end: proposed, approved by another, seen by the room, ended."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.e2e.axe import violations
from tests.e2e.browser import PHONE, seated
from tests.e2e.house import House, open_house
from tests.e2e.seat import LONG_S
from tests.media.feed.receivers import TsReceiver

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

LONG_MS = LONG_S * 1_000
KEY = "planted-stream-key"
PICTURES = os.environ.get("INCAMERA_PICTURES")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("feeds")
    async with open_house(folder, has_gate=True, env={"INCAMERA_FEEDS_PRIVATE": "true"}) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def far() -> AsyncIterator[TsReceiver]:
    made = TsReceiver()
    await made.start()
    yield made
    await made.stop()


async def test_two_people_send_the_programme_to_a_broadcaster(house: House, browser: Browser, far: TsReceiver) -> None:
    meeting = await house.meeting(coverage="open_press")
    await meeting.take("tomas", "sorcha", "ruta")
    await meeting["tomas"].command("convene")
    await meeting["tomas"].until_door("doors_closed")
    await meeting.go_on_record()
    async with seated(browser, meeting, "anselka") as chief, seated(browser, meeting, "press") as aide:
        await aide.page.get_by_role("button", name="Propose a feed").click()
        form = aide.page.get_by_role("dialog")
        await form.get_by_label("Broadcaster").fill("Channel One")
        await form.get_by_label("Address").fill(f"tcp://127.0.0.1:{far.port}")
        await form.get_by_label("Stream key").fill(KEY)
        await _shot(aide.page, "feed-propose")
        assert not await violations(aide.page)
        await form.get_by_role("button", name="Propose").click()
        mine = aide.page.get_by_test_id("feed-desk").locator('li[data-feed="proposed"]')
        await expect(mine).to_have_count(1, timeout=LONG_MS)
        await expect(mine.get_by_role("button", name="Approve")).to_have_attribute("aria-disabled", "true")
        await chief.page.get_by_test_id("feed-desk").get_by_role("button", name="Approve").click()
        sending = chief.page.get_by_test_id("feed-desk").locator('li[data-feed="sending"]')
        await expect(sending).to_contain_text("Channel One", timeout=LONG_MS)
        await _shot(chief.page, "feed-desk")
        async with seated(browser, meeting, "nadia", size=PHONE) as delegate:
            await delegate.page.locator(".side__tabs").get_by_role("button", name="Roster").click()
            shown = delegate.page.get_by_test_id("feeds")
            await expect(shown).to_contain_text(f"tcp://127.0.0.1:{far.port}", timeout=LONG_MS)
            await shown.scroll_into_view_if_needed()
            await _shot(delegate.page, "feed-room-390")
            assert KEY not in await delegate.page.content()
        async with asyncio.timeout(LONG_S):
            while len(far.seen().video) < 30:
                await asyncio.sleep(0.5)
        await meeting["tomas"].command("shut", phase="closed")
        await meeting["tomas"].until_door("closed")
        line = chief.page.get_by_test_id("outputs").locator('li[data-feed="sending"]')
        await expect(line).to_contain_text("Channel One", timeout=LONG_MS)
        await expect(line).to_contain_text("since")
        together = chief.page.get_by_test_id("outputs").locator("li[data-output=feeds]")
        await expect(together).to_contain_text("SEALED", timeout=LONG_MS)
        await _shot(chief.page, "feed-closed")
        await expect(chief.page.get_by_test_id("feeds")).to_have_count(0)
        await chief.page.get_by_test_id("feed-desk").get_by_role("button", name="End feed").click()
        await expect(sending).to_have_count(0, timeout=LONG_MS)
    async with asyncio.timeout(LONG_S):
        while house.stack.runs is not None and house.stack.runs.pid("feed") is not None:
            await asyncio.sleep(0.1)
    check_no_key(house.stack.data_dir)


def check_no_key(data_dir: Path) -> None:
    """The key is nowhere on the disk once its feed has ended."""
    for file in data_dir.rglob("*"):
        if file.is_file():
            assert KEY.encode() not in file.read_bytes(), file


async def _shot(page: Page, name: str) -> None:
    """A picture for whoever wants to look: `INCAMERA_PICTURES` names the folder."""
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png")

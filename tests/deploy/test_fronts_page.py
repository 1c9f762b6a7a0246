"""The public page in Chromium through nginx and Caddy, over TLS: it plays, follows the doors, and plays again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from incamera.platform.ids import new_id
from tests.deploy.front import PUBLIC, Behind, free_port, front
from tests.e2e.browser import LONG_MS, chromium
from tests.e2e.house import WEB
from tests.media.origin.encoded import SLATE_GREY
from tests.media.origin.processes import SECOND, Origin, Programme, now_us, running

pytestmark = pytest.mark.e2e

LEASE_US = 600 * SECOND
PLAYS = """seconds => {
  const video = document.querySelector("video");
  return video !== null && video.videoWidth > 0 && video.currentTime > seconds && !document.querySelector(".player__cover");
}"""
GREY = """() => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.drawImage(document.querySelector("video"), 0, 0, 1, 1);
  return pen.getImageData(0, 0, 1, 1).data[1];
}"""


@asynccontextmanager
async def opened(port: int, meeting: str) -> AsyncIterator[tuple[Page, list[str]]]:
    """A stranger's page, and the answers to it that came by HTTP/2."""
    flags = (f"--host-resolver-rules=MAP {PUBLIC} 127.0.0.1:{port}", "--ignore-certificate-errors")
    async with async_playwright() as playwright, chromium(playwright, *flags) as browser:
        context = await browser.new_context(ignore_https_errors=True)
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        await page.goto(f"https://{PUBLIC}/m/{meeting}")
        await page.locator("video").evaluate("video => video.setAttribute('data-first', '')")
        yield page, complaints
        assert await context.cookies() == []
        assert await page.locator("video[data-first]").count() == 1


async def say(origin: Origin, meeting: str, span: int, state: str, **changes: Any) -> None:
    """The permit and then the notice, as the api tells them."""
    words = {"state": state, "since": now_us(), "reason": "", "expected": None}
    if span >= 0:
        await origin.permit(meeting, span, until=now_us() + LEASE_US, words=words, **changes)
    await origin.notice(meeting, words=words)


async def is_playing(page: Page) -> None:
    await page.wait_for_function(PLAYS, arg=2, timeout=LONG_MS)
    assert await page.evaluate(GREY) > SLATE_GREY + 20


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
async def test_the_page_plays_goes_dark_and_plays_again_in_one_player(tmp_path: Path, kind: str) -> None:
    (tmp_path / kind).mkdir()
    (tmp_path / "web").symlink_to(WEB, target_is_directory=True)
    meeting = new_id()
    async with (
        running(tmp_path) as origin,
        front(kind, tmp_path / kind, Behind(free_port(), origin.port)) as proxy,
    ):
        await say(origin, meeting, -1, "begins_soon")
        async with opened(proxy.port, meeting) as (page, complaints):
            await expect(page.locator(".player__cover")).to_contain_text("The meeting begins soon.")
            for span in (0, 1):
                programme = Programme(origin, meeting, span=span)
                await say(origin, meeting, span, "on_air", opens=programme.t0)
                await programme.start()
                await is_playing(page)
                await say(origin, meeting, span, "closed", opens=programme.t0, closes=now_us())
                await expect(page.locator("[data-tally=closed]")).to_be_visible()
                await expect(page.locator(".player__cover")).to_contain_text("closed session")
            assert complaints == []

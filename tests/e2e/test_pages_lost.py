"""Browsers that die, and a page that stands still while the meeting crosses."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any, TypeAlias

import pytest
from playwright.async_api import Browser, Route, async_playwright

from tests.e2e.browser import Window, chromium, seated, window
from tests.e2e.four import EITHER, KEPT, SHUT, four, settle
from tests.e2e.house import House, Meeting

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

FROZEN_S = 6.0  # a page takes a gap of 5 s in its own ticking for a sleep

WATCH = """
window.looks = [];
new MutationObserver(() => {
  const room = document.querySelector(".room");
  window.looks.push([room?.dataset.silent ?? "", room?.querySelector("[data-door]")?.dataset.door ?? ""]);
}).observe(document.body, { attributes: true, childList: true, subtree: true });
"""
"""Keeps a note of what the page looked like at each change."""


async def kill(browser: Browser) -> None:
    """The whole browser dies, as from a power cut."""
    for pid in await pids(browser, "browser"):
        os.kill(pid, signal.SIGKILL)


async def pids(browser: Browser, kind: str) -> list[int]:
    session = await browser.new_browser_cdp_session()
    processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
    return [one["id"] for one in processes if one["type"] == kind]


async def is_here(meeting: Meeting, name: str, *, here: bool) -> None:
    await meeting["anselka"].until(
        lambda v: any(s["seat"] == meeting.ids[name] and s["present"] is here for s in v["seats"])
    )


async def test_a_browser_that_dies_takes_nothing_with_it_and_its_person_comes_back(house: House) -> None:
    async with AsyncExitStack() as ending:
        playwright = await ending.enter_async_context(async_playwright())
        dying = await ending.enter_async_context(chromium(playwright))
        pages: dict[str, Window] = {}

        async def arrive(meeting: Meeting) -> None:
            pages[meeting.id] = await ending.enter_async_context(seated(dying, meeting, "ruta", mark=7))
            await pages[meeting.id].until_door("on_air")

        meetings = await ending.enter_async_context(four(house, arrive))
        kept: dict[str, Any] = {i: await page.context.storage_state() for i, page in pages.items()}
        await kill(dying)
        await settle(meetings, (KEPT, SHUT, SHUT, EITHER))
        for meeting in meetings.all():
            await is_here(meeting, "ruta", here=False)
        again = await ending.enter_async_context(chromium(playwright))
        for meeting in (meetings.on_record, meetings.closed):
            page = await ending.enter_async_context(window(again, house.url, mark=7, state=kept[meeting.id]))
            await page.page.goto(f"{house.url}/seats/{meeting.ids['ruta']}")
            await page.take_over()
            await is_here(meeting, "ruta", here=True)
            await page.until_seen(7)
        for meeting in meetings.all():
            await meeting["anselka"].command("shut", phase="ended")
            await meeting["anselka"].until_door("ended")


Standing: TypeAlias = Callable[[Browser, Window], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def stopped(browser: Browser, _: Window) -> AsyncIterator[None]:
    """Nothing of the page runs, as when its tab is frozen or the machine sleeps."""
    renderers = await pids(browser, "renderer")
    for pid in renderers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in renderers:
            os.kill(pid, signal.SIGCONT)


@asynccontextmanager
async def blocked(_: Browser, window: Window) -> AsyncIterator[None]:
    """The page's own script stands still, while the browser goes on filming and sending for it."""
    over = asyncio.Event()

    async def answer(route: Route) -> None:
        await over.wait()
        await route.fulfill(status=204)

    await window.page.route("**/standstill", answer)
    script = "const still = new XMLHttpRequest(); still.open('GET', '/standstill', false); still.send()"
    waiting = asyncio.create_task(window.page.evaluate(f"() => {{ {script} }}"))
    try:
        yield
    finally:
        over.set()
        await waiting


@pytest.mark.parametrize("standing", [stopped, blocked], ids=["stopped", "blocked"])
async def test_a_page_that_stands_still_over_the_closing_sends_nothing_and_mutes_itself_first(
    house: House, standing: Standing
) -> None:
    meeting = await house.meeting()
    await meeting.take("tomas", "sorcha", "edmar", "press")
    async with AsyncExitStack() as ending:
        playwright = await ending.enter_async_context(async_playwright())
        browser = await ending.enter_async_context(chromium(playwright))
        page = await ending.enter_async_context(seated(browser, meeting, "anselka", mark=1))
        await meeting["tomas"].command("convene")
        await page.until_door("doors_closed")
        await meeting.go_on_record()
        await page.until_door("on_air")
        await page.microphone("on")
        listener = await ending.enter_async_context(meeting.device("press"))
        await listener.until_received(1)
        await page.page.evaluate(WATCH)
        async with standing(browser, page):
            await meeting["edmar"].command("shut", phase="closed")
            view = await meeting["edmar"].until_door("closed")
            await listener.until(lambda e: e["event"] == "disconnected")
            assert await house.chambers("open") == {}
            await asyncio.sleep(FROZEN_S)
            here = [s for s in (await meeting["edmar"].view())["seats"] if s["seat"] == meeting.ids["anselka"]]
            assert [s["publishes"] for s in here] == [[]]
        await page.page.locator("[data-testid=in-closed]").wait_for()
        assert listener.made_after(view["door"]["cut"] // 1_000) == []
        looks = await page.page.evaluate("looks")
        first_closed = next(n for n, (_, door) in enumerate(looks) if door == "closed")
        assert "true" in [silent for silent, _ in looks[: first_closed + 1]], looks
        await page.until_seen(1)

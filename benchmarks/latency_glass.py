"""Glass to glass: a real stack, a speaker whose picture says when it was taken, and a page in Chromium that shows it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, async_playwright

from benchmarks.latency_clock import CYCLE_MS, clock
from benchmarks.programme_heads import FOLDER
from tests.e2e.browser import chromium, window
from tests.e2e.house import CAST, House, Meeting, open_house

SETTLE_MS: Final = 12_000
PATIENCE_S: Final = 90.0
STALL_MS: Final = 250
"""So long without a new picture is a stall: seven pictures are missing."""
WATCH: Final = Path(__file__).with_name("latency_page.js")
PAGES: Final = {"gallery": 15, "webcast-0": 0, "webcast-15": 15}
"""What is watched -> delay of the meeting's webcast in seconds."""

Row = tuple[int, float, int]


@dataclass(frozen=True, slots=True)
class Glass:
    """What a page showed, after it had settled. `ages`: ms from lens to glass; `gaps`: ms from one picture to the next, the
    longest ones; `stalls`: gaps longer than STALL_MS; `early`: those before it had settled."""

    page: str
    seconds: float
    ages: list[int]
    longest: int
    stalls: int
    early: int
    first: int
    """Ms from the page's opening to its first picture."""


async def measure_glass(page: str, seconds: float) -> Glass:
    """Watch one page for so long after it has settled."""
    async with AsyncExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(dir=FOLDER)))
        house = await ending.enter_async_context(open_house(folder, has_gate=True))
        meeting = await ending.enter_async_context(on_record(house, PAGES[page]))
        playwright = await ending.enter_async_context(async_playwright())
        browser = await ending.enter_async_context(chromium(playwright))
        rows, opened = await _rows(page, house, meeting, browser, seconds)
    return read(page, rows, opened)


@asynccontextmanager
async def on_record(house: House, delay: int) -> AsyncIterator[Meeting]:
    """A meeting on the record, where the one who has the floor sends the clock."""
    cast = (*CAST, ("journalist", "Mirela Osk", "journalist", "", "", ""))
    meeting = await house.meeting(cast=cast, coverage="virtual_open", delay=delay)
    await meeting.take("tomas", "sorcha", "anselka")
    await meeting["tomas"].command("convene")
    await meeting["tomas"].until_door("doors_closed")
    await meeting.go_on_record()
    await meeting["tomas"].command("recognise", seat=meeting.ids["anselka"])
    way = (await meeting["anselka"].tokens())["current"]
    with clock(way["url"], way["token"]):
        yield meeting


async def _rows(page: str, house: House, meeting: Meeting, browser: Browser, seconds: float) -> tuple[list[Row], int]:
    async with window(browser, meeting.url) as made:
        await made.context.add_init_script(WATCH.read_text(encoding="utf-8"))
        if page == "gallery":
            await made.take_seat(await meeting.secret("journalist"))
            await made.page.locator("label.accept").click()
            await made.page.locator(".gallery__rules button").click()
        else:
            await made.page.goto(f"http://127.0.0.1:{house.stack.ports.origin}/m/{meeting.id}")
        opened: int = await made.page.evaluate("Math.round(performance.timeOrigin)")
        async with asyncio.timeout(PATIENCE_S):  # no function may be made of text on these pages, so it is asked again
            while not await made.page.evaluate("watchGlass.rows.length"):
                await made.page.wait_for_timeout(50)
        await made.page.wait_for_timeout(seconds * 1_000 + SETTLE_MS)
        rows: list[Row] = await made.page.evaluate("watchGlass.rows")
        return rows, opened


def read(page: str, rows: list[Row], opened: int) -> Glass:
    """What the rows of a page say."""
    first = rows[0][0]
    settled = [row for row in rows if row[0] >= first + SETTLE_MS]
    gaps = [(later[0], later[0] - earlier[0]) for earlier, later in pairwise(rows)]
    late = [gap for at, gap in gaps if at >= first + SETTLE_MS]
    ages = sorted((at - code) % CYCLE_MS for at, _, code in settled if code >= 0)
    return Glass(
        page=page,
        seconds=(settled[-1][0] - settled[0][0]) / 1e3,
        ages=ages,
        longest=max(late),
        stalls=sum(gap > STALL_MS for gap in late),
        early=sum(gap > STALL_MS for at, gap in gaps if at < first + SETTLE_MS),
        first=first - opened,
    )

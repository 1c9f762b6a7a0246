"""Every page and every state of the room, wide and narrow, left to right and right to left: axe finds nothing, and what
happens at the doors is spoken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.e2e.browser import PHONE, WIDE, Window, window
from tests.e2e.house import House, Meeting
from tests.e2e.looking import clean
from tests.e2e.silent import silent

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

LOOKS = {
    "anselka": (WIDE, "en"),
    "edmar": (PHONE, "en"),
    "sorcha": (WIDE, "qps-rtl"),
    "nadia": (PHONE, "qps-rtl"),
}
"""Seat -> size and language of its page. The chief of protocol, sorcha, is outside in closed talks."""


@dataclass
class Audience:
    """A meeting whose pages look different, each at another seat."""

    house: House
    meeting: Meeting
    pages: dict[str, Window] = field(default_factory=dict)

    async def all_clean(self, name: str) -> None:
        await asyncio.gather(*(clean(page, name) for page in self.pages.values()))

    async def at(self, state: str) -> None:
        """Until every page shows the state; then look at all of them."""
        for page in self.pages.values():
            await page.until_door(state)
        await self.all_clean(state)

    async def ask(self) -> None:
        await self.meeting["tomas"].command("ask", phase="on_record")

    async def turn_keys(self) -> None:
        """Both keys, up to the countdown."""
        await self.meeting["tomas"].command("turn")
        await self.pages["sorcha"].turn_key()
        for page in self.pages.values():
            await page.page.locator("[data-testid=countdown], [data-screen=outside]").first.wait_for()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def audience(house: House, browser: Browser) -> AsyncIterator[Audience]:
    async with AsyncExitStack() as ending:
        made = Audience(house, await house.meeting())
        await made.meeting.take("tomas")
        for name, (size, language) in LOOKS.items():
            page = await ending.enter_async_context(window(browser, house.url, mark=list(LOOKS).index(name), size=size))
            page.language = language
            made.pages[name] = page
        yield made


async def test_the_desk(house: House, browser: Browser) -> None:
    meeting = await house.meeting(title="Talks on the ferry")
    async with window(browser, house.url) as desk:
        await desk.page.goto(house.admin_link)
        await clean(desk, "desk_link")
        await desk.page.locator("main button").click()
        await desk.page.locator(".mt__title").first.wait_for()
        for language in ("en", "qps-rtl"):
            desk.language = language
            for width, height in (WIDE, PHONE):
                await desk.page.set_viewport_size({"width": width, "height": height})
                for name, path in (("meetings", ""), ("new", "/meetings/new"), ("plan", f"/meetings/{meeting.id}")):
                    await desk.page.goto(f"{house.url}/desk{path}?lang={language}")
                    await desk.page.locator("#main h1").first.wait_for()
                    await desk.page.wait_for_load_state("networkidle")
                    await clean(desk, name)


async def test_invitation_and_lobby(audience: Audience) -> None:
    for name, page in audience.pages.items():
        secret = await audience.meeting.secret(name)
        await page.page.goto(f"{page.url}/invitation?lang={page.language}#{secret}")
        await page.page.locator("main button").wait_for()
    await audience.all_clean("invitation")
    for page in audience.pages.values():
        await page.page.locator("main button").click()
        await page.page.wait_for_url("**/seats/*")
        await page.page.locator("#main .dock button").wait_for()
    await audience.all_clean("lobby")
    for page in audience.pages.values():
        await page.enter()
    await audience.at("draft")


async def test_doors_closed_opening_and_on_air(audience: Audience) -> None:
    await audience.meeting["tomas"].command("convene")
    await audience.at("doors_closed")
    await audience.ask()
    await audience.at("opening")
    await audience.turn_keys()
    await audience.all_clean("countdown")
    await audience.at("on_air")


async def test_closing_and_a_row_that_stays_red(audience: Audience) -> None:
    async with silent(audience.house.stack, "engine-open"):
        await audience.meeting["tomas"].command("shut", phase="closed")
        await audience.at("closing")
        await audience.at("not_dark")
    await audience.at("closed")


async def test_a_chamber_that_is_not_measured_recess_and_a_second_opening(audience: Audience) -> None:
    async with silent(audience.house.stack, "engine-closed"):
        await audience.at("not_known")
    await audience.pages["anselka"].until_door("closed")
    await audience.meeting["tomas"].command("shut", phase="recess")
    await audience.at("recess")
    await audience.ask()
    await audience.turn_keys()
    await audience.all_clean("countdown_again")
    for page in audience.pages.values():
        await page.until_door("on_air")


async def test_the_end_and_a_link_that_is_used(audience: Audience, browser: Browser) -> None:
    await audience.meeting["tomas"].command("shut", phase="ended")
    await audience.at("ended")
    async with window(browser, audience.house.url) as late:
        await late.page.goto(f"{late.url}/invitation#{'a' * 43}")
        await late.page.locator("main button").click()
        await late.page.locator("main h1").wait_for()
        await clean(late, "invitation_unknown")


async def test_each_state_was_spoken_once_and_urgently(audience: Audience) -> None:
    said = [text for text in await audience.pages["anselka"].spoken() if text]
    expected = [
        "Doors closed.",
        "Tomas Verrel asks to go on the record.",
        "Opening in 10 seconds",
        "3",
        "On air since",
        "Closing. Do not speak.",
        "Do not speak yet. The closing is not proven.",
        "You are in closed session.",
        "The state is not known. Treat as on air.",
        "New closed chamber. Do not speak.",
        "Recess. The doors stay shut.",
        "Tomas Verrel asks to re-open. Put papers away.",
        "Re-opening in 10 seconds",
        "The meeting has ended.",
    ]
    rest = iter(said)
    missed = [start for start in expected if not any(text.startswith(start) for text in rest)]
    assert missed == [], said  # each comes after the one before it

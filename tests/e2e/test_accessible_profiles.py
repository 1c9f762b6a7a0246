"""What only some meetings show, looked at wide and narrow, left to right and right to left: the steps of a council before
it closes, a committee that starts closed, and a closed chamber that is replaced by another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from playwright.async_api import Browser

from tests.e2e.browser import PHONE, WIDE, Window, window
from tests.e2e.house import Cast, House, Meeting
from tests.e2e.looking import clean
from tests.e2e.silent import silent

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

Look = tuple[tuple[int, int], str]
LOOKS: tuple[Look, ...] = ((WIDE, "en"), (PHONE, "qps-rtl"), (PHONE, "en"), (WIDE, "qps-rtl"))
BODY: Cast = (
    ("chair", "Maren Oduya", "chair", "Chair of the Council", "Councillor", "council"),
    ("clerk", "Bea Ondraal", "clerk", "Town Clerk", "", "council"),
    ("lior", "Lior Assenhart", "member", "Member, Ward 2", "Councillor", "council"),
    ("ines", "Ines Calder", "member", "Member, Ward 1", "Councillor", "council"),
)


async def body(house: House, profile: str) -> Meeting:
    """A meeting of one council or committee; chair and clerk hold the keys."""
    side = {"id": "council", "name": "Hollow Ford Town Council", "kind": "institution", "colours": ["#3b5d50"]}
    seats = [
        {"person": person, "role": role, "title": title, "form": form, "delegation": at, "holds_key": role != "member"}
        for _, person, role, title, form, at in BODY
    ]
    return await house.meeting(cast=BODY, profile=profile, delegations=[side], seats=seats)


@asynccontextmanager
async def pages_of(browser: Browser, meeting: Meeting, *names: str) -> AsyncIterator[dict[str, Window]]:
    """Each at its seat and with another look; what they show beside the tiles on a telephone is looked at part by part."""
    async with AsyncExitStack() as ending:
        made: dict[str, Window] = {}
        for mark, (name, (size, language)) in enumerate(zip(names, LOOKS, strict=False)):
            page = await ending.enter_async_context(window(browser, meeting.url, mark=mark, size=size))
            page.language = language
            await page.take_seat(await meeting.secret(name))
            await page.enter()
            made[name] = page
        yield made


async def all_clean(pages: dict[str, Window], name: str) -> None:
    await asyncio.gather(*(clean(page, name) for page in pages.values()))


async def all_at(pages: dict[str, Window], state: str) -> None:
    for page in pages.values():
        await page.until_door(state)


async def each_part_clean(page: Window, name: str) -> None:
    """Every tab of the side that a telephone shows one at a time."""
    tabs = page.page.locator(".side__tabs button")
    for n in range(await tabs.count()):
        await tabs.nth(n).click()
        await clean(page, f"{name}_{n}")


async def test_a_council_chooses_a_ground_announces_votes_and_states_that_it_is_alone(
    house: House, browser: Browser
) -> None:
    meeting = await body(house, "us-massachusetts")
    await meeting.take("clerk")
    async with pages_of(browser, meeting, "chair", "lior", "ines") as pages:
        chair = pages["chair"]
        await chair.press("convene")
        await all_at(pages, "doors_closed")
        await meeting["clerk"].command("ask", phase="on_record")
        await all_at(pages, "opening")
        await meeting["clerk"].command("turn")
        await chair.turn_key()
        await all_at(pages, "on_air")
        for name in ("lior", "ines"):
            await each_part_clean(pages[name], f"council_{name}")

        await chair.press("close")
        ground = chair.page.locator("[data-step=choose_ground]")
        await ground.wait_for()
        await all_clean(pages, "council_ground")
        await ground.locator("input.input, select").first.fill("Strategy for negotiations with the union")
        await ground.locator("textarea").fill("Contract of the firefighters")
        await ground.locator(".btn").click()
        read = chair.page.locator("[data-step=read_announcement]")
        await read.locator("blockquote").wait_for()
        await all_clean(pages, "council_announcement")
        await read.locator(".btn").click()
        await chair.page.locator("[data-step=vote] .btn").click()
        for name in ("lior", "ines"):
            await pages[name].page.locator("[data-testid=vote]").wait_for()
        await all_clean(pages, "council_roll_call")
        for name in ("lior", "ines"):
            await pages[name].page.locator("[data-testid=vote] button").first.click()
        await chair.page.locator("[data-step=vote] [data-vote=aye]").nth(1).wait_for()
        await chair.page.keyboard.press("Escape")
        await chair.page.locator("[data-testid=vote] button").first.click()
        await all_clean(pages, "council_voted")
        await chair.press("close")
        await chair.page.locator("[data-step=vote][data-state=done]").wait_for()
        await chair.page.locator(".dialog__acts .btn--primary").click()
        await all_at(pages, "closed")
        for page in pages.values():
            await page.page.locator("[data-testid=alone] button").wait_for()
        await all_clean(pages, "council_alone")
        await chair.page.locator("[data-testid=alone] button").click()
        await chair.page.locator("[data-testid=alone] .ok").wait_for()
        await all_clean(pages, "council_stated")


async def test_a_committee_starts_closed(house: House, browser: Browser) -> None:
    meeting = await body(house, "uk-commons-committee")
    async with pages_of(browser, meeting, "chair", "lior", "ines", "clerk") as pages:
        await pages["chair"].press("convene")
        await all_at(pages, "closed")
        await all_clean(pages, "committee")
        for name in ("lior", "ines"):
            await each_part_clean(pages[name], f"committee_{name}")


async def test_a_chamber_is_replaced_while_some_are_outside_and_some_removed(house: House, browser: Browser) -> None:
    meeting = await house.meeting()
    await meeting.take("tomas")
    async with (
        pages_of(browser, meeting, "anselka", "edmar", "ruta", "nadia") as inside,
        pages_of(browser, meeting, "sorcha", "press") as outside,
    ):
        await meeting["tomas"].command("convene")
        await all_at(inside, "doors_closed")
        await meeting["tomas"].command("shut", phase="closed")
        for page in outside.values():
            await page.until_screen("outside")
        await all_at(inside, "closed")
        await all_clean(outside, "outside")
        removed = {name: inside.pop(name) for name in ("ruta", "nadia")}
        async with silent(house.stack, "engine-closed"):
            for name, page in removed.items():
                await meeting["tomas"].command("remove", seat=meeting.ids[name])
                await page.page.locator("main.notice-page").wait_for()
            await all_at(inside, "moving")
            await all_clean(inside, "moving")
            await all_clean(removed, "removed")
        await all_at(inside, "closed")

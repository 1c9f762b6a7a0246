"""The whole story with no pointer: both chiefs of protocol and a principal do everything by keyboard."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.browser import window
from tests.e2e.house import House
from tests.e2e.keyboard import enter_seat, press, turn_key

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]


async def test_the_whole_story_by_keyboard_alone(house: House, browser: Browser) -> None:
    meeting = await house.meeting()
    async with AsyncExitStack() as ending:
        chief = await ending.enter_async_context(window(browser, house.url, mark=3))
        principal = await ending.enter_async_context(window(browser, house.url, mark=1))
        other = await ending.enter_async_context(window(browser, house.url, mark=4))
        await enter_seat(chief, await meeting.secret("tomas"))
        await enter_seat(other, await meeting.secret("sorcha"))
        await enter_seat(principal, await meeting.secret("anselka"))

        await press(chief, "[data-act=convene] button")
        await chief.until_door("doors_closed")
        await press(chief, "[data-act=go_on_record] button")
        await chief.until_door("opening")
        await turn_key(chief)
        await turn_key(other)
        await principal.until_door("on_air")

        await principal.page.keyboard.press("Alt+Shift+M")
        await principal.page.locator("[data-control=microphone][data-state=on]").wait_for()
        await principal.page.keyboard.press("Alt+Shift+F")
        await chief.page.locator("[data-testid=speakers] button").first.wait_for()
        await principal.page.keyboard.press("?")
        await principal.page.get_by_role("dialog").wait_for()
        await principal.page.keyboard.press("Escape")
        await expect(principal.page.get_by_role("dialog")).to_have_count(0)

        await principal.page.keyboard.press("Alt+Shift+C")
        await principal.page.get_by_role("dialog").wait_for()
        await press(principal, ".dialog__acts .btn--primary")
        await principal.page.locator("[data-testid=in-closed]").wait_for()
        await press(principal, "[data-testid=alone] button")
        await expect(principal.page.locator("[data-testid=alone] button")).to_have_count(0)

        await other.until_screen("outside")  # where the other chief sits in closed talks
        await other.page.keyboard.press("Alt+Shift+O")
        await chief.until_door("opening")
        await turn_key(chief)
        await turn_key(other)
        await press(principal, "[data-screen=countdown] button")
        await principal.until_door("closed")

        await press(principal, "[data-act=recess] button")
        await principal.until_door("recess")
        await press(principal, "[data-act=resume] button")
        await principal.until_door("closed")
        await press(principal, "[data-act=adjourn] button")
        await principal.page.get_by_role("alertdialog").wait_for()
        await press(principal, ".dialog__acts .btn--danger")
        for page in (chief, other, principal):
            await page.until_screen("ended")

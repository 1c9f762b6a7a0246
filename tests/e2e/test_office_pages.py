"""The office in a real browser: what a reporter and a committee ask is answered on the page, with what is behind it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.e2e.axe import violations
from tests.e2e.browser import PHONE, WIDE
from tests.e2e.office import Office, page_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


async def test_whom_not_yet_is_said_and_each_fact_opens_what_is_behind_it(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/engagements") as page:
        said = page.locator(".said__one")
        await said.wait_for()
        assert await said.inner_text() == (
            "Mirela Okvist has spoken with Davor Selmic, by phone; has written to Coastal Harvest Foundation; "
            "by deputies only with Strait Development Bank; not yet with Runa Aldvik and Tariq Benhalla; "
            "has not travelled to the region."
        )
        assert await page.locator(".mx__none").count() == 2
        await page.get_by_role("button", name="Davor Selmic").click()
        behind = page.get_by_role("dialog")
        await behind.get_by_text("Phone").wait_for()
        assert await behind.locator(".eng").count() == 1


async def test_a_level_counts_only_what_happened_at_it(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/engagements") as page:
        await page.get_by_role("button", name="Principals", exact=True).click()
        await page.get_by_text("3 not yet, of 5 pairs").wait_for()
        await page.get_by_role("button", name="Working level", exact=True).click()
        await page.get_by_text("4 not yet, of 5 pairs").wait_for()
        await page.get_by_role("button", name="All levels", exact=True).click()
        await page.get_by_text("2 not yet, of 5 pairs").wait_for()


async def test_the_matrix_is_walked_by_arrows_and_opened_by_enter(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/engagements") as page:
        await page.locator('[data-at="0 0"]').focus()
        for key in ("ArrowRight", "End", "ArrowRight", "Enter"):
            await page.keyboard.press(key)
        await page.get_by_role("heading", name="Mirela Okvist and Coastal Harvest Foundation").wait_for()
        await page.get_by_text("Outside the mandate: trade").wait_for()
        await page.get_by_role("button", name="In person", exact=True).click()
        await page.get_by_text("5 not yet, of 5 pairs").wait_for()


async def test_a_call_is_two_fields_on_a_phone_and_changes_what_is_said(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/engagements", PHONE) as page:
        await page.get_by_role("button", name="Enter a contact").click()
        dialog = page.get_by_role("dialog")
        shown = dialog.locator("select, input")
        await shown.first.wait_for()
        assert [await field.get_attribute("type") for field in await shown.all() if await field.is_visible()] == [
            None,
            "datetime-local",
        ]
        await dialog.get_by_label("With whom").fill("marchetti")
        await dialog.get_by_role("option", name="Odile Marchetti").click()
        await dialog.get_by_role("button", name="Enter it").click()
        await page.get_by_text("Strait Development Bank", exact=True).first.wait_for()
        said = page.locator(".said__one", has_not_text="by deputies only")
        await said.wait_for()
        assert "has spoken with Strait Development Bank, virtually and by phone" in await said.inner_text()


async def test_a_promise_shows_its_words_and_what_they_mean(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/records") as page:
        await page.get_by_label("Words").fill("visiting your country")
        await page.locator(".records__line", has_text="Visit to Karsova").click()
        shown = page.get_by_role("dialog")
        for text in ("in the month of June", "I look forward to visiting your country in the month of June."):
            await shown.get_by_text(text, exact=True).wait_for()
        assert await shown.locator(".records__history li").count() == 1


@pytest.mark.parametrize("path", ["/desk/engagements", "/desk/records", "/desk/timeline", "/desk/requests"])
@pytest.mark.parametrize(("size", "language"), [(WIDE, "en"), (PHONE, "en"), (PHONE, "qps-rtl")])
async def test_everybody_can_use_it(
    browser: Browser, office: Office, path: str, size: tuple[int, int], language: str
) -> None:
    async with page_of(browser, office, path, size, language) as page:
        await page.locator(".said__one, .records__line, .panel__line").first.wait_for()
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

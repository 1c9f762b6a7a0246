"""Somebody whom the desk lets read: what concerns them is shown, and nothing can be entered."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.axe import violations
from tests.e2e.office import Office

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


async def secret_for(office: Office, name: str) -> str:
    """The secret of a link for the official of this name."""
    async with office.desk() as desk:
        asked = {"kind": "person", "words": name}
        found = (await desk.client.get("/api/desk/office/records", params=asked)).json()
        sent = {"kind": "official", "name": name, "of": found[0]["id"]}
        answer = await desk.client.post("/api/desk/office/readers", json=sent)
        assert answer.status_code == 201, answer.text
        secret: str = answer.json()["secret"]
        return secret


async def test_an_official_reads_by_a_link_and_enters_nothing(browser: Browser, office: Office) -> None:
    secret = await secret_for(office, "Janek Orsund")
    context = await browser.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{office.url}/desk/office#{secret}")
    await page.get_by_role("button", name="Read here").wait_for()
    assert await violations(page) == []
    await page.get_by_role("button", name="Read here").click()
    await page.wait_for_url("**/desk/records")
    await page.locator(".records__line", has_text="Virtual with Odile Marchetti").click()
    shown = page.get_by_role("dialog")
    await shown.locator(".records__history").wait_for()
    await expect(shown.get_by_role("button", name="Close")).to_be_visible()
    await expect(shown.get_by_role("button", name="Correct")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.locator(".records__line", has_text="Visit to Karsova")).to_have_count(0)
    await expect(page.get_by_role("button", name="Enter a record")).to_have_count(0)
    await expect(page.get_by_role("link", name="Meetings")).to_have_count(0)
    await expect(page.get_by_role("link", name="Oversight")).to_have_count(0)
    assert await violations(page) == []
    await page.goto(f"{office.url}/desk/office#{secret}")
    await page.get_by_role("button", name="Read here").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await context.close()

"""What a person does who has a keyboard and no pointer."""

from __future__ import annotations

from typing import Final

from playwright.async_api import expect

from tests.e2e.browser import LONG_MS, Window

FURTHEST: Final = 240  # tabs; no page has more places to stop at
HAS_FOCUS: Final = "selector => document.activeElement?.matches(selector) ?? false"


async def reach(page: Window, selector: str) -> None:
    """Tab to it, as somebody does who knows only that it is there."""
    await page.page.locator(selector).first.wait_for(state="attached", timeout=LONG_MS)
    for _ in range(FURTHEST):
        if await page.page.evaluate(HAS_FOCUS, selector):
            return
        await page.page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by Tab")


async def press(page: Window, selector: str, key: str = "Enter") -> None:
    await reach(page, selector)
    await page.page.keyboard.press(key)


async def enter_seat(page: Window, secret: str) -> None:
    await page.page.goto(f"{page.url}/invitation#{secret}")
    await press(page, "main button")
    await page.page.wait_for_url("**/seats/*")
    await press(page, "#main .dock input[type=checkbox]", "Space")
    await press(page, "#main .dock button")
    await page.page.locator(".room").wait_for(timeout=LONG_MS)


async def turn_key(page: Window) -> None:
    """Held, not pressed: letting go too early undoes it."""
    key = "[data-testid=key] button.key"
    await press(page, key)
    await expect(page.page.locator("[data-testid=key][data-turned] button")).to_have_count(0)
    await reach(page, key)
    await page.page.keyboard.down("Enter")
    await page.page.locator("[data-testid=key][data-turned] button").wait_for(timeout=LONG_MS)
    await page.page.keyboard.up("Enter")


async def write(page: Window, selector: str, text: str) -> None:
    """In place of what stands in the field; Tab into it has selected that."""
    await reach(page, selector)
    await page.page.keyboard.press("Control+a")
    await page.page.keyboard.type(text)


async def choose(page: Window, selector: str, start: str) -> None:
    """The option of a list that begins so."""
    await reach(page, selector)
    await page.page.keyboard.type(start)
    await expect(page.page.locator(f"{selector} option:checked")).to_contain_text(start)


async def tick(page: Window, selector: str) -> None:
    await press(page, selector, "Space")
    await expect(page.page.locator(selector)).to_be_checked()

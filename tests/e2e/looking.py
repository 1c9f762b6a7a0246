"""A page looked at as it stands: by axe, for what sticks out, and with INCAMERA_SCREENS=folder kept as a picture too."""

from __future__ import annotations

import os
from pathlib import Path

from tests.e2e.axe import violations
from tests.e2e.browser import Window

SCREENS = os.environ.get("INCAMERA_SCREENS")


async def clean(page: Window, name: str) -> None:
    """Axe finds nothing on the page as it stands, and nothing sticks out at its side."""
    await page.page.locator("h1").first.wait_for(state="attached")  # a page's own part may still be on its way
    if SCREENS:
        size = page.page.viewport_size or {"width": 0}
        await page.page.screenshot(path=Path(SCREENS) / f"{name}-{size['width']}-{page.language}.png")
    where = f"{name}, {page.language}, {page.page.viewport_size}"
    assert await violations(page.page) == [], where
    assert await page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, where

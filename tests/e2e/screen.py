"""A public page in Chromium, followed from its opening to its end: what its one player shows and plays, read back."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import numpy as np
from playwright.async_api import Browser, Page, expect

from incamera.media.origin.slate import Slate
from tests.e2e.barcode import Luma, made_at
from tests.e2e.browser import HERE, window
from tests.e2e.decoded import slates
from tests.e2e.house import House
from tests.e2e.output import SHOWN_S, public_url, slate_of

WIDE: Final = 160
HIGH: Final = 90
SIZE: Final = (640, 480)
UNLIKE: Final = 5.0
"""Of 255, on average: what scaling and colours of a browser make of a slate."""
SAYS: Final = {"closed": "The meeting continues in closed session.", "fault": "The picture is interrupted."}


class Screen:
    """One page of one meeting: the public's, or the one that others embed."""

    def __init__(self, page: Page, slate: Slate) -> None:
        self.page = page
        self._slates = {state: _shrunk(like[720]) for state, like in slates(slate).items()}

    async def unmute(self) -> None:
        """By its key, as a person does."""
        await self.page.locator(".player").focus()
        await self.page.keyboard.press("m")

    async def pictures(self) -> list[tuple[int, int]]:
        """Mark and time, in ms, of every picture that was shown so far and can be read."""
        now = time.time_ns() // 1_000_000
        return [(mark, made_at(ms, now)) for mark, ms in await self.page.evaluate("watched.pictures")]

    async def tones(self) -> set[int]:
        """Marks of all that was heard so far."""
        return set(await self.page.evaluate("watched.tones()"))

    async def until_shows(self, mark: int, *, after: int = 0) -> None:
        """Until a picture of that mark was shown that was made after an instant in ms."""

        async def shows() -> bool:
            return any(one == mark and made > after for one, made in await self.pictures())

        await self._until(shows, f"a picture of {mark}")

    async def until_plays(self, mark: int | None) -> None:
        """Until the tone of that mark is heard, or with None nothing."""

        async def plays() -> bool:
            tone: int | None = await self.page.evaluate("watched.tone()")
            return tone == mark

        await self._until(plays, f"the sound of {mark}")

    async def slate(self) -> str | None:
        """The state whose slate the player holds; None for anything else."""
        grey = await self.page.evaluate("watched.grey()")
        if grey is None:
            return None
        shown = np.array(grey, dtype=np.float64).reshape(HIGH, WIDE)
        unlike = {state: float(np.abs(shown - like).mean()) for state, like in self._slates.items()}
        nearest = min(unlike, key=lambda state: unlike[state])
        return nearest if unlike[nearest] < UNLIKE else None

    async def until_slate(self) -> None:
        """Until the player holds a slate."""

        async def is_slate() -> bool:
            return await self.slate() is not None

        await self._until(is_slate, "a slate")

    async def until_covered(self, state: str) -> None:
        """Until the page's own slate lies over the player and says that state."""
        await expect(self.page.locator(".player__cover")).to_contain_text(SAYS[state])

    async def until_reached(self) -> None:
        """Until the page does not say that its server is away."""
        await expect(self.page.locator(".notebox")).to_have_count(0)

    async def player(self) -> str:
        """Which player this is: another page, another element or another attachment has another name."""
        name: str = await self.page.evaluate("watched.player().currentSrc")
        return name

    async def is_first(self) -> bool:
        """Whether this is still the element of the page as it was opened: neither loaded again nor replaced."""
        kept: bool = await self.page.evaluate(
            "window.opened && watched.player() === document.querySelector('video') && watched.player().isConnected"
        )
        return kept

    async def keep_picture(self, name: str) -> None:
        """A picture for whoever wants to look: `INCAMERA_PICTURES` names the folder."""
        if folder := os.environ.get("INCAMERA_PICTURES"):
            await self.page.screenshot(path=f"{folder}/{name}.png")

    async def _until(self, holds: Callable[[], Awaitable[bool]], what: str) -> None:
        try:
            async with asyncio.timeout(SHOWN_S):
                while not await holds():
                    await asyncio.sleep(0.2)
        except TimeoutError:
            await self.keep_picture("missing")
            raise AssertionError(f"{self.page.url} does not show {what}: {(await self.pictures())[-3:]}") from None


@asynccontextmanager
async def watching(browser: Browser, house: House, place: str) -> AsyncIterator[Screen]:
    """The page at a place of the public side, without cookies."""
    async with window(browser, public_url(house), size=SIZE) as opened:
        await opened.context.add_init_script((HERE / "watching.js").read_text(encoding="utf-8"))
        await opened.page.goto(f"{opened.url}{place}")
        await opened.page.evaluate("window.opened = true")
        yield Screen(opened.page, slate_of(house))


def _shrunk(luma: Luma) -> Any:
    """As a browser shows it in small: 0 to 255."""
    high, wide = luma.shape
    small = luma.reshape(HIGH, high // HIGH, WIDE, wide // WIDE).mean(axis=(1, 3))
    return np.clip((small - 16) * 255 / 219, 0, 255)

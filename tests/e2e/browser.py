"""A real Chromium at a seat: what a person does with a page, and what the page shows and plays, read back."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect

from tests.e2e.house import BUNDLED, WEB, Meeting
from tests.e2e.seat import LONG_S

LONG_MS: Final = LONG_S * 1_000
WIDE: Final = (1440, 900)
PHONE: Final = (390, 844)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--no-sandbox",
    "--allow-loopback-in-peer-connection",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-gpu",
)
FRAMES_A_SECOND: Final = 10
HERE: Final = Path(__file__).parent

expect.set_options(timeout=LONG_MS)


def chromium_path() -> str:
    """The browser that set-up found or installed."""
    found = os.environ.get("INCAMERA_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "no Chromium: run `make setup`"
    return found


@asynccontextmanager
async def chromium(playwright: Playwright, *flags: str) -> AsyncIterator[Browser]:
    """One browser process with fake devices; more `flags` give it a clip to film, or nothing to film at all."""
    assert (WEB / "index.html").is_file(), BUNDLED
    browser = await playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *flags])
    try:
        yield browser
    finally:
        await browser.close()


class Window:
    """One page with its own cookies."""

    def __init__(self, context: BrowserContext, page: Page, url: str) -> None:
        self.context = context
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.language = "en"

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    async def take_seat(self, secret: str) -> None:
        """From the invitation to the lobby."""
        await self.page.goto(f"{self.url}/invitation?lang={self.language}#{secret}")
        await self.page.locator("main button").click()
        await self.page.wait_for_url("**/seats/*")

    async def enter(self) -> None:
        """From the lobby into the seat."""
        await self.page.locator("#main .dock label").click()
        await expect(self.page.locator("#main .dock input[type=checkbox]")).to_be_checked()
        await self.page.locator("#main .dock button").click()
        await self.page.locator(".room").wait_for(timeout=LONG_MS)

    async def take_over(self) -> None:
        """On the page of a seat that was taken elsewhere: use it here."""
        await self.page.locator(".room[data-screen=taken_over]").wait_for(timeout=LONG_MS)
        alone = self.page.locator("#main label")
        if await alone.count():
            await alone.click()
        await self.page.get_by_role("button", name="Use this seat here").click()

    async def until_door(self, state: str) -> None:
        """Until the gate on screen shows `state`."""
        await self.page.locator(f"[data-door={state}]").first.wait_for(timeout=LONG_MS)

    async def until_screen(self, screen: str) -> None:
        await self.page.locator(f".room[data-screen={screen}]").wait_for(timeout=LONG_MS)

    async def press(self, act: str) -> None:
        """A large button of the desk."""
        await self.page.locator(f"[data-act={act}] button").click()

    async def turn_key(self) -> None:
        """Hold one's own key until it has turned."""
        key = self.page.locator("[data-testid=key] button.key")
        await key.hover()
        await self.page.mouse.down()
        await self.page.locator("[data-testid=key][data-turned] button").wait_for(timeout=LONG_MS)
        await self.page.mouse.up()

    async def microphone(self, state: str) -> None:
        """Press the microphone's control until it is `on` or `off`; it comes back locked or off after a crossing."""
        control = self.page.locator("[data-control=microphone]")
        await self.page.locator("[data-control=microphone]:not([data-state=locked])").wait_for(timeout=LONG_MS)
        if await control.get_attribute("data-state") != state:
            await control.locator("button").click()
        await self.page.locator(f"[data-control=microphone][data-state={state}]").wait_for(timeout=LONG_MS)

    async def spoken(self, urgency: str = "assertive") -> list[str]:
        """What the page's live regions were given so far."""
        said: list[str] = await self.page.evaluate(f"spoken.{urgency}")
        return said

    async def pictures(self) -> dict[int, int]:
        """Mark -> age in ms of the freshest picture on screen that carries it."""
        seen: dict[int, int] = {}
        for one in await self.page.evaluate("readBack.pictures()"):
            if one["mark"] is not None:
                seen[one["mark"]] = min(one["age"], seen.get(one["mark"], one["age"]))
        return seen

    async def sounds(self) -> set[int]:
        """Marks of the tones that the page plays."""
        return set(await self.page.evaluate("readBack.sounds()"))

    async def until_seen(self, *marks: int) -> None:
        """Until fresh pictures with exactly these marks, and no others, are on screen."""
        await self._until(self._fresh, set(marks), "seen")

    async def until_heard(self, *marks: int) -> None:
        """Until exactly these tones are played."""
        await self._until(self.sounds, set(marks), "heard")

    async def _fresh(self) -> set[int]:
        return {mark for mark, age in (await self.pictures()).items() if age < 3_000}

    async def _until(self, ask: Any, wanted: set[int], what: str) -> None:
        found: set[int] = set()
        try:
            async with asyncio.timeout(LONG_S):
                while (found := await ask()) != wanted:
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"{what}: {sorted(found)} instead of {sorted(wanted)}") from None


@asynccontextmanager
async def window(
    browser: Browser, url: str, *, mark: int | None = None, size: tuple[int, int] = WIDE, state: Any = None
) -> AsyncIterator[Window]:
    """A page that films `mark` (see `camera.js`), or with None what the browser's own fake device films. `state`: the cookies
    and the rest that a browser kept from an earlier visit."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
        permissions=["camera", "microphone"],
        storage_state=state,
    )
    try:
        for script in ("reading.js", "spoken.js"):
            await context.add_init_script((HERE / script).read_text(encoding="utf-8"))
        if mark is not None:
            camera = (HERE / "camera.js").read_text(encoding="utf-8")
            await context.add_init_script(
                camera.replace("__MARK__", str(mark)).replace("__RATE__", str(FRAMES_A_SECOND))
            )
        yield Window(context, await context.new_page(), url)
    finally:
        await context.close()


@asynccontextmanager
async def seated(browser: Browser, meeting: Meeting, name: str, **options: Any) -> AsyncIterator[Window]:
    """A page that has taken the seat of that name and entered."""
    async with window(browser, meeting.url, **options) as page:
        await page.take_seat(await meeting.secret(name))
        await page.enter()
        yield page

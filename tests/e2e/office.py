"""A house with the office of the demonstration, and pages of it in a real browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from playwright.async_api import Browser, Page

from incamera.demo.desk import Desk
from incamera.demo.http import Door
from incamera.demo.office import sow_office
from incamera.main.jobs import registry
from incamera.main.links import new_link
from incamera.platform.clock import SystemClock
from incamera.platform.db import Database
from incamera.platform.jobs import run_due
from tests.e2e.browser import WIDE
from tests.e2e.house import BUNDLED, WEB
from tests.serving import serving


@dataclass(frozen=True)
class Office:
    """Where it is, the cookie of its desk, and the app behind it."""

    url: str
    cookie: str
    app: FastAPI

    @property
    def folder(self) -> Path:
        """Where its files are."""
        found: Path = self.app.state.settings.data_dir
        return found

    def desk(self) -> Desk:
        """The desk, without a browser."""
        made = Desk(_door(self.url))
        made.client = made.door.client({"incamera_desk": self.cookie})
        return made

    async def work(self) -> None:
        """Do the jobs that wait."""
        settings, clock = self.app.state.settings, SystemClock()
        database = Database(settings.database_url)
        try:
            while await run_due(registry(settings, database, clock), database, clock):
                pass
        finally:
            await database.close()


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """A house on a free port, its office sown."""
    assert (WEB / "index.html").is_file(), BUNDLED
    with serving(folder, web_dir=WEB) as (app, url):
        yield Office(url, asyncio.run(_sown(app.state.settings, url)), app)


def _door(url: str) -> Door:
    return Door(url.replace("localhost", "127.0.0.1"), url.removeprefix("http://"), url)


async def _sown(settings: Any, url: str) -> str:
    link = await new_link(settings)
    assert link is not None
    async with Desk(_door(url)) as desk:
        await desk.redeem(link.split("#")[1])
        await sow_office(desk, SystemClock().now())
        return str(desk.client.cookies["incamera_desk"])


@asynccontextmanager
async def page_of(
    browser: Browser, office: Office, path: str, size: tuple[int, int] = WIDE, language: str = "en"
) -> AsyncIterator[Page]:
    """A page at the desk; what its scripts could not do fails the test at the end."""
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    desk = {"name": "incamera_desk", "value": office.cookie, "url": f"{office.url}/api/desk/"}
    await context.add_cookies([desk])  # type: ignore[list-item]
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{office.url}{path}{'&' if '?' in path else '?'}lang={language}")
    yield page
    await context.close()
    assert faults == []

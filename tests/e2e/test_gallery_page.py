"""The press gallery's page in Chromium: it plays the stream of frames, and the playlists where that stream does not come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Request, Route, expect

from tests.e2e.browser import HERE, LONG_MS, window
from tests.e2e.house import House, open_house
from tests.e2e.output import slate_of
from tests.e2e.screen import SIZE, Screen
from tests.e2e.show import Show, show
from tests.e2e.speaker import OPEN

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

STREAM = "**/gallery/stream.mp4*"
STREAMED, BY_PLAYLIST = "Not delayed", "By playlist, about a second behind"

Break = Callable[[Route], Awaitable[None]]


async def cut(route: Route) -> None:
    """The connection breaks."""
    await route.abort("connectionreset")


async def refused(route: Route) -> None:
    """A proxy that cannot do it."""
    await route.fulfill(status=503, headers={"Access-Control-Allow-Origin": "*"}, body="")


async def held_back(route: Route) -> None:
    """A proxy that keeps an endless answer until it has ended."""
    await route.request.frame.page.wait_for_event("close", timeout=0)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gated(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with open_house(tmp_path_factory.mktemp("gallery"), has_gate=True) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def on_air(gated: House) -> AsyncIterator[Show]:
    async with show(gated, delay=0) as meeting:
        await meeting.open()
        yield meeting


class Asked:
    """What a page has asked for of the gallery's media."""

    def __init__(self) -> None:
        self.streams = 0
        self.playlists = 0

    def note(self, request: Request) -> None:
        self.streams += "/gallery/stream.mp4" in request.url
        self.playlists += ".m3u8" in request.url


@asynccontextmanager
async def sitting(browser: Browser, meeting: Show, fault: Break | None) -> AsyncIterator[tuple[Screen, Asked]]:
    """The journalist's page, where the stream fails as given or, with None, comes."""
    async with window(browser, meeting.meeting.url, size=SIZE) as opened:
        await opened.context.add_init_script((HERE / "watching.js").read_text(encoding="utf-8"))
        asked = Asked()
        opened.page.on("request", asked.note)
        if fault is not None:
            await opened.page.route(STREAM, fault)
        await opened.take_seat(await meeting.meeting.secret("journalist"))
        await opened.page.evaluate("window.opened = true")
        yield Screen(opened.page, slate_of(meeting.house)), asked


MOVES = """() => {
  const video = document.querySelector("video");
  window.began ??= video.currentTime;
  return video.videoWidth > 0 && video.currentTime > window.began + 2;
}"""


async def plays(screen: Screen, note: str) -> None:
    """The sound of what is said now, by the way that the page names. The picture may be a still: a busy machine's is."""
    await screen.until_plays(OPEN)
    await screen.page.evaluate("delete window.began")
    await screen.page.wait_for_function(MOVES, timeout=LONG_MS)
    await expect(screen.page.locator(".player__note")).to_have_text(note)
    await expect(screen.page.locator(".player__cover")).to_have_count(0)


async def test_it_plays_the_stream_of_frames_and_asks_for_no_playlist(on_air: Show, browser: Browser) -> None:
    async with sitting(browser, on_air, None) as (screen, asked):
        await plays(screen, STREAMED)
        assert (asked.streams, asked.playlists) == (1, 0)


@pytest.mark.parametrize("fault", [refused, held_back])
async def test_it_plays_the_playlists_where_the_stream_does_not_come(
    on_air: Show, browser: Browser, fault: Break
) -> None:
    async with sitting(browser, on_air, fault) as (screen, asked):
        await plays(screen, BY_PLAYLIST)
        assert asked.streams == 2
        assert asked.playlists > 0


async def test_by_playlists_it_goes_dark_with_the_close_and_comes_back_in_the_same_player(
    on_air: Show, browser: Browser
) -> None:
    async with sitting(browser, on_air, cut) as (screen, asked):
        await plays(screen, BY_PLAYLIST)
        closed = await on_air.close()
        ended = closed["door"]["cut"] // 1_000
        cover = screen.page.locator(".player__cover")
        await expect(cover).to_contain_text("Pool out")
        await on_air.until_said_in_closed(ended + 1_000)
        await screen.until_plays(None)
        assert all(mark == OPEN and made < ended for mark, made in await screen.pictures())
        assert await screen.tones() == {OPEN}
        await screen.keep_picture("gallery-pool-out")
        await on_air.meeting.go_on_record()
        await on_air.meeting["tomas"].command("recognise", seat=on_air.meeting.ids["anselka"])
        await plays(screen, BY_PLAYLIST)
        await screen.keep_picture("gallery-by-playlist")
        assert asked.streams == 2, "a stream that never came is not waited for again"
        assert await screen.is_first()

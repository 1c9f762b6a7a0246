"""What the public sees, in a real browser on a real origin: one player from before the meeting to its end, never reloaded."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Request, Route, expect

from incamera.platform.ids import new_id
from tests.e2e.axe import violations
from tests.e2e.browser import PHONE, WIDE
from tests.e2e.house import WEB
from tests.media.origin.encoded import SLATE_GREY
from tests.media.origin.processes import SECOND, Origin, Programme, now_us, running

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

LEASE_US = 600 * SECOND
GREY = """() => {
  const video = document.querySelector("video");
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data[1];
}"""
PARENT = """<!doctype html><title>parent</title><script>window.told = []; addEventListener("message", (e) => told.push(e.data))</script>
<iframe {sandbox} src="{src}" width="640" height="408"></iframe>"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def origin(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Origin]:
    data_dir = tmp_path_factory.mktemp("origin")
    (data_dir / "web").symlink_to(WEB, target_is_directory=True)
    async with running(data_dir) as made:
        yield made


@dataclass
class Show:
    """One meeting as the api tells it to the origin; its permit is renewed as long as it is open."""

    origin: Origin
    delay_us: int = 0
    meeting: str = field(default_factory=new_id)
    span: int = -1
    opens: int = 0
    closes: int | None = None
    words: dict[str, Any] = field(default_factory=dict)

    async def say(self, state: str, **words: Any) -> None:
        """The permit first: on air without one is read as a fault."""
        self.words = {"state": state, "since": now_us(), "reason": "", "expected": None, **words}
        if self.span >= 0:
            await self.permit()
        terms = {"words": self.words, "delay_us": self.delay_us, "starts": now_us() + 600 * SECOND}
        await self.origin.notice(self.meeting, title="A <bilateral>", **terms)

    async def permit(self) -> None:
        terms = {"opens": self.opens, "closes": self.closes, "words": self.words, "delay_us": self.delay_us}
        await self.origin.permit(self.meeting, self.span, until=now_us() + LEASE_US, **terms)

    async def open(self) -> None:
        self.span, self.opens, self.closes = self.span + 1, now_us(), None
        await self.say("on_air")
        await Programme(self.origin, self.meeting, span=self.span, t0=self.opens).start()

    async def shut(self, state: str, **words: Any) -> None:
        self.closes = now_us()
        await self.say(state, **words)


@asynccontextmanager
async def watching(
    browser: Browser, url: str, *, size: tuple[int, int] = WIDE, zone: str = "Europe/Paris"
) -> AsyncIterator[Page]:
    """A stranger's page, which may ask nobody but the origin and is given no cookie."""
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, timezone_id=zone)
    page = await context.new_page()
    asked: list[str] = []
    errors: list[str] = []

    def see(request: Request) -> None:
        asked.append(request.url)

    page.on("request", see)
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        await page.goto(url)
        yield page
        host = "/".join(url.split("/")[:3])
        assert [one for one in asked if not one.startswith((f"{host}/", "blob:"))] == []
        assert await context.cookies() == []
        assert errors == []
    finally:
        await context.close()


@asynccontextmanager
async def another_site(html: str) -> AsyncIterator[str]:
    """A page on another host, served for real: a made-up answer would count as from the open internet."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(html)}\r\nConnection: close\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write((head + html).encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}/"


async def until_live(page: Page) -> None:
    await expect(page.locator("[data-tally=on_air]")).to_be_visible()
    await expect(page.locator(".player__cover")).to_have_count(0)


async def is_clean(page: Page) -> None:
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("size", [WIDE, PHONE])
async def test_one_player_from_before_the_meeting_to_its_end(
    origin: Origin, browser: Browser, size: tuple[int, int]
) -> None:
    show = Show(origin)
    await show.say("begins_soon")
    async with watching(browser, f"{origin.url}/m/{show.meeting}", size=size) as page:
        cover = page.locator(".player__cover")
        await expect(cover).to_contain_text("The meeting begins soon.")
        await expect(page.get_by_role("heading", level=1)).to_have_text("A <bilateral>")
        await page.locator("video").evaluate("video => video.setAttribute('data-first', '')")
        await is_clean(page)

        await show.open()
        await until_live(page)
        assert await page.evaluate(GREY) > SLATE_GREY + 20
        assert await page.evaluate("document.querySelector('video').muted")
        await is_clean(page)

        await show.shut("closed", reason="Article 4", expected=now_us() + 900 * SECOND)
        await expect(page.locator("[data-tally=closed]")).to_be_visible()
        await expect(cover).to_contain_text("The meeting continues in closed session.")
        await expect(cover).to_contain_text("Expected back")
        await expect(cover).to_contain_text("Article 4")
        held = await page.evaluate("document.querySelector('video').currentTime")
        await is_clean(page)
        assert await page.evaluate("document.querySelector('video').currentTime") == held, (
            "nothing plays under the slate"
        )

        await show.open()
        await until_live(page)
        assert await page.evaluate(GREY) > SLATE_GREY + 20

        await show.shut("ended")
        await expect(cover).to_contain_text("The meeting has ended.")
        await expect(cover.get_by_role("link")).to_have_attribute("href", f"/record/{show.meeting}")
        await expect(page.locator("video[data-first]")).to_have_count(1)


@pytest.mark.parametrize("path", ["m", "embed"])
async def test_each_page_is_clean_in_every_look(origin: Origin, browser: Browser, path: str) -> None:
    show = Show(origin)
    await show.say("begins_soon")
    async with AsyncExitStack() as ending:
        pages = [
            await ending.enter_async_context(
                watching(browser, f"{origin.url}/{path}/{show.meeting}?lang={language}", size=size)
            )
            for size in (WIDE, PHONE)
            for language in ("en", "qps-rtl")
        ]
        for page in pages:
            await page.locator("h1").wait_for(state="attached")
            await is_clean(page)
        await show.open()
        for page in pages:
            await until_live(page)
            await is_clean(page)
        await show.shut("closed", reason="Article 4", expected=now_us() + 900 * SECOND)
        for page in pages:
            await expect(page.locator("[data-tally=closed]")).to_be_visible()
            await is_clean(page)


async def test_a_delayed_webcast_plays_what_was_said_before_the_close(origin: Origin, browser: Browser) -> None:
    show = Show(origin, delay_us=6 * SECOND)
    await show.say("begins_soon")
    await show.open()
    async with watching(browser, f"{origin.url}/m/{show.meeting}") as page:
        await expect(page.locator(".player__cover")).to_contain_text("The picture follows in")
        await until_live(page)
        await expect(page.locator(".player__note")).to_have_text("6 s behind the room")
        await show.shut("recess")
        await expect(page.locator("[data-tally=recess]")).to_be_visible()
        await expect(page.locator(".player__note")).to_contain_text("is still playing")
        await expect(page.locator(".player__cover")).to_contain_text("The meeting is in recess.")


async def test_keys_act_with_the_focus_in_the_player(origin: Origin, browser: Browser) -> None:
    show = Show(origin)
    await show.say("begins_soon")
    await show.open()
    async with watching(browser, f"{origin.url}/m/{show.meeting}") as page:
        await until_live(page)
        video = page.locator("video")
        await page.keyboard.press("m")
        assert await video.evaluate("video => video.muted"), "a letter acts only in the player"
        await page.locator(".player").focus()
        await page.keyboard.press("m")
        assert not await video.evaluate("video => video.muted")
        await page.keyboard.press("c")
        await expect(page.locator(".cc")).to_have_text("There are no captions for this part.")
        await page.keyboard.press(" ")
        assert await video.evaluate("video => video.paused")
        await page.keyboard.press(" ")
        await expect(page.get_by_role("button", name="Pause")).to_be_visible()


class Captioned:
    """Lists captions beside the sound of what a page fetches, and serves them: no words until some are given."""

    def __init__(self) -> None:
        self.words = ""

    async def master(self, route: Route) -> None:
        """With one rendition of captions for each variant."""
        answer = await route.fetch()
        listed = '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="words",NAME="English",LANGUAGE="en",URI="t0.m3u8"'
        text = re.sub(r"(#EXT-X-STREAM-INF:)", r'\1SUBTITLES="words",', await answer.text())
        await route.fulfill(response=answer, body=text.replace("#EXT-X-STREAM-INF", f"{listed}\n#EXT-X-STREAM-INF", 1))

    async def playlist(self, route: Route) -> None:
        """The finished segments of the sound, with words in place of sound."""
        answer = await route.fetch(url=route.request.url.split("?")[0].replace("/t0.m3u8", "/a0.m3u8"))
        left_out = ("#EXT-X-PART", "#EXT-X-PRELOAD", "#EXT-X-RENDITION", "#EXT-X-SERVER-CONTROL", "#EXT-X-MAP")
        lines = [line for line in (await answer.text()).splitlines() if not line.startswith(left_out)]
        text = re.sub(r"a0/(s\d+)\.mp4", r"t0/\1.vtt", "\n".join(lines) + "\n")
        await route.fulfill(response=answer, body=text)

    async def segment(self, route: Route) -> None:
        """One cue that lasts, or none."""
        cue = f"00:00:00.000 --> 99:00:00.000\n{self.words}\n" if self.words else ""
        body = f"WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n{cue}"
        await route.fulfill(status=200, content_type="text/vtt", body=body)


async def test_captions_have_their_place_once_they_are_listed(origin: Origin, browser: Browser) -> None:
    show, captioned = Show(origin), Captioned()
    await show.say("begins_soon")
    async with watching(browser, f"{origin.url}/m/{show.meeting}") as page:
        await page.route("**/master.m3u8", captioned.master)
        await page.route("**/t0.m3u8*", captioned.playlist)
        await page.route("**/t0/*.vtt", captioned.segment)
        bar = page.locator(".cc")
        await page.locator(".player").focus()
        await page.keyboard.press("c")
        await expect(bar).to_have_text("There are no captions for this part.")
        await show.open()
        await until_live(page)
        await expect(bar).to_have_text("")
        await is_clean(page)
        captioned.words = "The words of the floor"
        await expect(bar).to_have_text(captioned.words)
        modes = await page.evaluate("[...document.querySelector('video').textTracks].map((track) => track.mode)")
        assert modes == ["hidden"], "the browser draws nothing over the picture"
        await is_clean(page)
        await page.keyboard.press("c")
        await expect(bar).to_have_count(0)
        await show.shut("closed")
        await expect(page.locator("[data-tally=closed]")).to_be_visible()


async def test_times_are_the_viewers_and_the_meetings(origin: Origin, browser: Browser) -> None:
    show = Show(origin)
    await show.say("begins_soon")
    async with watching(browser, f"{origin.url}/m/{show.meeting}", zone="Asia/Tokyo") as page:
        await expect(page.locator(".player__cover")).to_contain_text("in Paris")


@pytest.mark.parametrize("sandbox", ["", 'sandbox="allow-scripts"'])
async def test_embedded_it_tells_its_parent_and_shows_the_slate(origin: Origin, browser: Browser, sandbox: str) -> None:
    show = Show(origin)
    await show.say("begins_soon")
    context = await browser.new_context()
    page = await context.new_page()
    async with another_site(PARENT.format(src=f"{origin.url}/embed/{show.meeting}", sandbox=sandbox)) as site:
        await page.goto(site)
        frame = page.frame_locator("iframe")
        await expect(frame.locator(".player__cover")).to_contain_text("The meeting begins soon.")
        await show.open()
        await expect(frame.locator(".player__cover")).to_have_count(0)
        assert await frame.locator("video").evaluate("video => video.videoWidth") > 0
        await show.shut("closed")
        await expect(frame.locator(".player__cover")).to_contain_text("The meeting continues in closed session.")
        told = await page.evaluate("told.map((one) => one.state)")
        assert told == ["begins_soon", "on_air", "closed"]
        assert await page.evaluate("Number.isInteger(told[0].since)")
        assert await context.cookies() == []
    await context.close()


async def test_a_server_that_stands_still_is_said(origin: Origin, browser: Browser) -> None:
    show = Show(origin)
    await show.say("begins_soon")
    await show.open()
    async with watching(browser, f"{origin.url}/m/{show.meeting}") as page:
        await until_live(page)
        assert origin.process is not None
        origin.process.send_signal(signal.SIGSTOP)
        try:
            await expect(page.locator(".player__stalled")).to_contain_text("The picture is interrupted.")
            await expect(page.locator("[data-tally=not_known]")).to_be_visible()
            await expect(page.locator(".notebox")).to_contain_text("We cannot reach the server.")
        finally:
            origin.process.send_signal(signal.SIGCONT)
        await expect(page.locator(".notebox")).to_have_count(0)


async def test_a_meeting_that_is_not_known(origin: Origin, browser: Browser) -> None:
    async with watching(browser, f"{origin.url}/m/{new_id()}") as page:
        await expect(page.get_by_role("heading", level=1)).to_have_text("There is no meeting at this address")


async def test_a_record_that_is_empty_yet(origin: Origin, browser: Browser) -> None:
    show = Show(origin)
    await show.say("begins_soon")
    async with watching(browser, f"{origin.url}/record/{show.meeting}", size=PHONE) as page:
        await expect(page.get_by_text("No recordings yet.")).to_be_visible()
        await expect(page.get_by_text("Nothing of a closed session was recorded.")).to_be_visible()
        await is_clean(page)

"""Processes of the outside that die or hang on the whole stack, after closed talks and under them: dark, and back by itself.

One meeting, one page of the public, never loaded again.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from incamera.adapters.origin import LEASE_US
from incamera.media.origin.gate import LATE_US
from incamera.up.stack import Stack
from tests.e2e.house import SLOW, open_house
from tests.e2e.output import Output
from tests.e2e.screen import Screen, watching
from tests.e2e.show import Show, on_record, show
from tests.e2e.speaker import CLOSED, OPEN

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

LEASE_MS = LEASE_US * SLOW // 100 // 1_000
EDGE_MS = 80
"""A picture's place and its capture may lie that far apart, and so may a tone's."""
SHUT_MS = LEASE_MS + LATE_US // 1_000 + 500
"""From the last permit to a place that is well within what was shut."""
LOOK_S = 0.02


@dataclass
class Live:
    """A meeting on the record without delay, over all faults, and the page of somebody who follows it."""

    show: Show
    screen: Screen

    @property
    def stack(self) -> Stack:
        return self.show.house.stack

    async def until_shows(self, *, after: int) -> None:
        """Until gallery, webcast and page show what was said after an instant in ms."""
        await asyncio.gather(
            *(output.until_shows(OPEN, after=after) for output in self.show.outputs),
            self.screen.until_shows(OPEN, after=after),
        )

    async def until_interrupted(self, *, after: int) -> None:
        """Until all of them show the slate of a fault, at a place after an instant in ms."""
        await asyncio.gather(*(output.until_slate("fault", after=after) for output in self.show.outputs))
        await self.screen.until_slate()

    def paths(self) -> list[str]:
        return [output.live()[-1].path for output in self.show.outputs]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def live(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> AsyncIterator[Live]:
    """Before it is on the record its speaker speaks behind closed doors: something that could leak."""
    async with open_house(tmp_path_factory.mktemp("gated"), has_gate=True) as house, show(house, delay=0) as meeting:
        await meeting.until_said_in_closed(0)
        async with watching(browser, house, f"/m/{meeting.meeting.id}") as screen:
            await meeting.open()
            await screen.until_shows(OPEN)
            await screen.unmute()
            await screen.until_plays(OPEN)
            yield Live(meeting, screen)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def is_shut(output: Output, begin: int, end: int) -> None:
    """Nothing is in any rendition that was captured after an instant in ms and came to the gate before another."""
    line = output.live()[-1]
    last = end - LATE_US // 1_000  # what came later may have passed by the next permit
    for stream in ("v0", "v1"):
        seen = [one for one in output.pictures(line, stream, since=begin) if begin + EDGE_MS < one.at < last]
        assert seen, "it was looked at meanwhile"
        assert not [one for one in seen if one.mark is not None or one.slate != "fault"]
    heard = [one for one in output.sounds(line, since=begin) if begin + EDGE_MS < one.at < last]
    assert heard
    assert not [one for one in heard if one.mark is not None]


async def test_a_worker_that_dies_leaves_slate_on_a_timeline_that_goes_on(live: Live) -> None:
    paths, player = live.paths(), await live.screen.player()
    assert live.stack.runs is not None
    pid = live.stack.runs.pid("programme")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    killed = now_ms()
    await live.until_shows(after=killed)
    assert live.paths() == paths
    assert await live.screen.player() == player, "in the same player, without attaching anew"
    for output in live.show.outputs:
        seen = output.pictures(output.live()[-1], "v1", since=killed)
        assert "fault" in {one.slate for one in seen}
        places = [one.at for one in seen]
        assert max(after - before for before, after in pairwise(places)) < 1_000, "no hole"


async def test_while_the_api_hangs_nothing_leaves_after_the_permit_has_run_out(live: Live) -> None:
    paths = live.paths()
    live.stack.stop("api")
    stopped = now_ms()
    try:
        await live.until_interrupted(after=stopped + SHUT_MS)
    finally:
        resumed = now_ms()
        live.stack.cont("api")
    await live.until_shows(after=resumed)
    assert live.paths() == paths
    for output in live.show.outputs:
        is_shut(output, stopped + LEASE_MS, resumed)


async def test_an_api_that_dies_over_and_over_shuts_the_gate_and_comes_back_with_the_picture(live: Live) -> None:
    paths = live.paths()
    async with dying(live.stack, "api"):
        killed = now_ms()
        await live.until_interrupted(after=killed + SHUT_MS)
        let = now_ms()
    await live.until_shows(after=let)
    assert live.paths() == paths
    for output in live.show.outputs:
        is_shut(output, killed + LEASE_MS, let)


@asynccontextmanager
async def dying(stack: Stack, name: str) -> AsyncIterator[None]:
    """SIGKILL, and again as soon as it is started again, while the block runs."""

    async def kill() -> None:
        while True:
            if stack.pid(name) is not None:
                stack.kill(name)
            await asyncio.sleep(LOOK_S)

    stack.kill(name)
    killing = asyncio.create_task(kill())
    try:
        yield
    finally:
        killing.cancel()
        await asyncio.wait({killing})


async def test_an_origin_that_dies_is_dark_and_comes_back_with_another_timeline(live: Live) -> None:
    paths, before = live.paths(), live.stack.starts("origin")
    live.stack.kill("origin")
    killed = now_ms()
    for output in live.show.outputs:
        await until_dark(output)
    await live.until_shows(after=killed)
    assert live.stack.starts("origin") == before + 1
    assert not set(paths) & set(live.paths())


async def until_dark(output: Output) -> None:
    """Until nobody answers."""
    async with asyncio.timeout(10):
        while True:
            try:
                await output.status()
            except httpx.HTTPError:
                return
            await asyncio.sleep(LOOK_S)


async def test_api_and_origin_die_under_closed_talks_and_the_page_shows_slate_and_silence(live: Live) -> None:
    screen, outputs = live.screen, live.show.outputs
    lines = [output.live()[-1] for output in outputs]
    await live.show.close()
    for output, line in zip(outputs, lines, strict=True):
        await output.until_ended(line)
    await screen.until_covered("closed")
    for name in ("api", "origin"):
        live.stack.kill(name)
    died = now_ms()
    await live.show.until_said_in_closed(died)
    await live.stack.until_ready("api", "origin")
    for output in outputs:
        await output.until(lambda told: told["words"]["state"] == "closed" and not told["is_live"])
    await live.show.until_said_in_closed(now_ms())
    await screen.until_reached()
    await screen.until_covered("closed")
    await screen.until_plays(None)
    assert await screen.slate() is not None, "under the cover too"
    await screen.keep_picture("gate-closed")
    await live.show.open()
    await screen.until_shows(OPEN, after=died)
    await screen.until_plays(OPEN)


async def test_nothing_of_closed_talks_was_outside_over_all_of_it(live: Live) -> None:
    await live.show.close()
    for output in live.show.outputs:
        await output.until_ended(output.live()[-1])
    await live.screen.until_covered("closed")
    await live.screen.until_plays(None)
    spans = [(began / 1_000, cut / 1_000) for began, cut in on_record(await live.show.meeting.ledger())]
    assert len(spans) == 2

    def is_said(made: int | None) -> bool:
        return made is not None and any(began <= made < cut for began, cut in spans)

    assert CLOSED not in await live.screen.tones()
    shown = await live.screen.pictures()
    assert {mark for mark, _ in shown} == {OPEN}
    assert all(is_said(made) for _, made in shown)
    assert await live.screen.is_first(), "one page, one player, never loaded again"
    for output in live.show.outputs:
        for line in output.timelines.values():
            for stream in line.playlists.keys() - {"a0"}:
                said = [one for one in output.pictures(line, stream) if one.mark is not None]
                assert {one.mark for one in said} <= {OPEN}
                assert all(is_said(one.made) for one in said)
            if "a0" in line.playlists:
                assert {one.mark for one in output.sounds(line)} <= {OPEN, None}

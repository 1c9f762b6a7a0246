"""A dump and a close at the delay of every day: what the delay still held is in no rendition, no page and no file, and all
are told what of it was public already."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from incamera.platform.signed import read_document
from tests.e2e.closing import holds_only, is_proven
from tests.e2e.decoded import Heard, Seen
from tests.e2e.house import House, open_house
from tests.e2e.kept import LATE_MS, Passage, fetched, recording, settled
from tests.e2e.output import Timeline
from tests.e2e.screen import Screen, watching
from tests.e2e.seat import View
from tests.e2e.show import Show, on_record, show
from tests.e2e.speaker import CLOSED, OPEN

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

DELAY_S: Final = 15
EDGE_MS: Final = 80
"""A picture's place and its capture may lie that far apart, and so may a tone's."""
PAGES: Final = ("m", "embed")


@dataclass
class Again:
    """What the gallery gave of the passage once the dump held: what had not left the encoder yet was slate already."""

    line: Timeline
    playlists: list[str] = field(default_factory=list)
    gone: int = 0
    """Pieces it had and gives no more."""


@dataclass
class Story:
    """What was seen of a meeting on the record: dumped, on the record again in the webcast, closed, ended."""

    show: Show
    pressed: Timeline
    shown: Timeline
    refused: int
    dump: dict[str, Any]
    stated: dict[str, Any]
    """The dump as the gate states it."""
    again: Again
    closed: View
    ledger: dict[str, Any]
    kept: list[Passage]
    pictures: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Page -> mark and time of all that it showed."""
    tones: set[int] = field(default_factory=set)

    @property
    def passage(self) -> tuple[int, int]:
        """The first and last place, in ms, that certainly lie in what was destroyed."""
        return self.dump["public_until"] // 1_000 + EDGE_MS, self.dump["until"] // 1_000 - EDGE_MS

    def inside(self, found: list[Any]) -> list[Any]:
        """Pictures or sounds of the passage."""
        begin, end = self.passage
        return [one for one in found if begin < one.at < end]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def story(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> AsyncIterator[Story]:
    async with (
        open_house(tmp_path_factory.mktemp("gated"), has_gate=True) as house,
        show(house, delay=DELAY_S) as meeting,
    ):
        yield await told(meeting, browser)


async def told(meeting: Show, browser: Browser) -> Story:
    """The pages are opened before it begins, and never again."""
    house = meeting.house
    await meeting.until_said_in_closed(0)
    async with AsyncExitStack() as ending:
        screens = {
            place: await ending.enter_async_context(watching(browser, house, f"/{place}/{meeting.meeting.id}"))
            for place in PAGES
        }
        pressed, shown = await meeting.open()
        await recording(meeting)
        await all_show(screens, after=0)
        await screens["m"].unmute()
        await screens["m"].until_plays(OPEN)
        refused = (await meeting.meeting["journalist"].try_command("dump")).status_code
        await meeting.meeting["press"].command("dump")
        dump = await said(meeting)
        stated = await statement(house, meeting.meeting.id)
        again = await asked_again(meeting, pressed, dump)
        for screen in screens.values():
            await screen.until_slate()
        await meeting.webcast.until_shows(OPEN, after=dump["until"] // 1_000)
        await all_show(screens, after=dump["until"] // 1_000)
        await meeting.gallery.until_shows(OPEN, after=time.time_ns() // 1_000_000)
        closed = await meeting.close()
        await meeting.until_said_in_closed(closed["door"]["cut"] // 1_000 + LATE_MS)
        await meeting.gallery.until_ended(pressed)
        await meeting.webcast.until_ended(shown)
        for screen in screens.values():
            await screen.until_covered("closed")
        await screens["m"].until_plays(None)
        await screens["m"].keep_picture("gate-closed-15")
        for screen in screens.values():
            assert await screen.slate() is not None, "under the cover too"
            assert await screen.is_first()
        await meeting.meeting["anselka"].command("shut", phase="ended")
        ledger = await settled(meeting, spans=1)
        kept = await fetched(house, meeting.meeting.id)
        pictures = {place: await screen.pictures() for place, screen in screens.items()}
        tones = await screens["m"].tones()
    return Story(meeting, pressed, shown, refused, dump, stated, again, closed, ledger, kept, pictures, tones)


async def all_show(screens: dict[str, Screen], *, after: int) -> None:
    await asyncio.gather(*(screen.until_shows(OPEN, after=after) for screen in screens.values()))


async def said(meeting: Show) -> dict[str, Any]:
    """The dump as everybody reads it, once the gate has stated what was public already."""
    view = await meeting.meeting["edmar"].until(
        lambda v: bool(v["outside"]["dumps"][-1:] and v["outside"]["dumps"][-1]["public_until"])
    )
    dump: dict[str, Any] = view["outside"]["dumps"][-1]
    return dump


async def statement(house: House, meeting: str) -> dict[str, Any]:
    """What the gate itself states of the dump."""
    folder = house.stack.data_dir / "run" / "origin"
    transport = httpx.AsyncHTTPTransport(uds=str(folder / "control.sock"))
    async with httpx.AsyncClient(transport=transport, base_url="http://origin", timeout=20) as client:
        answer = (await client.get(f"/statement/{meeting}")).raise_for_status()
    key = bytes.fromhex((folder / "origin.pub").read_text(encoding="ascii"))
    (row,) = [row for span in read_document("statement", answer.text, key)["spans"] for row in span["destroyed"]]
    found: dict[str, Any] = row
    return found


async def asked_again(meeting: Show, line: Timeline, dump: dict[str, Any]) -> Again:
    """What whoever asks the gallery now gets of what it had of the passage."""
    begin, end = dump["public_until"] // 1_000 + EDGE_MS, dump["until"] // 1_000 - EDGE_MS
    place, client = f"{meeting.gallery.folder}/{line.path}", meeting.gallery.client
    found = Again(Timeline(line.path, dict(line.playlists)))
    for stream in line.playlists:
        found.playlists.append((await client.get(f"{place}/{stream}.m3u8")).raise_for_status().text)
        for name in line.named(stream, begin, end):
            answer = await client.get(f"{place}/{stream}/{name}")
            if answer.status_code == 200:
                found.line.pieces[stream, "init.mp4"] = line.pieces[stream, "init.mp4"]
                found.line.pieces[stream, name] = answer.content
            else:
                assert answer.status_code == 404
                found.gone += 1
    return found


async def test_only_who_may_dumps_and_everybody_reads_who_it_was_and_what_was_public(story: Story) -> None:
    assert story.refused == 409
    assert story.dump["person"] == "Idris Vance"
    assert story.dump["since"] < story.dump["public_until"] < story.dump["until"]
    assert story.dump["until"] - story.dump["public_until"] > (DELAY_S - 5) * 1_000_000, "the delay held something"
    (entry,) = [entry["body"] for entry in story.ledger["entries"] if entry["header"]["kind"] == "dumped"]
    press = story.show.meeting.ids["press"]
    assert (entry["seat"], entry["since"], entry["until"]) == (press, story.dump["since"], story.dump["until"])


async def test_the_gallery_had_it_as_is_stated_and_nobody_gets_it_there_any_more(story: Story) -> None:
    assert {one.mark for one in story.inside(story.show.gallery.pictures(story.pressed, "v1"))} >= {OPEN}
    assert story.stated["gallery_saw"]
    assert story.stated["public_until"] == story.dump["public_until"]
    assert story.stated["units"] > 0
    again, gallery = story.again, story.show.gallery
    assert all("EXT-X-GAP" in text for text in again.playlists), "some of it was listed still"
    assert again.gone
    given = {stream for stream, _ in again.line.pieces}
    pictures = [one for stream in sorted(given - {"a0"}) for one in gallery.pictures(again.line, stream)]
    assert not [one for one in pictures if one.mark is not None]
    assert not [one for one in (gallery.sounds(again.line) if "a0" in given else ()) if one.mark is not None]


async def test_dumped_seconds_are_in_no_rendition_of_the_webcast(story: Story) -> None:
    for stream in ("v0", "v1"):
        seen: list[Seen] = story.inside(story.show.webcast.pictures(story.shown, stream))
        assert seen
        assert {one.mark for one in seen} == {None}
        assert None not in {one.slate for one in seen}
    heard: list[Heard] = story.inside(story.show.webcast.sounds(story.shown))
    assert heard
    assert {one.mark for one in heard} == {None}


@pytest.mark.parametrize("place", PAGES)
async def test_neither_page_shows_what_was_dumped_nor_anything_of_closed_talks(story: Story, place: str) -> None:
    begin, until = story.dump["public_until"] // 1_000, story.dump["until"] // 1_000
    made = [ms for _, ms in story.pictures[place]]
    assert {mark for mark, _ in story.pictures[place]} == {OPEN}
    assert min(made) < begin, "what was public before was shown"
    assert not [ms for ms in made if begin + EDGE_MS < ms < until - LATE_MS]
    assert until < max(made) < story.closed["door"]["cut"] / 1_000
    assert OPEN in story.tones
    assert CLOSED not in story.tones


async def test_dumped_seconds_and_closed_talks_are_in_no_file(story: Story) -> None:
    begin, until = story.dump["public_until"], story.dump["until"]
    ((began, cut),) = on_record(story.ledger)
    rows = [passage.row for passage in story.kept]
    assert any(row["until"] <= begin + EDGE_MS * 1_000 for row in rows)
    assert any(until <= row["from"] for row in rows)
    for passage in story.kept:
        row = passage.row
        assert row["until"] <= begin + EDGE_MS * 1_000 or until <= row["from"], rows
        assert began <= row["from"] < row["until"] <= cut
        assert passage.marks <= {OPEN}
        assert all(ms < cut / 1_000 for ms in passage.made)
        assert not [ms for ms in passage.made if begin // 1_000 + EDGE_MS < ms < until // 1_000 - LATE_MS]


async def test_a_close_ends_whole_segments_exactly_too(story: Story) -> None:
    assert not story.shown.has_parts
    is_proven(story.closed, DELAY_S)
    ((_, cut),) = on_record(story.ledger)
    for output, line in ((story.show.gallery, story.pressed), (story.show.webcast, story.shown)):
        holds_only(output, line, cut / 1_000)

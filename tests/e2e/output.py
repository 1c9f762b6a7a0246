"""What leaves the house, as whoever fetches it gets it: every piece of every rendition of every timeline."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx

from incamera.media.origin.slate import Slate, load_slate
from tests.e2e.decoded import Heard, Seen, pictures, sounds
from tests.e2e.house import House, Meeting
from tests.e2e.seat import LONG_S, MARK

STREAMS: Final = ("v0", "v1", "a0")
SEGMENT_MS: Final = 1_600
LOOK_S: Final = 0.3
SHOWN_S: Final = 150.0
"""Ceiling for a picture: a worker that was short of time shows a still for a minute before it tries again."""
PASS_S: Final = 25.0
_NAME: Final = re.compile(r"s(\d+)(?:\.(\d+))?\.mp4")


@dataclass
class Timeline:
    """One path of an output, as far as it was fetched."""

    path: str
    playlists: dict[str, str] = field(default_factory=dict)
    pieces: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """(stream, name of the file) -> bytes."""
    is_gone: bool = False

    @property
    def is_fetched(self) -> bool:
        """Whether something of each stream was fetched before it was gone."""
        return len(self.playlists) == len(STREAMS)

    @property
    def is_ended(self) -> bool:
        return self.is_fetched and all("#EXT-X-ENDLIST" in text for text in self.playlists.values())

    @property
    def has_parts(self) -> bool:
        return any("#EXT-X-PART:" in text for text in self.playlists.values())

    @property
    def t0(self) -> int:
        """The instant, in ms, of its grid's beginning."""
        text = next(iter(self.playlists.values()))  # the same in pictures and sound
        date = re.search(r"#EXT-X-PROGRAM-DATE-TIME:(\S+)", text)
        first = re.search(r"#EXT-X-MEDIA-SEQUENCE:(\d+)", text)
        assert date is not None, text
        assert first is not None, text
        return round(datetime.fromisoformat(date[1]).timestamp() * 1_000) - int(first[1]) * SEGMENT_MS

    def file(self, stream: str, *, since: int = 0) -> bytes:
        """A stream in one piece: segments, and the parts of those that were never whole; from the segment of an instant in
        ms on."""
        first = max(0, since - self.t0) // SEGMENT_MS
        found: dict[int, dict[int | None, bytes]] = {}
        for (of, name), data in self.pieces.items():
            if of == stream and (place := _NAME.fullmatch(name)):
                found.setdefault(int(place[1]), {})[int(place[2]) if place[2] else None] = data
        whole = [_whole(found[number]) for number in sorted(found) if number >= first]
        return self.pieces[stream, "init.mp4"] + b"".join(whole)

    def named(self, stream: str, begin: int, end: int) -> list[str]:
        """The files of a stream whose segment lies between two instants in ms, as far as they were fetched."""
        numbers = range(-(-(begin - self.t0) // SEGMENT_MS), (end - self.t0) // SEGMENT_MS)
        names = [name for of, name in self.pieces if of == stream]
        return [name for name in names if (place := _NAME.fullmatch(name)) and int(place[1]) in numbers]


def _whole(parts: dict[int | None, bytes]) -> bytes:
    """A segment is what its parts were, and nothing else."""
    listed = [parts[n] for n in sorted(n for n in parts if n is not None)]
    if None not in parts:
        return b"".join(listed)
    assert all(part in parts[None] for part in listed), "a part held something that its segment does not"
    return parts[None]


@dataclass
class Output:
    """One output of a meeting, fetched over and over. `status` is below `folder`, or beside it for the public."""

    client: httpx.AsyncClient
    meeting: str
    name: str
    slate: Slate
    timelines: dict[str, Timeline] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    """Every status that was not like the one before."""

    @property
    def folder(self) -> str:
        return f"/live/{self.meeting}/{self.name}"

    async def status(self) -> dict[str, Any]:
        place = self.folder if self.name == "gallery" else f"/live/{self.meeting}"
        answer = await self.client.get(f"{place}/status.json")
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        if not self.told or self.told[-1] != told:
            self.told.append(told)
        return told

    async def keep_up(self) -> None:
        """Until cancelled. An origin that is away is asked again."""
        while True:
            with suppress(httpx.HTTPError):
                await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Fetch what is new: of what is shown now, and of what was, until it has ended."""
        path = (await self.status())["path"]
        self.timelines.setdefault(path, Timeline(path))
        for line in self.timelines.values():
            if line.path == path or not (line.is_ended or line.is_gone):
                await asyncio.gather(*(self._fetch(line, stream) for stream in STREAMS))

    async def _fetch(self, line: Timeline, stream: str) -> None:
        place = f"{self.folder}/{line.path}"
        answer = await self.client.get(f"{place}/{stream}.m3u8")
        if answer.status_code != 200:
            line.is_gone = answer.status_code == 404
            return
        names = ["init.mp4", *_names(answer.text, stream)]
        for name in names:
            if (stream, name) not in line.pieces:
                piece = await self.client.get(f"{place}/{stream}/{name}")
                if piece.status_code == 200:
                    line.pieces[stream, name] = piece.content
        if (stream, "init.mp4") in line.pieces:  # else the timeline went away in between
            line.playlists[stream] = answer.text

    def live(self) -> list[Timeline]:
        """The timelines of the meeting itself, oldest first; not the slate that runs between them."""
        paths = dict.fromkeys(told["path"] for told in self.told if told["is_live"])
        return [self.timelines[path] for path in paths if path in self.timelines]

    async def until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first status that fits."""
        async with asyncio.timeout(LONG_S):
            while True:
                with suppress(httpx.HTTPError):
                    if fits(told := await self.status()):
                        return told
                await asyncio.sleep(0.05)

    async def until_live(self) -> Timeline:
        """Until something of the meeting is shown, and some of it was fetched."""
        path = (await self.until(lambda told: bool(told["is_live"])))["path"]
        async with asyncio.timeout(LONG_S):
            while path not in self.timelines or not self.timelines[path].is_fetched:
                await asyncio.sleep(0.05)
        return self.timelines[path]

    async def until_shows(self, mark: int, *, after: int = 0) -> None:
        """Until the newest of what is fetched is a picture of that mark, made after an instant in ms."""
        await self._until(lambda seen: seen.mark == mark and (seen.made or 0) > after, f"a picture of {mark}")

    async def until_slate(self, state: str, *, after: int) -> None:
        """Until the newest of what is fetched is that slate, at a place after an instant in ms."""
        await self._until(lambda seen: seen.slate == state and seen.at > after, f"the slate of {state}")

    async def _until(self, fits: Callable[[Seen], bool], what: str) -> None:
        try:
            async with asyncio.timeout(SHOWN_S):
                while (seen := self._newest()) is None or not fits(seen):
                    await asyncio.sleep(0.2)
        except TimeoutError:
            raise AssertionError(f"{self.name} does not show {what}: {self._newest()}, {self.told[-1:]}") from None

    def _newest(self) -> Seen | None:
        """The last picture of the newest segment of the small rendition."""
        line = self.live()[-1] if self.live() else None
        if line is None or not line.is_fetched:
            return None
        places = [(int(m[1]), int(m[2]) if m[2] else 99, key) for key in line.pieces
                  if key[0] == "v1" and (m := _NAME.fullmatch(key[1]))]  # fmt: skip
        if not places:
            return None
        number = max(places)[0]
        keys = sorted((part, key) for n, part, key in places if n == number)
        chosen = [keys[-1]] if keys[-1][0] == 99 else keys
        data = line.pieces["v1", "init.mp4"] + b"".join(line.pieces[key] for _, key in chosen)
        return max(pictures(data, line.t0, self.slate), key=lambda seen: seen.at, default=None)

    async def until_ended(self, line: Timeline) -> None:
        async with asyncio.timeout(LONG_S):
            while not line.is_ended:
                await asyncio.sleep(0.1)

    def pictures(self, line: Timeline, stream: str, *, since: int = 0) -> list[Seen]:
        return list(pictures(line.file(stream, since=since), line.t0, self.slate))

    def sounds(self, line: Timeline, *, since: int = 0) -> list[Heard]:
        return list(sounds(line.file("a0", since=since), line.t0))


def _names(playlist: str, stream: str) -> list[str]:
    named = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    named += re.findall(r'#EXT-X-PART:[^\n]*URI="([^"]+)"', playlist)
    return [name.removeprefix(f"{stream}/") for name in named]


@asynccontextmanager
async def webcast(house: House, meeting: Meeting) -> AsyncIterator[Output]:
    """The public's output, kept up with while the block runs."""
    client = httpx.AsyncClient(base_url=public_url(house), timeout=20, trust_env=False)
    async with client, _kept(Output(client, meeting.id, "webcast", slate_of(house))) as output:
        yield output


@asynccontextmanager
async def gallery(house: House, meeting: Meeting, name: str) -> AsyncIterator[Output]:
    """The same of the gallery, with the pass of a seat that was taken; it is renewed."""
    async with httpx.AsyncClient(base_url=gallery_url(house), headers=MARK, timeout=20, trust_env=False) as client:
        await meeting[name].command("accept_rules")
        await show_pass(client, meeting, name)
        renewing = asyncio.create_task(_renew(client, meeting, name))
        try:
            async with _kept(Output(client, meeting.id, "gallery", slate_of(house))) as output:
                yield output
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})


@asynccontextmanager
async def _kept(output: Output) -> AsyncIterator[Output]:
    keeping = asyncio.create_task(output.keep_up())
    try:
        yield output
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})
        if not keeping.cancelled():
            keeping.result()


async def show_pass(client: httpx.AsyncClient, meeting: Meeting, name: str) -> None:
    """Put a fresh pass of the seat into the client."""
    answer = await meeting[name].post("pass", {})
    answer.raise_for_status()
    client.headers["Cookie"] = answer.headers["set-cookie"].partition(";")[0]


async def _renew(client: httpx.AsyncClient, meeting: Meeting, name: str) -> None:
    while True:
        await asyncio.sleep(PASS_S)
        with suppress(httpx.HTTPError):
            await show_pass(client, meeting, name)


def public_url(house: House) -> str:
    return f"http://127.0.0.1:{house.stack.ports.origin}"


def gallery_url(house: House) -> str:
    return f"http://localhost:{house.stack.ports.origin}"


def slate_of(house: House) -> Slate:
    folder: Path = house.stack.data_dir / "slate"
    return load_slate(folder)

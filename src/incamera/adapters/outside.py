"""The outside port: fetches every output as a stranger would, and compares what comes with the pinned slate, byte by byte.

An output is dark when the newest full second of every stream at its address consists of pinned units alone: the slate's
picture and silence. Anything else, and anything that cannot be read, is not dark.
"""

from __future__ import annotations

import asyncio
import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import httpx

from incamera.ports import OutsideFound, OutsidePart, PortFailed

CALL_S: Final = 1.0
SECOND_US: Final = 1_000_000
REDIRECTS: Final = 3
_URI: Final = re.compile(r'URI="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Piece:
    """One part or segment of a media playlist: where, from which instant, for how long (microseconds)."""

    uri: str
    begins: int
    lasts: int


class Outside:
    """Looks at the outputs of one origin. `give_pass` makes a pass for the gallery, which lives a minute."""

    def __init__(
        self,
        base_url: str,
        manifest: Path,
        *,
        give_pass: Callable[[str], str],
        now: Callable[[], int],
        deadline_scale: int = 100,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._manifest = manifest
        self._give_pass = give_pass
        self._now = now
        self._pinned: frozenset[str] | None = None
        self._client = httpx.AsyncClient(timeout=CALL_S * deadline_scale / 100)

    async def reconcile(self, part: OutsidePart) -> OutsideFound:
        """See OutsidePort. `asked` is the instant at which the youngest second that was looked at began."""
        looks = {o: self._look(part.meeting, o) for o in part.outputs if o in _ADDRESSES}
        try:
            found = dict(zip(looks, await asyncio.gather(*looks.values()), strict=True))
        except (httpx.HTTPError, OSError) as error:
            raise PortFailed("the outside could not be reached") from error
        begun = [at for at, _ in found.values()]
        return OutsideFound(min(begun, default=self._now()), {output: dark for output, (_, dark) in found.items()})

    async def close(self) -> None:
        """Give back the sockets."""
        await self._client.aclose()

    async def _look(self, meeting: str, output: str) -> tuple[int, bool]:
        """When the second that was looked at began, and whether it was dark."""
        asked = self._now()
        address = self._base + _ADDRESSES[output].format(meeting=meeting)
        cookies = {"gallery_pass": self._give_pass(meeting)} if output == "gallery" else {}
        try:
            master, where = await self._text(address, cookies)
            streams = list(dict.fromkeys(_streams(master)))
            seconds = await asyncio.gather(*(self._second(urljoin(where, name), cookies) for name in streams))
        except (ValueError, LookupError, struct.error, httpx.HTTPStatusError):
            return asked, False
        if not seconds or not all(dark for _, dark in seconds):
            return asked, False
        return min(begins for begins, _ in seconds), True

    async def _text(self, address: str, cookies: Mapping[str, str]) -> tuple[str, str]:
        answer = await self._get(address, cookies)
        return answer.text, str(answer.url)

    async def _get(self, address: str, cookies: Mapping[str, str]) -> httpx.Response:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        for _ in range(REDIRECTS):  # by hand: the client leaves a cookie header behind when it follows one
            answer = await self._client.get(address, headers=headers)
            if not answer.has_redirect_location:
                answer.raise_for_status()
                return answer
            address = urljoin(address, answer.headers["Location"])
        raise ValueError("sent round in circles")

    async def _second(self, address: str, cookies: Mapping[str, str]) -> tuple[int, bool]:
        """The newest full second of one stream: when it begins, and whether every unit of it is pinned."""
        text, where = await self._text(address, cookies)
        pieces = newest_second(tuple(_pieces(text)))
        answers = await asyncio.gather(*(self._get(urljoin(where, piece.uri), cookies) for piece in pieces))
        pinned = self._known()
        is_dark = all(sha256(unit).hexdigest() in pinned for answer in answers for unit in units(answer.content))
        return pieces[0].begins, is_dark

    def _known(self) -> frozenset[str]:
        if self._pinned is None:
            self._pinned = frozenset(_hashes(json.loads(self._manifest.read_text(encoding="utf-8"))))
        return self._pinned


_ADDRESSES: Final = {
    "gallery": "/live/{meeting}/gallery/master.m3u8",
    "webcast": "/live/{meeting}/webcast/master.m3u8",
    "embed": "/live/{meeting}/webcast/master.m3u8",
}
"""Outputs that can be fetched. A recording is behind the same gate and has no address while it grows."""


def newest_second(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The last pieces that together last a second; raises ValueError if there is not so much."""
    lasts = 0
    for n in range(len(pieces) - 1, -1, -1):
        lasts += pieces[n].lasts
        if lasts >= SECOND_US:
            return pieces[n:]
    raise ValueError("less than a second")


def units(data: bytes) -> Iterator[bytes]:
    """The access units of MP4 fragments, by the sizes in each `trun` (ISO/IEC 14496-12, 8.8.8, as our packager writes it)."""
    sizes: list[int] = []
    for name, body in _boxes(data):
        if name == b"moof":
            sizes = [size for traf, inner in _boxes(body) if traf == b"traf" for size in _sizes(inner)]
        elif name == b"mdat":
            at = 0
            for size in sizes:
                yield body[at : at + size]
                at += size
            if at != len(body):
                raise ValueError("bytes that no unit owns")
        else:
            raise ValueError("a box that our packager does not write")


def _sizes(traf: bytes) -> Iterator[int]:
    for name, body in _boxes(traf):
        if name == b"trun":
            (count,) = struct.unpack_from(">I", body, 4)
            for n in range(count):
                yield struct.unpack_from(">I", body, 12 + 12 * n + 4)[0]


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > len(data):
            raise ValueError("a box that does not fit")
        yield name, data[at + 8 : at + size]
        at += size


def _streams(master: str) -> Iterator[str]:
    for line in master.splitlines():
        if line.startswith("#EXT-X-MEDIA:") and (found := _URI.search(line)):
            yield found.group(1)
        elif line and not line.startswith("#"):
            yield line


def _pieces(playlist: str) -> Iterator[Piece]:
    """Parts where they are listed, else whole segments, in order. Raises ValueError for a playlist without dates."""
    at, within, lasts, has_parts = 0, 0, 0, False
    for line in playlist.splitlines():
        if line.startswith("#EXT-X-PROGRAM-DATE-TIME:"):
            at, within, has_parts = _instant(line.partition(":")[2]), 0, False
        elif line.startswith("#EXT-X-PART:") and (found := _URI.search(line)):
            duration = _seconds(re.search(r"DURATION=([0-9.]+)", line))
            yield Piece(found.group(1), at + within, duration)
            within, has_parts = within + duration, True
        elif line.startswith("#EXTINF:"):
            lasts = _seconds(re.match(r"#EXTINF:([0-9.]+)", line))
        elif line and not line.startswith("#") and not has_parts:
            yield Piece(line, at, lasts)


def _instant(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return int(moment.timestamp()) * SECOND_US + moment.microsecond


def _seconds(found: re.Match[str] | None) -> int:
    if found is None:
        raise ValueError("a duration is missing")
    return round(float(found.group(1)) * SECOND_US)


def _hashes(manifest: object) -> Iterator[str]:
    """Every `sha256` of the slate's manifest."""
    if isinstance(manifest, dict):
        for key, value in manifest.items():
            if key == "sha256":
                yield str(value)
            else:
                yield from _hashes(value)
    elif isinstance(manifest, list):
        for value in manifest:
            yield from _hashes(value)

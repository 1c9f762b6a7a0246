"""Viewers in a process of their own, so that what they cost is counted apart: `python -m benchmarks.fanout_crowd`.

Each viewer keeps one connection per stream and asks as a player does, without decoding: raw HTTP/1.1 on uvloop. Prints
one line of JSON: what came, how late, and what this process spent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, cast

import uvloop

from benchmarks.record import median, p95

HINT: Final = re.compile(rb'PRELOAD-HINT:TYPE=PART,URI="[va]0/s(\d+)\.(\d+)\.mp4"')
LAST: Final = re.compile(rb"^[va]0/s(\d+)\.mp4$", re.MULTILINE)
LENGTH: Final = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
POLL_S: Final = 1.6
"""How often a player without parts asks again: a segment's length."""
PER_PLACE: Final = 20_000
"""Connections from one loopback address: a machine has no more ports for one pair of addresses."""


@dataclass(slots=True)
class Tally:
    """What came: by playlist asked for the instants of its answers; answers, bytes, and what was not 200."""

    begin: float = 0.0
    waited: defaultdict[tuple[int, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: int = 0
    size: int = 0
    refused: int = 0
    fetched_s: list[float] = field(default_factory=list)

    def came(self, status: bytes, size: int) -> None:
        """One answer."""
        self.answers += 1
        self.size += size
        self.refused += status != b"200"


class Viewer(asyncio.Protocol):
    """One stream of one viewer. `kind`: waits (playlists alone), parts (playlists and parts), segments (no parts)."""

    def __init__(self, kind: str, host: str, place: str, stream: str, tally: Tally) -> None:
        self._kind = kind
        self._tail = f" HTTP/1.1\r\nHost: {host}\r\nUser-Agent: crowd\r\n\r\n".encode()
        self._head = f"GET {place}/{stream}".encode()
        self._tally = tally
        self._got = bytearray()
        self._wants = 0
        self._asked: tuple[int, int] | None = None
        self._next: tuple[int, int] | None = None
        self._is_media = False
        self._since = 0.0
        self._have = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for what is there."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own class
        self._ask(b".m3u8")

    def data_received(self, data: bytes) -> None:
        """Collect an answer; when it is whole, ask on."""
        self._got += data
        if not self._wants:
            end = self._got.find(b"\r\n\r\n")
            if end < 0:
                return
            found = LENGTH.search(self._got, 0, end)
            self._wants = end + 4 + (int(found[1]) if found else 0)
        if len(self._got) >= self._wants:
            body, self._got, self._wants = self._got, bytearray(), 0
            self._tally.came(bytes(body[9:12]), len(body))
            self._answered(bytes(body))

    def _answered(self, body: bytes) -> None:
        now = time.monotonic()
        if self._is_media:
            self._tally.fetched_s.append(now - self._since)
            self._is_media = False
            self._go_on()
        elif self._kind == "segments":
            self._listed(body)
        else:
            if self._asked is not None:
                self._tally.waited[self._asked].append(now)
            hint = HINT.search(body, max(0, len(body) - 400))
            self._next = (int(hint[1]), int(hint[2])) if hint else None
            if self._kind == "parts" and self._asked is not None:
                self._fetch(b"/s%d.%d.mp4" % self._asked)
            else:
                self._go_on()

    def _listed(self, body: bytes) -> None:
        newest = max((int(n) for n in LAST.findall(body)), default=-1)
        if newest > self._have:
            self._have = newest
            self._fetch(b"/s%d.mp4" % newest)
        else:
            self._go_on()

    def _go_on(self) -> None:
        if self._kind == "segments":
            asyncio.get_running_loop().call_later(POLL_S, self._ask, b".m3u8")
        elif self._next is not None:
            self._asked = self._next
            self._ask(b".m3u8?_HLS_msn=%d&_HLS_part=%d" % self._asked)

    def _fetch(self, name: bytes) -> None:
        self._is_media, self._since = True, time.monotonic()
        self._ask(name)

    def _ask(self, rest: bytes) -> None:
        self._transport.write(self._head + rest + self._tail)


def figures(seconds: list[float]) -> dict[str, int] | None:
    """Median, p95 and the largest, in microseconds."""
    if not seconds:
        return None
    values = [round(one * 1e6) for one in seconds]
    return {"p50": median(values), "p95": p95(values), "max": max(values)}


async def watch(given: argparse.Namespace) -> dict[str, object]:
    """Connect everybody within a part's length or two, settle, then count for `seconds`."""
    loop, tally = asyncio.get_running_loop(), Tally()
    streams = ("v0",) if given.kind == "waits" else ("v0", "a0")

    def made(stream: str) -> Callable[[], Viewer]:
        return lambda: Viewer(given.kind, given.name, given.place, stream, tally)

    for n in range(given.viewers):
        here = (f"127.0.0.{2 + n * len(streams) // PER_PLACE}", 0)
        for stream in streams:
            await loop.create_connection(made(stream), given.host, given.port, local_addr=here)
        if n % 50 == 49:
            await asyncio.sleep(POLL_S / 40 if given.kind == "segments" else 0.01)
    await asyncio.sleep(given.settle)
    tally.waited.clear()
    tally.answers = tally.size = tally.refused = 0
    tally.fetched_s.clear()
    begun, spent = time.monotonic(), time.process_time()
    print("begin", flush=True)
    await asyncio.sleep(given.seconds)
    took, spent = time.monotonic() - begun, time.process_time() - spent
    rounds = [times for times in tally.waited.values() if len(times) > given.viewers * len(streams) * 0.9]
    return {
        "seconds": took, "cores": spent / took, "answers": tally.answers, "bytes": tally.size, "refused": tally.refused,
        "rounds": len(rounds), "spread": figures([at - min(times) for times in rounds for at in times]),
        "fetched": figures(tally.fetched_s),
    }  # fmt: skip


def main() -> None:
    """Print "begin" when everybody is there and settled, and the tally at the end."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.fanout_crowd", description=__doc__)
    options.add_argument("kind", choices=("waits", "parts", "segments"))
    options.add_argument("place", help="path of the timeline: /live/<meeting>/webcast/<path>")
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--name", default="localhost", help="host name to ask for")
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--viewers", type=int, required=True)
    options.add_argument("--settle", type=float, default=3.0)
    options.add_argument("--seconds", type=float, default=12.0)
    print(json.dumps(uvloop.run(watch(options.parse_args()))), flush=True)


if __name__ == "__main__":
    main()

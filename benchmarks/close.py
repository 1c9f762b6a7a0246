"""What leaks through the gate at a closing, and how long it takes: `python -m benchmarks.close --rounds 50`.

Leaks are read from the pictures and tones that a stranger fetched: each says when it was made. Every third round is
closed in the naive way first: the programme's worker is told to stop, as one stops an egress, and there is no limit.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.close_table import write
from benchmarks.legs import now_us
from benchmarks.machine import Use, describe, load
from benchmarks.record import FOLDER
from tests.e2e.house import open_house
from tests.e2e.output import Output, Timeline
from tests.e2e.show import Show, show

SPOKEN_S: Final = 0.6
NAIVE_S: Final = 0.8
"""How long after the worker was told to stop its last pictures are waited for, before the gate shuts."""
NAIVE_EVERY: Final = 3
SAID_S: Final = 1.0
"""How long closed talks go on: something that could leak."""
FILE: Final = FOLDER / "close.json"


@dataclass(frozen=True, slots=True)
class Leak:
    """Of one output: pictures (of both renditions) and 40 ms pieces of sound made at or after an instant, and the last
    instant at which anything in it was made, after the command in microseconds."""

    pictures: int
    sounds: int
    last: int


@dataclass(frozen=True, slots=True)
class Round:
    """One opening and one closing, in microseconds: opening after the due instant, closing after the command."""

    opened: int
    shown: int
    cut: int
    sealed: int
    dark: int
    closed: int
    ended: int
    gallery: Leak
    webcast: Leak
    naive: Leak | None
    """Of the webcast, counted from when the worker was told to stop."""


@dataclass(slots=True)
class Measured:
    """All rounds so far."""

    machine: str
    load: float
    use: float = 0.0
    rounds: list[Round] = field(default_factory=list)

    def save(self) -> None:
        """Write it, whole."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        FILE.write_text(json.dumps(asdict(self)), encoding="utf-8")


async def one_round(show: Show, *, is_naive: bool) -> Round:
    """From closed talks to the record and back."""
    asked = now_us()
    live = await show.open()
    shown, door = now_us(), (await show.meeting["tomas"].view())["door"]
    await asyncio.sleep(SPOKEN_S)
    stopped = None
    if is_naive:
        stopped = now_us()
        stop_workers()
        await asyncio.sleep(NAIVE_S)
    sent = now_us()
    view = await show.close()
    for output, line in zip(show.outputs, live, strict=True):
        await output.until_ended(line)
    ended, door_now = now_us(), view["door"]
    await asyncio.sleep(SAID_S)
    await asyncio.gather(*(output.look() for output in show.outputs))
    live_at = door_now["live"]  # a row of the view may already be a later look than the one that proved it
    rows = {row["row"]: min(row["asked"], live_at) - sent for row in door_now["rows"]}
    leaks = [leak(output, line, door_now["cut"], sent) for output, line in zip(show.outputs, live, strict=True)]
    naive = leak(show.webcast, live[1], stopped, stopped) if stopped is not None else None
    due = door["cut"] or asked
    return Round(
        opened=door["live"] - due, shown=shown - due, cut=door_now["cut"] - sent,
        sealed=max(at for name, at in rows.items() if name.endswith("_sealed")),
        dark=max(at for name, at in rows.items() if name.endswith("_dark")),
        closed=live_at - sent, ended=ended - sent, gallery=leaks[0], webcast=leaks[1], naive=naive,
    )  # fmt: skip


def leak(output: Output, line: Timeline, since: int, sent: int) -> Leak:
    """What was made at or after `since` in a timeline, and of closed talks anywhere else that could be fetched."""
    seen = [one.made for stream in ("v0", "v1") for one in output.pictures(line, stream) if one.made is not None]
    heard = [one.made for one in output.sounds(line) if one.made is not None]
    late_seen = sum(made * 1_000 >= since for made in seen)
    late_heard = sum(made * 1_000 >= since for made in heard)
    return Leak(late_seen, late_heard, max(seen) * 1_000 - sent)


def stop_workers() -> None:
    """Tell the programme's workers below this process to stop, as whoever runs an egress does."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if b"incamera.media.programme" in words and parent == os.getpid():
                os.kill(int(folder.name), signal.SIGTERM)


async def measure(rounds: int, limit_s: float) -> Measured:
    """That many rounds, or as many as the time allows."""
    measured, use, begun = Measured(describe(), load()), Use(), time.monotonic()
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        async with open_house(Path(folder), has_gate=True) as house, show(house, delay=0) as running:
            for number in range(rounds):
                done = await one_round(running, is_naive=number % NAIVE_EVERY == NAIVE_EVERY - 1)
                forget(running)
                measured.rounds.append(done)
                measured.use = use.share()
                measured.save()
                print(f"round {number + 1}, {time.monotonic() - begun:.0f} s: {done}", flush=True)
                if time.monotonic() - begun > limit_s:
                    break
    return measured


def forget(show: Show) -> None:
    """What was fetched of spans that are over was read: let go of it."""
    for output in show.outputs:
        for line in output.timelines.values():
            line.is_gone = line.is_gone or line.is_ended
            if line.is_gone:
                line.pieces.clear()


def main() -> None:
    """Measure, and put the table into the page."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.close", description=__doc__)
    options.add_argument("--rounds", type=int, default=50, help="0: only draw")
    options.add_argument("--limit", type=float, default=420.0, help="seconds after which no further round begins")
    options.add_argument("--out", type=Path, default=Path("docs/scale.md"))
    given = options.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if given.rounds:
        asyncio.run(measure(given.rounds, given.limit))
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    write(given.out, found)


if __name__ == "__main__":
    main()

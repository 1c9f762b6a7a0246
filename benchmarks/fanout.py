"""How many viewers one core serves, by the origin alone and behind nginx: `python -m benchmarks.fanout`.

A real origin with a programme of 1 Mbit/s; nginx with deploy/nginx.conf, without TLS; viewers in a process of their own
(`fanout_crowd.py`). Both ways in turn, on the same meeting.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import httpx

from benchmarks.fanout_table import write
from benchmarks.machine import describe, load
from benchmarks.record import FOLDER
from incamera.media.wire import Kind
from incamera.platform.ids import new_id
from tests.deploy.front import PUBLIC, Behind, front
from tests.media.origin.processes import SECOND, Origin, Programme, now_us, reel, running

BITS: Final = 1_000_000
SMALL_BITS: Final = 350_000
FILE: Final = FOLDER / "fanout.json"
KINDS: Final = (("waits", 0, 2_000), ("parts", 0, 200), ("segments", 15, 1_000))
"""What viewers do, delay in seconds, how many."""
TICKS: Final = os.sysconf("SC_CLK_TCK")


def fill_reel() -> None:
    """Filler (NAL type 12) until pictures have the size of real ones."""
    for number, bits in ((0, BITS), (1, SMALL_BITS)):
        reel()[Kind.VIDEO, number] = [
            (_filled(data, bits // 8 // 30), is_sync) for data, is_sync in reel()[Kind.VIDEO, number]
        ]


def _filled(data: bytes, size: int) -> bytes:
    missing = size - len(data) - 4
    return data if missing < 2 else data + missing.to_bytes(4, "big") + b"\x0c" + b"\xff" * (missing - 2) + b"\x80"


def spent(pid: int) -> float:
    """Seconds of processor time of a process and its children that run now."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    total = 0
    for one in (str(pid), *children):
        with suppress(FileNotFoundError):  # nginx has one that reads its cache at start and ends
            words = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            total += int(words[11]) + int(words[12])
    return total / TICKS


async def on_air(origin: Origin, delay_s: int) -> str:
    """Path of a timeline that runs."""
    meeting, delay = new_id(), delay_s * SECOND
    await origin.notice(meeting, delay_us=delay)
    await origin.permit(meeting, until=now_us() + 600 * SECOND, delay_us=delay)
    await Programme(origin, meeting).start()
    async with httpx.AsyncClient(base_url=origin.url, trust_env=False) as client:
        found = (await client.get(f"/live/{meeting}/status.json")).json()
        while not found["is_live"]:
            await asyncio.sleep(0.2)
            found = (await client.get(f"/live/{meeting}/status.json")).json()
    await asyncio.sleep(6)  # until the window has some segments
    return f"/live/{meeting}/webcast/{found['path']}"


async def crowd(kind: str, place: str, port: int, viewers: int, servers: dict[str, int]) -> dict[str, Any]:
    """One crowd at one door; `cores` by who spent them."""
    command = (
        sys.executable, "-m", "benchmarks.fanout_crowd", kind, place, "--port", str(port), "--viewers", str(viewers),
        "--name", PUBLIC,
    )  # fmt: skip
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert process.stdout is not None  # noqa: S101  (it was made with a pipe)
    await process.stdout.readline()
    begun, before = time.monotonic(), {name: spent(pid) for name, pid in servers.items()}
    line = await process.stdout.readline()
    took = time.monotonic() - begun
    cores = {name: (spent(pid) - before[name]) / took for name, pid in servers.items()}
    await process.wait()
    given: dict[str, Any] = json.loads(line)
    return {"kind": kind, "viewers": viewers, "servers": cores, **given}


async def measure(scale: float, kinds: list[str]) -> dict[str, Any]:
    """These kinds of viewers, at the origin's own door and behind nginx; what was measured of others stays."""
    fill_reel()
    found: dict[str, Any] = {"machine": describe(), "load": load(), "bits": BITS, "rows": []}
    if FILE.exists():
        known = json.loads(FILE.read_text(encoding="utf-8"))["rows"]
        found["rows"] = [row for row in known if row["kind"] not in kinds]
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        (folder / "nginx").mkdir()
        async with running(folder) as origin:
            assert origin.process is not None  # noqa: S101  (it runs)
            async with front("nginx", folder / "nginx", Behind(9, origin.port), is_tls=False) as nginx:
                alone = {"origin": origin.process.pid}
                both = {**alone, "nginx": nginx.process.pid}
                for kind, delay, viewers in (one for one in KINDS if one[0] in kinds):
                    place = await on_air(origin, delay)
                    for door, port, servers in (("origin", origin.port, alone), ("nginx", nginx.port, both)):
                        row = await crowd(kind, place, port, round(viewers * scale), servers)
                        found["rows"].append({"door": door, "delay": delay, **row})
                        print(found["rows"][-1], flush=True)
                        FILE.write_text(json.dumps(found), encoding="utf-8")
                    await origin.programmes[-1].stop()
    return found


def main() -> None:
    """Measure, and put the table into the page."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.fanout", description=__doc__)
    options.add_argument("--scale", type=float, default=1.0, help="times as many viewers; 0: only draw")
    options.add_argument("--kinds", nargs="*", default=[kind for kind, _, _ in KINDS])
    options.add_argument("--out", type=Path, default=Path("docs/scale.md"))
    given = options.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if given.scale:
        asyncio.run(measure(given.scale, given.kinds))
    write(given.out, json.loads(FILE.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()

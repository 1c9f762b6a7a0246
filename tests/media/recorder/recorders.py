"""A real recorder process beside a real origin, and what is in the files it leaves."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.media.origin import encoded
from tests.media.origin.processes import LONG_S, Origin


@dataclass
class Recorder:
    """One recorder of one meeting. `folder` is where its meeting's record lies. `disk`: bytes of a disk of its own, mounted
    there in a namespace of its own, which ends with it."""

    origin: Origin
    meeting: str
    at: Path
    reserve: int = 0
    disk: int = 0
    process: asyncio.subprocess.Process | None = None

    @property
    def folder(self) -> Path:
        """Its folder as it sees it itself."""
        if not self.disk:
            return self.at
        assert self.process is not None
        return Path(f"/proc/{self.process.pid}/root{self.at}")

    @property
    def log(self) -> str:
        return (self.origin.data_dir / f"recorder-{self.meeting}.log").read_text(encoding="utf-8")

    async def start(self) -> None:
        start = {
            "meeting": self.meeting, "socket": str(self.origin.run_dir / "sinks.sock"), "folder": str(self.at),
            "reserve": self.reserve,
        }  # fmt: skip
        with (self.origin.data_dir / f"recorder-{self.meeting}.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self._program(), stdin=asyncio.subprocess.PIPE, stderr=log
            )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(start).encode() + b"\n")
        await until(self.state, lambda found: found is not None)

    def _program(self) -> list[str]:
        program = [sys.executable, "-m", "incamera.media.recorder"]
        if not self.disk:
            return program
        self.at.mkdir(parents=True)
        mounting = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && exec "$@"'
        return [
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            mounting,
            "sh",
            str(self.disk),
            str(self.at),
            *program,
        ]

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def end(self) -> int:
        """As the supervisor ends it: its standard input ends."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        async with asyncio.timeout(LONG_S):
            return await self.process.wait()

    async def state(self) -> dict[str, Any] | None:
        """What the origin states of it."""
        told: dict[str, Any] | None = (await self.origin.statement(self.meeting))["recording"]
        return told

    async def until_rows(self, count: int) -> list[dict[str, Any]]:
        async def look() -> list[dict[str, Any]]:
            return self.rows()

        found: list[dict[str, Any]] = await until(look, lambda rows: len(rows) >= count)
        return found

    async def until_growing(self, pictures: int = 60) -> Path:
        """A passage that grows and holds so many pictures, as a stranger may read it."""

        async def look() -> list[Path]:
            growing = [p.with_suffix(".mp4") for p in self.folder.glob("*.times")]
            return [p for p in growing if p.exists() and len(pictures_of(p)) >= pictures]

        found: list[Path] = await until(look, bool)
        return found[-1]

    def rows(self) -> list[dict[str, Any]]:
        try:
            return list(json.loads((self.folder / "record.json").read_bytes()))
        except FileNotFoundError:
            return []


async def until(look: Any, fits: Any) -> Any:
    async with asyncio.timeout(LONG_S):
        while not fits(found := await look()):
            await asyncio.sleep(0.05)
        return found


@asynccontextmanager
async def recording(origin: Origin, meeting: str, *, disk: int = 0) -> AsyncIterator[Recorder]:
    """A recorder that works, and is gone afterwards."""
    made = Recorder(origin, meeting, origin.data_dir / "record" / meeting, disk=disk)
    try:
        await made.start()
        yield made
    finally:
        if made.process is not None and made.process.returncode is None:
            await made.kill()


def pictures_of(path: Path) -> list[int]:
    """The grey level of each picture that can be decoded; what is cut off in the middle of a fragment is not."""
    try:
        with av.open(str(path)) as read:
            return [round(float(np.mean(f.to_ndarray()[: f.height]))) for f in read.decode(video=0)]
    except av.error.InvalidDataError:
        return []


def seconds_of_sound(path: Path) -> float:
    with av.open(str(path)) as read:
        return sum(f.samples for f in read.decode(audio=0)) / 48_000


def is_programme(level: int) -> bool:
    """Whether a picture is one of the programme's, none of the slate's."""
    return abs(level - encoded.SLATE_GREY) > 20 and level >= 55


def is_whole(folder: Path, row: Mapping[str, Any]) -> bool:
    """Whether a listed file is what the list says, to the byte."""
    data = (folder / row["file"]).read_bytes()
    return len(data) == int(row["bytes"]) and hashlib.sha256(data).hexdigest() == str(row["sha256"])

"""One recorder: follows one meeting at the origin until its standard input ends, and says how it does.

The first line of standard input says where: `{"meeting": id, "socket": path, "folder": path, "reserve": bytes}`. To the
origin it says, a line each, `{"meeting": id, "recorder": true}`, then every finished passage as the list has it
(`{"passage": row}`), and whenever it changes, and every second, `{"state", "since", "kept_until", "unfinished"}`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import structlog

from incamera.media.recorder.shelf import Row, Shelf
from incamera.media.recorder.taping import Taping
from incamera.media.wire import Reader, WireError
from incamera.platform.clock import SystemClock

CHUNK: Final = 1 << 18
AGAIN_S: Final = 0.2
BEAT_S: Final = 1.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """Where to go. `reserve`: bytes of the disk that are not ours."""

    meeting: str
    socket: str
    folder: Path
    reserve: int


def read_start(line: bytes) -> Start:
    """The first line. Raises ValueError."""
    try:
        told = json.loads(line)
        return Start(str(told["meeting"]), str(told["socket"]), Path(told["folder"]), int(told["reserve"]))
    except (KeyError, TypeError) as error:
        raise ValueError("expected meeting, socket, folder and reserve") from error


class Recorder:
    """Everything that touches the disk holds `lock`, on a thread, so that the socket goes on being read."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._clock = SystemClock()
        self._taping = Taping(Shelf(start.folder), start.reserve, self._finish_later)
        self._finishing: set[asyncio.Task[None]] = set()
        self._lock = asyncio.Lock()
        self._said: dict[str, Any] = {}
        self._since = ("", 0)
        self._writer: asyncio.StreamWriter | None = None

    async def work(self, stop: asyncio.Event) -> None:
        """Until `stop`; then the passage that runs is brought to its end."""
        following = asyncio.create_task(self._follow())
        beating = asyncio.create_task(self._beat())
        await stop.wait()
        for task in (following, beating):
            task.cancel()
        await asyncio.wait({following, beating})
        self._taping.lose()
        while self._finishing:
            await asyncio.wait(self._finishing)

    async def _follow(self) -> None:
        while True:
            await self._finish_left()
            with suppress(OSError):
                async with self._connected() as reader:
                    await self._read(reader)
            self._taping.lose()
            await asyncio.sleep(AGAIN_S)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncio.StreamReader]:
        reader, self._writer = await asyncio.open_unix_connection(self._start.socket, limit=CHUNK)
        try:
            self._say({"meeting": self._start.meeting, "recorder": True})
            for row in self._taping.shelf.rows:
                self._say({"passage": row.members()})
            self._said = {}
            self._say_state()
            yield reader
        finally:
            self._writer.close()
            self._writer = None

    async def _read(self, reader: asyncio.StreamReader) -> None:
        messages = Reader()
        while data := await reader.read(CHUNK):
            try:
                for unit in messages.feed(data):
                    self._taping.take(unit)
            except WireError as error:
                _log.warning("stream_lost", why=str(error))
                return
            self._say_state()

    def _finish_later(self, times: Path) -> None:
        task = asyncio.create_task(self._finish(times))
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)

    async def _finish(self, times: Path) -> None:
        try:
            async with self._lock:
                row = await asyncio.to_thread(self._taping.finish_closed, times)
        except OSError as error:
            self._taping.leave(times, error)
            row = None
        self._tell_of([row] if row is not None else [])

    async def _finish_left(self) -> None:
        async with self._lock:
            rows = await asyncio.to_thread(self._taping.finish_left)
        self._tell_of(rows)

    def _tell_of(self, rows: list[Row]) -> None:
        for row in rows:
            _log.info("passage_kept", span=row.span, file=row.file, bytes=row.bytes)
            self._say({"passage": row.members()})
        self._say_state()

    async def _beat(self) -> None:
        """Say how it does, also when nothing changes; after a failure, look whether the disk takes something again."""
        while True:
            await asyncio.sleep(BEAT_S)
            if self._taping.left:
                await self._finish_left()
            self._said = {}
            self._say_state()

    def _say_state(self) -> None:
        taping = self._taping
        if self._since[0] != taping.state:
            self._since = taping.state, self._clock.now()
        state = {"state": taping.state, "since": self._since[1], "unfinished": taping.unfinished}
        if self._said != state:
            self._said = state
            self._say({**state, "kept_until": taping.kept_until})

    def _say(self, line: dict[str, Any]) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(json.dumps(line).encode() + b"\n")

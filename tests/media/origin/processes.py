"""A real origin process, and an api and a programme that speak to it as theirs do."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incamera.media.origin.slate import load_slate
from incamera.media.wire import AUDIO_SAMPLES, Flag, Kind, Table, Unit, pack, pack_table
from incamera.platform.signed import read_document, sign_document
from tests.media.origin import encoded

SECOND = 1_000_000
LONG_S = 40.0
"""Ceiling of every wait for a state; how long it takes decides nothing."""


def now_us() -> int:
    return time.time_ns() // 1_000


@cache
def reel() -> dict[tuple[Kind, int], list[tuple[bytes, bool]]]:
    """One segment of each stream, to be sent again and again: each begins with a sync picture."""
    made: dict[tuple[Kind, int], list[tuple[bytes, bool]]] = {
        (Kind.VIDEO, n): encoded.pictures(n, map(encoded.grey_of, range(48))) for n in (0, 1)
    }
    made[Kind.AUDIO, 0] = [(data, True) for data in encoded.sound(75, 1000.0)]
    return made


@dataclass
class Origin:
    """One origin process and the folder it works in."""

    data_dir: Path
    port: int
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    process: asyncio.subprocess.Process | None = None
    programmes: list[Programme] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def run_dir(self) -> Path:
        return self.data_dir / "run" / "origin"

    @property
    def log(self) -> str:
        return (self.data_dir / "origin.log").read_text(encoding="utf-8")

    async def start(self) -> None:
        await self.spawn()
        await self.until_answers()

    async def spawn(self) -> None:
        self.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.run_dir / "api.pub").write_text(self.key.public_key().public_bytes_raw().hex())
        env = {**os.environ, "INCAMERA_DATA_DIR": str(self.data_dir), "INCAMERA_WEB_DIR": str(self.data_dir / "web")}
        with (self.data_dir / "origin.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "incamera.media.origin", "--port", str(self.port), env=env, stderr=log
            )

    async def until_answers(self) -> None:
        async with asyncio.timeout(LONG_S), httpx.AsyncClient() as client:
            while True:
                try:
                    if (await client.get(f"{self.url}/health")).status_code == 200 and self.control_is_there():
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)

    def control_is_there(self) -> bool:
        return (self.run_dir / "control.sock").exists() and (self.run_dir / "media.sock").exists()

    async def end(self, *, kill: bool = False) -> None:
        if self.process is None or self.process.returncode is not None:
            return
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        await self.process.wait()

    # --- the api

    def sign(self, kind: str, body: Mapping[str, Any]) -> str:
        return sign_document(kind, body, self.key.sign)

    async def put(self, path: str, text: str) -> httpx.Response:
        transport = httpx.AsyncHTTPTransport(uds=str(self.run_dir / "control.sock"))
        async with httpx.AsyncClient(transport=transport, base_url="http://origin", timeout=LONG_S) as client:
            return await client.put(path, content=text)

    async def permit(self, meeting: str, span: int = 0, **changes: Any) -> dict[str, Any]:
        body = permit_body(meeting, span, **changes)
        answer = await self.put(f"/permits/{meeting}/{span}", self.sign("permit", body))
        assert answer.status_code == 200, answer.text
        return self.read_statement(answer.text)

    async def notice(self, meeting: str, **changes: Any) -> dict[str, Any]:
        answer = await self.put(f"/notices/{meeting}", self.sign("notice", notice_body(meeting, **changes)))
        assert answer.status_code == 200, answer.text
        return self.read_statement(answer.text)

    async def statement(self, meeting: str) -> dict[str, Any]:
        transport = httpx.AsyncHTTPTransport(uds=str(self.run_dir / "control.sock"))
        async with httpx.AsyncClient(transport=transport, base_url="http://origin", timeout=LONG_S) as client:
            return self.read_statement((await client.get(f"/statement/{meeting}")).text)

    def read_statement(self, text: str) -> dict[str, Any]:
        public = bytes.fromhex((self.run_dir / "origin.pub").read_text())
        return read_document("statement", text, public)

    def pass_cookie(self, meeting: str, lasts: int = 60 * SECOND) -> dict[str, str]:
        body = {"meeting": meeting, "seat": "seat", "expires": now_us() + lasts}
        return {"Cookie": f"gallery_pass={self.sign('pass', body)}"}


def permit_body(meeting: str, span: int, **changes: Any) -> dict[str, Any]:
    at = now_us()
    return {
        "meeting": meeting, "span": span, "rev": at, "opens": at, "closes": None, "until": at + 30 * SECOND,
        "sends": ["picture", "sound"], "destroy": [], "delay_us": 0,
        "words": {"state": "on_air", "since": at, "reason": "", "expected": None}, **changes,
    }  # fmt: skip


def notice_body(meeting: str, **changes: Any) -> dict[str, Any]:
    at = now_us()
    return {
        "meeting": meeting, "rev": at, "title": "A meeting", "starts": at, "zone": "Europe/Paris",
        "delegations": ["Valdoria", "Estmere"], "items": [{"title": "Opening remarks"}], "item": None, "delay_us": 0,
        "languages": ["en"], "words": {"state": "begins_soon", "since": 1, "reason": "", "expected": None}, **changes,
    }  # fmt: skip


@asynccontextmanager
async def running(data_dir: Path) -> AsyncIterator[Origin]:
    encoded.write_slate(data_dir / "slate")
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    origin = Origin(data_dir, port)
    try:
        await origin.start()
        yield origin
    finally:
        for programme in origin.programmes:
            await programme.stop()
        await origin.end(kill=True)


class Programme:
    """Sends the reel in real time, 150 ms late, until it is stopped."""

    def __init__(self, origin: Origin, meeting: str, *, span: int = 0, run: int = 1, t0: int | None = None) -> None:
        self.origin = origin
        self.span, self.run = span, run
        self.t0 = t0 if t0 is not None else now_us()
        self.body = {"meeting": meeting, "span": span, "run": run, "t0": self.t0, "expires": now_us() + 60 * SECOND}
        self.seq = 0
        self.is_cut = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        origin.programmes.append(self)

    async def start(self) -> None:
        reader, self._writer = await asyncio.open_unix_connection(str(self.origin.run_dir / "media.sock"))
        slate = load_slate(self.origin.data_dir / "slate")
        self.send(Kind.TICKET, self.origin.sign("ticket", self.body).encode())
        self.send(Kind.TABLE, pack_table(Table(30, (*slate.videos, slate.audio))))
        for number in (0, 1):
            self.send(Kind.VIDEO_CONFIG, encoded.avcc(number), rendition=number)
        self.send(Kind.AUDIO_CONFIG, encoded.asc())
        self._task = asyncio.create_task(self._play(reader))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        if self._writer is not None:
            self._writer.transport.abort()
            await asyncio.sleep(0)  # let the transport close

    def send(
        self, kind: Kind, payload: bytes, *, rendition: int = 0, pts: int = 0, at: int = 0, sync: bool = False
    ) -> None:
        assert self._writer is not None
        flags = Flag.SYNC if sync else Flag.NONE
        span, run = self.span, self.run
        self._writer.write(pack(Unit(kind, flags, rendition, span, run, self.seq, pts, at, bytearray(payload))))
        self.seq += 1

    async def _play(self, reader: asyncio.StreamReader) -> None:
        begin = max(0, now_us() - self.t0) * 30 // SECOND // 48 + 1
        frame, sound = begin * 48, begin * 75
        while not reader.at_eof():
            now = now_us() - 150_000 - self.t0
            while frame * SECOND // 30 < now:
                for number in (0, 1):
                    data, sync = reel()[Kind.VIDEO, number][frame % 48]
                    at = self.t0 + frame * SECOND // 30 + 1_000
                    self.send(Kind.VIDEO, data, rendition=number, pts=frame * 3000, at=at, sync=sync)
                frame += 1
            while sound * AUDIO_SAMPLES * SECOND // 48_000 < now:
                data, _ = reel()[Kind.AUDIO, 0][sound % 75]
                at = self.t0 + sound * AUDIO_SAMPLES * SECOND // 48_000
                self.send(Kind.AUDIO, data, pts=sound * AUDIO_SAMPLES, at=at, sync=True)
                sound += 1
            self.send(Kind.HEARTBEAT, b"")
            try:
                await asyncio.wait_for(reader.read(1), 0.02)
            except TimeoutError:
                continue
            except ConnectionError:
                break
            break
        self.is_cut.set()

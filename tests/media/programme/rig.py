"""A chamber with speakers in it, and a programme that is told what the floor decides; each a process of its own."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from livekit import api
from PIL import Image

from incamera.adapters.livekit.token import mint
from incamera.demo import pictures
from incamera.platform.signed import sign_document
from tests.e2e.barcode import picture
from tests.engines import Engine

Sign = Callable[[bytes], bytes]
ROOT = Path(__file__).parents[3]
NAMES = {
    "a": {
        "person": "Anselka Dravic",
        "title": "President",
        "delegation": "Valdoria",
        "colours": ["#1f3f78", "#ffffff"],
    },
    "b": {"person": "Edmar Quillane", "title": "Prime Minister", "delegation": "Estmere", "colours": ["#7d2233"]},
    "c": {"person": "Tomas Verrel", "title": "Adviser", "delegation": "Estmere", "colours": ["#7d2233"]},
}


def now() -> int:
    return time.time_ns() // 1000


class Child:
    """A process that is told by lines."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def tell(self, body: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(body).encode() + b"\n")
        self.process.stdin.flush()

    def close_input(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


class Speaker(Child):
    def __init__(self, engine: Engine, chamber: str, identity: str, mark: int, clip: Path) -> None:
        super().__init__("tests.media.programme.speaker")
        grants = api.VideoGrants(room_join=True, room=chamber, can_publish=True, can_subscribe=False)
        token = api.AccessToken(engine.key, engine.secret).with_identity(identity).with_grants(grants).to_jwt()
        self.tell({"url": engine.url, "token": token, "mark": mark, "clip": str(clip)})
        self.answer("join")

    def do(self, what: str) -> int:
        """Do it; the instant at which it was done."""
        self.tell({"do": what})
        return self.answer(what)

    def answer(self, what: str) -> int:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"a speaker died instead of {what}"
        assert json.loads(line)["done"] == what
        return int(json.loads(line)["at"])


class Programme(Child):
    """The worker under test. `ticket` changes what the ticket says, `sign` is the api's."""

    def __init__(
        self, engine: Engine, chamber: str, socket: Path, *, sign: Sign = lambda _: bytes(64), **ticket: Any
    ) -> None:
        super().__init__("incamera.media.programme")
        body = {"meeting": "m" * 26, "span": 3, "run": 2, "t0": now(), "expires": now() + 60_000_000, **ticket}
        self.t0 = int(body["t0"])
        token = mint(
            engine.key, engine.secret, chamber=chamber, identity=f"programme-{body['run']}", sources=(), now=now(),
            hidden=True,
        )  # fmt: skip
        signed = sign_document("ticket", body, sign)
        self.tell({"engine": engine.url, "token": token, "socket": str(socket), "ticket": signed, "fps": 30})

    def floor(self, *speakers: str, layout: str = "auto", screen: str | None = None, item: str = "") -> int:
        self.tell({"speakers": speakers, "layout": layout, "screen": screen, "item": item, "names": NAMES})
        return now()

    def stop(self) -> int:
        """As a supervisor does it; the exit code."""
        self.process.terminate()
        return self.process.wait(15)


def make_clip(folder: Path, mark: int) -> Path:
    """Two seconds of pictures that say `mark`, in their upper part."""
    target = folder / f"{mark}.ivf"
    if target.exists():
        return target
    pictures._encode((_coded(mark, n) for n in range(2 * pictures.RATE)), target)
    return target


def _coded(mark: int, number: int) -> Image.Image:
    luma = np.full((pictures.HEIGHT, pictures.WIDTH), 90, np.uint8)
    luma[: pictures.HEIGHT * 3 // 4] = picture(mark, number, width=pictures.WIDTH, height=pictures.HEIGHT * 3 // 4)
    return Image.fromarray(luma).convert("RGB")


@contextmanager
def speakers(engine: Engine, chamber: str, folder: Path, *identities: str) -> Iterator[dict[str, Speaker]]:
    """Speakers a, b, ... with marks 1, 2, ..., who publish."""
    started: dict[str, Speaker] = {}
    try:
        for identity in identities:
            mark = ord(identity) - ord("a") + 1
            started[identity] = Speaker(engine, chamber, identity, mark, make_clip(folder, mark))
        for speaker in started.values():
            speaker.do("publish")
        yield started
    finally:
        for speaker in started.values():
            speaker.end()


async def make_chamber(engine: Engine) -> str:
    chamber = secrets.token_hex(8)
    async with api.LiveKitAPI(engine.url, engine.key, engine.secret) as client:
        await client.room.create_room(api.CreateRoomRequest(name=chamber))
    return chamber


async def delete_chamber(engine: Engine, chamber: str) -> None:
    async with api.LiveKitAPI(engine.url, engine.key, engine.secret) as client:
        await client.room.delete_room(api.DeleteRoomRequest(room=chamber))


async def present(engine: Engine, chamber: str) -> set[str]:
    """Identities in the chamber, hidden ones included."""
    async with api.LiveKitAPI(engine.url, engine.key, engine.secret) as client:
        found = await client.room.list_participants(api.ListParticipantsRequest(room=chamber))
        return {participant.identity for participant in found.participants}


async def remove(engine: Engine, chamber: str, identity: str) -> None:
    """As the doorkeeper removes somebody."""
    async with api.LiveKitAPI(engine.url, engine.key, engine.secret) as client:
        await client.room.remove_participant(api.RoomParticipantIdentity(room=chamber, identity=identity))

"""A meeting that is recorded on the whole stack, with all that may come between, and what was kept of it, read back."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from tests.e2e.decoded import Heard, Seen, pictures, sounds
from tests.e2e.house import House
from tests.e2e.output import SHOWN_S, public_url, slate_of
from tests.e2e.seat import View
from tests.e2e.show import Show, show
from tests.e2e.speaker import OPEN

DELAY_S: Final = 6
SPOKEN_S: Final = 3.0
SETTLED_S: Final = 120.0
LATE_MS: Final = 2_000
"""So long before it is captured a picture may have been made, on a machine that is busy."""


@dataclass(frozen=True)
class Passage:
    """A listed file, fetched and decoded. Times of pictures and sound are ms."""

    row: dict[str, Any]
    data: bytes
    pictures: list[Seen]
    sounds: list[Heard]

    @property
    def marks(self) -> set[int]:
        found = {one.mark for one in self.pictures} | {one.mark for one in self.sounds}
        return {mark for mark in found if mark is not None}

    @property
    def made(self) -> list[int]:
        """When each picture and each tone that can be read was made."""
        found = [one.made for one in self.pictures] + [one.made for one in self.sounds]
        return [made for made in found if made is not None]


@dataclass(frozen=True)
class Story:
    """What a meeting left: its list and files, its ledger, the view at its close, the passage that was dumped."""

    meeting: str
    house: House
    ledger: dict[str, Any]
    closed: View
    dump: dict[str, Any]
    killed: int
    kept: list[Passage]

    def entries(self, kind: str) -> list[dict[str, Any]]:
        return [entry["body"] for entry in self.ledger["entries"] if entry["header"]["kind"] == kind]

    @property
    def folder(self) -> Path:
        return self.house.stack.data_dir / "record" / self.meeting


async def told(house: House) -> Story:
    """On record, dumped, recorder killed, closed, open again, ended; until the ledger says that no more will come."""
    async with show(house, delay=DELAY_S) as meeting:
        await meeting.open()
        dump = await dumped(meeting)
        killed = await kill_recorder(meeting)
        await asyncio.sleep(DELAY_S + SPOKEN_S)
        closed = await meeting.close()
        await meeting.until_said_in_closed(closed["door"]["cut"] // 1_000 + LATE_MS)
        await meeting.open()
        await asyncio.sleep(SPOKEN_S)
        await meeting.meeting["anselka"].command("shut", phase="ended")
        ledger = await settled(meeting)
        kept = await fetched(house, meeting.meeting.id)
    return Story(meeting.meeting.id, house, ledger, closed, dump, killed, kept)


async def dumped(meeting: Show) -> dict[str, Any]:
    """The press aide destroys what is held; as everybody reads it, once the gate has stated what was public already."""
    await recording(meeting)
    await meeting.webcast.until_shows(OPEN)
    await meeting.meeting["press"].command("dump")
    view = await meeting.meeting["edmar"].until(
        lambda v: bool(v["outside"]["dumps"] and v["outside"]["dumps"][-1]["public_until"])
    )
    dump: dict[str, Any] = view["outside"]["dumps"][-1]
    await meeting.webcast.until_shows(OPEN, after=dump["until"] // 1_000)
    return dump


async def kill_recorder(meeting: Show) -> int:
    """SIGKILL in the middle of a passage; since when the next one records."""
    before = await recording(meeting)
    assert meeting.house.stack.runs is not None
    pid = meeting.house.stack.runs.pid("recorder")
    assert pid is not None
    await asyncio.sleep(SPOKEN_S)
    os.kill(pid, signal.SIGKILL)
    return await recording(meeting, after=before)


async def recording(meeting: Show, *, after: int = 0) -> int:
    """Until the room reads that a recorder is at work that began after an instant; that of its beginning."""
    view = await meeting.meeting["edmar"].until(
        lambda v: v["outside"]["recording"]["state"] == "recording" and v["outside"]["recording"]["since"] > after,
        within_s=SHOWN_S,
    )
    return int(view["outside"]["recording"]["since"])


async def settled(meeting: Show, *, spans: int = 2) -> dict[str, Any]:
    """The ledger, once it says of so many spans that no more passages will come."""
    async with asyncio.timeout(SETTLED_S):
        while True:
            ledger = await meeting.meeting.ledger()
            if sum(entry["header"]["kind"] == "recording_ended" for entry in ledger["entries"]) == spans:
                return ledger
            await asyncio.sleep(0.5)


async def fetched(house: House, meeting: str) -> list[Passage]:
    """Everything listed, as anybody gets it."""
    kept = []
    async with httpx.AsyncClient(
        base_url=f"{public_url(house)}/live/{meeting}/", timeout=20, trust_env=False
    ) as client:
        for row in (await client.get("record.json")).raise_for_status().json():
            data = (await client.get(row["file"])).raise_for_status().content
            begin = row["from"] // 1_000
            kept.append(
                Passage(row, data, list(pictures(data, begin, slate_of(house))), list(sounds(data, begin)))
            )  # fmt: skip
    return kept

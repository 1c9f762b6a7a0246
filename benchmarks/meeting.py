"""A real meeting on a real stack, as the measurement needs it: planned at the desk, seated, opened and closed over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from incamera.demo.desk import Desk
from incamera.demo.http import Door, Refused, door_of
from incamera.demo.seat import Frame, HeldSeat, SeatClient, redeem
from incamera.main.links import new_link
from incamera.platform.ids import new_id
from incamera.platform.settings import PREFIX, load_settings
from incamera.up.stack import Stack

LONG_S: Final = 60.0
SIDES: Final = ("valdoria", "estmere")
OUTSIDE: Final = "outside"
INSIDE: Final = "inside"

View = dict[str, Any]


def plan(speakers: int) -> View:
    """A meeting with `speakers` delegates who send, two who hold keys, one who hears the closed talks, one who does not."""
    people = [(f"speaker {n}", "principal" if n < len(SIDES) else "delegate", SIDES[n % 2]) for n in range(speakers)]
    people += [(f"key {side}", "chief_of_protocol", side) for side in SIDES]
    people += [(INSIDE, "note_taker", SIDES[0]), (OUTSIDE, "press_aide", SIDES[0])]
    seats = [
        {
            "id": new_id(),
            "person": name,
            "role": role,
            "title": "",
            "form": "",
            "delegation": side,
            "holds_key": role == "chief_of_protocol",
        }
        for name, role, side in people
    ]
    return {
        "title": "Measured",
        "purpose": "To be measured.",
        "starts": 1_800_000_000_000_000,
        "zone": "Europe/Vienna",
        "coverage": "closed_press",
        "profile": "diplomatic-bilateral",
        "delegations": [{"id": side, "name": side, "kind": "state", "colours": ["#1f3f78"]} for side in SIDES],
        "seats": seats,
        "items": [],
    }


class Holder:
    """Somebody who presides: follows the view and gives commands."""

    def __init__(self, door: Door, held: HeldSeat) -> None:
        self._client = SeatClient(door, held)
        self._frame: Frame | None = None
        self._more = asyncio.Condition()
        self._following: asyncio.Task[None] | None = None

    async def enter(self) -> None:
        """Take the seat; from then on the view is followed."""
        await self._client.command("enter", leg=await self._client.leg(), alone=False)
        self._following = asyncio.create_task(self._follow())

    async def command(self, name: str, **arguments: Any) -> None:
        """Give a command that shuts or changes."""
        await self._client.command(name, **arguments)

    async def open_command(self, name: str, **arguments: Any) -> None:
        """Give a command that opens: decided on the newest view, so it may need another look."""
        while True:
            rev, _ = await self._client.view()
            try:
                await self._client.command(name, rev=rev, **arguments)
            except Refused as refused:
                if refused.kind != "stale":
                    raise
            else:
                return

    async def until(self, fits: Callable[[View], bool]) -> View:
        """The first view that fits. Raises TimeoutError."""
        async with asyncio.timeout(LONG_S), self._more:
            while self._frame is None or not fits(self._frame.view):
                await self._more.wait()
            return self._frame.view

    async def close(self) -> None:
        """End."""
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        await self._client.close()

    async def _follow(self) -> None:
        while True:
            with suppress(httpx.TransportError, Refused):
                async for frame in self._client.events():
                    async with self._more:
                        self._frame = frame
                        self._more.notify_all()


@asynccontextmanager
async def seated(stack: Stack, speakers: int) -> AsyncIterator[tuple[Door, dict[str, HeldSeat]]]:
    """A planned meeting of this stack whose seats are all taken: name -> seat."""
    settings = load_settings({k.removeprefix(PREFIX).lower(): v for k, v in stack.env.items() if k.startswith(PREFIX)})
    door = door_of(settings)
    link = await new_link(settings)
    assert link is not None  # noqa: S101  (a link can always be made)
    async with Desk(door) as desk:
        await desk.redeem(urlsplit(link).fragment)
        meeting = await desk.plan(plan(speakers))
        seats = {seat["id"]: seat["person"] for seat in (await desk.meeting(meeting))["plan"]["seats"]}
        secrets = await desk.links(meeting, list(seats))
        yield door, {seats[seat]: await redeem(door, secret) for seat, secret in secrets.items()}

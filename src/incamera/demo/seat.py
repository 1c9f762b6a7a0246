"""One seat as its browser uses it: an invitation redeemed once, a cookie, a leg, a stream of views, commands."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

from incamera.demo.http import ANSWER_S, SILENCE_S, Door, Refused, checked, post
from incamera.platform.ids import new_id

View = dict[str, Any]
"""rules/shown.py as JSON."""


@dataclass(frozen=True, slots=True)
class Pass:
    """The way into one chamber. `key` tells chambers apart; the token is for a minute and for listening."""

    key: str
    url: str
    token: str
    identity: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One event: the whole view, its revision, the server's clock in microseconds."""

    rev: int
    view: View
    now: int


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """What a browser keeps of a seat between two visits."""

    seat: str
    meeting: str
    cookie: str


async def redeem(door: Door, secret: str) -> HeldSeat:
    """Exchange an invitation's secret for its seat. Raises Refused 404 or 410."""
    async with door.client() as client:
        response = await post(client, "/api/invitations/redeem", {"secret": secret})
        told = response.json()
        return HeldSeat(told["seat"], told["meeting"], response.cookies["incamera_seat"])


class SeatClient:
    """One open page of a seat. Close it with `close`."""

    def __init__(self, door: Door, held: HeldSeat) -> None:
        self.seat = held.seat
        self._client = door.client({"incamera_seat": held.cookie})
        self._path = f"/api/seats/{held.seat}"

    async def close(self) -> None:
        await self._client.aclose()

    async def leg(self) -> str:
        """A leg for this page."""
        return str((await post(self._client, f"{self._path}/legs", {})).json()["leg"])

    async def passes(self, leg: str) -> tuple[Pass, ...]:
        """A way into each chamber of the view, as far as `leg` still holds the seat."""
        told = (await post(self._client, f"{self._path}/tokens", {"leg": leg})).json()
        return tuple(Pass(**one) for one in told["chambers"])

    async def view(self) -> tuple[int, View]:
        """The revision and the view, once."""
        told = checked(await self._client.get(f"{self._path}/view")).json()
        return told["rev"], told["view"]

    async def command(self, command: str, *, rev: int | None = None, **arguments: Any) -> int:
        """Give a command; gives the revision of the view after it. Raises Refused with the rules' reason."""
        body = {"id": new_id(), "command": command, **arguments} | ({} if rev is None else {"rev": rev})
        return int((await post(self._client, f"{self._path}/commands", body)).json()["rev"])

    async def events(self) -> AsyncIterator[Frame]:
        """Views as they come, until the server ends the stream. Raises Refused, or httpx.TransportError on silence."""
        timeout = httpx.Timeout(ANSWER_S, read=SILENCE_S)
        async with self._client.stream("GET", f"{self._path}/events", timeout=timeout) as response:
            if not response.is_success:
                await response.aread()
                raise Refused(response.status_code, "", "The stream was refused.")
            async for line in response.aiter_lines():
                if line.startswith("data:"):
                    told = json.loads(line.removeprefix("data:"))
                    yield Frame(told["rev"], told["view"], told["now"])

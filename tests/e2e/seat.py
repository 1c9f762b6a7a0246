"""A seat held without a browser: what the wire protocol lets anybody with an invitation do."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

import httpx

LONG_S: Final = 60.0
MARK: Final = {"X-Incamera": "1"}

View = dict[str, Any]


class Seat:
    """One seat, its cookie and its leg."""

    def __init__(self, client: httpx.AsyncClient, seat: str) -> None:
        self._client = client
        self.id = seat
        self.leg = ""
        self.rev = 0

    @classmethod
    async def take(cls, url: str, secret: str) -> Seat:
        """Redeem an invitation."""
        client = httpx.AsyncClient(base_url=url, headers=MARK, trust_env=False, timeout=LONG_S)
        answer = await client.post("/api/invitations/redeem", json={"secret": secret})
        answer.raise_for_status()
        return cls(client, answer.json()["seat"])

    async def enter(self, *, alone: bool = True) -> None:
        self.leg = (await self.post("legs", {})).json()["leg"]
        await self.command("enter", leg=self.leg, alone=alone)

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self._client.post(f"/api/seats/{self.id}/{path}", json=body)

    async def try_command(self, name: str, **arguments: Any) -> httpx.Response:
        """The answer, whatever it is."""
        if name in {"ask", "turn"} and "rev" not in arguments:
            await self.view()
            arguments["rev"] = self.rev
        return await self.post("commands", {"id": secrets.token_hex(13), "command": name, **arguments})

    async def command(self, name: str, **arguments: Any) -> None:
        """Give a command that is to be obeyed. One that opens is decided on the newest view, so it may need a second look."""
        async with asyncio.timeout(LONG_S):
            while (answer := await self.try_command(name, **arguments)).status_code == 409 and _is_stale(answer):
                await asyncio.sleep(0.05)
        assert answer.status_code == 200, f"{name}: {answer.status_code} {answer.text}"

    async def view(self) -> View:
        answer = await self._client.get(f"/api/seats/{self.id}/view")
        answer.raise_for_status()
        self.rev = answer.json()["rev"]
        view: View = answer.json()["view"]
        return view

    async def events(self) -> AsyncIterator[View]:
        """Views as they come, for as long as the server sends them."""
        silence = httpx.Timeout(20, read=20)
        async with self._client.stream("GET", f"/api/seats/{self.id}/events", timeout=silence) as answer:
            answer.raise_for_status()
            async for line in answer.aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))["view"]

    async def until(self, fits: Callable[[View], bool], *, within_s: float = LONG_S) -> View:
        """The first view that fits. An api that is away for a while is asked again."""
        view: View = {}
        try:
            async with asyncio.timeout(within_s):
                while True:
                    try:
                        view = await self.view()
                    except httpx.HTTPError:
                        view = {}
                    if view and fits(view):
                        return view
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"not within {within_s:.0f} s; last view: {view.get('door')}") from None

    async def until_door(self, *states: str, within_s: float = LONG_S) -> View:
        return await self.until(lambda view: view["door"]["state"] in states, within_s=within_s)

    async def tokens(self) -> dict[str, dict[str, str]]:
        """`current` and `ahead` -> {key, url, token, identity}, for the chambers of the view."""
        uses = {chamber["key"]: chamber["use"] for chamber in (await self.view())["chambers"]}
        answer = await self.post("tokens", {"leg": self.leg})
        answer.raise_for_status()
        return {uses[one["key"]]: one for one in answer.json()["chambers"] if one["key"] in uses}

    async def close(self) -> None:
        await self._client.aclose()


def _is_stale(answer: httpx.Response) -> bool:
    return bool(answer.json()["code"] == "stale")

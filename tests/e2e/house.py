"""A whole house for one module of tests: stack, desk, and meetings between two delegations."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from livekit import api

from incamera.main.links import new_link
from incamera.platform.settings import PREFIX, load_settings
from incamera.up.stack import Stack
from tests.e2e.device import Device, device
from tests.e2e.seat import LONG_S, MARK, Seat

SLOW: Final = 300  # per cent: two cores carry browsers, engines and devices at once
WEB: Final = Path(os.environ.get(f"{PREFIX}WEB_DIR") or Path(__file__).parents[2] / ".incamera" / "web")
BUNDLED: Final = "the pages are not built: run `make setup`"

CLOSED_TITLES: Final = ("Border crossing points: our lowest figure", "Release of the four held at Karsk")
CAST: Final = (
    ("anselka", "Anselka Dravic", "principal", "Foreign Minister", "H.E.", "valdoria"),
    ("tomas", "Tomas Verrel", "chief_of_protocol", "Chief of Protocol", "", "valdoria"),
    ("ruta", "Ruta Halvane", "delegate", "Political Director", "", "valdoria"),
    ("edmar", "Edmar Quillane", "principal", "Minister of State", "The Rt Hon.", "estmere"),
    ("sorcha", "Sorcha Belwyn", "chief_of_protocol", "Chief of Protocol", "", "estmere"),
    ("nadia", "Nadia Korrin", "delegate", "Legal Adviser", "", "estmere"),
    ("press", "Idris Vance", "press_aide", "Press Secretary", "", "valdoria"),
)
"""Seat, person, role, title, form of address, delegation; in protocol order."""

Cast = tuple[tuple[str, str, str, str, str, str], ...]


def plan(*, title: str = "Valdoria - Estmere bilateral", cast: Cast = CAST, **changes: Any) -> dict[str, Any]:
    """A meeting as the desk sends it; `changes` replace what it sends."""
    delegations = (("valdoria", "Valdoria", ["#0b4f6c", "#f4c95d"]), ("estmere", "Estmere", ["#7a1f2b", "#ffffff"]))
    items = (("border", "Border traffic", CLOSED_TITLES[0]), ("consular", "Consular matters", CLOSED_TITLES[1]))
    return {
        "title": title,
        "purpose": "To agree the reopening of the crossing points.",
        "starts": 1_800_000_000_000_000,
        "zone": "Europe/Vienna",
        "coverage": "closed_press",
        "profile": "diplomatic-bilateral",
        "delegations": [
            {"id": i, "name": name, "kind": "state", "colours": colours} for i, name, colours in delegations
        ],
        "seats": [
            {
                "id": "",
                "person": person,
                "role": role,
                "title": work,
                "form": form,
                "delegation": side,
                "holds_key": role == "chief_of_protocol",
                "named_for": [],
                "address": "",
            }
            for _, person, role, work, form, side in cast
        ],
        "items": [
            {"id": i, "open_title": shown, "closed_title": kept, "phase": "closed", "minutes": 20}
            for i, shown, kept in items
        ],
        **changes,
    }


class Meeting:
    """A planned meeting; `seats` are those held without a browser."""

    def __init__(self, house: House, meeting: str, ids: Mapping[str, str]) -> None:
        self._house = house
        self.id = meeting
        self.ids = ids
        self.seats: dict[str, Seat] = {}

    async def secret(self, name: str) -> str:
        """The secret of a fresh printed invitation for the seat of that name."""
        answer = await self._house.desk.post(f"/api/desk/meetings/{self.id}/links", json={"seats": [self.ids[name]]})
        answer.raise_for_status()
        secret: str = answer.json()[0]["secret"]
        return secret

    @property
    def url(self) -> str:
        return self._house.url

    async def take(self, *names: str) -> None:
        """Let these seats be taken and entered, without browsers."""
        for name in names:
            self.seats[name] = await Seat.take(self._house.url, await self.secret(name))
            await self.seats[name].enter()

    def __getitem__(self, name: str) -> Seat:
        return self.seats[name]

    async def go_on_record(self) -> None:
        """From doors closed or closed talks: asked, both keys, countdown, live."""
        await self["tomas"].command("ask", phase="on_record")
        await self["tomas"].command("turn")
        await self["sorcha"].command("turn")
        await self["tomas"].until_door("on_air")

    @asynccontextmanager
    async def device(self, name: str, *, use: str = "current", mark: int = 60) -> AsyncIterator[Device]:
        """This seat's device in a chamber of its view; `mark` is the number that its picture and tone carry."""
        await self[name].until(lambda view: any(chamber["use"] == use for chamber in view["chambers"]))
        way = (await self[name].tokens())[use]
        async with device(way["url"], way["token"], mark=mark) as running:
            assert await running.joined(), running.events
            yield running

    async def ledger(self, *, extract: bool = False) -> dict[str, Any]:
        """The ledger as the desk exports it."""
        query = {"extract": "public"} if extract else {}
        answer = await self._house.desk.get(f"/api/desk/meetings/{self.id}/ledger", params=query)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document

    async def close(self) -> None:
        for seat in self.seats.values():
            await seat.close()


class House:
    """A running stack and its desk."""

    def __init__(self, stack: Stack, desk: httpx.AsyncClient, link: str) -> None:
        self.stack = stack
        self.desk = desk
        self.admin_link = link
        self.url = f"http://localhost:{stack.ports.api}"
        self._meetings: list[Meeting] = []

    async def meeting(self, *, cast: Cast = CAST, **changes: Any) -> Meeting:
        """Plan one more meeting, with the cast above unless another is given."""
        answer = await self.desk.post("/api/desk/meetings", json=plan(cast=cast, **changes))
        assert answer.status_code == 201, answer.text
        made = Meeting(self, answer.json()["id"], {})
        shown = (await self.desk.get(f"/api/desk/meetings/{made.id}")).json()
        made.ids = {row[0]: seat["id"] for row, seat in zip(cast, shown["plan"]["seats"], strict=True)}
        self._meetings.append(made)
        return made

    async def chambers(self, engine: str) -> dict[str, dict[str, bool]]:
        """What engine `open` or `closed` itself knows: chamber -> identity -> whether it may publish."""
        key = self.stack.engine_key(engine)
        async with api.LiveKitAPI(self.stack.engine_url(engine), key.name, key.secret()) as calls:
            rooms = (await calls.room.list_rooms(api.ListRoomsRequest())).rooms
            legs = {
                room.name: (
                    await calls.room.list_participants(api.ListParticipantsRequest(room=room.name))
                ).participants
                for room in rooms
            }
        return {name: {leg.identity: leg.permission.can_publish for leg in found} for name, found in legs.items()}

    async def close(self) -> None:
        for meeting in self._meetings:
            await meeting.close()
        await self.desk.aclose()


@asynccontextmanager
async def open_house(
    folder: Path, *, has_gate: bool = False, env: Mapping[str, str] | None = None
) -> AsyncIterator[House]:
    """Start everything on free ports with its data in `folder`; `has_gate`: also what leaves the house. `env`: settings."""
    async with AsyncExitStack() as ending:
        stack = await ending.enter_async_context(
            Stack(folder / "data", slowness=SLOW, has_gate=has_gate, env={f"{PREFIX}WEB_DIR": str(WEB), **(env or {})})
        )
        desk = httpx.AsyncClient(
            base_url=f"http://localhost:{stack.ports.api}", headers=MARK, trust_env=False, timeout=LONG_S
        )
        named = {key.removeprefix(PREFIX).lower(): value for key, value in stack.env.items() if key.startswith(PREFIX)}
        settings = load_settings(named)
        link = await new_link(settings)
        assert link is not None
        (await desk.post("/api/desk/redeem", json={"secret": urlsplit(link).fragment})).raise_for_status()
        second = await new_link(settings)
        assert second is not None
        house = House(stack, desk, second)
        ending.push_async_callback(house.close)
        yield house

"""An api in this process on a real database, plans, and people with their cookies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from incamera.main.api import create_app
from incamera.main.engines import Engines
from incamera.platform.clock import Clock, SystemClock
from incamera.platform.ids import new_id
from incamera.platform.settings import Settings, load_settings
from tests.databases import databases

STARTS = 1_800_000_000_000_000
HOST = "http://localhost:8000"
_commands = count()


def settings_in(folder: Path, **more: Any) -> Settings:
    return load_settings({"data_dir": folder, "web_dir": folder / "web", "database_url": databases.url(folder), **more})


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock | None = None, engines: Engines | None = None
) -> AsyncIterator[FastAPI]:
    """The api, started and at the end stopped; its database outlives it."""
    app = create_app(settings, clock or SystemClock(), engines=engines)
    async with LifespanManager(app, startup_timeout=30, shutdown_timeout=30):
        yield app


def browser(app: FastAPI, host: str = HOST) -> httpx.AsyncClient:
    """A browser with its own cookies, on our pages."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=host, headers={"X-Incamera": "1"})


async def at_desk(app: FastAPI, host: str = HOST) -> httpx.AsyncClient:
    """A browser that may plan."""
    desk = browser(app, host)
    secret = await app.state.desk.new_link()
    answer = await desk.post("/api/desk/redeem", json={"secret": secret})
    assert answer.status_code == 204, answer.text
    return desk


def seat(person: str, role: str, delegation: str, **more: Any) -> dict[str, Any]:
    return {"id": new_id(), "person": person, "role": role, "delegation": delegation, **more}


def plan(**more: Any) -> dict[str, Any]:
    """Two delegations with a principal and a chief of protocol each, a press aide, and an item that is closed."""
    return {
        "title": "Talks on the river",
        "purpose": "Water",
        "starts": STARTS,
        "zone": "Europe/Vienna",
        "coverage": "pooled_spray_at_top",
        "profile": "diplomatic-bilateral",
        "delegations": [
            {"id": "val", "name": "Valdoria", "kind": "state", "colours": ["#003366"]},
            {"id": "nor", "name": "Norland", "kind": "state", "colours": ["#aa0000", "#ffffff"]},
        ],
        "seats": [
            seat("Ada Arden", "principal", "val", address="ada@valdoria.example"),
            seat("Bo Berg", "principal", "nor", address="bo@norland.example"),
            seat("Cato Crane", "chief_of_protocol", "val", address="cato@valdoria.example", holds_key=True),
            seat("Cleo Carr", "chief_of_protocol", "nor", holds_key=True),
            seat("Dag Dahl", "press_aide", "nor"),
        ],
        "items": [
            {"id": "1", "open_title": "Opening remarks", "phase": "on_record", "minutes": 10},
            {
                "id": "2",
                "open_title": "The river",
                "closed_title": "Dam at Kestrel Gap",
                "phase": "closed",
                "minutes": 40,
            },
        ],
        **more,
    }


async def planned(desk: httpx.AsyncClient, sent: dict[str, Any] | None = None) -> str:
    """A meeting in draft; gives its id."""
    answer = await desk.post("/api/desk/meetings", json=sent or plan())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def links(desk: httpx.AsyncClient, meeting: str) -> dict[str, str]:
    """Person -> secret of a printed link, for every seat."""
    seats = (await desk.get(f"/api/desk/meetings/{meeting}")).json()["plan"]["seats"]
    answer = await desk.post(f"/api/desk/meetings/{meeting}/links", json={"seats": [s["id"] for s in seats]})
    assert answer.status_code == 200, answer.text
    secrets = {link["seat"]: link["secret"] for link in answer.json()}
    return {s["person"]: secrets[s["id"]] for s in seats}


@dataclass
class Person:
    """Somebody with a seat: a browser, its cookie, and its newest leg."""

    http: httpx.AsyncClient
    seat: str
    leg: str = field(default="")

    @property
    def path(self) -> str:
        return f"/api/seats/{self.seat}"

    async def view(self) -> dict[str, Any]:
        return dict((await self.shown())["view"])

    async def shown(self) -> dict[str, Any]:
        answer = await self.http.get(f"{self.path}/view")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def give(self, command: str, **arguments: Any) -> httpx.Response:
        sent = {"id": f"c{next(_commands)}", "command": command, **arguments}
        return await self.http.post(f"{self.path}/commands", json=sent)

    async def does(self, command: str, **arguments: Any) -> int:
        answer = await self.give(command, **arguments)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["rev"])

    async def enter(self, *, alone: bool = True) -> None:
        answer = await self.http.post(f"{self.path}/legs", json={})
        assert answer.status_code == 200, answer.text
        self.leg = answer.json()["leg"]
        await self.does("enter", leg=self.leg, alone=alone)


async def person(app: FastAPI, secret: str) -> Person:
    """Whoever redeems this link, in a browser of their own."""
    http = browser(app)
    answer = await http.post("/api/invitations/redeem", json={"secret": secret})
    assert answer.status_code == 200, answer.text
    return Person(http, answer.json()["seat"])


async def people(app: FastAPI, desk: httpx.AsyncClient, meeting: str) -> dict[str, Person]:
    """First name -> person, for every seat of the meeting."""
    found = await links(desk, meeting)
    return {name.split()[0].lower(): await person(app, secret) for name, secret in found.items()}

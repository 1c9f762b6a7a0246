"""The demonstration as people meet it: real engines, the delegates' own process, and seats that preside and listen."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from incamera.demo.desk import Desk
from incamera.demo.http import door_of
from incamera.demo.seed import Sown, sow
from incamera.demo.start import delegates_program
from incamera.house.ledger.verify import check
from incamera.main.links import new_link
from incamera.platform.settings import PREFIX, Settings, load_settings
from incamera.rules.ledger.file import LedgerFile
from incamera.up.stack import Stack
from tests.demo.listener import Listener
from tests.e2e.seat import Seat, View

SLOW = 300
DELEGATES = ("Tomas Verrel", "Sorcha Belwyn", "Ruta Halvane", "Idris Penhallow")

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


class Evening:
    """A stack with the demonstration sown, and the seats of people in its first meeting."""

    def __init__(self, stack: Stack, settings: Settings, sown: tuple[Sown, ...]) -> None:
        self.stack = stack
        self.settings = settings
        self.sown = sown
        self.seats: dict[str, Seat] = {}

    async def sow(self) -> tuple[Sown, ...]:
        return await sow_now(self.stack, self.settings)

    async def take(self, *people: str, number: int = 0) -> None:
        for link in self.sown[number].links:
            if link.person in people:
                seat = await Seat.take(f"http://localhost:{self.stack.ports.api}", link.address.partition("#")[2])
                await seat.enter()
                self.seats[link.person] = seat

    async def open(self) -> None:
        """On the record by two keys."""
        await self.seats["Petra Sollin"].command("ask", phase="on_record")
        await self.seats["Petra Sollin"].command("turn")
        await self.seats["Callum Frayne"].command("turn")
        await self.until(lambda view: bool(view["door"]["state"] == "on_air"))

    async def until(self, fits: Callable[[View], bool]) -> View:
        return await self.seats["Edmar Quillane"].until(fits)


async def sow_now(stack: Stack, settings: Settings) -> tuple[Sown, ...]:
    link = await new_link(settings)
    assert link is not None
    now = time.time_ns() // 1_000
    return await sow(door_of(settings), link.partition("#")[2], stack.data_dir / "demo", now=now)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def evening(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Evening]:
    async with Stack(tmp_path_factory.mktemp("demo") / "data", slowness=SLOW) as stack:
        named = {key.removeprefix(PREFIX).lower(): value for key, value in stack.env.items() if key.startswith(PREFIX)}
        settings = load_settings(named)
        made = Evening(stack, settings, await sow_now(stack, settings))
        yield made
        for seat in made.seats.values():
            await seat.close()


def synthetic(view: View) -> list[dict[str, Any]]:
    return [seat for seat in view["seats"] if seat["person"] in DELEGATES]


def all_publish(view: View) -> bool:
    return all({"camera", "microphone"} <= set(seat["publishes"]) for seat in synthetic(view))


async def test_a_second_start_finds_the_same_meetings_and_draws_fresh_links(evening: Evening) -> None:
    first, again = evening.sown, await evening.sow()
    assert [(meeting.title, len(meeting.links)) for meeting in again] == [
        ("Valdoria \N{EN DASH} Estmere virtual bilateral", 6),
        ("Hollow Ford Town Council, regular meeting", 3),
    ]
    assert {link.address for meeting in first for link in meeting.links}.isdisjoint(
        link.address for meeting in again for link in meeting.links
    )
    ids = [
        json.loads((evening.stack.data_dir / "demo" / f"{name}.json").read_text()) for name in ("bilateral", "council")
    ]
    casts = [json.loads(meeting.cast.read_text()) for meeting in again]
    assert [{row["meeting"] for row in cast} for cast in casts] == [{known["meeting"]} for known in ids]
    assert [{row["seat"] for row in cast} for cast in casts] == [set(known["synthetic"]) for known in ids]
    assert {path.stat().st_mode & 0o777 for path in (evening.stack.data_dir / "demo").iterdir()} == {0o600}
    evening.sown = again


async def test_delegates_are_seen_only_where_and_when_they_are_granted(evening: Evening) -> None:
    program = delegates_program(evening.sown[0], evening.stack)
    assert not [name for name in program.env if "ENGINE" in name or "SECRET" in name]
    evening.stack.add(program)
    await evening.take("Petra Sollin", "Callum Frayne", "Edmar Quillane", "Anselka Dravic", "Nadia Korrin")
    inside, outside = Listener(evening.seats.pop("Anselka Dravic")), Listener(evening.seats.pop("Nadia Korrin"))
    try:
        await evening.seats["Petra Sollin"].command("convene")
        await evening.until(lambda view: all(seat["present"] for seat in synthetic(view)))
        await evening.open()
        opened = await inside.until_seen(len(DELEGATES))
        assert await outside.until_seen(len(DELEGATES)) == opened
        await evening.until(lambda view: "Tomas Verrel" in [waiting["person"] for waiting in view["floor"]["waiting"]])

        await evening.seats["Callum Frayne"].command("shut", phase="closed")
        await evening.until(lambda view: bool(view["door"]["state"] == "closed"))
        before = inside.counted(opened), outside.counted(opened)
        closed = await inside.until_seen(len(DELEGATES))
        await evening.until(lambda view: all(seat["stated_alone"] for seat in synthetic(view)))
        assert closed != opened
        assert (inside.counted(opened), outside.counted(opened)) == before
        assert (outside.current, list(outside.pictures)[-1]) == ("", opened)
    finally:
        await inside.close()
        await outside.close()


async def test_delegates_keep_their_seats_when_the_api_and_an_engine_are_killed(evening: Evening) -> None:
    await evening.until(all_publish)
    evening.stack.kill("api")
    await evening.stack.until_ready("api")
    await evening.until(all_publish)
    was = await evening.seats["Edmar Quillane"].tokens()
    evening.stack.kill("engine-closed")
    await evening.until(lambda view: bool(view["door"]["state"] != "closed"))
    await evening.until(lambda view: bool(view["door"]["state"] == "closed") and all_publish(view))
    assert (await evening.seats["Edmar Quillane"].tokens())["current"]["key"] != was["current"]["key"]


async def test_the_meeting_opens_again_and_ends_with_a_ledger_that_verifies(evening: Evening) -> None:
    await evening.open()
    await evening.until(all_publish)
    await evening.seats["Petra Sollin"].command("shut", phase="ended")
    await evening.until(lambda view: bool(view["door"]["state"] == "ended"))
    meeting = json.loads((evening.stack.data_dir / "demo" / "bilateral.json").read_text())["meeting"]
    link = await new_link(evening.settings)
    assert link is not None
    async with Desk(door_of(evening.settings)) as desk:
        await desk.redeem(link.partition("#")[2])
        assert isinstance(check(json.dumps(await desk.ledger(meeting))), LedgerFile)
        assert isinstance(check(json.dumps(await desk.ledger(meeting, extract=True))), LedgerFile)


async def test_an_ended_meeting_is_followed_by_a_new_one(evening: Evening) -> None:
    known = evening.stack.data_dir / "demo" / "bilateral.json"
    before = json.loads(known.read_text())["meeting"]
    again = await evening.sow()
    assert json.loads(known.read_text())["meeting"] != before
    assert len(again[0].links) == 6
    evening.sown = again


async def test_members_of_the_council_vote_so_that_one_person_can_close_it(evening: Evening) -> None:
    evening.stack.add(delegates_program(evening.sown[1], evening.stack))
    await evening.take("Maren Oduya", "Bea Ondraal", number=1)
    chair, clerk = evening.seats["Maren Oduya"], evening.seats["Bea Ondraal"]
    await chair.command("convene")
    await chair.until(lambda view: sum(bool(seat["present"]) for seat in view["seats"]) == 2)
    await clerk.command("ask", phase="on_record")
    await clerk.command("turn")
    await chair.command("turn")
    await chair.until_door("on_air")
    await chair.command("choose_ground", ground="collective bargaining", subjects="the offer", reconvene=True)
    await chair.command("read_announcement")
    await chair.command("open_vote")
    await chair.command("cast_vote", vote="aye")
    await chair.until(lambda view: bool(view["motion"]["outcome"] == "carried"))
    await chair.command("shut", phase="closed")
    closed = await chair.until_door("closed")
    assert [item["closed_title"] for item in closed["agenda"] if item["closed_title"]] == [
        "Offer of three per cent, limit of four and a half"
    ]

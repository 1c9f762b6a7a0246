"""Links and cookies: a link works once, a seat has one browser, and nobody learns what exists."""

from __future__ import annotations

import asyncio
import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import select

from incamera.main.jobs import registry
from incamera.platform.clock import SystemClock
from incamera.platform.db import Base
from incamera.platform.ids import new_id, new_secret
from incamera.platform.jobs import run_due
from tests.factories import at_desk, browser, links, people, person, plan, planned, running, settings_in
from tests.fakes.clock import VirtualClock
from tests.house.settling import settle


async def test_a_link_works_once(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        secret = (await links(desk, meeting))["Ada Arden"]
        answers = [await browser(app).post("/api/invitations/redeem", json={"secret": secret}) for _ in range(2)]
        assert [a.status_code for a in answers] == [200, 410]
        assert answers[0].json()["meeting"] == meeting
        seat = answers[0].json()["seat"]
        cookie = answers[0].headers["set-cookie"]
        assert secret not in cookie
        assert [part in cookie for part in ("HttpOnly", "SameSite=strict", f"Path=/api/seats/{seat}/")] == [True] * 3
        assert "Secure" not in cookie
        assert "set-cookie" not in answers[1].headers


async def test_of_two_at_once_one_gets_the_seat(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        secret = (await links(desk, await planned(desk)))["Ada Arden"]
        tries = (browser(app).post("/api/invitations/redeem", json={"secret": secret}) for _ in range(5))
        assert sorted(a.status_code for a in await asyncio.gather(*tries)) == [200, 410, 410, 410, 410]


async def test_a_guessed_link_looks_like_a_used_one(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        secret = (await links(desk, await planned(desk)))["Ada Arden"]
        await person(app, secret)
        used = await browser(app).post("/api/invitations/redeem", json={"secret": secret})
        guessed = await browser(app).post("/api/invitations/redeem", json={"secret": new_secret()})
        assert (used.status_code, guessed.status_code) == (410, 404)
        assert used.json().keys() == guessed.json().keys()
        assert {k.lower() for k in used.headers} == {k.lower() for k in guessed.headers}


async def test_whoever_guesses_often_has_to_wait(tmp_path: Path) -> None:
    clock = VirtualClock()
    async with running(settings_in(tmp_path), clock) as app:
        desk = await at_desk(app)
        secret = (await links(desk, await planned(desk)))["Ada Arden"]
        guesser = browser(app)
        statuses = [
            (await guesser.post("/api/invitations/redeem", json={"secret": new_secret()})).status_code
            for _ in range(25)
        ]
        assert statuses == [404] * 20 + [429] * 5
        clock.advance(61_000_000)
        assert (await guesser.post("/api/invitations/redeem", json={"secret": secret})).status_code == 200


async def test_a_printed_link_expires_after_an_hour(tmp_path: Path) -> None:
    clock = VirtualClock()
    async with running(settings_in(tmp_path), clock) as app:
        desk = await at_desk(app)
        found = await links(desk, await planned(desk))
        clock.advance(3_600_000_000)
        answer = await browser(app).post("/api/invitations/redeem", json={"secret": found["Ada Arden"]})
        assert (answer.status_code, answer.json()["code"]) == (410, "link_expired")


async def test_a_new_link_voids_the_old_one_and_using_it_ends_the_former_browser(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        old, new, newer = [(await links(desk, meeting))["Ada Arden"] for _ in range(3)]
        for void in (old, new):
            answer = await browser(app).post("/api/invitations/redeem", json={"secret": void})
            assert (answer.status_code, answer.json()["code"]) == (410, "link_replaced")
        first = await person(app, newer)
        second = await person(app, (await links(desk, meeting))["Ada Arden"])
        assert first.seat == second.seat
        assert (await first.http.get(f"{first.path}/view")).status_code == 404
        assert (await second.http.get(f"{second.path}/view")).status_code == 200


async def test_a_seat_is_not_there_for_whoever_does_not_hold_it(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        here = await people(app, desk, await planned(desk))
        ada, bo, stranger = here["ada"], here["bo"], browser(app)
        foreign = browser(app)
        cookie = next(c.value for c in bo.http.cookies.jar)
        foreign.cookies.set("incamera_seat", cookie or "", path=f"{ada.path}/")
        for http, seat in ((stranger, ada.seat), (foreign, ada.seat), (ada.http, bo.seat), (stranger, new_id())):
            answers = [
                await http.get(f"/api/seats/{seat}/view"),
                await http.get(f"/api/seats/{seat}/events"),
                await http.post(f"/api/seats/{seat}/legs", json={}),
                await http.post(f"/api/seats/{seat}/tokens", json={"leg": "x"}),
                await http.post(f"/api/seats/{seat}/commands", json={"id": "1", "command": "leave"}),
            ]
            assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "not_found")] * 5


async def test_links_are_printed_only_on_this_machine(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, public_url="https://meet.example.org")
    async with running(settings) as app:
        desk = await at_desk(app, "https://meet.example.org")
        meeting = await planned(desk)
        seat = (await desk.get(f"/api/desk/meetings/{meeting}")).json()["plan"]["seats"][0]["id"]
        answer = await desk.post(f"/api/desk/meetings/{meeting}/links", json={"seats": [seat]})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_here")


async def test_invitations_are_mailed_and_the_secret_is_nowhere_else(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        sent = plan()
        meeting = await planned(desk, sent)
        ada = sent["seats"][0]["id"]
        path = f"/api/desk/meetings/{meeting}"
        assert (await desk.post(f"{path}/invitations", json={"seats": [ada]})).status_code == 202
        assert (await desk.get(path)).json()["invitations"][0]["sent"] is None
        state = app.state
        assert await run_due(registry(state.settings, state.database, SystemClock()), state.database, SystemClock())
        assert (await desk.get(path)).json()["invitations"][0]["sent"] is not None

        (file,) = (tmp_path / "outbox").glob("*.eml")
        assert file.stat().st_mode & 0o077 == 0
        mail = message_from_bytes(file.read_bytes(), policy=default)
        assert (mail["To"], mail["Subject"]) == ("ada@valdoria.example", "Invitation: Talks on the river")
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        found = re.search(r"http://localhost:8000/invitation#(\w+)", text)
        assert found is not None
        secret = found[1]
        parts = [part.get_content() for part in mail.iter_attachments()]
        assert [secret in str(part) for part in parts] == [False]
        assert "Dam at Kestrel Gap" not in str(parts) + text

        database = await whole_database(app)
        assert ada in database
        assert secret not in database
        assert (await person(app, secret)).seat == ada
        assert (await desk.get(path)).json()["invitations"][0]["redeemed"] is not None


async def whole_database(app: FastAPI) -> str:
    """Every row of every table in words."""
    async with app.state.database.reading() as session:
        return "".join([str((await session.execute(select(t))).all()) for t in Base.metadata.sorted_tables])


async def test_only_seats_of_the_meeting_with_an_address_are_invited(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        sent = plan()
        meeting = await planned(desk, sent)
        ada, dag = sent["seats"][0]["id"], sent["seats"][4]["id"]
        path = f"/api/desk/meetings/{meeting}"
        for call, seats, field in (
            ("invitations", [ada, dag], "seats.1"),
            ("invitations", [new_id()], "seats.0"),
            ("links", [ada, new_id()], "seats.1"),
            ("links", [], "seats"),
        ):
            answer = await desk.post(f"{path}/{call}", json={"seats": seats})
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
        assert not (tmp_path / "outbox").exists()
        assert [row["redeemed"] for row in (await desk.get(path)).json()["invitations"]] == [None] * 5


async def test_a_seat_with_another_address_is_somebody_elses(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        sent = plan()
        meeting = await planned(desk, sent)
        found = await links(desk, meeting)
        ada, cato = await person(app, found["Ada Arden"]), await person(app, found["Cato Crane"])
        stream = app.state.screens.events(ada.seat)
        await anext(stream)
        sent["seats"][0]["address"] = "eve@valdoria.example"
        sent["seats"][1]["address"] = "new@norland.example"
        sent["seats"][2]["person"] = "Cato van Crane"
        assert (await desk.put(f"/api/desk/meetings/{meeting}", json=sent)).status_code == 200
        assert (await ada.http.get(f"{ada.path}/view")).status_code == 404
        assert [frame async for frame in stream] == []
        assert (await cato.view())["me"]["person"] == "Cato van Crane"
        answer = await browser(app).post("/api/invitations/redeem", json={"secret": found["Bo Berg"]})
        assert answer.status_code == 410


async def test_a_seat_that_was_taken_out_is_not_there_and_does_not_come_back_to_its_former_holder(
    tmp_path: Path,
) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        sent = plan()
        meeting = await planned(desk, sent)
        dag = await person(app, (await links(desk, meeting))["Dag Dahl"])
        without = sent | {"seats": sent["seats"][:4]}
        for body in (without, sent):
            assert (await desk.put(f"/api/desk/meetings/{meeting}", json=body)).status_code == 200
            assert (await dag.http.get(f"{dag.path}/view")).status_code == 404


async def test_a_link_to_a_meeting_that_is_over_leads_nowhere(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        found = await links(desk, meeting)
        cato = await person(app, found["Cato Crane"])
        await cato.enter()
        await cato.does("convene")
        await settle(app, meeting)
        await cato.does("shut", phase="ended")
        answer = await browser(app).post("/api/invitations/redeem", json={"secret": found["Ada Arden"]})
        assert (answer.status_code, answer.json()["code"]) == (410, "meeting_over")
        assert (await cato.view())["door"]["phase"] == "ended"

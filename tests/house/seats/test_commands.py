"""Commands over HTTP: what opens needs the current view, what shuts never does, and nothing is half understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.factories import Person, at_desk, links, people, person, planned, running, settings_in
from tests.fakes.clock import VirtualClock
from tests.house.settling import settle

BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "body"),
    ({"command": "leave"}, "id"),
    ({"id": "1"}, "body"),
    ({"id": "1", "command": "explode"}, "body"),
    ({"id": "", "command": "leave"}, "id"),
    ({"id": "x" * 65, "command": "leave"}, "id"),
    ({"id": 1, "command": "leave"}, "id"),
    ({"id": "1", "command": "leave", "phase": "closed"}, "phase"),
    ({"id": "1", "command": "shut"}, "phase"),
    ({"id": "1", "command": "shut", "phase": "closed", "skip": "yes"}, "skip"),
    ({"id": "1", "command": "ask", "phase": "on_record"}, "rev"),
    ({"id": "1", "command": "ask", "phase": "on_record", "rev": -1}, "rev"),
    ({"id": "1", "command": "ask", "phase": "on_record", "rev": "7"}, "rev"),
    ({"id": "1", "command": "turn"}, "rev"),
    ({"id": "1", "command": "recognise", "seat": "s", "seconds": 1e9}, "seconds"),
    ({"id": "1", "command": "recognise", "seat": "s", "seconds": 3601}, "seconds"),
    ({"id": "1", "command": "mute"}, "seat"),
    ({"id": "1", "command": "cast_vote", "vote": "maybe"}, "vote"),
    ({"id": "1", "command": "expect_return"}, "until"),
    ({"id": "1", "command": "expect_return", "until": -5}, "until"),
    ({"id": "1", "command": "choose_ground", "ground": "g", "subjects": "x" * 2001}, "subjects"),
]


async def test_a_command_that_is_not_understood_names_the_field_and_does_nothing(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        ada = await person(app, (await links(desk, meeting))["Ada Arden"])
        rev = app.state.meetings.rev(meeting)
        found: list[tuple[object, ...]] = []
        for sent, field in BAD:
            answer = await ada.http.post(f"{ada.path}/commands", json=sent)
            fields = [fault["field"].split(".")[-1] for fault in answer.json()["errors"]]
            if (answer.status_code, answer.headers["content-type"]) != (422, "application/problem+json"):
                found.append((sent, answer.status_code, answer.text))
            elif field not in fields:
                found.append((sent, field, answer.text))
        assert found == []
        assert app.state.meetings.rev(meeting) == rev


async def test_what_opens_is_refused_on_a_former_view_and_what_shuts_is_not(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting, here = await _convened(app)
        cato, bo = here["cato"], here["bo"]
        old = (await cato.shown())["rev"]
        await bo.does("ask_floor")
        stale = await cato.give("ask", phase="on_record", rev=old)
        assert (stale.status_code, stale.json()["code"]) == (409, "stale")
        assert app.state.meetings.get(meeting).ahead is None

        await cato.does("ask", phase="on_record", rev=(await cato.shown())["rev"])
        assert app.state.meetings.get(meeting).ahead is not None
        await cato.does("shut", phase="closed")
        assert app.state.meetings.get(meeting).ahead is None


async def test_an_opening_command_sent_again_is_answered_as_before(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting, here = await _convened(app)
        cato = here["cato"]
        sent = {"id": "ask-1", "command": "ask", "phase": "on_record", "rev": (await cato.shown())["rev"]}
        answers = [await cato.http.post(f"{cato.path}/commands", json=sent) for _ in range(2)]
        assert [a.status_code for a in answers] == [200, 200]
        rev = app.state.meetings.rev(meeting)
        assert (await cato.http.post(f"{cato.path}/commands", json=sent)).status_code == 200
        assert app.state.meetings.rev(meeting) == rev


async def test_a_command_the_rules_deny_says_why(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        _, here = await _convened(app)
        dag = here["dag"]
        answer = await dag.give("convene")
        shown = (await dag.view())["can"].get("convene", "Your role does not do this here.")
        assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (409, "denied", shown)


async def test_a_second_page_takes_the_seat_over(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        _, here = await _convened(app)
        ada = here["ada"]
        first = ada.leg
        other = Person(ada.http, ada.seat)
        await other.enter()
        assert (await ada.view())["me"]["leg"] == other.leg
        again = await ada.give("enter", leg=first)
        assert (again.status_code, again.json()["code"]) == (409, "leg_replaced")
        foreign = await ada.give("enter", leg=here["bo"].leg)
        assert (foreign.status_code, foreign.json()["code"]) == (409, "leg_replaced")


@pytest.mark.parametrize("state", ["held", "shut"])
async def test_commands_of_many_seats_at_once_all_have_an_answer(tmp_path: Path, state: str) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        meeting, here = await _convened(app)
        await here["cato"].does("hold" if state == "held" else "shut", **_arguments(state, here))
        await settle(app, meeting)
        for someone in here.values():
            answer = await someone.give("ask_floor")
            assert answer.status_code in {200, 409}, answer.text


def _arguments(state: str, here: dict[str, Person]) -> dict[str, str]:
    return {"seat": here["ada"].seat} if state == "held" else {"phase": "recess"}


async def _convened(app: Any) -> tuple[str, dict[str, Person]]:
    desk = await at_desk(app)
    meeting = await planned(desk)
    here = await people(app, desk, meeting)
    for someone in here.values():
        await someone.enter()
    await here["cato"].does("convene")
    await settle(app, meeting)
    return meeting, here

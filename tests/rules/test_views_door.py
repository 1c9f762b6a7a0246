"""The part of a view that every screen repeats: the door's state in every situation, its proof, and an opening."""

from __future__ import annotations

from dataclasses import replace

from incamera.rules import commands as c
from incamera.rules import shown as s
from incamera.rules.proof import LegSeen
from incamera.rules.words import Side
from tests.rules.running import Running, running

CHAIR, PROTOCOL, PRESS = "principal-1", "chief_of_protocol-1", "journalist-1"


def state(run: Running) -> str:
    (shown,) = {run.view(x.id).door.state for x in run.m.plan.seats}
    return shown


def closed() -> Running:
    run = running()
    run.open()
    run.close()
    return run


def test_one_state_for_every_screen_all_the_way() -> None:
    run = Running()
    run.enter_all()
    assert state(run) == "draft"
    run.does(c.Convene(), PROTOCOL)
    assert state(run) == "moving"
    run.settle()
    assert state(run) == "doors_closed"
    run.does(c.Ask("on_record"), PROTOCOL)
    assert state(run) == "opening"
    run.does(c.Stop(), PROTOCOL)
    run.consent()
    while run.side() is Side.CLOSED:
        assert state(run) in {"opening", "doors_closed"}
        run.settle(0.25)
    assert (state(run), run.current.live) == ("opening", None)
    run.settle()
    assert state(run) == "on_air"
    run.does(c.Shut("closed"), CHAIR)
    assert state(run) == "closing"
    run.clock = run.current.cut + run.m.limits.patience + 1
    assert state(run) == "not_dark"
    run.settle()
    assert state(run) == "closed"
    run.does(c.Shut("recess"), CHAIR)
    assert state(run) == "recess"
    run.does(c.Renew(), CHAIR)
    assert state(run) == "moving"
    run.settle()
    run.does(c.Shut("ended"), CHAIR)
    assert state(run) == "moving"
    run.settle()
    assert state(run) == "ended"


def test_closing_stays_closing_when_it_begins_anew_and_moving_when_the_outside_was_not_there() -> None:
    run = running()
    run.open()
    run.does(c.Shut("closed"), CHAIR)
    run.does(c.Renew(), CHAIR)
    assert state(run) == "closing"
    run = closed()
    run.does(c.Renew(), CHAIR)
    run.does(c.Renew(), CHAIR)
    assert state(run) == "moving"


def test_closed_is_shown_only_while_the_chamber_is_measured() -> None:
    for disturb in (
        lambda run: setattr(run, "clock", run.now + run.m.limits.fresh),
        lambda run: run.forget(Side.CLOSED),
        lambda run: run.restart(),
    ):
        run = closed()
        assert state(run) == "closed"
        disturb(run)
        assert state(run) == "not_known"
        run.settle(0.5)
        assert state(run) == "closed"


def test_closed_is_not_shown_while_anybody_is_where_they_should_not_be() -> None:
    run = closed()
    assert run.current.chamber is not None
    run.engines[Side.CLOSED].chambers[run.current.chamber.name]["f" * 32] = LegSeen("f" * 32)
    run.look(Side.CLOSED)
    assert state(run) == "not_known"
    run = closed()
    run.engines[Side.OPEN].chambers["revived"] = {"f" * 32: LegSeen("f" * 32)}
    run.look(Side.OPEN)
    assert state(run) == "not_known"
    run = closed()
    run.engines[Side.CLOSED].chambers.clear()
    run.look(Side.CLOSED)
    assert state(run) == "not_known"


def test_on_air_is_shown_whatever_is_or_is_not_measured() -> None:
    run = running()
    run.open()
    run.restart()
    assert state(run) == "on_air"
    run.clock += 3_600_000_000
    assert state(run) == "on_air"


def test_the_rows_of_the_proof_jam_after_a_while_and_only_who_is_in_reads_what_was_counted() -> None:
    run = closed()
    run.does(c.Renew(), CHAIR)
    run.clock = run.current.cut + run.m.limits.patience
    assert [row.jammed for row in run.view(CHAIR).door.rows] == [False, False]
    run.clock += 1
    assert tuple(replace(row, asked=None) for row in run.view(CHAIR).door.rows) == (
        s.ShownRow("old_chamber_gone", "unknown", None, "", jammed=True),
        s.ShownRow("nobody_else", "unknown", None, "", jammed=True),
    )
    run.settle()
    asked = run.seen.last[Side.CLOSED].asked
    rows = (
        s.ShownRow("old_chamber_gone", "ok", asked, "gone, asked twice", jammed=False),
        s.ShownRow("nobody_else", "ok", asked, "9 of 9 in", jammed=False),
    )
    assert run.view(CHAIR).door.rows == rows
    assert run.view(PROTOCOL).door.rows == tuple(replace(row, found="") for row in rows)
    assert run.view(PRESS).door.rows == ()


def test_the_opening_is_shown_to_everybody_of_the_meeting() -> None:
    run = closed()
    run.does(c.Ask("on_record"), PROTOCOL)
    run.does(c.Turn(), PROTOCOL)
    asked = run.m.ahead.asked if run.m.ahead is not None else None
    assert asked is not None
    shown = s.ShownOpening(
        phase="on_record",
        asked_by="Chief Of Protocol 1",
        asked=asked,
        lapses=asked + run.m.limits.lapse,
        rule="one_per_delegation",
        keys=(
            s.ShownKey(PROTOCOL, "Chief Of Protocol 1", "north", turned=True),
            s.ShownKey("chief_of_protocol-2", "Chief Of Protocol 2", "south", turned=False),
        ),
        keyed=False,
        due=None,
    )
    assert [run.view(x).opening for x in (CHAIR, PROTOCOL, "technician-1", PRESS)] == [shown, shown, shown, None]

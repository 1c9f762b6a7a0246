"""The proof: each row, what makes it hold, fail or stay unknown, and what ages it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from incamera.rules import commands as c
from incamera.rules.events import ProofRow, SpanCut
from incamera.rules.evolve import evolve
from incamera.rules.meeting import Limits, Meeting
from incamera.rules.proof import (
    LegSeen,
    Look,
    Seen,
    expected_rows,
    forget,
    holds,
    note,
    present,
    rows,
    sides_left,
    strangers,
)
from incamera.rules.words import SECOND_US, Side
from tests.rules.running import QUARTER_US, Running, running
from tests.rules.worlds import draft

GONE, NOBODY = "old_chamber_gone", "nobody_else"


def shut() -> Running:
    """On the record, cut towards closed talks, nothing measured since."""
    run = running()
    run.open()
    run.settle()
    run.does(c.Shut("closed"), "principal-1")
    run.clock = run.now + 1
    return run


def found(run: Running) -> dict[str, tuple[bool | None, str]]:
    return {row.row: (row.ok, row.found) for row in rows(run.m, run.seen, run.now)}


def test_without_a_span_nothing_is_to_be_proven_and_nothing_is() -> None:
    m = draft()
    assert (expected_rows(m), rows(m, Seen(), 1), holds(m, (), 1)) == ((), (), False)


def test_what_has_to_be_proven() -> None:
    run = Running()
    run.enter_all()
    run.does(c.Convene(), "chief_of_protocol-1")
    assert expected_rows(run.m) == (NOBODY,)
    run.settle()
    run.open()
    assert expected_rows(run.m) == (GONE, NOBODY)
    run.does(c.Shut("ended"), "principal-1")
    assert expected_rows(run.m) == (GONE,)


def test_nothing_measured_is_nothing_known() -> None:
    run = shut()
    run.seen = Seen()
    assert found(run) == {GONE: (None, ""), NOBODY: (None, "")}


def test_what_was_measured_before_the_cut_is_not_known() -> None:
    assert found(shut()) == {GONE: (None, ""), NOBODY: (None, "")}


def test_the_old_chamber_is_gone_when_it_was_not_there_twice_and_a_while_apart() -> None:
    run = shut()
    run.look(Side.OPEN)
    assert found(run)[GONE] == (False, "still there")
    run.engines[Side.OPEN].chambers.clear()
    run.clock += 1
    run.look(Side.OPEN)
    assert found(run)[GONE] == (None, "gone once, asked again")
    run.clock += QUARTER_US - 1
    run.look(Side.OPEN)
    assert found(run)[GONE] == (None, "gone once, asked again")
    run.clock += 1
    run.look(Side.OPEN)
    assert found(run)[GONE] == (True, "gone, asked twice")


def test_a_chamber_that_comes_back_is_still_there() -> None:
    run = shut()
    run.settle()
    run.engines[Side.OPEN].chambers["revived"] = {}
    run.look(Side.OPEN)
    assert found(run)[GONE] == (False, "still there")
    run.engines[Side.OPEN].chambers.clear()
    run.clock += QUARTER_US
    run.look(Side.OPEN)
    assert found(run)[GONE] == (None, "gone once, asked again")


def test_every_engine_since_the_last_span_in_force_is_asked() -> None:
    run = shut()
    assert sides_left(run.m) == {Side.OPEN}
    run.does(c.Renew(), "principal-1")
    assert sides_left(run.m) == {Side.OPEN, Side.CLOSED}
    run.settle()
    run.does(c.Renew(), "principal-1")
    assert sides_left(run.m) == {Side.CLOSED}
    run.clock = run.now + 1
    run.look(Side.OPEN)
    assert found(run)[GONE] == (None, "")


def test_a_failure_is_told_even_while_another_engine_does_not_answer() -> None:
    run = shut()
    run.does(c.Renew(), "principal-1")
    run.clock = run.now + 1
    run.engines[Side.OPEN].chambers["revived"] = {}
    run.forget(Side.CLOSED)
    run.look(Side.OPEN)
    assert found(run)[GONE] == (False, "still there")
    run.engines[Side.OPEN].chambers.clear()
    run.clock += 1
    run.look(Side.OPEN)
    assert found(run)[GONE] == (None, "")


def test_a_look_from_before_the_cut_that_comes_after_it_counts_for_nothing() -> None:
    run = shut()
    run.seen = Seen()
    run.engines[Side.OPEN].chambers.clear()
    run.look(Side.OPEN, run.current.cut)
    run.clock += QUARTER_US
    run.look(Side.OPEN)
    assert found(run)[GONE] == (None, "gone once, asked again")


def test_older_looks_than_the_last_change_nothing() -> None:
    run = shut()
    run.look(Side.OPEN)
    seen = run.seen
    assert note(seen, run.m, Side.OPEN, Look(seen.last[Side.OPEN].asked)) is seen


def test_the_look_before_the_last_is_kept_and_a_silent_engine_forgotten() -> None:
    run = shut()
    first = run.seen.last[Side.OPEN]
    run.look(Side.OPEN)
    assert run.seen.before[Side.OPEN] is first
    gone = forget(run.seen, Side.OPEN)
    assert [Side.OPEN in x for x in (gone.last, gone.before, gone.clean)] == [False] * 3
    assert gone.last[Side.CLOSED] is run.seen.last[Side.CLOSED]


def legs_of(run: Running) -> dict[str, LegSeen]:
    assert run.current.chamber is not None
    return run.engines[run.side()].chambers[run.current.chamber.name]


def test_nobody_else_tells_who_is_in_and_that_never_blocks() -> None:
    run = shut()
    legs = legs_of(run)
    legs.clear()
    run.look(Side.CLOSED)
    assert found(run)[NOBODY] == (True, "0 of 9 in")
    run.engines[Side.CLOSED].join_all(run.wants(Side.CLOSED))
    run.clock += 1
    run.look(Side.CLOSED)
    assert found(run)[NOBODY] == (True, "9 of 9 in")
    members: frozenset[str] = frozenset({w.members[identity] for w in run.wants(Side.CLOSED) for identity in legs})
    assert present(run.m, run.seen.last[Side.CLOSED]) == members


MIC = frozenset({"microphone"})


@pytest.mark.parametrize(
    ("leg", "said"),
    [
        (LegSeen("f" * 32), "1 not on the roster"),
        (LegSeen("", hidden=True), "1 not on the roster"),
        (LegSeen("", MIC), "1 could still speak"),
        (LegSeen("", may_publish=True), "1 could still speak"),
    ],
    ids=["stranger", "hidden", "publishes", "may publish"],
)
def test_somebody_else(leg: LegSeen, said: str) -> None:
    run = shut()
    legs = legs_of(run)
    who = leg.identity or next(iter(legs))
    legs[who] = replace(leg, identity=who)
    run.look(Side.CLOSED)
    assert found(run)[NOBODY] == (False, said)


def test_in_force_one_may_publish_what_one_is_granted_and_no_more() -> None:
    run = running()
    run.settle()
    legs = legs_of(run)
    speaker = next(identity for identity, leg in legs.items() if leg.publishes)
    assert found(run)[NOBODY][0] is True
    legs[speaker] = replace(legs[speaker], publishes=frozenset({"unknown"}))
    run.look(Side.CLOSED)
    assert found(run)[NOBODY] == (False, "1 could still speak")


def test_a_chamber_that_is_not_there_is_not_known() -> None:
    run = shut()
    run.engines[Side.CLOSED].chambers.clear()
    run.look(Side.CLOSED)
    assert found(run)[NOBODY] == (None, "the new chamber is not there yet")
    run.does(c.Renew(), "principal-1")
    run.clock = run.now + 1
    run.look(Side.CLOSED)
    look = run.seen.last[Side.CLOSED]
    assert (strangers(run.m, look), present(run.m, look)) == (None, None)


def test_rows_grow_old() -> None:
    run = shut()
    run.settle()
    rows_now = rows(run.m, run.seen, run.now)
    oldest = min(row.asked for row in rows_now)
    assert holds(run.m, rows_now, oldest + run.m.limits.fresh)
    assert not holds(run.m, rows_now, oldest + run.m.limits.fresh + 1)
    assert not holds(run.m, rows_now, oldest - 1)
    run.clock = max(row.asked for row in rows_now) + run.m.limits.fresh + 1
    assert found(run) == {GONE: (None, ""), NOBODY: (None, "")}


def test_exactly_the_expected_rows_hold() -> None:
    run = shut()
    now = run.now
    good = (ProofRow(GONE, True, now), ProofRow(NOBODY, True, now))
    assert holds(run.m, good, now)
    for bad in (
        good[:1],
        good[1:],
        good[::-1],
        (*good, ProofRow("more", True, now)),
        (good[0], replace(good[1], ok=None)),
        (good[0], replace(good[1], ok=False)),
        (good[0], replace(good[1], asked=run.current.cut)),
    ):
        assert not holds(run.m, bad, now)


def test_a_roster_of_nobody_needs_no_chamber() -> None:
    run = shut()
    m = evolve(run.m, SpanCut("closed", (), "renewed"), run.now)
    assert expected_rows(m) == (GONE,)


def test_limits_of_machines_are_stretched_and_those_of_people_are_not() -> None:
    slow = Limits().scaled(300)
    assert (slow.fresh, slow.patience, slow.window, slow.unproven) == tuple(s * SECOND_US for s in (6, 9, 6, 90))
    assert (slow.apart, slow.lapse, slow.countdown) == (Limits().apart, Limits().lapse, Limits().countdown)


def test_a_profile_that_does_not_know_a_phase_has_it_closed() -> None:
    run = shut()
    known = MappingProxyType({k: v for k, v in run.m.profile.phases.items() if k != "on_record"})
    m: Meeting = replace(run.m, profile=replace(run.m.profile, phases=known))
    assert sides_left(m) == {Side.CLOSED}

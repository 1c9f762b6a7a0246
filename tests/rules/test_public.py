"""What the public reads of a plan, and what keeps a plan from being saved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.meeting import Delegation, Item, Plan, Seat
from incamera.rules.public import PublicFace, PublicItem, Warned, is_closed_phase, plan_faults, public_face
from tests.rules.worlds import BILATERAL, COMMONS, MASSACHUSETTS, PROFILES, plan_of

CANARY = "Dam at Kestrel Gap"
ITEMS = (
    Item("1", "Opening", phase="on_record", minutes=5),
    Item("2", "The river", CANARY, "closed", 40),
    Item("3", "", "Names of agents", "closed", 5),
)


def test_the_public_face_is_titles_names_and_times_and_nothing_else() -> None:
    plan = replace(plan_of(BILATERAL), items=ITEMS, purpose="Hush", coverage="pooled_press", zone="Europe/Vienna")
    assert public_face(plan, BILATERAL) == PublicFace(
        title=plan.title,
        starts=plan.starts,
        zone="Europe/Vienna",
        coverage="pooled_press",
        delegations=("North", "South"),
        items=(
            PublicItem("Opening", 5, "on_record"),
            PublicItem("The river", 40, "closed"),
            PublicItem("", 5, "closed"),
        ),
        warnings=(Warned("items.2.open_title", "Item 3 is closed but has no open title."),),
    )


@given(closed=st.text(min_size=1, max_size=20), person=st.text(max_size=10))
def test_no_closed_title_and_no_person_gets_into_the_public_face(closed: str, person: str) -> None:
    canary = f"{CANARY} {closed}"
    seats = tuple(replace(s, person=f"Agent {person}") for s in plan_of(BILATERAL).seats)
    plan = replace(plan_of(BILATERAL), items=(Item("1", "The river", canary, "closed"),), seats=seats)
    face = repr(public_face(plan, BILATERAL))
    assert [word for word in (CANARY, "Agent") if word in face] == []


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (replace(plan_of(BILATERAL), title="On the dam  AT Kestrel gap", items=ITEMS[:2]), "title"),
        (
            replace(plan_of(BILATERAL), items=(replace(ITEMS[0], open_title=f"x {CANARY}"), ITEMS[1])),
            "items.0.open_title",
        ),
        (
            replace(plan_of(BILATERAL), items=ITEMS[:2], delegations=(Delegation("north", CANARY, "state"),)),
            "delegations.0.name",
        ),
    ],
)
def test_a_public_word_that_gives_a_closed_title_away_is_warned_of(plan: Plan, field: str) -> None:
    assert field in [w.field for w in public_face(plan, BILATERAL).warnings]


def test_a_meeting_that_could_not_open_or_begin_is_warned_of() -> None:
    full = replace(plan_of(BILATERAL), items=())
    assert public_face(full, BILATERAL).warnings == ()
    without_keys = replace(full, seats=tuple(replace(s, holds_key=False) for s in full.seats))
    aide = replace(full, seats=(Seat("a", "Aide", "note_taker"),))
    assert [w.text for w in public_face(without_keys, BILATERAL).warnings] == [
        "The key holders named do not suffice: this meeting could not go on the record."
    ]
    assert [w.text for w in public_face(aide, BILATERAL).warnings] == [
        "The key holders named do not suffice: this meeting could not go on the record.",
        "Nobody here may convene the meeting.",
    ]
    assert public_face(replace(full, seats=(), items=()), BILATERAL).warnings == ()


@pytest.mark.parametrize("profile", [BILATERAL, MASSACHUSETTS, COMMONS])
def test_a_good_plan_has_no_faults(profile: object) -> None:
    found = next(p for p in PROFILES.values() if p is profile)
    assert plan_faults(plan_of(found), found) == ()


def test_each_fault_is_named_at_its_field() -> None:
    bad = Plan(
        title=" ",
        starts=0,
        zone="Atlantis/City",
        coverage="none",
        delegations=(Delegation("a", " ", "band"), Delegation("a", "B", "state"), Delegation("", "C", "state")),
        seats=(
            Seat("s", "", "emperor", delegation="z", holds_key=True, named_for=frozenset({"tea"})),
            Seat("s", "P", "principal"),
        ),
        items=(
            Item("i", "", "", "lunch", -1),
            Item("i", "", "", "on_record", 1441),
            Item("k", "Same  words", "same words", "closed"),
        ),
    )
    missing = replace(BILATERAL, missing=("The product cannot do this yet.",))
    assert [field for field, _ in plan_faults(bad, missing)] == [
        "title",
        "profile",
        "zone",
        "coverage",
        "starts",
        "delegations.1.id",
        "delegations.2.id",
        "delegations.0.name",
        "delegations.0.kind",
        "seats.1.id",
        "seats.0.person",
        "seats.0.role",
        "seats.0.delegation",
        "seats.0.holds_key",
        "seats.0.named_for",
        "items.1.id",
        "items.0.phase",
        "items.0.minutes",
        "items.0.closed_title",
        "items.1.minutes",
        "items.1.open_title",
        "items.1.closed_title",
        "items.2.open_title",
    ]
    assert all(expected for _, expected in plan_faults(bad, missing))


@pytest.mark.parametrize("zone", ["", "../etc/passwd", "/etc/passwd", "Europe", "Europe/Vienna\0", "x" * 300])
def test_what_is_no_time_zone_is_a_fault_and_no_failure(zone: str) -> None:
    assert [f for f, _ in plan_faults(replace(plan_of(BILATERAL), zone=zone), BILATERAL)] == ["zone"]


def test_an_unknown_phase_counts_as_closed() -> None:
    assert is_closed_phase(BILATERAL, "tea")
    assert is_closed_phase(BILATERAL, "closed")
    assert not is_closed_phase(BILATERAL, "on_record")

"""Meetings of every profile for the tests of the rules: who sits in them, and what must never leak from them."""

from __future__ import annotations

from dataclasses import replace

from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide
from incamera.rules.events import Event, Planned
from incamera.rules.evolve import evolve
from incamera.rules.meeting import Delegation, Item, Limits, Meeting, Plan, Seat
from incamera.rules.profile import Profile, load_all, parse
from incamera.rules.words import SECOND_US, Role
from tests.rules.outside_world import OUTPUTS
from tests.rules.profile_texts import BASE, COUNCIL, SHIPPED, changed, toml

T0 = 1_800_000_000 * SECOND_US

SMALL_COUNCIL = parse(toml(changed(COUNCIL, {"keys.close": {"override": "chair_logged"}})), base=BASE)
"""An invented council that closes by steps and whose chair may skip them."""

PROFILES: dict[str, Profile] = {**load_all(SHIPPED), SMALL_COUNCIL.id: SMALL_COUNCIL}
BILATERAL = PROFILES["diplomatic-bilateral"]
MASSACHUSETTS = PROFILES["us-massachusetts"]
COMMONS = PROFILES["uk-commons-committee"]

CLOSED_CANARY = "CANARY closed title"
SUBJECTS_CANARY = "CANARY subjects"
PURPOSE_CANARY = "CANARY purpose"

PER_SIDE = frozenset({"principal", "delegate", "chief_of_protocol", "interpreter", "note_taker"})
PAIRED = frozenset({"member", "party", "captioner", "pooler"})
"""Roles that have two seats, so that a rule about one of them can be told from a rule about all."""


def seats_of(profile: Profile) -> tuple[Seat, ...]:
    """Every role of a profile, one per side or two where that matters; of a pair the second is not named for anything."""
    return tuple(seat for role in profile.roles for seat in _of_role(profile, role))


def _of_role(profile: Profile, role: Role) -> tuple[Seat, ...]:
    sides = ("north", "south") if role in PER_SIDE else ("", "") if role in PAIRED else ("",)
    return tuple(
        Seat(
            id=f"{role}-{n}",
            person=f"{role.replace('_', ' ').title()} {n}",
            role=role,
            delegation=side,
            holds_key=role in profile.keys.confirm,
            named_for=frozenset({"closed", "recess"}) if n == 1 else frozenset(),
        )
        for n, side in enumerate(sides, 1)
    )


def plan_of(profile: Profile) -> Plan:
    """A plan with two sides, an open and two closed items."""
    return Plan(
        title="A meeting",
        purpose=PURPOSE_CANARY,
        starts=T0,
        profile=profile.id,
        delegations=(Delegation("north", "North", "state"), Delegation("south", "South", "state")),
        seats=seats_of(profile),
        items=(
            Item("remarks", "Remarks", "", "on_record", 10),
            Item("border", "Item two", f"{CLOSED_CANARY} border", "closed", 30),
            Item("trade", "", f"{CLOSED_CANARY} trade", "closed", 30),
        ),
    )


def draft(profile: Profile = BILATERAL, limits: Limits = Limits()) -> Meeting:  # noqa: B008 - a frozen value
    """A meeting that is planned and not convened, and that nothing leaves."""
    return evolve(Meeting("meeting", profile, limits), Planned(plan_of(profile)), T0)


def broadcast(profile: Profile = BILATERAL, delay: int = 15) -> Meeting:
    """A meeting that is planned and not convened, and that goes out by everything that has an address."""
    plan = replace(plan_of(profile), coverage="open_press", delay=delay)
    return evolve(Meeting("meeting", profile, outputs=OUTPUTS), Planned(plan), T0)


def after(m: Meeting, events: tuple[Event, ...] | Denied, at: int) -> Meeting:
    """The meeting after what was decided; a refusal fails the test."""
    assert not isinstance(events, Denied), events
    for event in events:
        m = evolve(m, event, at)
    return m


def does(m: Meeting, command: c.Command, by: str, at: int) -> Meeting:
    """The meeting after a command that must be accepted."""
    return after(m, decide(m, command, by=by, now=at), at)


def leg_of(seat: str) -> str:
    """The leg with which a seat enters in the tests, if it enters once."""
    return f"leg of {seat}"


def everyone_in(m: Meeting, at: int = T0) -> Meeting:
    """All seats that may enter have entered."""
    for seat in m.plan.seats:
        events = decide(m, c.Enter(leg_of(seat.id)), by=seat.id, now=at)
        m = m if isinstance(events, Denied) else after(m, events, at)
    return m

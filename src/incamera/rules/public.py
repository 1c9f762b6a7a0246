"""What the public will read of a plan, and what is wrong with a plan.

`public_face` is a whitelist: nothing of the closed wording can pass through it. `plan_faults` keeps a plan from being
saved; a warning of the public face does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from incamera.rules.keys import holders, suffice
from incamera.rules.meeting import Delegation, Item, Key, Meeting, Plan, Seat
from incamera.rules.profile import Profile
from incamera.rules.words import ENDED, RECESS, Instant, PhaseName, Side

COVERAGES: Final = (
    "open_press",
    "pooled_press",
    "pooled_spray_at_top",
    "closed_press",
    "host_determined",
    "virtual_open",
)
KINDS: Final = ("state", "institution", "foundation", "company", "community")
MINUTES_MAX: Final = 24 * 60

Fault = tuple[str, str]
"""The field at fault as a dotted path, and what is expected there."""


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An agenda point as the public reads it; a closed one without an open title has an empty one."""

    open_title: str
    minutes: int
    phase: PhaseName


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a planner may want to mend, at the field it is about."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class PublicFace:
    """All that is public of a meeting before it begins."""

    title: str
    starts: Instant
    zone: str
    coverage: str
    delegations: tuple[str, ...]
    items: tuple[PublicItem, ...]
    warnings: tuple[Warned, ...]


def public_face(plan: Plan, profile: Profile) -> PublicFace:
    """What the public will read of `plan`, and what about it is likely a slip."""
    return PublicFace(
        title=plan.title,
        starts=plan.starts,
        zone=plan.zone,
        coverage=plan.coverage,
        delegations=tuple(d.name for d in plan.delegations),
        items=tuple(PublicItem(i.open_title, i.minutes, i.phase) for i in plan.items),
        warnings=tuple(_warnings(plan, profile)),
    )


def is_closed_phase(profile: Profile, phase: PhaseName) -> bool:
    """Whether an agenda point planned for `phase` is for the closed side; an unknown phase is."""
    row = profile.phases.get(phase)
    return row is None or row.side is Side.CLOSED


def plan_faults(plan: Plan, profile: Profile) -> tuple[Fault, ...]:
    """What keeps `plan` from being saved: `(field, what is expected)` each, in the plan's order; empty if nothing."""
    return tuple(
        fault
        for faults in (
            _head_faults(plan, profile),
            _delegation_faults(plan.delegations),
            _seat_faults(plan, profile),
            _item_faults(plan.items, profile),
        )
        for fault in faults
    )


def _warnings(plan: Plan, profile: Profile) -> Iterator[Warned]:
    for n, item in enumerate(plan.items):
        if not item.open_title.strip() and is_closed_phase(profile, item.phase):
            yield Warned(f"items.{n}.open_title", f"Item {n + 1} is closed but has no open title.")
    for n, item in enumerate(plan.items):
        for field, text in _public_words(plan):
            if _gives_away(text, item.closed_title):
                yield Warned(field, f"This is public and contains the closed title of item {n + 1}.")
    if plan.seats and not _can_open(plan, profile):
        yield Warned("seats", "The key holders named do not suffice: this meeting could not go on the record.")
    if plan.seats and not any(s.role in profile.may.get("convene", ()) for s in plan.seats):
        yield Warned("seats", "Nobody here may convene the meeting.")


def _can_open(plan: Plan, profile: Profile) -> bool:
    """Whether all keys together, turned at once, would open."""
    m = Meeting("", profile, plan=plan)
    return suffice(replace(m, keys=tuple(Key(seat, 1) for seat in holders(m))), 0)


def _public_words(plan: Plan) -> Iterator[Fault]:
    yield "title", plan.title
    yield from ((f"delegations.{n}.name", d.name) for n, d in enumerate(plan.delegations))
    yield from ((f"items.{n}.open_title", i.open_title) for n, i in enumerate(plan.items))


def _gives_away(public: str, closed: str) -> bool:
    closed = " ".join(closed.split()).casefold()
    return bool(closed) and closed in " ".join(public.split()).casefold()


def _head_faults(plan: Plan, profile: Profile) -> Iterator[Fault]:
    if not plan.title.strip():
        yield "title", "a title"
    if profile.missing:
        yield "profile", "a profile that can be used: " + " ".join(profile.missing)
    if not _is_zone(plan.zone):
        yield "zone", "a time zone such as Europe/Vienna or UTC"
    if plan.coverage not in COVERAGES:
        yield "coverage", "one of " + ", ".join(COVERAGES)
    if plan.starts <= 0:
        yield "starts", "an instant in microseconds since 1970, UTC"


def _delegation_faults(delegations: tuple[Delegation, ...]) -> Iterator[Fault]:
    yield from _id_faults("delegations", (d.id for d in delegations))
    for n, delegation in enumerate(delegations):
        if not delegation.name.strip():
            yield f"delegations.{n}.name", "a name"
        if delegation.kind not in KINDS:
            yield f"delegations.{n}.kind", "one of " + ", ".join(KINDS)


def _seat_faults(plan: Plan, profile: Profile) -> Iterator[Fault]:
    yield from _id_faults("seats", (s.id for s in plan.seats))
    delegations = {d.id for d in plan.delegations}
    for n, seat in enumerate(plan.seats):
        yield from ((f"seats.{n}.{field}", expected) for field, expected in _one_seat(seat, delegations, profile))


def _one_seat(seat: Seat, delegations: set[str], profile: Profile) -> Iterator[Fault]:
    if not seat.person.strip():
        yield "person", "a name"
    if seat.role not in profile.roles:
        yield "role", "one of " + ", ".join(profile.roles)
    if seat.delegation and seat.delegation not in delegations:
        yield "delegation", "the id of a delegation of this plan, or nothing"
    if seat.holds_key and seat.role not in profile.keys.confirm:
        yield "holds_key", "false: this profile gives keys to " + ", ".join(sorted(profile.keys.confirm))
    if not seat.named_for <= set(profile.phases):
        yield "named_for", "phases of the profile: " + ", ".join(profile.phases)


def _item_faults(items: tuple[Item, ...], profile: Profile) -> Iterator[Fault]:
    yield from _id_faults("items", (i.id for i in items))
    for n, item in enumerate(items):
        yield from ((f"items.{n}.{field}", expected) for field, expected in _one_item(item, profile))


def _one_item(item: Item, profile: Profile) -> Iterator[Fault]:
    phases = [name for name in profile.phases if name not in (RECESS, ENDED)]
    if item.phase not in phases:
        yield "phase", "one of " + ", ".join(phases)
    if not 0 <= item.minutes <= MINUTES_MAX:
        yield "minutes", f"between 0 and {MINUTES_MAX}"
    if not item.open_title.strip() and not is_closed_phase(profile, item.phase):
        yield "open_title", "a title: this item is on the record"
    if not (item.open_title.strip() or item.closed_title.strip()):
        yield "closed_title", "a title: this item has none"
    if _same(item.open_title, item.closed_title):
        yield "open_title", "other words than the closed title"


def _same(one: str, other: str) -> bool:
    return bool(other.strip()) and " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _id_faults(table: str, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, row in enumerate(ids):
        if not row or row in seen:
            yield f"{table}.{n}.id", "an id of its own"
        seen.add(row)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder of the zone files
        return False
    return True

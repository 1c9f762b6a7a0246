"""The part of a view that shows people: who sits in the meeting, and who has the floor."""

from __future__ import annotations

from dataclasses import dataclass

from incamera.rules import keys
from incamera.rules import shown as s
from incamera.rules.meeting import Meeting, Seat, identity, is_outside, side_of
from incamera.rules.places import is_in_chamber, is_party, place
from incamera.rules.proof import LegSeen, Seen, is_fresh, present
from incamera.rules.wanted import is_cleared
from incamera.rules.words import Access, Instant, SeatId


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the last look at the current chamber shows to somebody in it; nothing to anybody else."""

    legs: tuple[LegSeen, ...] = ()
    here: frozenset[SeatId] | None = None


def seats_for(m: Meeting, me: Seat, seen: Seen, now: Instant) -> tuple[s.ShownSeat, ...]:
    """All seats inside the meeting in protocol order, for whoever is of it."""
    if not is_party(m, me):
        return ()
    measured = _measured(m, seen, now) if is_in_chamber(m, me) else _Measured()
    order = {d.id: n for n, d in enumerate(m.plan.delegations)}
    shown = (x for x in m.plan.seats if not is_outside(m, x))
    ranked = sorted(shown, key=lambda x: order.get(x.delegation, len(order)))
    return tuple(_seat(m, x, me, measured) for x in ranked)


def _measured(m: Meeting, seen: Seen, now: Instant) -> _Measured:
    current = m.current
    if current is None or current.chamber is None:
        return _Measured()
    look = seen.last.get(side_of(m, current))
    if not is_fresh(look, m, now):
        return _Measured()
    return _Measured(look.chambers.get(current.chamber.name, ()), present(m, look))


def _seat(m: Meeting, x: Seat, me: Seat, measured: _Measured) -> s.ShownSeat:
    current, inside = m.current, is_in_chamber(m, me)
    in_roster = current is not None and x.id in current.roster and x.id not in m.removed
    phase = current.phase if current is not None else ""
    theirs = inside or x.id == me.id
    name = _identity(m, x) if inside and in_roster else None
    return s.ShownSeat(
        seat=x.id,
        person=x.person,
        form=x.form,
        title=x.title,
        role=x.role,
        role_label=role_label(m, x),
        delegation=x.delegation,
        speaks=in_roster and m.profile.access(x.role, phase) is Access.SPEAK,
        in_roster=in_roster,
        place=place(m, x),
        identity=name,
        present=x.id in measured.here if in_roster and measured.here is not None else None,
        publishes=tuple(sorted(source for leg in measured.legs if leg.identity == name for source in leg.publishes)),
        floor=inside and m.floor.holder == x.id,
        held=theirs and x.id in m.held,
        muted=theirs and x.id in m.muted,
        stated_alone=theirs and x.id in m.alone,
        holds_key=x.id in keys.holders(m),
    )


def _identity(m: Meeting, x: Seat) -> str | None:
    """The engine's name for this seat in the current chamber."""
    chamber = m.current.chamber if m.current is not None else None
    return identity(chamber.name, m.legs[x.id]) if chamber is not None and is_cleared(m, x.id) else None


def role_label(m: Meeting, seat: Seat) -> str:
    """The institution's word for a seat's role."""
    return m.profile.role_labels.get(seat.role, seat.role.replace("_", " "))


def floor_for(m: Meeting, me: Seat) -> s.ShownFloor:
    """Who has the floor and who waits for it, for whoever is in the chamber."""
    if not is_in_chamber(m, me):
        return s.ShownFloor(None, 0, 0, ())
    people = {x.id: x for x in m.plan.seats}
    waiting = tuple(s.ShownWaiting(w, people[w].person, people[w].delegation, at) for w, at in m.floor.waiting)
    return s.ShownFloor(m.floor.holder, m.floor.since, m.floor.seconds, waiting)

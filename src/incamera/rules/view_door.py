"""The part of a view that every screen repeats: the door's state, its proof, and an opening that was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from incamera.rules import keys
from incamera.rules import shown as s
from incamera.rules.meeting import Meeting, Seat, Span, is_outside, side_of
from incamera.rules.places import is_in_chamber, is_party
from incamera.rules.proof import Look, Seen, intruders, is_fresh, rows
from incamera.rules.wanted import chambers
from incamera.rules.words import DRAFT, ENDED, RECESS, Instant, Side

_ROW_STATES: Final = {True: "ok", False: "failed", None: "unknown"}


def door_for(m: Meeting, me: Seat, seen: Seen, now: Instant) -> s.ShownDoor:
    """The door as `me` may know it: outside nobody learns of the rows, and only who is in the chamber what was counted."""
    current = m.current
    if current is None:
        return s.ShownDoor(DRAFT, None, Side.CLOSED, None, None, None, (), encrypted=False, expected=None)
    found = _rows(m, current, seen, now)
    state = _state(m, current, seen, found, now)
    if is_outside(m, me):
        found = ()
    elif not is_in_chamber(m, me):
        found = tuple(replace(row, found="") for row in found)
    return s.ShownDoor(
        state=state,
        phase=current.phase,
        side=side_of(m, current),
        since=current.live if current.live is not None else current.cut,
        cut=current.cut,
        live=current.live,
        rows=found,
        encrypted=False,
        expected=m.expected,
    )


def _rows(m: Meeting, current: Span, seen: Seen, now: Instant) -> tuple[s.ShownRow, ...]:
    is_late = current.live is None and now > current.cut + m.limits.patience
    return tuple(
        s.ShownRow(r.row, _ROW_STATES[r.ok], r.asked or None, r.found, jammed=is_late and r.ok is not True)
        for r in rows(m, seen, now)
    )


def _state(m: Meeting, current: Span, seen: Seen, found: tuple[s.ShownRow, ...], now: Instant) -> str:
    """The more public of what is wanted and what is measured: on air by wish, closed only by proof."""
    if side_of(m, current) is Side.OPEN:
        return "opening" if current.live is None else "on_air"
    if current.live is None:
        if any(r.jammed for r in found):
            return "not_dark"
        return "closing" if _was_open(m) else "moving"
    if current.phase == ENDED:
        return ENDED
    if not _is_measured(m, current, seen, now):
        return "not_known"
    if m.ahead is not None and m.ahead.asked is not None:
        return "opening"
    return (
        RECESS if current.phase == RECESS else "closed" if current.phase == m.profile.closed_phase else "doors_closed"
    )


def _was_open(m: Meeting) -> bool:
    """Whether the outside was let in, or about to be, since the last span in force on the closed side."""
    for span in reversed(m.spans[:-1]):
        if side_of(m, span) is Side.OPEN:
            return True
        if span.live is not None:
            return False
    return False


def _is_measured(m: Meeting, current: Span, seen: Seen, now: Instant) -> bool:
    """A fresh look shows the chamber, nobody in it who is not of the roster, and no leg in a chamber that should be gone."""
    look = seen.last.get(side_of(m, current))
    if current.chamber is None or not is_fresh(look, m, now) or current.chamber.name not in look.chambers:
        return False
    if intruders(m, look):
        return False
    return not any(_is_haunted(m, each) for each in seen.last.values() if is_fresh(each, m, now))


def _is_haunted(m: Meeting, look: Look) -> bool:
    wanted = {w.name for w in chambers(m)}
    return any(legs for name, legs in look.chambers.items() if name not in wanted)


def opening_for(m: Meeting, me: Seat, now: Instant) -> s.ShownOpening | None:
    """The opening that was asked, its keys and its countdown."""
    ahead = m.ahead
    if ahead is None or ahead.asked is None or ahead.asked_by is None or not is_party(m, me):
        return None
    asker = m.seat(ahead.asked_by)
    turned, holders = keys.turned(m, now), keys.holders(m)
    return s.ShownOpening(
        phase=ahead.phase,
        asked_by=asker.person if asker is not None else "",
        asked=ahead.asked,
        lapses=ahead.asked + m.limits.lapse,
        rule=m.profile.keys.rule,
        keys=tuple(s.ShownKey(x.id, x.person, x.delegation, x.id in turned) for x in m.plan.seats if x.id in holders),
        keyed=keys.suffice(m, now),
        due=m.due,
    )

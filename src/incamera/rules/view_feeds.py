"""The part of a view that says which addresses outside the programme is sent to."""

from __future__ import annotations

from incamera.rules import shown as s
from incamera.rules.feeds import address
from incamera.rules.meeting import Feed, Meeting, Seat
from incamera.rules.proof import Seen
from incamera.rules.rights import has_right
from incamera.rules.words import Instant, SeatId

PROPOSED = "proposed"
NOT_KNOWN = "not_known"


def feeds_for(m: Meeting, me: Seat, seen: Seen, now: Instant) -> tuple[s.ShownFeed, ...]:
    """Every approved feed; proposals for who has to do with them."""
    is_concerned = has_right(m, me, "propose_feed") or has_right(m, me, "approve_feed")
    return tuple(_feed(m, me, f, seen, now) for f in m.feeds if f.approved is not None or is_concerned)


def _feed(m: Meeting, me: Seat, f: Feed, seen: Seen, now: Instant) -> s.ShownFeed:
    state, since = (PROPOSED, None) if f.approved is None else _measured(m, f, seen, now)
    by = _person(m, f.approved_by) if f.approved_by is not None else None
    return s.ShownFeed(f.id, f.label, address(f), _person(m, f.proposed_by), by, f.proposed_by == me.id, state, since)


def _measured(m: Meeting, f: Feed, seen: Seen, now: Instant) -> tuple[str, Instant | None]:
    if seen.gate is None or seen.gate.asked < now - m.limits.fresh or f.id not in seen.gate.feeds:
        return NOT_KNOWN, None
    row = seen.gate.feeds[f.id]
    return row.state, (row.since or None)


def _person(m: Meeting, seat: SeatId) -> str:
    found = m.seat(seat)
    return found.person if found is not None else ""

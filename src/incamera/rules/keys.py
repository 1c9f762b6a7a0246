"""Keys: who holds one, and when those that are turned suffice to open."""

from __future__ import annotations

from incamera.rules.meeting import Meeting
from incamera.rules.words import Instant, SeatId


def holders(m: Meeting) -> frozenset[SeatId]:
    """The seats whose key counts: named as key holders, of a role whose consent the profile asks for, not removed."""
    confirm = m.profile.keys.confirm
    return frozenset(s.id for s in m.plan.seats if s.holds_key and s.role in confirm and s.id not in m.removed)


def turned(m: Meeting, now: Instant) -> frozenset[SeatId]:
    """The keys that are turned and alive. Those with which the countdown began are frozen until its window is over."""
    if m.due is not None and now < m.due + m.limits.window:
        return frozenset(k.seat for k in m.keys) & holders(m)
    return frozenset(k.seat for k in m.keys if k.until > now) & holders(m)


def suffice(m: Meeting, now: Instant) -> bool:
    """Whether the turned keys open under the profile's rule. An unknown rule never suffices."""
    keys = turned(m, now)
    if not keys:
        return False
    match m.profile.keys.rule:
        case "any_one":
            return True
        case "each_role":
            return m.profile.keys.confirm <= {s.role for s in m.plan.seats if s.id in keys}
        case "one_per_delegation":
            return {d.id for d in m.plan.delegations} <= {s.delegation for s in m.plan.seats if s.id in keys}
    return False

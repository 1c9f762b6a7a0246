"""The part of a view that says what goes out and to how many."""

from __future__ import annotations

from incamera.rules import shown as s
from incamera.rules.meeting import Meeting, Passage, Seat
from incamera.rules.outside import RECORDING, outputs
from incamera.rules.places import is_party
from incamera.rules.proof import Seen
from incamera.rules.view_feeds import feeds_for
from incamera.rules.words import SECOND_US, Instant


def outside_for(m: Meeting, me: Seat, seen: Seen, now: Instant) -> s.ShownOutside | None:
    """For whoever sits in the meeting, where there is a gate at all."""
    if not outputs(m) or not is_party(m, me):
        return None
    fresh = seen.gate is not None and seen.gate.asked >= now - m.limits.fresh
    audience = dict(seen.gate.audience) if seen.gate is not None and fresh else None
    dumps = tuple(_dump(m, p, seen) for p in m.dumped)
    recording = _recording(m, seen, now) if RECORDING in outputs(m) else None
    feeds = feeds_for(m, me, seen, now)
    return s.ShownOutside(outputs(m), m.plan.delay, audience, m.layout, dumps, feeds, recording)


def _recording(m: Meeting, seen: Seen, now: Instant) -> s.ShownRecording:
    seconds = sum(kept.until - kept.since for kept in m.recorded) // SECOND_US
    gate = seen.gate if seen.gate is not None and seen.gate.asked >= now - m.limits.fresh else None
    if gate is None or gate.recorder is None:
        state = "not_known" if gate is None else "missing"
        return s.ShownRecording(state, None, len(m.recorded), seconds)
    return s.ShownRecording(gate.recorder.state, gate.recorder.since, len(m.recorded), seconds)


def _dump(m: Meeting, p: Passage, seen: Seen) -> s.ShownDump:
    who = m.seat(p.seat)
    stated = seen.gate.spans.get(p.span) if seen.gate is not None else None
    public = [until for since, _, until in stated.destroyed if since == p.since] if stated is not None else []
    return s.ShownDump(who.person if who is not None else "", p.since, p.until, public[-1] if public else None)

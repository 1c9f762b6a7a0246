"""The steps a profile wants before the gate may shut: ground, announcement, vote."""

from __future__ import annotations

from incamera.rules.meeting import Meeting, Motion, side_of
from incamera.rules.profile import AnnouncementIncomplete, Ground, render_announcement
from incamera.rules.words import RECESS, SeatId, Side

LOCKING = ("choose_ground", "read_announcement", "vote")
"""Steps that lock `close`. The others of a profile's list are done by closing itself."""


def voters(m: Meeting) -> frozenset[SeatId]:
    """Who votes by roll call: the seats inside whose role has a vote."""
    may = m.profile.may.get("vote", frozenset())
    return frozenset(s.id for s in m.plan.seats if s.role in may and s.id in m.inside)


def outcome(m: Meeting) -> str:
    """Of the roll call: empty, open, carried or lost.

    Carried when the ayes reach the threshold: of those who voted aye or nay once all have answered, or of all voters at
    once when no answer still missing could change it. A threshold the profile leaves unspecified counts as a majority.
    """
    motion = m.motion
    if motion is None or not motion.vote_open:
        return ""
    eligible = voters(m)
    votes = {seat: vote for seat, vote in motion.votes if seat in eligible}
    ayes = sum(v == "aye" for v in votes.values())
    nays = sum(v == "nay" for v in votes.values())
    missing = len(eligible) - len(votes)
    if not votes or (missing and not _carries(m, ayes, nays + missing) and _carries(m, ayes + missing, nays)):
        return "open"
    return "carried" if _carries(m, ayes, nays + missing) else "lost"


def _carries(m: Meeting, ayes: int, nays: int) -> bool:
    if m.profile.vote_threshold == "two_thirds":
        return ayes > 0 and 3 * ayes >= 2 * (ayes + nays)
    return ayes > nays


def undone(m: Meeting) -> tuple[str, ...]:
    """The locking steps not done in this open span, in the profile's order."""
    return tuple(step for step in m.profile.before_gate if step in LOCKING and not _is_done(m, step))


def _is_done(m: Meeting, step: str) -> bool:
    motion = m.motion or Motion()
    done = {
        "choose_ground": motion.ground != "",
        "read_announcement": motion.announced != "",
        "vote": outcome(m) == "carried",
    }
    return done[step]


def is_resolved(m: Meeting) -> bool:
    """Whether closed talks are already resolved upon: the body was in them before the recess it is in now.

    An open span that never was in force changes nothing: nobody from outside was there, and nothing could be resolved.
    """
    talks = [s for s in m.spans if s.phase != RECESS and (s.live is not None or side_of(m, s) is Side.CLOSED)]
    return bool(talks) and talks[-1].phase == m.profile.closed_phase


def is_locked(m: Meeting) -> tuple[str, ...]:
    """The steps that lock `close` now. They never lock a cut into recess."""
    return () if m.current is None or is_resolved(m) else undone(m)


def ground(m: Meeting, ground_id: str) -> Ground | None:
    """A ground of the profile's list; a body may choose one of its own where that list is not complete."""
    return next((g for g in m.profile.grounds if g.id == ground_id), None)


def script(m: Meeting) -> str:
    """The announcement to read aloud, filled from what was chosen; empty while something is missing."""
    motion = m.motion
    if motion is None or not motion.ground or not m.profile.script:
        return ""
    known = ground(m, motion.ground)
    fields = {
        "ground": known.text if known is not None else motion.ground,
        "citation": known.citation if known is not None else "",
        "subjects": motion.subjects,
        "expects_to_reconvene": "yes" if motion.reconvene else "no",
    }
    try:
        return render_announcement(m.profile, fields)
    except AnnouncementIncomplete:
        return ""

"""Commands by which a body resolves, on the record, to close: choose the ground, read the announcement, vote."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules.meeting import Meeting, Motion, Seat, side_of
from incamera.rules.motion import ground, outcome, script, voters
from incamera.rules.rights import Denied, Events, lacks
from incamera.rules.words import Instant, Side

VOTES: Final = frozenset({"aye", "nay", "abstain"})


def choose_ground(m: Meeting, cmd: c.ChooseGround, me: Seat, _now: Instant) -> Events | Denied:
    """Choose why to close. What was announced and voted for another ground is void."""
    if no := lacks(m, me, "choose_ground") or _off_record(m):
        return no
    chosen, subjects = cmd.ground.strip(), cmd.subjects.strip()
    if not chosen or (m.profile.grounds_complete and ground(m, chosen) is None):
        return Denied("Choose a ground of the profile's list.")
    if "subjects" in m.profile.announcement_fields and not subjects:
        return Denied("Say the subjects.")
    if m.profile.script and not script(replace(m, motion=Motion(chosen, subjects, cmd.reconvene))):
        return Denied("The announcement cannot be read for this ground: choose one of the profile's list.")
    return (e.GroundChosen(chosen, subjects, cmd.reconvene),)


def read_announcement(m: Meeting, _cmd: c.ReadAnnouncement, me: Seat, _now: Instant) -> Events | Denied:
    """The words were read aloud; the ledger keeps them."""
    if no := lacks(m, me, "read_announcement") or _off_record(m):
        return no
    text = script(m)
    return (e.AnnouncementRead(text),) if text else Denied("Choose the ground first; the words follow from it.")


def open_vote(m: Meeting, _cmd: c.OpenVote, me: Seat, _now: Instant) -> Events | Denied:
    """Open the roll call, or a new one after the last was decided."""
    if no := lacks(m, me, "open_vote") or _off_record(m):
        return no
    if "choose_ground" in m.profile.before_gate and (m.motion is None or not m.motion.ground):
        return Denied("Choose the ground first.")
    return Denied("The vote is open.") if outcome(m) == "open" else (e.VoteOpened(),)


def cast_vote(m: Meeting, cmd: c.CastVote, me: Seat, _now: Instant) -> Events | Denied:
    """Vote, or change one's vote while the roll call is open. Once it is decided, who has not answered still may: a roll
    call records every answer, and none of those missing can change the outcome any more."""
    if no := lacks(m, me, "vote") or _off_record(m):
        return no
    if cmd.vote not in VOTES:
        return Denied("A vote is aye, nay or abstain.")
    is_called = m.motion is not None and m.motion.vote_open and me.id in voters(m)
    has_answered = m.motion is not None and any(seat == me.id for seat, _ in m.motion.votes)
    if not is_called or (outcome(m) != "open" and has_answered):
        return Denied("No vote is open.")
    return (e.VoteCast(me.id, cmd.vote),)


def _off_record(m: Meeting) -> Denied | None:
    current = m.current
    live = current is not None and current.live is not None and side_of(m, current) is Side.OPEN
    return None if live else Denied("This is done on the record.")

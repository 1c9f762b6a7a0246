"""What a person may do now, as a dry run of `decide`: None if it may be given, else the reason why not."""

from __future__ import annotations

from collections.abc import Iterator

from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide, has_right
from incamera.rules.keys import holders
from incamera.rules.meeting import Meeting, Seat
from incamera.rules.words import ENDED, OUTSIDE_ROLES, RECESS, Instant, Side

_RIGHT = {
    "convene": "convene",
    "close": "close",
    "adjourn": "adjourn",
    "ask": "ask",
    "stop": "stop",
    "take_up": "take_up",
    "recognise": "recognise",
    "admit": "admit",
    "hold": "hold",
    "release": "hold",
    "mute": "mute",
    "unmute": "mute",
    "remove": "remove",
    "renew": "renew",
    "lock": "lock",
    "unlock": "lock",
    "choose_ground": "choose_ground",
    "read_announcement": "read_announcement",
    "open_vote": "open_vote",
    "cast_vote": "vote",
    "state_alone": "attest_alone",
    "expect_return": "expect_return",
    "ask_floor": "ask_floor",
    "yield_floor": "ask_floor",
}


def can(m: Meeting, me: Seat, now: Instant) -> dict[str, str | None]:
    """Command -> None or the reason. Commands that are never this seat's are absent."""
    if me.role in OUTSIDE_ROLES:
        return {}
    return {name: _reason(m, me, trials, now) for name, trials in _trials(m, me, now) if trials}


def _reason(m: Meeting, me: Seat, trials: tuple[c.Command, ...], now: Instant) -> str | None:
    """The first trial that may be given decides; else the first reason."""
    answers = [decide(m, trial, by=me.id, now=now) for trial in trials]
    denied = [a.reason for a in answers if isinstance(a, Denied)]
    return denied[0] if len(denied) == len(answers) else None


def _trials(m: Meeting, me: Seat, now: Instant) -> Iterator[tuple[str, tuple[c.Command, ...]]]:
    """For each command name that could be this seat's, commands to try."""
    yield "enter", (c.Enter("a leg to try"),)
    yield "leave", (c.Leave(),)
    if me.id in holders(m):
        yield "turn", (c.Turn(),)
    if any(has_right(m, me, right) for right in ("close", "cut", "recess")):
        yield "recess", (c.Shut(RECESS),)
    if m.profile.override and has_right(m, me, "close"):
        yield "close_skipping", (c.Shut(m.profile.closed_phase, skip=True),)
    for name, right in _RIGHT.items():
        if has_right(m, me, right) or (name == "stop" and me.id in holders(m)):
            yield name, _of(m, me, name, now)


def _of(m: Meeting, me: Seat, name: str, now: Instant) -> tuple[c.Command, ...]:
    others = tuple(s.id for s in m.plan.seats if s.id != me.id and s.role not in OUTSIDE_ROLES)
    everyone = (*others, me.id)
    opens = tuple(p.name for p in m.profile.phases.values() if p.side is Side.OPEN)
    match name:
        case "convene":
            return (c.Convene(),)
        case "close":
            return (c.Shut(m.profile.closed_phase),)
        case "adjourn":
            return (c.Shut(ENDED),)
        case "ask":
            return tuple(c.Ask(phase) for phase in opens)
        case "stop":
            return (c.Stop(),)
        case "take_up":
            return tuple(c.TakeUp(i.id) for i in m.plan.items)
        case "recognise":
            return tuple(c.Recognise(x) for x in everyone)
        case "admit":
            return tuple(c.Admit(x) for x in everyone)
        case "hold":
            return tuple(c.Hold(x) for x in everyone)
        case "release":
            return tuple(c.Release(x) for x in everyone)
        case "mute":
            return tuple(c.Mute(x) for x in everyone)
        case "unmute":
            return tuple(c.Unmute(x) for x in everyone)
        case "remove":
            return tuple(c.Remove(x) for x in others)
        case _:
            return _alone(m, name, now)


def _alone(m: Meeting, name: str, now: Instant) -> tuple[c.Command, ...]:
    """Commands without a target."""
    ground = m.profile.grounds[0].id if m.profile.grounds else "a ground to try"
    made: dict[str, c.Command] = {
        "renew": c.Renew(),
        "lock": c.Lock(),
        "unlock": c.Unlock(),
        "choose_ground": c.ChooseGround(ground, "subjects to try"),
        "read_announcement": c.ReadAnnouncement(),
        "open_vote": c.OpenVote(),
        "cast_vote": c.CastVote("aye"),
        "state_alone": c.StateAlone(),
        "expect_return": c.ExpectReturn(now + 1),
        "ask_floor": c.AskFloor(),
        "yield_floor": c.YieldFloor(),
    }
    return (made[name],)

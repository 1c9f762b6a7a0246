"""What a person may do now, as a dry run of `decide`: None if it may be given, else the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from incamera.rules import commands as c
from incamera.rules.agenda import is_listed
from incamera.rules.decide import Denied, decide
from incamera.rules.keys import holders
from incamera.rules.meeting import Meeting, Seat, is_outside
from incamera.rules.opening import may_stop
from incamera.rules.outside import LAYOUTS, is_audience, outputs
from incamera.rules.rights import has_right
from incamera.rules.words import ENDED, RECESS, Instant, SeatId, Side

_AIMED: Final[dict[str, tuple[str, Callable[[SeatId], c.Command]]]] = {
    "recognise": ("recognise", c.Recognise),
    "admit": ("admit", c.Admit),
    "hold": ("hold", c.Hold),
    "release": ("hold", c.Release),
    "mute": ("mute", c.Mute),
    "unmute": ("mute", c.Unmute),
    "remove": ("remove", c.Remove),
}
"""Command -> the right it takes, and how it is aimed at a seat."""

_PLAIN: Final[dict[str, tuple[str, c.Command]]] = {
    "convene": ("convene", c.Convene()),
    "adjourn": ("adjourn", c.Shut(ENDED)),
    "renew": ("renew", c.Renew()),
    "lock": ("lock", c.Lock()),
    "unlock": ("lock", c.Unlock()),
    "read_announcement": ("read_announcement", c.ReadAnnouncement()),
    "open_vote": ("open_vote", c.OpenVote()),
    "cast_vote": ("vote", c.CastVote("aye")),
    "state_alone": ("attest_alone", c.StateAlone()),
    "ask_floor": ("ask_floor", c.AskFloor()),
    "dump": ("dump", c.Dump()),
}
"""Command -> the right it takes, and the one way to give it."""


def can(m: Meeting, me: Seat, now: Instant) -> dict[str, str | None]:
    """Command -> None or the reason. Commands that are never this seat's are absent."""
    if is_outside(m, me):
        trials: Iterable[c.Command] = (c.AcceptRules(),)
        return {"accept_rules": _reason(m, me, trials, now)} if is_audience(m, me) else {}
    found = ((name, _reason(m, me, trials, now)) for name, trials in _trials(m, me, now))
    return {name: reason for name, reason in found if reason != _NOTHING_TO_TRY}


_NOTHING_TO_TRY: Final = ""


def _reason(m: Meeting, me: Seat, trials: Iterable[c.Command], now: Instant) -> str | None:
    """None as soon as one trial may be given, else the first reason."""
    first = _NOTHING_TO_TRY
    for trial in trials:
        answer = decide(m, trial, by=me.id, now=now)
        if not isinstance(answer, Denied):
            return None
        first = first or answer.reason
    return first


def _trials(m: Meeting, me: Seat, now: Instant) -> Iterator[tuple[str, Iterable[c.Command]]]:
    """For each command that could be this seat's, the ways to give it."""
    yield "enter", (c.Enter("a leg to try"),)
    yield "leave", (c.Leave(),)
    yield from _door_trials(m, me)
    for name, (right, command) in _PLAIN.items():
        if has_right(m, me, right) and (name != "dump" or outputs(m)):
            yield name, (command,)
    for name, (right, aim) in _AIMED.items():
        if has_right(m, me, right):
            yield name, (aim(x.id) for x in m.plan.seats)
    if has_right(m, me, "ask_floor") or is_listed(m, me):
        yield "yield_floor", (c.YieldFloor(),)
    if has_right(m, me, "take_up"):
        yield "take_up", (c.TakeUp(i.id) for i in m.plan.items)
    if has_right(m, me, "choose_ground"):
        ground = m.profile.grounds[0].id if m.profile.grounds else "a ground to try"
        yield "choose_ground", (c.ChooseGround(ground, "subjects to try"),)
    if outputs(m) and has_right(m, me, "layout"):
        yield "choose_layout", (c.ChooseLayout(layout) for layout in LAYOUTS if layout != m.layout)
    yield from _feed_trials(m, me)
    if has_right(m, me, "expect_return"):
        yield "expect_return", (c.ExpectReturn(now + 1), c.ExpectReturn(None))


def _feed_trials(m: Meeting, me: Seat) -> Iterator[tuple[str, Iterable[c.Command]]]:
    proposes, approves = has_right(m, me, "propose_feed"), has_right(m, me, "approve_feed")
    if outputs(m) and proposes:
        yield "propose_feed", (c.ProposeFeed("a feed to try", "a name to try", "rtmps", "to.try.example", 443, "live"),)
    if outputs(m) and approves:
        yield "approve_feed", (c.ApproveFeed(f.id) for f in m.feeds if f.approved is None)
    if outputs(m) and (proposes or approves):
        yield "withdraw_feed", (c.WithdrawFeed(f.id) for f in m.feeds)


def _door_trials(m: Meeting, me: Seat) -> Iterator[tuple[str, Iterable[c.Command]]]:
    """What opens and shuts. `shut` is told apart by where it leads."""
    if has_right(m, me, "close"):
        yield "close", (c.Shut(m.profile.closed_phase),)
        if m.profile.override:
            yield "close_skipping", (c.Shut(m.profile.closed_phase, skip=True),)
    elif has_right(m, me, "recess") and m.current is not None and m.current.phase == RECESS:
        yield "close", (c.Shut(m.profile.closed_phase),)
    if any(has_right(m, me, right) for right in ("close", "cut", "recess")):
        yield "recess", (c.Shut(RECESS),)
    if has_right(m, me, "ask"):
        yield "ask", (c.Ask(p.name) for p in m.profile.phases.values() if p.side is Side.OPEN)
    if me.id in holders(m):
        yield "turn", (c.Turn(),)
    if may_stop(m, me):
        yield "stop", (c.Stop(),)

"""The one door through which a person changes a meeting: `decide(meeting, command) -> events | Denied`.

Shutting takes one hand and is never refused for lack of readiness; a profile's steps may lock `close`, never `cut`.
Opening takes keys and expires. An unknown role, phase or command is Denied.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from incamera.rules import admission, agenda, feeds, opening, outside, resolving, shutting
from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules.meeting import Meeting, Plan, Seat, is_outside
from incamera.rules.rights import Denied, Events, has_right, is_ended
from incamera.rules.words import Instant

__all__ = ["Denied", "Events", "decide", "decide_plan", "has_right", "is_ended"]


def decide(m: Meeting, command: c.Command, *, by: str, now: Instant) -> Events | Denied:
    """What `command` by the seat `by` makes happen at `now`, or why it does not. Accepted without events: already so."""
    me = m.seat(by)
    if me is None:
        return Denied("This seat is not in the meeting.")
    if is_ended(m):
        return Denied("The meeting has ended.")
    if by in m.removed:
        return Denied("You were removed from this meeting.")
    if is_outside(m, me) and not (isinstance(command, c.AcceptRules) and outside.is_audience(m, me)):
        return Denied("Press and public watch the programme; they act on nothing inside.")
    answer = _ANSWERS.get(type(command))
    return Denied("Unknown command.") if answer is None else answer(m, command, me, now)


def decide_plan(m: Meeting, plan: Plan, *, now: Instant) -> Events | Denied:  # noqa: ARG001 - the shape of all decisions
    """Planning is over once the meeting has been convened."""
    return Denied("The meeting has been convened; its plan is fixed.") if m.spans else (e.Planned(plan),)


_ANSWERS: dict[type, Callable[[Meeting, Any, Seat, Instant], Events | Denied]] = {
    c.Enter: admission.enter,
    c.Leave: admission.leave,
    c.Admit: admission.admit,
    c.Hold: admission.hold,
    c.Release: admission.release,
    c.Mute: admission.mute,
    c.Unmute: admission.unmute,
    c.Lock: admission.lock,
    c.Unlock: admission.unlock,
    c.StateAlone: admission.state_alone,
    c.Convene: shutting.convene,
    c.Shut: shutting.shut,
    c.Remove: shutting.remove,
    c.Renew: shutting.renew,
    c.Ask: opening.ask,
    c.Turn: opening.turn,
    c.Stop: opening.stop,
    c.ExpectReturn: opening.expect_return,
    c.Dump: outside.dump,
    c.ChooseLayout: outside.choose_layout,
    c.ProposeFeed: feeds.propose_feed,
    c.ApproveFeed: feeds.approve_feed,
    c.WithdrawFeed: feeds.withdraw_feed,
    c.AcceptRules: outside.accept_rules,
    c.TakeUp: agenda.take_up,
    c.AskFloor: agenda.ask_floor,
    c.YieldFloor: agenda.yield_floor,
    c.Recognise: agenda.recognise,
    c.ChooseGround: resolving.choose_ground,
    c.ReadAnnouncement: resolving.read_announcement,
    c.OpenVote: resolving.open_vote,
    c.CastVote: resolving.cast_vote,
}

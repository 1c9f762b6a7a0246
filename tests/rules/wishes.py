"""Every command that can be given in a meeting, by the name under which a view's `can` knows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide
from incamera.rules.meeting import Meeting
from incamera.rules.outside import LAYOUTS
from tests.rules.worlds import SUBJECTS_CANARY, leg_of


def wishes(m: Meeting, now: int, me: str) -> dict[str, list[c.Command]]:
    """Command name -> every way to give it with arguments that are well formed; at least one, if only in vain."""
    seats = [x.id for x in m.plan.seats]
    grounds = [g.id for g in m.profile.grounds] or ["a ground"]
    new = next(n for n in count() if all(f.id != f"feed {n}" for f in m.feeds))
    return {
        "enter": [c.Enter(leg_of(me), alone=True), c.Enter(leg_of(me) + " again")],
        "leave": [c.Leave()],
        "convene": [c.Convene()],
        "close": [c.Shut("closed")],
        "close_skipping": [c.Shut("closed", skip=True)],
        "recess": [c.Shut("recess")],
        "adjourn": [c.Shut("ended")],
        "ask": [c.Ask(phase) for phase in m.profile.phases],
        "turn": [c.Turn()],
        "stop": [c.Stop()],
        "take_up": [c.TakeUp(item.id) for item in m.plan.items],
        "ask_floor": [c.AskFloor()],
        "yield_floor": [c.YieldFloor()],
        "recognise": [c.Recognise(x, seconds) for x in seats for seconds in (0, 3600)],
        "admit": [c.Admit(x) for x in seats],
        "hold": [c.Hold(x) for x in seats],
        "release": [c.Release(x) for x in seats],
        "mute": [c.Mute(x) for x in seats],
        "unmute": [c.Unmute(x) for x in seats],
        "remove": [c.Remove(x) for x in seats],
        "renew": [c.Renew()],
        "lock": [c.Lock()],
        "unlock": [c.Unlock()],
        "choose_ground": [c.ChooseGround(g, SUBJECTS_CANARY) for g in grounds],
        "read_announcement": [c.ReadAnnouncement()],
        "open_vote": [c.OpenVote()],
        "cast_vote": [c.CastVote(vote) for vote in ("aye", "nay", "abstain")],
        "state_alone": [c.StateAlone()],
        "dump": [c.Dump()],
        "accept_rules": [c.AcceptRules()],
        "propose_feed": [c.ProposeFeed(f"feed {new}", "A broadcaster", "rtmps", f"in{new}.example.org", 443, "live")],
        "approve_feed": [c.ApproveFeed(f.id) for f in m.feeds if f.approved is None] or [c.ApproveFeed("none")],
        "withdraw_feed": [c.WithdrawFeed(f.id) for f in m.feeds] or [c.WithdrawFeed("none")],
        "choose_layout": [c.ChooseLayout(layout) for layout in LAYOUTS],
        "expect_return": [c.ExpectReturn(now + 60_000_000), c.ExpectReturn(None)],
    }


def slips(m: Meeting, me: str) -> Iterator[c.Command]:
    """Commands that nobody may ever give, whatever the state."""
    yield from (c.Shut(phase) for phase in ("doors_closed", "on_record", "elsewhere", ""))
    yield from (c.Ask("elsewhere"), c.Ask("closed"), c.Ask("ended"), c.Enter(""))
    yield from (c.Recognise("nobody"), c.Recognise(m.plan.seats[0].id, -1), c.Recognise(m.plan.seats[0].id, 3601))
    yield from (c.Admit("nobody"), c.Hold("nobody"), c.Mute("nobody"), c.Release("nobody"), c.Unmute("nobody"))
    yield from (c.Remove("nobody"), c.Remove(me), c.TakeUp("nothing"), c.CastVote("maybe"), c.ExpectReturn(0))
    yield from (c.ChooseLayout("three"), c.ChooseLayout(""))
    yield from (c.ChooseGround("", SUBJECTS_CANARY), c.ChooseGround(" ", ""))


def check_can(m: Meeting, seat: str, can: dict[str, str | None], now: int) -> None:
    """`can` says of each command what `decide` says; what it does not name is never accepted.

    `close_skipping` stands only where the profile lets who presides skip steps.
    """
    for name, ways in wishes(m, now, seat).items():
        answers = [decide(m, way, by=seat, now=now) for way in ways]
        accepted = not all(isinstance(answer, Denied) for answer in answers)
        if name == "close_skipping" and name not in can:
            continue
        assert (name in can and can[name] is None) == accepted, (seat, name, can.get(name), answers[:1])
        if name in can and not accepted:
            assert can[name] in {answer.reason for answer in answers if isinstance(answer, Denied)}
    assert can.keys() <= wishes(m, now, seat).keys()

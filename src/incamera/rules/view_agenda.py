"""The part of a view that shows business: the agenda, the steps of closing, and the motion."""

from __future__ import annotations

from incamera.rules import shown as s
from incamera.rules.meeting import Item, Meeting, Motion, Seat, Span, is_outside, roster_for, side_of
from incamera.rules.motion import ground, outcome, script, undone, voters
from incamera.rules.places import is_in_chamber, is_on_open_side
from incamera.rules.wanted import is_cleared
from incamera.rules.words import Access, SeatId, Side


def agenda_for(m: Meeting, me: Seat) -> tuple[s.ShownItem, ...]:
    """Every item, with its closed wording only for whoever may read that now."""
    return tuple(_item(m, me, n, item) for n, item in enumerate(m.plan.items, 1))


def may_read_closed_title(m: Meeting, me: Seat, item: Item) -> bool:
    """In closed session, in force, inside, and admitted to hear the phase the item is planned for."""
    current = m.current
    planned = m.profile.phases.get(item.phase)
    phase = item.phase if planned is not None and planned.side is Side.CLOSED else m.profile.closed_phase
    return (
        current is not None
        and current.live is not None
        and side_of(m, current) is Side.CLOSED
        and (m.ahead is None or m.ahead.asked is None)
        and is_in_chamber(m, me)
        and me.id in roster_for(m, phase)
        and m.profile.access(me.role, phase) >= Access.HEAR
    )


def _item(m: Meeting, me: Seat, number: int, item: Item) -> s.ShownItem:
    return s.ShownItem(
        id=item.id,
        number=number,
        open_title=item.open_title,
        closed_title=(item.closed_title or None) if may_read_closed_title(m, me, item) else None,
        has_closed_title=bool(item.closed_title) and not is_outside(m, me),
        phase=item.phase,
        minutes=item.minutes,
        current=item.id == m.item and (is_in_chamber(m, me) or is_on_open_side(m)),
    )


def steps_for(m: Meeting, me: Seat) -> tuple[s.ShownStep, ...]:
    """On the open side what closing asks for, on the closed side what comes before the first word."""
    if m.current is None or not is_in_chamber(m, me):
        return ()
    if is_on_open_side(m):
        return tuple(_gate_step(m, step) for step in m.profile.before_gate)
    current = m.current
    return tuple(_talk_step(m, current, step) for step in m.profile.before_talk)


def _gate_step(m: Meeting, step: str) -> s.ShownStep:
    state = "todo" if step in undone(m) else "done"
    return s.ShownStep(step, "before_gate", "failed" if step == "vote" and outcome(m) == "lost" else state, "")


def _talk_step(m: Meeting, current: Span, step: str) -> s.ShownStep:
    """Steps between the gate shutting and the first closed word. What closing does by itself is done once in force."""
    if step in m.profile.unavailable:
        return s.ShownStep(step, "before_talk", "unavailable", m.profile.unavailable[step])
    if step == "attest_alone":
        may = m.profile.may.get("attest_alone", frozenset())
        asked = {x.id for x in m.plan.seats if x.id in current.roster and is_cleared(m, x.id) and x.role in may}
        done = len(asked & m.alone)
        state = "done" if done == len(asked) else "todo"
        return s.ShownStep(step, "before_talk", state, f"{done} of {len(asked)}")
    return s.ShownStep(step, "before_talk", "done" if current.live is not None else "todo", "")


def _waiting(m: Meeting) -> tuple[SeatId, ...]:
    voted = {seat for seat, _ in m.motion.votes} if m.motion is not None else set()
    return tuple(x.id for x in m.plan.seats if x.id in voters(m) - voted)


def motion_for(m: Meeting, me: Seat) -> s.ShownMotion | None:
    """The motion to close, on the open side, for whoever is in the chamber and where the profile wants one."""
    if not (is_in_chamber(m, me) and is_on_open_side(m)) or (m.motion is None and not undone(m)):
        return None
    motion = m.motion or Motion()
    known = ground(m, motion.ground)
    return s.ShownMotion(
        ground=motion.ground,
        ground_text=known.text if known is not None else motion.ground,
        subjects=motion.subjects,
        reconvene=motion.reconvene,
        script=motion.announced or script(m),
        announced=bool(motion.announced),
        vote_open=motion.vote_open,
        votes=motion.votes,
        waiting=_waiting(m) if motion.vote_open else (),
        outcome=outcome(m),
    )

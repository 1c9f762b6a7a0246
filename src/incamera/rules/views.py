"""One person's view of a meeting: a whitelist, filled field by field from facts and measurements.

What a person is not admitted to is absent from the view, not hidden by the page. `can` is a dry run of `decide`, so the
hint on a control and the rule behind it are one thing. `shown.py` has the shape.
"""

from __future__ import annotations

from hashlib import sha256

from incamera.rules import keys
from incamera.rules import shown as s
from incamera.rules.can import can
from incamera.rules.decide import has_right
from incamera.rules.meeting import Item, Meeting, Motion, Seat, Span, identity, side_of
from incamera.rules.motion import ground, outcome, script, undone
from incamera.rules.next_step import next_step_words
from incamera.rules.proof import Look, Seen, present, rows
from incamera.rules.wanted import ChamberWant, chambers, is_cleared, sources
from incamera.rules.words import DRAFT, ENDED, OUTSIDE_ROLES, RECESS, Access, Instant, SeatId, Side


def chamber_key(chamber: str) -> str:
    """What a page calls a chamber: it changes when the chamber does and says nothing else of it."""
    return sha256(f"incamera chamber key\n{chamber}".encode()).hexdigest()[:16]


def view_for(m: Meeting, seat: SeatId, seen: Seen, now: Instant) -> s.View | None:
    """Everything the person of `seat` may know at `now`; None if there is no such seat."""
    me = m.seat(seat)
    if me is None:
        return None
    door = _door(m, seen, now)
    inside = _is_in_chamber(m, me)
    allowed = can(m, me, now)
    opening = _opening(m, now) if me.role not in OUTSIDE_ROLES else None
    my_place = place(m, me)
    return s.View(
        meeting=_meeting(m),
        me=_me(m, me, my_place),
        door=door,
        opening=opening,
        chambers=_chambers(m, me.id),
        delegations=tuple(s.ShownDelegation(d.id, d.name, d.kind, d.colours) for d in m.plan.delegations),
        seats=_seats(m, me, seen, now, inside) if me.role not in OUTSIDE_ROLES else (),
        floor=_floor(m) if inside else s.ShownFloor(None, 0, 0, ()),
        agenda=tuple(_item(m, me, n, i, inside) for n, i in enumerate(m.plan.items, 1)),
        steps=_steps(m, me, inside),
        motion=_motion(m) if inside and _is_open(m) else None,
        grounds=tuple(s.ShownGround(g.id, g.citation, g.text) for g in m.profile.grounds)
        if has_right(m, me, "choose_ground")
        else (),
        notices=tuple(
            n.text for n in m.profile.notices if me.role in n.to and m.current is not None and n.phase == m.current.phase
        ),
        locked=m.locked if me.role not in OUTSIDE_ROLES else False,
        can=allowed,
        next_step=next_step_words(door.state, my_place, allowed, opening),
    )


def _meeting(m: Meeting) -> s.ShownMeeting:
    p = m.plan
    return s.ShownMeeting(m.id, p.title, p.purpose, p.starts, p.zone, p.coverage, m.profile.name, m.profile.closed_label)


def place(m: Meeting, seat: Seat) -> str:
    """Where a seat's person is by right: removed, lobby, door, inside, outside (entered, but this phase admits it not)."""
    if seat.id in m.removed:
        return "removed"
    if seat.id in m.door:
        return "door"
    if seat.id not in m.inside:
        return "lobby"
    current = m.current
    return "inside" if current is None or seat.id in current.roster else "outside"


def _is_open(m: Meeting) -> bool:
    return m.current is not None and side_of(m, m.current) is Side.OPEN


def _is_in_chamber(m: Meeting, me: Seat) -> bool:
    """Whether what happens in the current chamber is this person's to know."""
    return m.current is not None and me.id in m.current.roster and is_cleared(m, me.id)


def _role_label(m: Meeting, seat: Seat) -> str:
    return m.profile.role_labels.get(seat.role, seat.role.replace("_", " "))


def _me(m: Meeting, me: Seat, my_place: str) -> s.ShownMe:
    current = m.current
    access = m.profile.access(me.role, current.phase) if current is not None and me.id in current.roster else Access.NOTHING
    who = m.profile.attest_who
    return s.ShownMe(
        seat=me.id,
        person=me.person,
        form=me.form,
        title=me.title,
        role=me.role,
        role_label=_role_label(m, me),
        delegation=me.delegation,
        access=access.name.lower(),
        place=my_place,
        leg=m.legs.get(me.id),
        holds_key=me.id in keys.holders(m),
        held=me.id in m.held,
        muted=me.id in m.muted,
        stated_alone=me.id in m.alone,
        must_state_alone=who not in {"nobody", ""} and has_right(m, me, "attest_alone"),
        publish=tuple(sorted(sources(m, me.id))),
    )


def _door(m: Meeting, seen: Seen, now: Instant) -> s.ShownDoor:
    current = m.current
    if current is None:
        return s.ShownDoor(DRAFT, None, Side.CLOSED, None, None, None, (), encrypted=False, expected=None)
    found = tuple(
        s.ShownRow(
            r.row,
            {True: "ok", False: "failed", None: "unknown"}[r.ok],
            r.asked or None,
            r.found,
            jammed=r.ok is not True and current.live is None and now > current.cut + m.limits.patience,
        )
        for r in rows(m, seen, now)
    )
    return s.ShownDoor(
        state=_state(m, current, seen, found, now),
        phase=current.phase,
        side=side_of(m, current),
        since=current.live if current.live is not None else current.cut,
        cut=current.cut,
        live=current.live,
        rows=found,
        encrypted=False,
        expected=m.expected,
    )


def _state(m: Meeting, current: Span, seen: Seen, found: tuple[s.ShownRow, ...], now: Instant) -> str:
    """The more public of what is wanted and what is measured: on air by wish, closed only by proof."""
    if side_of(m, current) is Side.OPEN:
        return "opening" if current.live is None else "on_air"
    if current.live is None:
        if any(r.jammed for r in found):
            return "not_dark"
        return "closing" if _was_open(m) else "moving"
    if current.phase == ENDED:
        return ENDED
    if not _is_measured(m, current, seen, now):
        return "not_known"
    if m.ahead is not None and m.ahead.asked is not None:
        return "opening"
    return RECESS if current.phase == RECESS else "closed" if current.phase == m.profile.closed_phase else "doors_closed"


def _was_open(m: Meeting) -> bool:
    """Whether the outside was let in since the last span in force on the closed side."""
    for span in reversed(m.spans[:-1]):
        if side_of(m, span) is Side.OPEN:
            return True
        if span.live is not None:
            return False
    return False


def _is_measured(m: Meeting, current: Span, seen: Seen, now: Instant) -> bool:
    look = seen.last.get(side_of(m, current))
    fresh = look is not None and look.asked >= now - m.limits.fresh
    return fresh and current.chamber is not None and look is not None and current.chamber.name in look.chambers


def _opening(m: Meeting, now: Instant) -> s.ShownOpening | None:
    ahead = m.ahead
    if ahead is None or ahead.asked is None or ahead.asked_by is None:
        return None
    asker = m.seat(ahead.asked_by)
    turned = keys.turned(m, now)
    holders = keys.holders(m)
    return s.ShownOpening(
        phase=ahead.phase,
        asked_by=asker.person if asker is not None else "",
        asked=ahead.asked,
        lapses=ahead.asked + m.limits.lapse,
        rule=m.profile.keys.rule,
        keys=tuple(
            s.ShownKey(x.id, x.person, x.delegation, x.id in turned) for x in m.plan.seats if x.id in holders
        ),
        keyed=keys.suffice(m, now),
        due=m.due,
    )


def chambers_of(m: Meeting, seat: SeatId) -> tuple[ChamberWant, ...]:
    """The chambers this seat should be connected to now: the only ones it is given a token for."""
    return tuple(w for w in chambers(m) if w.name is not None and seat in w.members.values())


def _chambers(m: Meeting, seat: SeatId) -> tuple[s.ShownChamber, ...]:
    return tuple(s.ShownChamber(chamber_key(w.name or ""), w.use, w.side) for w in chambers_of(m, seat))


def _look(m: Meeting, seen: Seen, now: Instant) -> Look | None:
    """The last look at the current chamber's engine, if it is fresh."""
    if m.current is None:
        return None
    look = seen.last.get(side_of(m, m.current))
    return look if look is not None and look.asked >= now - m.limits.fresh else None


def _seats(m: Meeting, me: Seat, seen: Seen, now: Instant, inside: bool) -> tuple[s.ShownSeat, ...]:
    look = _look(m, seen, now) if inside else None
    here = present(m, look) if look is not None else None
    order = {d.id: n for n, d in enumerate(m.plan.delegations)}
    ranked = sorted(
        (x for x in m.plan.seats if x.role not in OUTSIDE_ROLES), key=lambda x: (order.get(x.delegation, len(order)),)
    )
    return tuple(_seat(m, x, me, look, here, inside) for x in ranked)


def _seat(
    m: Meeting, x: Seat, me: Seat, look: Look | None, here: frozenset[SeatId] | None, inside: bool
) -> s.ShownSeat:
    current = m.current
    in_roster = current is not None and x.id in current.roster and x.id not in m.removed
    speaks = in_roster and current is not None and m.profile.access(x.role, current.phase) is Access.SPEAK
    chamber = current.chamber.name if current is not None and current.chamber is not None else None
    leg = m.legs.get(x.id)
    name = identity(chamber, leg) if inside and in_roster and chamber is not None and leg is not None else None
    legs = look.chambers.get(chamber, ()) if look is not None and chamber is not None else ()
    published = next((g.publishes for g in legs if g.identity == name), frozenset()) if name is not None else frozenset()
    return s.ShownSeat(
        seat=x.id,
        person=x.person,
        form=x.form,
        title=x.title,
        role=x.role,
        role_label=_role_label(m, x),
        delegation=x.delegation,
        speaks=speaks,
        in_roster=in_roster,
        place=place(m, x),
        identity=name if is_cleared(m, x.id) else None,
        present=None if here is None or not in_roster else x.id in here,
        publishes=tuple(sorted(published)),
        floor=inside and m.floor.holder == x.id,
        held=x.id in m.held if inside or x.id == me.id else False,
        muted=x.id in m.muted if inside or x.id == me.id else False,
        stated_alone=x.id in m.alone if inside or x.id == me.id else False,
        holds_key=x.id in keys.holders(m),
    )


def _floor(m: Meeting) -> s.ShownFloor:
    people = {x.id: x for x in m.plan.seats}
    waiting = tuple(s.ShownWaiting(w, people[w].person, people[w].delegation, at) for w, at in m.floor.waiting if w in people)
    return s.ShownFloor(m.floor.holder, m.floor.since, m.floor.seconds, waiting)


def may_read_closed_title(m: Meeting, me: Seat, item: Item) -> bool:
    """In closed session, in force, inside, and cleared to hear the phase the item is planned for."""
    current = m.current
    planned = m.profile.phases.get(item.phase)
    phase = item.phase if planned is not None and planned.side is Side.CLOSED else m.profile.closed_phase
    return (
        current is not None
        and current.live is not None
        and side_of(m, current) is Side.CLOSED
        and (m.ahead is None or m.ahead.asked is None)
        and _is_in_chamber(m, me)
        and m.profile.access(me.role, phase) >= Access.HEAR
    )


def _item(m: Meeting, me: Seat, number: int, item: Item, inside: bool) -> s.ShownItem:
    return s.ShownItem(
        id=item.id,
        number=number,
        open_title=item.open_title,
        closed_title=(item.closed_title or None) if may_read_closed_title(m, me, item) else None,
        has_closed_title=bool(item.closed_title) if me.role not in OUTSIDE_ROLES else False,
        phase=item.phase,
        minutes=item.minutes,
        current=item.id == m.item and (inside or _is_open(m)),
    )


def _steps(m: Meeting, me: Seat, inside: bool) -> tuple[s.ShownStep, ...]:
    if not inside or m.current is None:
        return ()
    if _is_open(m):
        todo = undone(m)
        lost = outcome(m) == "lost"
        return tuple(
            s.ShownStep(step, "before_gate", "failed" if step == "vote" and lost else "todo" if step in todo else "done", "")
            for step in m.profile.before_gate
        )
    return tuple(_talk_step(m, m.current, step) for step in m.profile.before_talk)


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


def _motion(m: Meeting) -> s.ShownMotion | None:
    motion = m.motion
    if motion is None:
        return s.ShownMotion("", "", "", True, "", False, False, (), "") if m.profile.before_gate and _wants_motion(m) else None
    known = ground(m, motion.ground)
    return s.ShownMotion(
        ground=motion.ground,
        ground_text=known.text if known is not None else motion.ground,
        subjects=motion.subjects,
        reconvene=motion.reconvene,
        script=_script(m, motion),
        announced=bool(motion.announced),
        vote_open=motion.vote_open,
        votes=motion.votes,
        outcome=outcome(m),
    )


def _script(m: Meeting, motion: Motion) -> str:
    return motion.announced or script(m)


def _wants_motion(m: Meeting) -> bool:
    return bool(undone(m))



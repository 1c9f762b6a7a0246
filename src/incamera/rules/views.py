"""One person's view of a meeting: a whitelist, filled field by field from facts and measurements.

What a person is not admitted to is absent from the view, not hidden by the page. `can` is a dry run of `decide`, so the
hint on a control and the rule behind it are one thing. `shown.py` has the shape.
"""

from __future__ import annotations

from hashlib import sha256

from incamera.rules import keys
from incamera.rules import shown as s
from incamera.rules.can import can
from incamera.rules.meeting import Meeting, Seat, is_outside
from incamera.rules.next_step import next_step_words
from incamera.rules.places import is_on_open_side, is_party, place
from incamera.rules.proof import Seen
from incamera.rules.rights import has_right
from incamera.rules.view_agenda import agenda_for, motion_for, steps_for
from incamera.rules.view_door import door_for, opening_for
from incamera.rules.view_outside import outside_for
from incamera.rules.view_seats import floor_for, role_label, seats_for
from incamera.rules.wanted import ChamberWant, chambers, sources
from incamera.rules.words import Access, Instant, SeatId


def view_for(m: Meeting, seat: SeatId, seen: Seen, now: Instant) -> s.View | None:
    """Everything the person of `seat` may know at `now`; None if there is no such seat."""
    me = m.seat(seat)
    if me is None:
        return None
    door, opening, allowed = door_for(m, me, seen, now), opening_for(m, me, now), can(m, me, now)
    return s.View(
        meeting=_meeting(m, me),
        me=_me(m, me),
        door=door,
        opening=opening,
        chambers=tuple(s.ShownChamber(chamber_key(w.name or ""), w.use, w.side) for w in chambers_of(m, seat)),
        delegations=tuple(s.ShownDelegation(d.id, d.name, d.kind, d.colours) for d in m.plan.delegations),
        seats=seats_for(m, me, seen, now),
        floor=floor_for(m, me),
        agenda=agenda_for(m, me),
        steps=steps_for(m, me),
        motion=motion_for(m, me),
        grounds=_grounds(m, me),
        notices=_notices(m, me),
        locked=m.locked and is_party(m, me),
        outside=outside_for(m, me, seen, now),
        can=allowed,
        next_step=next_step_words(door.state, place(m, me), allowed, opening, is_public=is_outside(m, me)),
    )


def chamber_key(chamber: str) -> str:
    """What a page calls a chamber: it changes when the chamber does and says nothing else of it."""
    return sha256(f"incamera chamber key\n{chamber}".encode()).hexdigest()[:16]


def chambers_of(m: Meeting, seat: SeatId) -> tuple[ChamberWant, ...]:
    """The chambers this seat should be connected to now: the only ones it is given a token for."""
    return tuple(w for w in chambers(m) if w.name is not None and seat in w.members.values())


def _meeting(m: Meeting, me: Seat) -> s.ShownMeeting:
    p = m.plan
    purpose = p.purpose if is_party(m, me) else ""
    return s.ShownMeeting(m.id, p.title, purpose, p.starts, p.zone, p.coverage, m.profile.name, m.profile.closed_label)


def _me(m: Meeting, me: Seat) -> s.ShownMe:
    return s.ShownMe(
        seat=me.id,
        person=me.person,
        form=me.form,
        title=me.title,
        role=me.role,
        role_label=role_label(m, me),
        delegation=me.delegation,
        access=_access(m, me).name.lower(),
        place=place(m, me),
        leg=m.legs.get(me.id),
        holds_key=me.id in keys.holders(m),
        held=me.id in m.held,
        muted=me.id in m.muted,
        stated_alone=me.id in m.alone,
        must_state_alone=m.profile.attest_who not in {"nobody", ""} and has_right(m, me, "attest_alone"),
        rules_accepted=m.accepted.get(me.id),
        publish=tuple(sorted(sources(m, me.id))),
    )


def _access(m: Meeting, me: Seat) -> Access:
    """Of who sits inside by the roster; of press and public what the programme gives them on the open side."""
    if m.current is None:
        return Access.NOTHING
    may = is_on_open_side(m) if is_outside(m, me) else me.id in m.current.roster
    return m.profile.access(me.role, m.current.phase) if may else Access.NOTHING


def _grounds(m: Meeting, me: Seat) -> tuple[s.ShownGround, ...]:
    if not has_right(m, me, "choose_ground"):
        return ()
    return tuple(s.ShownGround(g.id, g.citation, g.text) for g in m.profile.grounds)


def _notices(m: Meeting, me: Seat) -> tuple[str, ...]:
    phase = m.current.phase if m.current is not None else ""
    return tuple(n.text for n in m.profile.notices if me.role in n.to and n.phase == phase)

"""What nobody may find in anybody's view: the law of who is admitted to what, and a search of every view for breaches."""

from __future__ import annotations

import re
from typing import Final

from pydantic import TypeAdapter

from incamera.rules.meeting import Meeting, Seat, identity
from incamera.rules.outside import notice, programme
from incamera.rules.shown import ShownFloor, View
from incamera.rules.views import view_for
from incamera.rules.words import Access, Side
from tests.rules.running import Running
from tests.rules.worlds import PURPOSE_CANARY, SUBJECTS_CANARY

AS_SENT: Final[TypeAdapter[View]] = TypeAdapter(View)
CLOSED_TITLE = re.compile(r"CANARY closed title (\w+)")
IDENTITY = re.compile(r"\b[0-9a-f]{32}\b")
LEG = re.compile(r"leg of [\w-]+(?: again)*")
CHAMBER = re.compile(r"chamber-\d+")
PUBLIC = {"pooler", "journalist", "observer", "public"}


def is_inside(m: Meeting, seat: Seat) -> bool:
    """In the current chamber by right."""
    known = seat.role not in PUBLIC and seat.role in m.profile.roles
    here = seat.id in m.inside and seat.id in m.legs and seat.id not in m.removed
    return known and here and m.current is not None and seat.id in m.current.roster


def hears(m: Meeting, seat: Seat, phase: str) -> bool:
    """Whether the profile lets this person hear a phase, named where it wants them named."""
    row = m.profile.phases[phase]
    named = seat.role not in row.named_only or phase in seat.named_for
    return row.access.get(seat.role, Access.NOTHING) >= Access.HEAR and named


def titles_of(m: Meeting, seat: Seat) -> set[str]:
    """The closed items whose full wording this person may read now."""
    current = m.current
    if current is None or current.live is None or not is_inside(m, seat):
        return set()
    is_asked = m.ahead is not None and m.ahead.asked is not None
    if m.profile.phases[current.phase].side is Side.OPEN or is_asked or not hears(m, seat, "closed"):
        return set()
    return {item.id for item in m.plan.items if item.closed_title}


def identities_of(m: Meeting, seat: Seat) -> set[str]:
    """The engine's names this person may know: of those who are in the same chamber."""
    if m.current is None or m.current.chamber is None or not is_inside(m, seat):
        return set()
    return {identity(m.current.chamber.name, m.legs[x.id]) for x in m.plan.seats if is_inside(m, x)}


def check_everybody(run: Running) -> None:
    """Search the view of every seat, and of one that does not exist."""
    m = run.m
    assert view_for(m, "nobody", run.seen, run.now) is None
    check_public(m)
    for seat in m.plan.seats:
        view = run.view(seat.id)
        check_text(m, seat, AS_SENT.dump_json(view).decode())
        check_door(run, seat, view)
        if not is_inside(m, seat):
            check_not_inside(view)
        if seat.role in PUBLIC or seat.id in m.removed:
            check_stranger(m, seat, view)


def check_public(m: Meeting) -> None:
    """What the gate is told to show, and what the programme is told to draw, while it is told anything."""
    told = repr(notice(m))
    on_screen = repr(programme(m))
    for secret in (SUBJECTS_CANARY, PURPOSE_CANARY, "CANARY closed title"):
        assert secret not in told
        assert secret not in on_screen
    assert not CHAMBER.search(told)
    assert not any(f"'{x.person}'" in told or f"'{x.id}'" in told for x in m.plan.seats)


def check_text(m: Meeting, seat: Seat, text: str) -> None:
    assert set(CLOSED_TITLE.findall(text)) == titles_of(m, seat)
    assert set(IDENTITY.findall(text)) == identities_of(m, seat)
    assert set(LEG.findall(text)) == ({m.legs[seat.id]} if seat.id in m.legs else set())
    assert CHAMBER.findall(text) == []
    on_open_side = m.current is not None and m.profile.phases[m.current.phase].side is Side.OPEN
    if not (is_inside(m, seat) and on_open_side):
        assert SUBJECTS_CANARY not in text


def check_door(run: Running, seat: Seat, view: View) -> None:
    """On air by wish, closed only by proof."""
    m, state = run.m, view.door.state
    current = m.current
    if current is None:
        assert state == "draft"
        return
    if m.profile.phases[current.phase].side is Side.OPEN:
        assert state == ("on_air" if current.live is not None else "opening")
        return
    assert state != "on_air"
    if state in {"closed", "doors_closed", "recess", "opening"}:
        assert current.live is not None
        assert current.chamber is not None
        look = run.looks[Side.CLOSED][-1]
        assert look.asked >= run.now - m.limits.fresh
        were = {leg for leg, at in m.departed.items() if look.asked <= at}
        legs = {m.legs[x.id] for x in m.plan.seats if is_inside(m, x)} | were
        mine = {identity(current.chamber.name, leg) for leg in legs}
        assert {leg.identity for leg in look.chambers[current.chamber.name]} <= mine
    assert (state == "ended") == (current.phase == "ended" and current.live is not None)
    assert all(row.state != "ok" or row.asked is not None for row in view.door.rows), seat


def check_not_inside(view: View) -> None:
    assert view.floor == ShownFloor(None, 0, 0, ())
    assert (view.steps, view.motion, view.me.publish) == ((), None, ())
    assert not any(x.floor or x.present is not None or x.publishes or x.identity for x in view.seats)
    assert not any(x.held or x.muted or x.stated_alone for x in view.seats if x.seat != view.me.seat)
    assert {row.found for row in view.door.rows} <= {""}
    assert not [item.id for item in view.agenda if item.current and view.door.side is Side.CLOSED]


def check_stranger(m: Meeting, seat: Seat, view: View) -> None:
    """Press, public and who was removed: no name of anybody, nothing of what was planned beyond the public face."""
    text = AS_SENT.dump_json(view).decode()
    assert PURPOSE_CANARY not in text
    for other in m.plan.seats:
        if other.id != seat.id:
            assert f'"{other.person}"' not in text
            assert f'"{other.id}"' not in text
    assert (view.seats, view.opening, view.chambers, view.locked) == ((), None, (), False)
    assert view.outside is None
    if seat.role in PUBLIC:
        assert set(view.can) <= {"accept_rules"}
        assert view.door.rows == ()
    assert all(reason is not None for name, reason in view.can.items() if name != "accept_rules")

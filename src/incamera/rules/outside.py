"""What reaches the outside: outputs, permits, passages destroyed, and what the outside may read of the meeting.

An output is anything that leaves the chamber through the gate. The gate obeys permits alone; what it has let through and
what a stranger sees of it is measured (`Passed`, `Probed`) and becomes rows of the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules.meeting import Meeting, Seat, Span, identity, programme_identity, side_of
from incamera.rules.rights import Denied, Events, lacks
from incamera.rules.wanted import sources
from incamera.rules.words import CLOSED_PRESS, ENDED, OUTSIDE_ROLES, RECESS, SECOND_US, Instant, SeatId, Side

GALLERY: Final = "gallery"
WEBCAST: Final = "webcast"
EMBED: Final = "embed"
RECORDING: Final = "recording"
FEEDS: Final = "feeds"
"""All feeds together, in a row of the proof; each has its own state besides."""

LAYOUTS: Final = ("auto", "one", "two", "all")
MAX_DELAY_S: Final = 60
MARGIN_US: Final = SECOND_US
"""A dump reaches this much further back than the delay, so that nothing of what it should destroy has left meanwhile."""


@dataclass(frozen=True, slots=True)
class Permit:
    """What may leave: one per open span that was in force. Without one the gate is shut. The port adds lease and revision."""

    meeting: str
    span: int
    opens: Instant
    closes: Instant | None
    """The first cut after the span, never later; only the newest may have none."""
    sends: frozenset[str]
    destroy: tuple[tuple[Instant, Instant], ...] = ()
    """Passages destroyed by a dump, by capture time; it only grows."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the outside reads of the doors."""

    state: str
    """`begins_soon`, `on_air`, `recess`, `closed`, `ended`."""
    since: Instant
    reason: str
    expected: Instant | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the public page may know besides the picture: open titles alone."""

    words: Words
    title: str
    starts: Instant
    zone: str
    delegations: tuple[str, ...]
    items: tuple[str, ...]
    item: tuple[str, Instant] | None
    """The open title of the item taken up on the record, and since when."""
    delay_s: int


@dataclass(frozen=True, slots=True)
class ProgrammeSeat:
    """One face of the programme, in protocol order."""

    identity: str
    seat: SeatId
    person: str
    title: str
    delegation: str
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What the programme of an open span should show. It carries no time; `t0` is the instant the span went live."""

    meeting: str
    span: int
    t0: Instant
    chamber: str
    identity: str
    """The engine's name of the hidden worker."""
    layout: str
    speakers: tuple[ProgrammeSeat, ...]
    item: str


def outputs(m: Meeting) -> tuple[str, ...]:
    """What leaves the house of this meeting: nothing where it is closed to the press, or where there is no gate."""
    return () if m.plan.coverage == CLOSED_PRESS else m.outputs


def permits(m: Meeting) -> tuple[Permit, ...]:
    """One permit per open span that went live, closed by the first cut after it."""
    found = []
    for n, span in enumerate(m.spans):
        row = m.profile.phases.get(span.phase)
        if row is None or row.side is Side.CLOSED or span.live is None:
            continue
        closes = m.spans[n + 1].cut if n + 1 < len(m.spans) else None
        destroy = tuple((p.since, p.until) for p in m.dumped if p.span == n)
        found.append(Permit(m.id, n, span.live, closes, row.sends, destroy))
    return tuple(found)


def words(m: Meeting) -> Words:
    """The state of the doors as the outside may read it: of openness, what is wanted; of its end, the cut."""
    current = m.current
    if current is None:
        return Words("begins_soon", 0, "", None)
    if current.phase == ENDED:
        return Words("ended", current.cut, "", None)
    if side_of(m, current) is Side.OPEN:
        return Words("on_air", current.live or current.cut, "", None)
    since = _shut_since(m)
    if current.phase == RECESS:
        return Words("recess", since, "", m.expected)
    if current.phase == m.profile.closed_phase:
        return Words("closed", since, m.profile.closed_label, m.expected)
    return Words("begins_soon", since, "", m.expected)


def _shut_since(m: Meeting) -> Instant:
    """The first cut of the closed side's stretch that goes on: what happens inside it is nobody's business outside."""
    since = m.spans[-1].cut
    for span in reversed(m.spans):
        if side_of(m, span) is Side.OPEN or span.phase != m.spans[-1].phase:
            break
        since = span.cut
    return since


def notice(m: Meeting) -> Notice:
    """The whole document for the public page."""
    current = m.current
    is_open = current is not None and side_of(m, current) is Side.OPEN
    taken = next((i for i in m.plan.items if i.id == m.item), None) if is_open else None
    return Notice(
        words(m),
        m.plan.title,
        m.plan.starts,
        m.plan.zone,
        tuple(d.name for d in m.plan.delegations),
        tuple(i.open_title for i in m.plan.items),
        (taken.open_title, m.item_since) if taken is not None else None,
        m.plan.delay,
    )


def programme(m: Meeting) -> Programme | None:
    """What the programme worker should show now; None while nothing is on the record or nothing goes out."""
    current = m.current
    if not outputs(m) or current is None or current.live is None or current.chamber is None:
        return None
    if side_of(m, current) is not Side.OPEN:
        return None
    chamber = current.chamber.name
    return Programme(
        m.id,
        len(m.spans) - 1,
        current.live,
        chamber,
        programme_identity(chamber),
        m.layout,
        tuple(_face(m, chamber, x) for x in _faces(m, current)),
        next((i.open_title for i in m.plan.items if i.id == m.item), ""),
    )


def _faces(m: Meeting, current: Span) -> tuple[Seat, ...]:
    """Who is in the picture: whoever has the floor, else everybody with a voice, in protocol order."""
    order = {d.id: n for n, d in enumerate(m.plan.delegations)}
    voiced = [x for x in m.plan.seats if x.id in current.roster and sources(m, x.id)]
    ranked = tuple(sorted(voiced, key=lambda x: order.get(x.delegation, len(order))))
    holder = tuple(x for x in ranked if x.id == m.floor.holder)
    return holder if holder and m.layout in {"auto", "one"} else ranked


def _face(m: Meeting, chamber: str, seat: Seat) -> ProgrammeSeat:
    side = next((d for d in m.plan.delegations if d.id == seat.delegation), None)
    person = f"{seat.form} {seat.person}".strip()
    name, colours = (side.name, side.colours) if side is not None else ("", ())
    return ProgrammeSeat(identity(chamber, m.legs[seat.id]), seat.id, person, seat.title, name, colours)


def dump(m: Meeting, _cmd: c.Dump, me: Seat, now: Instant) -> Events | Denied:
    """Destroy what the delay still holds, also of a span that was shut meanwhile. What is already public stays public, and
    the origin says so."""
    if no := lacks(m, me, "dump"):
        return no
    given = permits(m)
    if not outputs(m) or not given:
        return Denied("Nothing has gone out yet.")
    held = now - m.plan.delay * SECOND_US - MARGIN_US
    passages = ((p.span, max(p.opens, held), min(now, p.closes if p.closes is not None else now)) for p in given)
    dumped = tuple(e.Dumped(me.id, span, since, until) for span, since, until in passages if since < until)
    return dumped or Denied("Nothing of it is held any more: all of it is public.")


def choose_layout(m: Meeting, cmd: c.ChooseLayout, me: Seat, _now: Instant) -> Events | Denied:
    """How the programme is laid out. The automatic one follows the floor."""
    if no := lacks(m, me, "layout"):
        return no
    if not outputs(m):
        return Denied("Nothing goes out of this meeting.")
    if cmd.layout not in LAYOUTS:
        return Denied("A layout is auto, one, two or all.")
    return () if cmd.layout == m.layout else (e.LayoutChosen(cmd.layout),)


def is_audience(m: Meeting, seat: Seat) -> bool:
    """Press and public of this profile: they follow the programme and nothing else."""
    return seat.role in OUTSIDE_ROLES and seat.role in m.profile.roles


def accept_rules(m: Meeting, _cmd: c.AcceptRules, me: Seat, _now: Instant) -> Events | Denied:
    """The ground rules, accepted once: before that a seat of press or public is given no programme."""
    if not is_audience(m, me):
        return Denied("The ground rules of the gallery are for press and public.")
    return () if me.id in m.accepted else (e.RulesAccepted(me.id),)

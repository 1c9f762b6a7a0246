"""What happened, as values in the past tense, and what each makes of a meeting.

A meeting is the fold of `evolve` over its events; the ledger keeps exactly these, so a replay gives the same meeting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from incamera.rules.meeting import Ahead, Chamber, Floor, Key, Meeting, Motion, Plan, Span, side_of
from incamera.rules.words import Instant, PhaseName, SeatId, Side


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One measured condition of a crossing. `asked` is when it was asked, so that it can be compared with the cut."""

    row: str
    ok: bool | None
    """None: not known, which never proves anything."""
    asked: Instant = 0
    found: str = ""
    """What was measured, in words that are safe on every screen of the roster."""


@dataclass(frozen=True, slots=True)
class Planned:
    plan: Plan
    kind: Literal["planned"] = "planned"


@dataclass(frozen=True, slots=True)
class SpanCut:
    """A new span was commanded. `live` at once only where the roster stays and no side is crossed."""

    phase: PhaseName
    roster: tuple[SeatId, ...]
    reason: str
    chamber: Chamber | None = None
    live: bool = False
    kind: Literal["span_cut"] = "span_cut"


@dataclass(frozen=True, slots=True)
class WentLive:
    """The proof held: the span is in force. The rows are the attestation."""

    rows: tuple[ProofRow, ...]
    kind: Literal["went_live"] = "went_live"


@dataclass(frozen=True, slots=True)
class ChamberStood:
    """An engine made a chamber for the current span or for the one ahead."""

    phase: PhaseName
    roster: tuple[SeatId, ...]
    chamber: str
    ahead: bool
    kind: Literal["chamber_stood"] = "chamber_stood"


@dataclass(frozen=True, slots=True)
class AheadLost:
    chamber: str
    kind: Literal["ahead_lost"] = "ahead_lost"


@dataclass(frozen=True, slots=True)
class Asked:
    phase: PhaseName
    roster: tuple[SeatId, ...]
    seat: SeatId
    kind: Literal["asked"] = "asked"


@dataclass(frozen=True, slots=True)
class KeyTurned:
    seat: SeatId
    until: Instant
    kind: Literal["key_turned"] = "key_turned"


@dataclass(frozen=True, slots=True)
class Counting:
    due: Instant
    kind: Literal["counting"] = "counting"


@dataclass(frozen=True, slots=True)
class OpeningStopped:
    """Keys, ahead and due are void. `reason`: stopped, lapsed, missed."""

    reason: str
    seat: SeatId | None = None
    kind: Literal["opening_stopped"] = "opening_stopped"


@dataclass(frozen=True, slots=True)
class Entered:
    seat: SeatId
    leg: str
    kind: Literal["entered"] = "entered"


@dataclass(frozen=True, slots=True)
class CameToDoor:
    seat: SeatId
    leg: str
    kind: Literal["came_to_door"] = "came_to_door"


@dataclass(frozen=True, slots=True)
class Left:
    seat: SeatId
    kind: Literal["left"] = "left"


@dataclass(frozen=True, slots=True)
class Admitted:
    seat: SeatId
    kind: Literal["admitted"] = "admitted"


@dataclass(frozen=True, slots=True)
class SeatHeld:
    seat: SeatId
    held: bool
    kind: Literal["seat_held"] = "seat_held"


@dataclass(frozen=True, slots=True)
class SeatMuted:
    seat: SeatId
    muted: bool
    kind: Literal["seat_muted"] = "seat_muted"


@dataclass(frozen=True, slots=True)
class SeatRemoved:
    seat: SeatId
    kind: Literal["seat_removed"] = "seat_removed"


@dataclass(frozen=True, slots=True)
class DoorLocked:
    locked: bool
    kind: Literal["door_locked"] = "door_locked"


@dataclass(frozen=True, slots=True)
class FloorAsked:
    seat: SeatId
    kind: Literal["floor_asked"] = "floor_asked"


@dataclass(frozen=True, slots=True)
class FloorGiven:
    seat: SeatId
    seconds: int
    kind: Literal["floor_given"] = "floor_given"


@dataclass(frozen=True, slots=True)
class FloorYielded:
    """The holder gave the floor back, or a waiting seat left the list of speakers."""

    seat: SeatId
    kind: Literal["floor_yielded"] = "floor_yielded"


@dataclass(frozen=True, slots=True)
class ItemTaken:
    item: str
    kind: Literal["item_taken"] = "item_taken"


@dataclass(frozen=True, slots=True)
class GroundChosen:
    ground: str
    subjects: str
    reconvene: bool
    kind: Literal["ground_chosen"] = "ground_chosen"


@dataclass(frozen=True, slots=True)
class AnnouncementRead:
    text: str
    kind: Literal["announcement_read"] = "announcement_read"


@dataclass(frozen=True, slots=True)
class VoteOpened:
    kind: Literal["vote_opened"] = "vote_opened"


@dataclass(frozen=True, slots=True)
class VoteCast:
    seat: SeatId
    vote: str
    kind: Literal["vote_cast"] = "vote_cast"


@dataclass(frozen=True, slots=True)
class StatedAlone:
    seat: SeatId
    kind: Literal["stated_alone"] = "stated_alone"


@dataclass(frozen=True, slots=True)
class StepsSkipped:
    """Who presides closed in an emergency without these steps."""

    steps: tuple[str, ...]
    kind: Literal["steps_skipped"] = "steps_skipped"


@dataclass(frozen=True, slots=True)
class ReturnExpected:
    until: Instant | None
    kind: Literal["return_expected"] = "return_expected"


Event: TypeAlias = (
    Planned
    | SpanCut
    | WentLive
    | ChamberStood
    | AheadLost
    | Asked
    | KeyTurned
    | Counting
    | OpeningStopped
    | Entered
    | CameToDoor
    | Left
    | Admitted
    | SeatHeld
    | SeatMuted
    | SeatRemoved
    | DoorLocked
    | FloorAsked
    | FloorGiven
    | FloorYielded
    | ItemTaken
    | GroundChosen
    | AnnouncementRead
    | VoteOpened
    | VoteCast
    | StatedAlone
    | StepsSkipped
    | ReturnExpected
)


def evolve(m: Meeting, event: Event, at: Instant) -> Meeting:
    """The meeting after `event`, which was committed at `at`."""
    match event:
        case Planned(plan=plan):
            return replace(m, plan=plan)
        case SpanCut():
            return _cut(m, event, at)
        case WentLive():
            m = _current(m, replace(m.spans[-1], live=at))
            return replace(m, expected=None) if side_of(m, m.spans[-1]) is Side.OPEN else m
        case ChamberStood() | AheadLost() | Asked() | KeyTurned() | Counting() | OpeningStopped():
            return _crossing(m, event, at)
        case Entered() | CameToDoor() | Left() | Admitted() | SeatHeld() | SeatMuted() | SeatRemoved() | DoorLocked():
            return _seats(m, event)
        case FloorAsked() | FloorGiven() | FloorYielded():
            return replace(m, floor=_floor(m.floor, event, at))
        case ItemTaken(item=item):
            return replace(m, item=item)
        case GroundChosen() | AnnouncementRead() | VoteOpened() | VoteCast():
            return replace(m, motion=_motion(m.motion or Motion(), event))
        case StatedAlone(seat=seat):
            return replace(m, alone=m.alone | {seat})
        case StepsSkipped():
            return m
        case ReturnExpected(until=until):
            return replace(m, expected=until)


def _current(m: Meeting, span: Span) -> Meeting:
    return replace(m, spans=(*m.spans[:-1], span))


def _cut(m: Meeting, e: SpanCut, at: Instant) -> Meeting:
    span = Span(e.phase, frozenset(e.roster), at, e.chamber, at if e.live else None)
    kept = e.live and m.current is not None and m.current.chamber == e.chamber
    return replace(
        m,
        spans=(*m.spans, span),
        ahead=None,
        keys=(),
        due=None,
        floor=m.floor if kept else Floor(),
        motion=None,
        alone=m.alone if kept else frozenset(),
        muted=m.muted if kept else frozenset(),
    )


def _crossing(
    m: Meeting, e: ChamberStood | AheadLost | Asked | KeyTurned | Counting | OpeningStopped, at: Instant
) -> Meeting:
    match e:
        case ChamberStood(ahead=False):
            return _current(m, replace(m.spans[-1], chamber=Chamber(e.chamber, at)))
        case ChamberStood():
            ahead = m.ahead or Ahead(e.phase, frozenset(e.roster))
            return replace(m, ahead=replace(ahead, roster=frozenset(e.roster), chamber=Chamber(e.chamber, at)))
        case AheadLost():
            asked = m.ahead if m.ahead is not None and m.ahead.asked is not None else None
            return replace(m, ahead=replace(asked, chamber=None) if asked is not None else None)
        case Asked():
            return replace(m, ahead=Ahead(e.phase, frozenset(e.roster), None, e.seat, at), keys=(), due=None)
        case KeyTurned(seat=seat, until=until):
            return replace(m, keys=(*(k for k in m.keys if k.seat != seat), Key(seat, until)))
        case Counting(due=due):
            return replace(m, due=due)
        case OpeningStopped():
            return replace(m, ahead=None, keys=(), due=None)


def _seats(
    m: Meeting,
    e: Entered | CameToDoor | Left | Admitted | SeatHeld | SeatMuted | SeatRemoved | DoorLocked,
) -> Meeting:
    match e:
        case Entered(seat=seat, leg=leg):
            alone = m.alone - {seat} if m.profile.attest_again else m.alone
            return replace(m, legs=_leg(m, seat, leg), inside=m.inside | {seat}, door=m.door - {seat}, alone=alone)
        case CameToDoor(seat=seat, leg=leg):
            return replace(m, legs=_leg(m, seat, leg), inside=m.inside - {seat}, door=m.door | {seat})
        case Left(seat=seat):
            legs = MappingProxyType({s: leg for s, leg in m.legs.items() if s != seat})
            m = replace(m, legs=legs, inside=m.inside - {seat}, door=m.door - {seat}, alone=m.alone - {seat})
            return replace(m, floor=_off_list(m.floor, seat))
        case Admitted(seat=seat):
            return replace(m, inside=m.inside | {seat}, door=m.door - {seat})
        case SeatHeld(seat=seat, held=held):
            return replace(m, held=m.held | {seat} if held else m.held - {seat})
        case SeatMuted(seat=seat, muted=muted):
            return replace(m, muted=m.muted | {seat} if muted else m.muted - {seat})
        case SeatRemoved(seat=seat):
            m = replace(m, removed=m.removed | {seat}, inside=m.inside - {seat}, door=m.door - {seat})
            return replace(m, floor=_off_list(m.floor, seat))
        case DoorLocked(locked=locked):
            return replace(m, locked=locked)


def _leg(m: Meeting, seat: SeatId, leg: str) -> MappingProxyType[SeatId, str]:
    return MappingProxyType({**m.legs, seat: leg})


def _off_list(f: Floor, seat: SeatId) -> Floor:
    holder = None if f.holder == seat else f.holder
    return replace(f, holder=holder, waiting=tuple(w for w in f.waiting if w[0] != seat))


def _floor(f: Floor, e: FloorAsked | FloorGiven | FloorYielded, at: Instant) -> Floor:
    match e:
        case FloorAsked(seat=seat):
            return replace(f, waiting=(*f.waiting, (seat, at)))
        case FloorGiven(seat=seat, seconds=seconds):
            return replace(_off_list(f, seat), holder=seat, since=at, seconds=seconds)
        case FloorYielded(seat=seat):
            return _off_list(f, seat)


def _motion(mo: Motion, e: GroundChosen | AnnouncementRead | VoteOpened | VoteCast) -> Motion:
    match e:
        case GroundChosen():
            return replace(mo, ground=e.ground, subjects=e.subjects, reconvene=e.reconvene)
        case AnnouncementRead(text=text):
            return replace(mo, announced=text)
        case VoteOpened():
            return replace(mo, vote_open=True, votes=())
        case VoteCast(seat=seat, vote=vote):
            return replace(mo, votes=(*(v for v in mo.votes if v[0] != seat), (seat, vote)))

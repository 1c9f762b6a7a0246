"""What each event makes of a meeting. A meeting is the fold of `evolve` over its events, so a replay gives the same one."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from incamera.rules.events import (
    Admitted,
    AheadLost,
    AnnouncementRead,
    Asked,
    CameToDoor,
    ChamberStood,
    Counting,
    DoorLocked,
    Dumped,
    Entered,
    Event,
    FeedApproved,
    FeedProposed,
    FeedWithdrawn,
    FloorAsked,
    FloorGiven,
    FloorYielded,
    GroundChosen,
    ItemTaken,
    KeyTurned,
    LayoutChosen,
    Left,
    OpeningStopped,
    PassageRecorded,
    Planned,
    RecordingEnded,
    ReturnExpected,
    RulesAccepted,
    SeatHeld,
    SeatMuted,
    SeatRemoved,
    SpanCut,
    StatedAlone,
    StepsSkipped,
    VoteCast,
    VoteOpened,
    WentLive,
)
from incamera.rules.meeting import (
    Ahead,
    Chamber,
    Feed,
    Floor,
    KeptPassage,
    Key,
    Meeting,
    Motion,
    Passage,
    Span,
    side_of,
)
from incamera.rules.words import Instant, SeatId, Side


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
            return _departed(m, _seats(m, event), at)
        case FloorAsked() | FloorGiven() | FloorYielded():
            return replace(m, floor=_floor(m.floor, event, at))
        case GroundChosen() | AnnouncementRead() | VoteOpened() | VoteCast():
            return replace(m, motion=_motion(m.motion or Motion(), event))
        case PassageRecorded() | RecordingEnded():
            return _recorded(m, event)
        case FeedProposed() | FeedApproved() | FeedWithdrawn():
            return replace(m, feeds=_feeds(m.feeds, event, at))
        case _:
            return _said(m, event, at)


def _said(
    m: Meeting,
    e: ItemTaken | StatedAlone | StepsSkipped | ReturnExpected | Dumped | LayoutChosen | RulesAccepted,
    at: Instant,
) -> Meeting:
    match e:
        case ItemTaken(item=item):
            return replace(m, item=item, item_since=at)
        case Dumped():
            return replace(m, dumped=(*m.dumped, Passage(e.span, e.since, e.until, e.seat)))
        case LayoutChosen(layout=layout):
            return replace(m, layout=layout)
        case RulesAccepted(seat=seat):
            return replace(m, accepted=MappingProxyType({**m.accepted, seat: at}))
        case StatedAlone(seat=seat):
            return replace(m, alone=m.alone | {seat})
        case StepsSkipped():
            return m
        case _:
            return replace(m, expected=e.until)


def _recorded(m: Meeting, e: PassageRecorded | RecordingEnded) -> Meeting:
    if isinstance(e, RecordingEnded):
        return replace(m, recordings_ended=MappingProxyType({**m.recordings_ended, e.span: e.complete}))
    kept = KeptPassage(e.span, e.since, e.until, e.file, e.bytes, e.sha256)
    return replace(m, recorded=(*m.recorded, kept))


def _feeds(feeds: tuple[Feed, ...], e: FeedProposed | FeedApproved | FeedWithdrawn, at: Instant) -> tuple[Feed, ...]:
    match e:
        case FeedProposed():
            return (*feeds, Feed(e.feed, e.label, e.scheme, e.host, e.port, e.path, e.seat))
        case FeedApproved(feed=feed, seat=seat):
            return tuple(replace(f, approved_by=seat, approved=at) if f.id == feed else f for f in feeds)
        case _:
            return tuple(f for f in feeds if f.id != e.feed)


def _current(m: Meeting, span: Span) -> Meeting:
    return replace(m, spans=(*m.spans[:-1], span))


def _cut(m: Meeting, e: SpanCut, at: Instant) -> Meeting:
    span = Span(e.phase, frozenset(e.roster), at, e.chamber, at if e.live else None)
    former = m.current
    kept = e.live and former is not None and former.chamber == e.chamber
    crosses = former is None or side_of(m, former) is not side_of(m, span)
    return replace(
        m,
        spans=(*m.spans, span),
        item="" if crosses else m.item,  # which closed item was last spoken of is nobody's business outside
        ahead=None,
        keys=(),
        due=None,
        floor=m.floor if kept else Floor(),
        motion=None,
        departed=m.departed if kept else MappingProxyType({}),
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
            # Only keys that are alive now are frozen with the countdown.
            return replace(m, due=due, keys=tuple(k for k in m.keys if k.until > at))
        case _:  # OpeningStopped
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
        case _:
            return replace(m, locked=e.locked)


def _departed(before: Meeting, after: Meeting, at: Instant) -> Meeting:
    gone = _legs_inside(before) - _legs_inside(after)
    return replace(after, departed=MappingProxyType({**before.departed, **dict.fromkeys(gone, at)})) if gone else after


def _legs_inside(m: Meeting) -> frozenset[str]:
    return frozenset(leg for seat, leg in m.legs.items() if seat in m.inside)


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
        case _:
            return _off_list(f, e.seat)


def _motion(mo: Motion, e: GroundChosen | AnnouncementRead | VoteOpened | VoteCast) -> Motion:
    match e:
        case GroundChosen():
            return Motion(e.ground, e.subjects, e.reconvene)
        case AnnouncementRead(text=text):
            return replace(mo, announced=text)
        case VoteOpened():
            return replace(mo, vote_open=True, votes=())
        case _:
            return replace(mo, votes=(*(v for v in mo.votes if v[0] != e.seat), (e.seat, e.vote)))

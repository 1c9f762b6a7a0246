"""The facts of a meeting: all that is stored. Everything else is derived from them.

Instants are integer microseconds since the epoch. A meeting is what its events make of it: `evolve` in `events.py` is
the only thing that changes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from incamera.rules.words import OUTSIDE_ROLES, SECOND_US, Instant, PhaseName, Role, SeatId, Side

if TYPE_CHECKING:
    from incamera.rules.profile import Profile


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take, in microseconds. A slow test machine widens all of them by one factor."""

    fresh: int = 2 * SECOND_US
    """A measurement older than this proves nothing."""
    patience: int = 3 * SECOND_US
    """A proof row not ok for longer than this is jammed."""
    apart: int = SECOND_US // 4
    """Two looks for an absent chamber are at least this far apart."""
    lapse: int = 60 * SECOND_US
    """An ask, and a key turned for it, die after this."""
    countdown: int = 10 * SECOND_US
    window: int = 2 * SECOND_US
    """A crossing happens within this after its due instant or not at all."""
    unproven: int = 30 * SECOND_US
    """An open span not live this long after its cut falls back into recess."""

    def scaled(self, percent: int) -> Limits:
        """The machine's deadlines stretched to `percent` of themselves; what people wait for stays as it is."""
        return Limits(
            fresh=self.fresh * percent // 100,
            patience=self.patience * percent // 100,
            apart=self.apart,
            lapse=self.lapse,
            countdown=self.countdown,
            window=self.window * percent // 100,
            unproven=self.unproven * percent // 100,
        )


@dataclass(frozen=True, slots=True)
class Delegation:
    """One side: a state, an institution, a foundation, a company, a community organisation. Order is the plan's."""

    id: str
    name: str
    kind: str
    colours: tuple[str, ...] = ()
    """Its mark on screen, as `#rrggbb`, of equal size for all."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in the meeting. What it may do comes from the profile, by role."""

    id: SeatId
    person: str
    role: Role
    title: str = ""
    form: str = ""
    """Form of address, as in "H.E." or "The Rt Hon."."""
    delegation: str = ""
    holds_key: bool = False
    named_for: frozenset[PhaseName] = frozenset()
    """Phases this seat is named for, where its role is admitted only by name."""


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda point with its public and its full wording."""

    id: str
    open_title: str
    closed_title: str = ""
    phase: PhaseName = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What was planned before the meeting began."""

    title: str = ""
    purpose: str = ""
    starts: Instant = 0
    zone: str = "UTC"
    coverage: str = "closed_press"
    profile: str = ""
    delegations: tuple[Delegation, ...] = ()
    seats: tuple[Seat, ...] = ()
    items: tuple[Item, ...] = ()
    delay: int = 15
    """Of the webcast, in seconds, 0 to 60."""


@dataclass(frozen=True, slots=True)
class Chamber:
    """Where the delegations sit: one room of an engine, named at random, never named again."""

    name: str
    stood: Instant
    """When it was committed, after the engine had made it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a phase. `cut` is the instant it was commanded, `live` the instant it was proven and in force."""

    phase: PhaseName
    roster: frozenset[SeatId]
    cut: Instant
    chamber: Chamber | None = None
    live: Instant | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """The chamber ahead: while open, where cleared seats pre-connect; once opening was asked, the open one."""

    phase: PhaseName
    roster: frozenset[SeatId]
    chamber: Chamber | None = None
    asked_by: SeatId | None = None
    asked: Instant | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Consent to open, turned by one holder; it expires."""

    seat: SeatId
    until: Instant


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has the right to speak, since when, for how many seconds (0: no limit), and who waits for it."""

    holder: SeatId | None = None
    since: Instant = 0
    seconds: int = 0
    waiting: tuple[tuple[SeatId, Instant], ...] = ()


@dataclass(frozen=True, slots=True)
class Motion:
    """What a profile's steps before the gate have produced in this open span."""

    ground: str = ""
    subjects: str = ""
    reconvene: bool = True
    announced: str = ""
    vote_open: bool = False
    votes: tuple[tuple[SeatId, str], ...] = ()
    """Roll call: seat -> aye, nay, abstain."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an open span, by capture time, that a dump destroyed, and who gave it."""

    span: int
    since: Instant
    until: Instant
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Feed:
    """An address outside that the clean programme is sent to once a second person has approved it. `path` is the
    application of RTMP, empty for MPEG-TS."""

    id: str
    label: str
    scheme: str
    host: str
    port: int
    path: str
    proposed_by: SeatId
    approved_by: SeatId | None = None
    approved: Instant | None = None


@dataclass(frozen=True, slots=True)
class KeptPassage:
    """A piece of an open span, by capture time, that the recorder has finished: a file, and what it must hash to."""

    span: int
    since: Instant
    until: Instant
    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """All facts of one meeting. `profile` and `limits` are given, the rest is what its events made of it."""

    id: str
    profile: Profile
    limits: Limits = Limits()
    plan: Plan = Plan()
    spans: tuple[Span, ...] = ()
    ahead: Ahead | None = None
    keys: tuple[Key, ...] = ()
    due: Instant | None = None
    floor: Floor = Floor()
    item: str = ""
    item_since: Instant = 0
    layout: str = "auto"
    dumped: tuple[Passage, ...] = ()
    """What dumps destroyed."""
    recorded: tuple[KeptPassage, ...] = ()
    recordings_ended: Mapping[int, bool] = field(default_factory=lambda: MappingProxyType({}))
    """Open spans of which no more passages will come, and whether the recorder had all there was."""
    feeds: tuple[Feed, ...] = ()
    """Addresses proposed or approved, in the order of their proposals."""
    motion: Motion | None = None
    legs: Mapping[SeatId, str] = field(default_factory=lambda: MappingProxyType({}))
    """The one leg of each seat that has entered: an opaque name for one device's connection."""
    inside: frozenset[SeatId] = frozenset()
    door: frozenset[SeatId] = frozenset()
    held: frozenset[SeatId] = frozenset()
    muted: frozenset[SeatId] = frozenset()
    removed: frozenset[SeatId] = frozenset()
    departed: Mapping[str, Instant] = field(default_factory=lambda: MappingProxyType({}))
    """Legs that lost their place in the current span, and when: an earlier look may still show them."""
    alone: frozenset[SeatId] = frozenset()
    """Who has stated, for this chamber, that nobody else can see or hear."""
    accepted: Mapping[SeatId, Instant] = field(default_factory=lambda: MappingProxyType({}))
    """Seats of press and public that have accepted the ground rules, and when."""
    locked: bool = False
    expected: Instant | None = None
    """When the meeting is expected back on the record."""
    outputs: tuple[str, ...] = ()
    """What leaves the house through the gate, if there is one: given like `profile` and `limits`."""

    @property
    def current(self) -> Span | None:
        return self.spans[-1] if self.spans else None

    def seat(self, seat: SeatId) -> Seat | None:
        return next((s for s in self.plan.seats if s.id == seat), None)


def side_of(m: Meeting, span: Span | Ahead) -> Side:
    """The side of a span. A phase the profile does not know cannot have been cut; treat it as closed all the same."""
    row = m.profile.phases.get(span.phase)
    return Side.CLOSED if row is None else row.side


def is_outside(m: Meeting, seat: Seat) -> bool:
    """Press and public, and whoever has a role that the profile does not know: they never hold a key to a chamber."""
    return seat.role in OUTSIDE_ROLES or seat.role not in m.profile.roles


def roster_for(m: Meeting, phase: PhaseName) -> frozenset[SeatId]:
    """The seats a phase admits: role cleared, named where the phase wants it, not removed. Nobody from outside."""
    row = m.profile.phases.get(phase)
    if row is None:
        return frozenset()
    return frozenset(
        s.id
        for s in m.plan.seats
        if not is_outside(m, s)
        and s.id not in m.removed
        and row.access.get(s.role, 0) > 0
        and (s.role not in row.named_only or phase in s.named_for)
    )


def programme_identity(chamber: str) -> str:
    """The engine's name for the hidden programme worker in an open chamber."""
    return identity(chamber, "programme")


def identity(chamber: str, leg: str) -> str:
    """The engine's name for one leg in one chamber: opaque, and different in every chamber."""
    return sha256(f"incamera leg\n{chamber}\n{leg}".encode()).hexdigest()[:32]

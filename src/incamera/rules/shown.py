"""What a screen is given: the shape of one person's view of a meeting. `views.py` fills it, whitelist by whitelist.

Field names are the wire's names. A field that a person is not cleared for is None or empty, never masked text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incamera.rules.words import Instant, PhaseName, Role, SeatId, Side


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    id: str
    title: str
    purpose: str
    """Empty for press, public and who was removed: it is not of the public face."""
    starts: Instant
    zone: str
    coverage: str
    profile: str
    """The profile's name in words."""
    closed_label: str


@dataclass(frozen=True, slots=True)
class ShownMe:
    """The person's own seat."""

    seat: SeatId
    person: str
    form: str
    title: str
    role: Role
    role_label: str
    delegation: str
    access: str
    """`nothing`, `see`, `hear`, `speak`: in the current phase."""
    place: str
    """`lobby` (not entered), `door` (waiting to be admitted), `inside`, `outside` (entered, but the phase does not admit this
    seat: state, timers and key only; press and public are always here), `removed`."""
    leg: str | None
    """The leg that now holds this seat; a page with another leg has been taken over."""
    holds_key: bool
    held: bool
    muted: bool
    stated_alone: bool
    must_state_alone: bool
    rules_accepted: Instant | None
    """When this seat of press or public accepted the ground rules of the gallery; None: not yet, or never its to do."""
    publish: tuple[str, ...]
    """Sources this seat is granted in the current chamber now: camera, microphone, screen_share, screen_share_audio."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A proof row. `state`: ok, failed, unknown. `jammed` after `patience`."""

    row: str
    """`old_chamber_gone`, `nobody_else`, and of each output `<output>_sealed` and, without delay, `<output>_dark`."""
    state: str
    asked: Instant | None
    found: str
    jammed: bool


@dataclass(frozen=True, slots=True)
class ShownDoor:
    """The one state that every screen repeats: the more public of what is wanted and what is measured."""

    state: str
    """`draft`, `doors_closed`, `on_air`, `closing`, `not_dark`, `closed`, `moving`, `recess`, `opening`, `not_known`, `ended`.
    `opening`: asked, counting or cut towards the open side but not yet in force. `moving`: a new closed chamber is being
    proven. `not_dark`: closing or moving, and a row is jammed. `not_known`: live, but its chamber is not measured present."""
    phase: PhaseName | None
    side: Side
    since: Instant | None
    """When the current span went live, or was cut if it has not."""
    cut: Instant | None
    live: Instant | None
    rows: tuple[ShownRow, ...]
    """The proof, while a crossing waits for it and afterwards as last measured. Press and public get none; `found` is empty
    for who is not in the chamber."""
    encrypted: bool
    expected: Instant | None


@dataclass(frozen=True, slots=True)
class ShownKey:
    seat: SeatId
    person: str
    delegation: str
    turned: bool


@dataclass(frozen=True, slots=True)
class ShownOpening:
    """An ask to open, from the ask until the cut."""

    phase: PhaseName
    asked_by: str
    asked: Instant
    lapses: Instant
    rule: str
    keys: tuple[ShownKey, ...]
    keyed: bool
    due: Instant | None


@dataclass(frozen=True, slots=True)
class ShownChamber:
    """A chamber this seat should be connected to. The token comes from `POST .../legs`, never from a view."""

    key: str
    """Changes when the chamber does; not the engine's name for it."""
    use: str
    """`current` or `ahead`."""
    side: Side


@dataclass(frozen=True, slots=True)
class ShownDelegation:
    id: str
    name: str
    kind: str
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """A seat of the roster, in protocol order."""

    seat: SeatId
    person: str
    form: str
    title: str
    role: Role
    role_label: str
    delegation: str
    speaks: bool
    """Has a tile: may speak in the current phase."""
    in_roster: bool
    """Of the current span's roster."""
    place: str
    identity: str | None
    """The engine's name for this seat in the current chamber; only for who is in that chamber."""
    present: bool | None
    """Measured in the chamber; None: not known."""
    publishes: tuple[str, ...]
    floor: bool
    held: bool
    muted: bool
    stated_alone: bool
    holds_key: bool


@dataclass(frozen=True, slots=True)
class ShownWaiting:
    seat: SeatId
    person: str
    delegation: str
    asked: Instant


@dataclass(frozen=True, slots=True)
class ShownFloor:
    holder: SeatId | None
    since: Instant
    seconds: int
    waiting: tuple[ShownWaiting, ...]


@dataclass(frozen=True, slots=True)
class ShownItem:
    id: str
    number: int
    open_title: str
    closed_title: str | None
    """None while anything is open, and for who is not cleared."""
    has_closed_title: bool
    phase: PhaseName
    minutes: int
    current: bool


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step the profile asks for. `state`: todo, done, failed, unavailable. `detail` is in words."""

    step: str
    when: str
    """`before_gate` or `before_talk`."""
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class ShownMotion:
    ground: str
    ground_text: str
    subjects: str
    reconvene: bool
    script: str
    """The announcement to read aloud, filled; empty until its fields are."""
    announced: bool
    vote_open: bool
    votes: tuple[tuple[SeatId, str], ...]
    waiting: tuple[SeatId, ...]
    """Who has not voted yet in an open roll call, in protocol order."""
    outcome: str
    """`open`, `carried`, `lost`, or empty."""


@dataclass(frozen=True, slots=True)
class ShownGround:
    id: str
    citation: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownDump:
    """A passage that was destroyed, by whom, and up to which instant it was public already (None: not stated yet)."""

    person: str
    since: Instant
    until: Instant
    public_until: Instant | None


@dataclass(frozen=True, slots=True)
class ShownFeed:
    """An address that the clean programme is sent to, or is proposed for; never its key."""

    feed: str
    label: str
    address: str
    proposed_by: str
    """A person's name."""
    approved_by: str | None
    mine: bool
    """Proposed by this very seat: somebody else has to approve it."""
    state: str
    """`proposed`; once approved as last measured: `connecting`, `sending`, `lost`, `refused`, `not_known`."""
    since: Instant | None


@dataclass(frozen=True, slots=True)
class ShownRecording:
    """How the recording of what is on the record does."""

    state: str
    """`recording`, `waiting` (nothing is on the record), `failed` (the disk takes no more), `missing` (no recorder at work),
    `not_known`."""
    since: Instant | None
    passages: int
    """Files finished and in the ledger."""
    seconds: int
    """How long they are together."""


@dataclass(frozen=True, slots=True)
class ShownOutside:
    """What goes out, and to how many. Only where there is a gate."""

    outputs: tuple[str, ...]
    delay: int
    """Of the webcast, in seconds."""
    audience: Mapping[str, int] | None
    """Output -> viewers in the last seconds; None: not known."""
    layout: str
    dumps: tuple[ShownDump, ...]
    feeds: tuple[ShownFeed, ...]
    """The approved ones for everybody here; proposals for who may propose, approve or withdraw them."""
    recording: ShownRecording | None
    """None: nothing is recorded here."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything one person's screen may know of a meeting."""

    meeting: ShownMeeting
    me: ShownMe
    door: ShownDoor
    opening: ShownOpening | None
    chambers: tuple[ShownChamber, ...]
    delegations: tuple[ShownDelegation, ...]
    seats: tuple[ShownSeat, ...]
    floor: ShownFloor
    agenda: tuple[ShownItem, ...]
    steps: tuple[ShownStep, ...]
    motion: ShownMotion | None
    grounds: tuple[ShownGround, ...]
    notices: tuple[str, ...]
    locked: bool
    outside: ShownOutside | None
    can: Mapping[str, str | None]
    """Command -> None if it may be given now, else the reason why not. Commands that are never this seat's are absent.
    Keys are the command names of the protocol, but `shut` is told apart as `close`, `close_skipping`, `recess` and `adjourn`.
    Commands with a target (`admit`, `recognise`, `mute`, `take_up` ...) say whether they may be given for any target."""
    next_step: str
    """One sentence: what this person can do next."""

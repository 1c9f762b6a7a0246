"""What happened, as values in the past tense. The ledger keeps exactly these; `evolve.py` says what each makes of a
meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from incamera.rules.meeting import Chamber, Plan
from incamera.rules.words import Instant, PhaseName, SeatId


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


@dataclass(frozen=True, slots=True)
class Dumped:
    """What the delay still held of a passage was destroyed by `seat`, by capture time."""

    seat: SeatId
    span: int
    since: Instant
    until: Instant
    kind: Literal["dumped"] = "dumped"


@dataclass(frozen=True, slots=True)
class PassageRecorded:
    """The recorder has finished a file, by capture time from `since` until before `until`; the gate states its hash."""

    span: int
    since: Instant
    until: Instant
    file: str
    bytes: int
    sha256: str
    kind: Literal["passage_recorded"] = "passage_recorded"


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """No more passages of an open span will come. Not `complete`: the recorder never said that it has all there was."""

    span: int
    complete: bool
    kind: Literal["recording_ended"] = "recording_ended"


@dataclass(frozen=True, slots=True)
class LayoutChosen:
    layout: str
    kind: Literal["layout_chosen"] = "layout_chosen"


@dataclass(frozen=True, slots=True)
class RulesAccepted:
    """A seat of press or public accepted the ground rules of the gallery."""

    seat: SeatId
    kind: Literal["rules_accepted"] = "rules_accepted"


@dataclass(frozen=True, slots=True)
class FeedProposed:
    """An address outside was proposed by `seat`; its key stands nowhere in the ledger."""

    feed: str
    label: str
    scheme: str
    host: str
    port: int
    path: str
    seat: SeatId
    kind: Literal["feed_proposed"] = "feed_proposed"


@dataclass(frozen=True, slots=True)
class FeedApproved:
    """From now on the clean programme is sent there."""

    feed: str
    seat: SeatId
    kind: Literal["feed_approved"] = "feed_approved"


@dataclass(frozen=True, slots=True)
class FeedWithdrawn:
    """Nothing is sent there any more."""

    feed: str
    seat: SeatId
    kind: Literal["feed_withdrawn"] = "feed_withdrawn"


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
    | Dumped
    | PassageRecorded
    | RecordingEnded
    | LayoutChosen
    | FeedProposed
    | FeedApproved
    | FeedWithdrawn
    | RulesAccepted
)

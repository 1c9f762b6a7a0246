"""What a person can ask of a meeting, in the imperative. A route builds these; `decide` answers them.

The doorkeeper's own steps are another type (`steps.py`), which no route can build.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from incamera.rules.words import Instant, PhaseName, SeatId


@dataclass(frozen=True, slots=True)
class Enter:
    """Take one's seat from the lobby with a leg; `alone` is the statement that nobody else can see or hear."""

    leg: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    pass


@dataclass(frozen=True, slots=True)
class Convene:
    pass


@dataclass(frozen=True, slots=True)
class Shut:
    """Into a phase of the closed side. `skip`: the profile's override of steps not done, which the ledger tells."""

    phase: PhaseName
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask to open: go on the record, for the first time or again."""

    phase: PhaseName


@dataclass(frozen=True, slots=True)
class Turn:
    pass


@dataclass(frozen=True, slots=True)
class Stop:
    pass


@dataclass(frozen=True, slots=True)
class TakeUp:
    item: str


@dataclass(frozen=True, slots=True)
class AskFloor:
    pass


@dataclass(frozen=True, slots=True)
class YieldFloor:
    pass


@dataclass(frozen=True, slots=True)
class Recognise:
    """Give the floor, for `seconds` (0: no limit, 3600 at most)."""

    seat: SeatId
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Admit:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Hold:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Release:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Mute:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Unmute:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Remove:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Renew:
    """A new closed chamber for the same roster."""


@dataclass(frozen=True, slots=True)
class Lock:
    pass


@dataclass(frozen=True, slots=True)
class Unlock:
    pass


@dataclass(frozen=True, slots=True)
class ChooseGround:
    ground: str
    subjects: str
    reconvene: bool = True


@dataclass(frozen=True, slots=True)
class ReadAnnouncement:
    pass


@dataclass(frozen=True, slots=True)
class OpenVote:
    pass


@dataclass(frozen=True, slots=True)
class CastVote:
    """`vote` is aye, nay or abstain."""

    vote: str


@dataclass(frozen=True, slots=True)
class StateAlone:
    pass


@dataclass(frozen=True, slots=True)
class ExpectReturn:
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class Dump:
    """Destroy what the delay of the webcast still holds."""


@dataclass(frozen=True, slots=True)
class ChooseLayout:
    """`layout` of the programme: auto, one, two, all."""

    layout: str


@dataclass(frozen=True, slots=True)
class AcceptRules:
    """Accept the ground rules of the gallery: the one act of press and public."""


@dataclass(frozen=True, slots=True)
class ProposeFeed:
    """Propose to send the clean programme to an address. `feed` is its id, `path` the application of RTMP; the stream key
    is no part of a command."""

    feed: str
    label: str
    scheme: str
    host: str
    port: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class ApproveFeed:
    feed: str


@dataclass(frozen=True, slots=True)
class WithdrawFeed:
    feed: str


Command: TypeAlias = (
    Enter
    | Leave
    | Convene
    | Shut
    | Ask
    | Turn
    | Stop
    | TakeUp
    | AskFloor
    | YieldFloor
    | Recognise
    | Admit
    | Hold
    | Release
    | Mute
    | Unmute
    | Remove
    | Renew
    | Lock
    | Unlock
    | ChooseGround
    | ReadAnnouncement
    | OpenVote
    | CastVote
    | StateAlone
    | ExpectReturn
    | Dump
    | ChooseLayout
    | ProposeFeed
    | ApproveFeed
    | WithdrawFeed
    | AcceptRules
)

OPENS = (Ask, Turn)
"""Commands that lead towards opening: they are refused on a stale view. Shutting never is."""

"""The field's own words, one per idea; the same in SQL, JSON, TypeScript and on screen."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final, TypeAlias

Instant: TypeAlias = int
"""Microseconds since the Unix epoch, UTC."""

SeatId: TypeAlias = str
Role: TypeAlias = str
PhaseName: TypeAlias = str

SECOND_US: Final = 1_000_000


class Side(StrEnum):
    """The one property of a phase that code may branch on."""

    OPEN = "open"
    CLOSED = "closed"


class Access(IntEnum):
    """What a role gets of the chamber in a phase, from low to high. Unlisted means NOTHING."""

    NOTHING = 0
    SEE = 1
    HEAR = 2
    SPEAK = 3


CAMERA: Final = "camera"
MICROPHONE: Final = "microphone"
SCREEN: Final = "screen_share"
SCREEN_SOUND: Final = "screen_share_audio"

OUTSIDE_ROLES: Final = frozenset({"pooler", "journalist", "observer", "public"})
"""Roles that watch the programme behind the gate and never hold a key to a chamber."""

DRAFT: Final = "draft"
"""The name shown before the first span; not a phase."""

RECESS: Final = "recess"
ENDED: Final = "ended"
"""The two phases that every profile has and that the rules themselves reach for."""

CLOSED_PRESS: Final = "closed_press"
"""The coverage under which nothing leaves the house."""

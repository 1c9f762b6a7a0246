"""Who may do what: the profile's table, and the answer to whoever may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from incamera.rules.events import Event
from incamera.rules.meeting import Meeting, Seat
from incamera.rules.words import ENDED

Events: TypeAlias = tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """Why not, as a sentence for the person who asked."""

    reason: str


NO_RIGHT: Final = Denied("Your role does not do this here.")
NOT_CONVENED: Final = Denied("The meeting has not been convened.")


def has_right(m: Meeting, me: Seat, right: str) -> bool:
    """Whether the profile lists this role for `right`. Unlisted is no."""
    return me.role in m.profile.may.get(right, frozenset())


def lacks(m: Meeting, me: Seat, right: str) -> Denied | None:
    """The refusal for whoever does not have `right`."""
    return None if has_right(m, me, right) else NO_RIGHT


def is_ended(m: Meeting) -> bool:
    """Whether the end was commanded: from then on no person's command is accepted."""
    return m.current is not None and m.current.phase == ENDED

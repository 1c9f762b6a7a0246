"""Which requests for tracks to send to the engine, and when. Pure; time is an argument.

One at a time for each track: the engine loses a request that comes before it has answered the last one, and says
nothing. What is wanted may change meanwhile; the answer, or its absence, is when the next request is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ANSWER_US: Final = 1_000_000
"""A request that is not answered for so long is made again."""


@dataclass(frozen=True, slots=True)
class _Asked:
    wanted: bool
    at: int


class Asking:
    """What has been asked for each track."""

    def __init__(self) -> None:
        self._asked: dict[str, _Asked] = {}

    def next(self, track: str, *, wanted: bool, has: bool, now: int) -> tuple[bool, ...]:
        """The requests to send now, in order: True to get the track, False to let go of it. `has`: it is being sent."""
        asked = self._asked.get(track)
        is_answered = asked is None or asked.wanted == has
        if is_answered and wanted == has:
            return ()
        if asked is not None and not is_answered and now - asked.at < ANSWER_US:
            return ()
        self._asked[track] = _Asked(wanted, now)
        if wanted and not is_answered:
            return False, True  # the engine may believe that we have it: begin anew
        return (wanted,)

    def forget(self, track: str) -> None:
        """The track is gone."""
        self._asked.pop(track, None)

"""How large a measured meeting is, and how much its people send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FULL: Final = 6
"""So many can all talk and send fifteen pictures a second while two cores carry senders, receivers and what is measured."""


@dataclass(frozen=True, slots=True)
class Size:
    """`seats` people with camera and microphone; `talkers` of them talk, the others' microphones are on and silent. `rate`:
    pictures a second from each."""

    seats: int
    talkers: int
    rate: int


def size_of(seats: int) -> Size:
    """Everything from everybody as long as the machine can carry that."""
    return Size(seats, seats, 15) if seats <= FULL else Size(seats, FULL, 5)

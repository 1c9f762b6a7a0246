"""Who a process of synthetic delegates plays: a file for this user alone, since it holds invitations and then cookies."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from incamera.demo.seat import HeldSeat
from incamera.up.keys import write_private


@dataclass(frozen=True, slots=True)
class Member:
    """One delegate. `secret` is an invitation that nobody has redeemed, `cookie` what it was exchanged for: one of them
    is empty."""

    seat: str
    meeting: str
    person: str
    colours: tuple[str, ...]
    secret: str = ""
    cookie: str = ""

    def seated(self, held: HeldSeat) -> "Member":
        """The same delegate after its invitation has been redeemed."""
        return replace(self, secret="", cookie=held.cookie)

    @property
    def held(self) -> HeldSeat | None:
        """The seat, once it has been taken."""
        return HeldSeat(self.seat, self.meeting, self.cookie) if self.cookie else None


def write_cast(path: Path, members: Iterable[Member]) -> None:
    """Replace the file as a whole."""
    write_private(path, json.dumps([asdict(member) for member in members]))


def read_cast(path: Path) -> list[Member]:
    """The delegates of the file."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Member(**row | {"colours": tuple(row["colours"])}) for row in rows]

"""The gate of one span: what may pass, by the instant of capture. Pure; time is an argument.

Shut is its state without any input. It opens by a permit alone, for as long as the lease lasts, and the limit, once
known, holds for ever. Protects against: a late, lying or runaway programme, permits out of order, a stopped api, a
clock that is set. Does not protect against: pictures that a programme shows late within the same second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from incamera.media.origin.documents import Passage, Permit
from incamera.media.origin.grid import REACH_US
from incamera.media.wire import Kind, Unit

LATE_US: Final = 1_000_000
"""Older than this at arrival is refused; and this long after the limit everything is."""
EARLY_US: Final = 100_000
"""Captured further in the future than this is a lie or another clock."""
LEASE_MAX_US: Final = 60_000_000
"""A lease counts for no longer than this after it came, whatever it says."""


class Verdict(Enum):
    """ENTER: admitted. REFUSE: this unit not. LOST: nothing of this run any more."""

    ENTER = "enter"
    REFUSE = "refuse"
    LOST = "lost"


def reach_us(unit: Unit) -> int:
    """From `captured` to the first instant that the unit can hold nothing of."""
    return REACH_US if unit.kind is Kind.AUDIO else 1


@dataclass(slots=True)
class Gate:
    """`limit` is the irrevocable closing instant, None while there is none. `is_over`: nothing enters any more, by
    whatever clock."""

    meeting: str
    span: int
    limit: int | None = None
    is_over: bool = False
    permit: Permit | None = None
    opens: int = 0
    until: int = 0
    destroyed: list[Passage] = field(default_factory=list)

    def renew(self, permit: Permit, now: int) -> bool:
        """Take a permit if it is newer than what is known; whether it was taken. A limit is taken in any case."""
        if (permit.meeting, permit.span) != (self.meeting, self.span):
            return False
        if permit.closes is not None:
            self.close(permit.closes)
        if self.permit is not None and permit.rev <= self.permit.rev:
            return False
        self.opens = max(self.opens, permit.opens)
        self.until = min(permit.until, now + LEASE_MAX_US)
        self.permit = permit
        return True

    def close(self, instant: int) -> None:
        """Set the limit, or move it earlier."""
        self.limit = instant if self.limit is None else min(self.limit, instant)

    def clock_set(self, now: int) -> None:
        """The machine's clock was set: leases by the old one are void, and a span with a limit is over."""
        self.until = min(self.until, now)
        self.is_over = self.is_over or self.limit is not None

    @property
    def passes_until(self) -> int:
        """Nothing captured at or after this instant can pass by any permit known."""
        if self.permit is None:
            return 0
        return self.until if self.limit is None else min(self.until, self.limit)

    def holds_lease(self, now: int) -> bool:
        """Whether something captured now could pass."""
        return self.opens <= now < self.passes_until

    def verdict(self, unit: Unit, now: int) -> Verdict:
        """Whether `unit`, arriving now, enters the delay line."""
        if unit.captured > now + EARLY_US or unit.span != self.span:
            return Verdict.LOST
        if self.limit is not None and now > self.limit + LATE_US:
            self.is_over = True
        if self.is_over or unit.captured < now - LATE_US:
            return Verdict.REFUSE
        return Verdict.ENTER if self.lets_out(unit) else Verdict.REFUSE

    def lets_out(self, unit: Unit) -> bool:
        """Whether `unit`, having entered, may leave: the permit may have changed while it waited."""
        end = unit.captured + reach_us(unit)
        if not (self.opens <= unit.captured and end <= self.passes_until):
            return False
        return not self.is_destroyed(unit)

    def is_destroyed(self, unit: Unit) -> bool:
        """Whether a passage that was dumped reaches into `unit`."""
        end = unit.captured + reach_us(unit)
        return any(begin < end and unit.captured < to for begin, to in self.destroyed)

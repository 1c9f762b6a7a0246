"""The gate and the outside as they really are in a running meeting: what was let through, and what a stranger sees of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from incamera.rules.outside import EMBED, GALLERY, WEBCAST, Permit
from incamera.rules.proof import GateLook, OutsideLook, Passed
from incamera.rules.words import SECOND_US

OUTPUTS = (GALLERY, WEBCAST, EMBED)
UNDELAYED = {True: frozenset({GALLERY}), False: frozenset(OUTPUTS)}
"""Whether the webcast has a delay -> the outputs that have none."""
LEASE_US = 6 * SECOND_US


@dataclass
class Held:
    """One span at the gate. Its limit is for ever and only moves earlier."""

    opens: int
    limit: int | None = None
    until: int = 0
    destroyed: set[tuple[int, int]] = field(default_factory=set)

    @property
    def passes_until(self) -> int:
        """Nothing captured at or after it passes, by any document that was taken so far."""
        return self.until if self.limit is None else min(self.limit, self.until)


@dataclass
class Gate:
    """What the origin does with permits, and nothing besides."""

    spans: dict[int, Held] = field(default_factory=dict)

    def take(self, permits: Iterable[Permit], now: int) -> None:
        for p in permits:
            held = self.spans.setdefault(p.span, Held(p.opens))
            held.until = max(held.until, now + LEASE_US)
            held.destroyed |= set(p.destroy)
            if p.closes is not None:
                held.limit = p.closes if held.limit is None else min(held.limit, p.closes)

    def look(self, asked: int) -> GateLook:
        stated = {
            n: Passed(h.passes_until, h.limit, h.passes_until, tuple((a, b, a) for a, b in sorted(h.destroyed)))
            for n, h in self.spans.items()
        }
        return GateLook(asked, MappingProxyType(stated), MappingProxyType({GALLERY: 2, WEBCAST: 40}))

    def seen_from_outside(self, outputs: Iterable[str], delay_s: int, asked: int) -> OutsideLook:
        """Dark: in the second begun at `asked` nothing plays of any span."""

        def is_dark(output: str) -> bool:
            late = 0 if output in UNDELAYED[bool(delay_s)] else delay_s * SECOND_US
            return all(held.passes_until + late <= asked for held in self.spans.values())

        return OutsideLook(asked, MappingProxyType({output: is_dark(output) for output in outputs}))

"""What was measured, and whether it proves that a crossing is complete.

One pure function, `rows`: it is the closing screen, the jam alarm, the condition of going live and the attestation in
the ledger. Anything not measured after the cut is unknown, and unknown proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeGuard, TypeVar

from incamera.rules.events import ProofRow
from incamera.rules.meeting import Meeting, Span, identity, side_of
from incamera.rules.wanted import chambers
from incamera.rules.words import Instant, Side

_T = TypeVar("_T")

OLD_CHAMBER_GONE = "old_chamber_gone"
NOBODY_ELSE = "nobody_else"


@dataclass(frozen=True, slots=True)
class LegSeen:
    """One participant the engine knows, hidden ones included."""

    identity: str
    publishes: frozenset[str] = frozenset()
    may_publish: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One engine's chambers of this meeting, as listed by a question put at `asked`."""

    asked: Instant
    chambers: Mapping[str, tuple[LegSeen, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the engines: the last two looks, and since when each knows no chamber it should not."""

    last: Mapping[Side, Look] = field(default_factory=lambda: MappingProxyType({}))
    before: Mapping[Side, Look] = field(default_factory=lambda: MappingProxyType({}))
    clean: Mapping[Side, Instant] = field(default_factory=lambda: MappingProxyType({}))


def note(seen: Seen, m: Meeting, side: Side, look: Look) -> Seen:
    """`seen` with a new look at one engine. An older look than the last one changes nothing."""
    last = seen.last.get(side)
    if last is not None and look.asked <= last.asked:
        return seen
    wanted = {w.name for w in chambers(m) if w.side is side}
    clean = {s: at for s, at in seen.clean.items() if s is not side}
    if look.chambers.keys() <= wanted:
        since = seen.clean.get(side)
        cut = m.current.cut if m.current is not None else 0
        clean[side] = since if since is not None and since > cut else look.asked
    before = dict(seen.before)
    if last is not None:
        before[side] = last
    return Seen(MappingProxyType({**seen.last, side: look}), MappingProxyType(before), MappingProxyType(clean))


def forget(seen: Seen, side: Side) -> Seen:
    """`seen` after an engine did not answer: nothing is known of it."""
    return Seen(_without(seen.last, side), _without(seen.before, side), _without(seen.clean, side))


def is_fresh(look: Look | None, m: Meeting, now: Instant) -> TypeGuard[Look]:
    """Whether there is a look, young enough to say what is."""
    return look is not None and look.asked >= now - m.limits.fresh


def _without(of: Mapping[Side, _T], side: Side) -> Mapping[Side, _T]:
    return MappingProxyType({s: x for s, x in of.items() if s is not side})


def sides_left(m: Meeting) -> frozenset[Side]:
    """The engines that may still hold something of before: of every span from the last one in force up to the current."""
    former = m.spans[:-1]
    since = max((n for n, span in enumerate(former) if span.live is not None), default=0)
    return frozenset(side_of(m, span) for span in former[since:])


def expected_rows(m: Meeting) -> tuple[str, ...]:
    """The names of the rows that together prove the current span."""
    current = m.current
    if current is None:
        return ()
    former = (OLD_CHAMBER_GONE,) if len(m.spans) > 1 else ()
    return (*former, NOBODY_ELSE) if current.roster else former


def rows(m: Meeting, seen: Seen, now: Instant) -> tuple[ProofRow, ...]:
    """The proof of the current span as far as it is measured."""
    current = m.current
    if current is None:
        return ()
    made = {OLD_CHAMBER_GONE: _old_chamber_gone, NOBODY_ELSE: _nobody_else}
    return tuple(_aged(m, made[name](m, current, seen), now) for name in expected_rows(m))


def holds(m: Meeting, found: tuple[ProofRow, ...], now: Instant) -> bool:
    """Whether exactly the expected rows are there, each ok, each asked after the cut and fresh."""
    current = m.current
    return (
        current is not None
        and tuple(r.row for r in found) == expected_rows(m)
        and all(r.ok is True and current.cut < r.asked and now - m.limits.fresh <= r.asked <= now for r in found)
    )


def _aged(m: Meeting, row: ProofRow, now: Instant) -> ProofRow:
    """A row that was asked before the cut, or too long ago, is not known."""
    cut = m.current.cut if m.current is not None else 0
    is_stale = row.asked <= cut or row.asked < now - m.limits.fresh
    return replace(row, ok=None, found="") if is_stale else row


def _old_chamber_gone(m: Meeting, current: Span, seen: Seen) -> ProofRow:
    """No engine of before knows a chamber it should not, by two looks at least `apart` from each other."""
    sides = sorted(sides_left(m))
    looks = [look for side in sides if (look := seen.last.get(side)) is not None and look.asked > current.cut]
    asked = min((look.asked for look in looks), default=0)
    if any(seen.clean.get(side) is None for side, look in seen.last.items() if look in looks):
        return ProofRow(OLD_CHAMBER_GONE, False, asked, "still there")
    if len(looks) < len(sides):
        return ProofRow(OLD_CHAMBER_GONE, None)
    if not all(_is_gone(m, current, seen, side) for side in sides):
        return ProofRow(OLD_CHAMBER_GONE, None, asked, "gone once, asked again")
    return ProofRow(OLD_CHAMBER_GONE, True, asked, "gone, asked twice")


def _is_gone(m: Meeting, current: Span, seen: Seen, side: Side) -> bool:
    look, clean = seen.last.get(side), seen.clean.get(side)
    return look is not None and clean is not None and clean > current.cut and look.asked - clean >= m.limits.apart


def strangers(m: Meeting, look: Look) -> frozenset[str] | None:
    """Who is in the current chamber and should not be; None if the chamber itself is not there."""
    want = next((w for w in chambers(m) if w.use == "current"), None)
    if want is None or want.name is None or want.name not in look.chambers:
        return None
    legs = look.chambers[want.name]
    return frozenset(leg.identity for leg in legs if leg.hidden or leg.identity not in want.members)


def intruders(m: Meeting, look: Look) -> frozenset[str]:
    """Strangers who had no place in the current chamber when the look was asked; who was just removed, or has come back
    with another device, may be in a look from before. On the open side only those who publish or may, or who hide: who can
    only listen hears what the public does, and the sweep puts him out."""
    foreign = strangers(m, look) or frozenset()
    chamber = m.current.chamber.name if m.current is not None and m.current.chamber is not None else ""
    were_members = {identity(chamber, leg) for leg, at in m.departed.items() if look.asked <= at}
    is_open = m.current is not None and side_of(m, m.current) is Side.OPEN
    return frozenset(
        leg.identity
        for leg in look.chambers.get(chamber, ())
        if leg.identity in foreign - were_members
        and (not is_open or leg.hidden or leg.may_publish or bool(leg.publishes))
    )


def present(m: Meeting, look: Look) -> frozenset[str] | None:
    """The seats measured in the current chamber; None if it is not there."""
    want = next((w for w in chambers(m) if w.use == "current"), None)
    if want is None or want.name is None or want.name not in look.chambers:
        return None
    return frozenset(want.members[leg.identity] for leg in look.chambers[want.name] if leg.identity in want.members)


def _nobody_else(m: Meeting, current: Span, seen: Seen) -> ProofRow:
    """In the new chamber nobody but the roster, and nobody who can publish more than is wanted (nothing before live)."""
    look = seen.last.get(side_of(m, current))
    if look is None:
        return ProofRow(NOBODY_ELSE, None)
    foreign, here = strangers(m, look), present(m, look)
    if foreign is None or here is None:
        return ProofRow(NOBODY_ELSE, None, look.asked, "the new chamber is not there yet")
    if foreign:
        return ProofRow(NOBODY_ELSE, False, look.asked, f"{len(foreign)} not on the roster")
    if loud := _too_loud(m, look):
        return ProofRow(NOBODY_ELSE, False, look.asked, f"{loud} could still speak")
    return ProofRow(NOBODY_ELSE, True, look.asked, f"{len(here)} of {len(current.roster)} in")


def _too_loud(m: Meeting, look: Look) -> int:
    """How many in the current chamber publish, or may publish, what they should not."""
    return sum(
        bool(leg.publishes - given) or (leg.may_publish and not given)
        for want in chambers(m)
        if want.use == "current"
        for leg in look.chambers.get(want.name or "", ())
        for given in (want.publishers.get(leg.identity, frozenset()),)
    )

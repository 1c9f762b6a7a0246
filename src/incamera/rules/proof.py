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
from incamera.rules.meeting import KeptPassage, Meeting, Span, identity, side_of
from incamera.rules.outside import EMBED, FEEDS, GALLERY, RECORDING, WEBCAST, outputs, permits
from incamera.rules.wanted import chambers
from incamera.rules.words import SECOND_US, Instant, Side

_T = TypeVar("_T")

OLD_CHAMBER_GONE = "old_chamber_gone"
NOBODY_ELSE = "nobody_else"
SEALED = "_sealed"
DARK = "_dark"
"""Endings of the rows of an output: `webcast_sealed`, `gallery_dark`."""


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
class Passed:
    """What the gate states of one open span."""

    passes_until: Instant
    """Nothing captured at or after it can pass by any document the gate knows."""
    closes: Instant | None
    public_until: Instant = 0
    """The newest capture instant that has left to the public."""
    destroyed: tuple[tuple[Instant, Instant, Instant], ...] = ()
    """Passages it destroyed: from, until, and the instant up to which it was public already."""
    kept_until: Instant = 0
    """Nothing captured at or after it was given to recorder and feeds."""
    kept_ended: bool = False
    """They are given nothing more of this span."""


@dataclass(frozen=True, slots=True)
class RecorderSeen:
    """What the recorder says of itself. `passages`: the newest it has finished."""

    state: str
    """`waiting`, `recording`, `failed`; `not_known`: it does not answer the gate."""
    since: Instant
    kept_until: Instant
    """Nothing captured at or after it was put into a file."""
    unfinished: int
    passages: tuple[KeptPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedSeen:
    """How a feed's far end does (`connecting`, `sending`, `lost`, `refused`, `not_known`) since when, by the feed's own
    word; and by the gate's word up to which capture instant it was given anything live."""

    state: str
    since: Instant
    given_until: Instant


@dataclass(frozen=True, slots=True)
class GateLook:
    """The gate's own statement, asked at `asked`. A span that is not in it never passed anything."""

    asked: Instant
    spans: Mapping[int, Passed] = field(default_factory=lambda: MappingProxyType({}))
    audience: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    feeds: Mapping[str, FeedSeen] = field(default_factory=lambda: MappingProxyType({}))
    """By the feed's id; one that is not in it is not connected."""
    recorder: RecorderSeen | None = None
    """None: no recorder is at work."""


@dataclass(frozen=True, slots=True)
class OutsideLook:
    """What a stranger saw of each output in a full second begun at `asked`: True is the pinned slate and silence."""

    asked: Instant
    dark: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the engines: the last two looks, and since when each knows no chamber it should not; what the gate
    stated, and what a stranger saw."""

    last: Mapping[Side, Look] = field(default_factory=lambda: MappingProxyType({}))
    before: Mapping[Side, Look] = field(default_factory=lambda: MappingProxyType({}))
    clean: Mapping[Side, Instant] = field(default_factory=lambda: MappingProxyType({}))
    gate: GateLook | None = None
    lacking: Instant | None = None
    """Since when the gate holds a limit for the current span that the facts lack."""
    outside: OutsideLook | None = None


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
    return replace(
        seen,
        last=MappingProxyType({**seen.last, side: look}),
        before=MappingProxyType(before),
        clean=MappingProxyType(clean),
    )


def forget(seen: Seen, side: Side) -> Seen:
    """`seen` after an engine did not answer: nothing is known of it."""
    return replace(
        seen,
        last=_without(seen.last, side),
        before=_without(seen.before, side),
        clean=_without(seen.clean, side),
    )


def note_gate(seen: Seen, m: Meeting, look: GateLook) -> Seen:
    """`seen` with a new statement of the gate."""
    stated = look.spans.get(len(m.spans) - 1)
    is_lacking = m.current is not None and stated is not None and stated.closes is not None
    # Since before the cut: it was another span's limit, and the gate was not heard of meanwhile.
    is_same = seen.lacking is not None and m.current is not None and seen.lacking > m.current.cut
    since = seen.lacking if is_same else look.asked
    return replace(seen, gate=look, lacking=since if is_lacking else None)


def forget_gate(seen: Seen) -> Seen:
    """`seen` after the gate did not answer."""
    return replace(seen, gate=None)


def forget_outside(seen: Seen) -> Seen:
    """`seen` after the outside could not be reached."""
    return replace(seen, outside=None)


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
    inside = (*former, NOBODY_ELSE) if current.roster else former
    return (*inside, *_output_rows(m)) if side_of(m, current) is Side.CLOSED else inside


def _output_rows(m: Meeting) -> tuple[str, ...]:
    """Of every output, once anything was on the record: sealed; and of those without delay: seen dark."""
    if not permits(m):
        return ()
    undelayed = {GALLERY} if m.plan.delay else {GALLERY, WEBCAST, EMBED}
    rows = tuple(
        row
        for output in outputs(m)
        for row in ((output + SEALED, output + DARK) if output in undelayed else (output + SEALED,))
    )
    return (*rows, FEEDS + SEALED) if outputs(m) and any(f.approved is not None for f in m.feeds) else rows


def rows(m: Meeting, seen: Seen, now: Instant) -> tuple[ProofRow, ...]:
    """The proof of the current span as far as it is measured."""
    current = m.current
    if current is None:
        return ()
    return tuple(_aged(m, _row(m, current, seen, name), now) for name in expected_rows(m))


def _row(m: Meeting, current: Span, seen: Seen, name: str) -> ProofRow:
    if name == OLD_CHAMBER_GONE:
        return _old_chamber_gone(m, current, seen)
    if name == NOBODY_ELSE:
        return _nobody_else(m, current, seen)
    return _sealed(m, current, seen, name) if name.endswith(SEALED) else _dark(seen, name)


def _sealed(m: Meeting, current: Span, seen: Seen, name: str) -> ProofRow:
    """By the gate's statement, nothing captured at or after its closing instant can pass of any span; of one that the facts
    do not know, nothing captured at or after the cut."""
    if seen.gate is None:
        return ProofRow(name, None)
    open_still = [
        p.span
        for p in permits(m)
        if p.closes is None or ((stated := seen.gate.spans.get(p.span)) is not None and stated.passes_until > p.closes)
    ]
    if open_still or any(stated.passes_until > current.cut for stated in seen.gate.spans.values()):
        return ProofRow(name, False, seen.gate.asked, "still passes")
    if name == FEEDS + SEALED and (late := _late_feeds(m, seen.gate)):
        return ProofRow(name, False, seen.gate.asked, f"still passes: {', '.join(late)}")
    if name == RECORDING + SEALED:
        return _recording_sealed(m, seen.gate, name)
    left = max((s.public_until for s in seen.gate.spans.values()), default=0)
    newest = max((s.passes_until for s in seen.gate.spans.values()), default=0)
    drains = m.plan.delay and left and left + SECOND_US < newest and not name.startswith(GALLERY)
    return ProofRow(name, True, seen.gate.asked, "sealed, what was said before still plays" if drains else "sealed")


def _late_feeds(m: Meeting, gate: GateLook) -> list[str]:
    """Feeds that the gate gave something captured after the last closing instant."""
    closed = max((p.closes for p in permits(m) if p.closes is not None), default=0)
    return [f.label for f in m.feeds if f.id in gate.feeds and gate.feeds[f.id].given_until > closed]


def _recording_sealed(m: Meeting, gate: GateLook, name: str) -> ProofRow:
    """Besides what the gate says can pass: what it gave to the recorder, and what the recorder has."""
    closes = {p.span: p.closes for p in permits(m)}
    given = [s.kept_until for n, s in gate.spans.items() if s.kept_until > (closes.get(n) or 0)]
    recorder = gate.recorder
    newest = max((c for c in closes.values() if c is not None), default=0)
    if given or (recorder is not None and recorder.kept_until > newest):
        return ProofRow(name, False, gate.asked, "still records")
    if recorder is None or recorder.state == "failed":
        found = "sealed, nothing records" if recorder is None else "sealed, recording failed"
        return ProofRow(name, True, gate.asked, found)
    is_over = all(s.kept_ended for s in gate.spans.values()) and not recorder.unfinished
    return ProofRow(name, True, gate.asked, "sealed" if is_over else "sealed, what was said before is still recorded")


def _dark(seen: Seen, name: str) -> ProofRow:
    """A stranger saw the pinned slate and silence for a second."""
    output = name.removesuffix(DARK)
    if seen.outside is None or output not in seen.outside.dark:
        return ProofRow(name, None)
    is_dark = seen.outside.dark[output]
    return ProofRow(name, is_dark, seen.outside.asked, "slate and silence" if is_dark else "not the slate yet")


def holds(m: Meeting, found: tuple[ProofRow, ...], now: Instant) -> bool:
    """Whether exactly the expected rows are there, each ok, each asked after the cut and fresh."""
    current = m.current
    return (
        current is not None
        and tuple(r.row for r in found) == expected_rows(m)
        and all(r.ok is True and current.cut < r.asked <= now and not _is_old(m, r, now) for r in found)
    )


def _is_old(m: Meeting, row: ProofRow, now: Instant) -> bool:
    """A look at the outside takes the second that it looks at."""
    takes = SECOND_US if row.row.endswith(DARK) else 0
    return row.asked < now - m.limits.fresh - takes


def _aged(m: Meeting, row: ProofRow, now: Instant) -> ProofRow:
    """A row that was asked before the cut, or too long ago, is not known."""
    cut = m.current.cut if m.current is not None else 0
    is_stale = row.asked <= cut or _is_old(m, row, now)
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
    return frozenset(
        leg.identity for leg in legs if leg.identity != want.worker and (leg.hidden or leg.identity not in want.members)
    )


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

"""From the rules' words to a port's and back: what it should hold of a meeting, and what a look at it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from incamera.platform.ids import new_id
from incamera.ports import (
    ChamberWanted,
    EngineFound,
    EnginePart,
    NoticeWanted,
    OriginFound,
    OriginPart,
    PermitWanted,
    RecordingFound,
    SpanFound,
)
from incamera.rules.meeting import KeptPassage, Meeting
from incamera.rules.outside import Permit, notice, permits
from incamera.rules.proof import FeedSeen, GateLook, LegSeen, Look, Passed, RecorderSeen
from incamera.rules.wanted import ChamberWant, chambers
from incamera.rules.words import SECOND_US, PhaseName, SeatId, Side

_NOBODY: Final[Mapping[str, frozenset[str]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chamber that an engine is asked to make, until the rules have taken or refused it."""

    use: str
    phase: PhaseName
    roster: frozenset[SeatId]
    name: str

    def fits(self, want: ChamberWant) -> bool:
        return want.name is None and (want.use, want.phase, want.roster) == (self.use, self.phase, self.roster)


def prefix_of(meeting_id: str) -> str:
    """What all chamber names of a meeting begin with; it does not tell the meeting."""
    return sha256(f"incamera chambers of\n{meeting_id}".encode()).hexdigest()[:12] + "-"


def candidates(m: Meeting, side: Side, known: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """One for each chamber that has still to be made: the known one, until the rules have answered, or a new one."""
    missing = [w for w in chambers(m) if w.side is side and w.name is None]
    return tuple(next((c for c in known if c.fits(want)), None) or _candidate(m, want) for want in missing)


def _candidate(m: Meeting, want: ChamberWant) -> Candidate:
    return Candidate(want.use, want.phase, want.roster, prefix_of(m.id) + new_id())


def part_of(m: Meeting, side: Side, make: Iterable[Candidate], *, hushed: bool) -> EnginePart:
    """What this engine should hold now. `hushed`: nobody may publish there, whatever the facts give."""
    named = tuple(
        ChamberWanted(w.name, w.everybody, _NOBODY if hushed else w.publishers)
        for w in chambers(m)
        if w.side is side and w.name is not None
    )
    made = tuple(ChamberWanted(c.name, frozenset(), _NOBODY) for c in make)
    return EnginePart(prefix_of(m.id), (*named, *made), frozenset(c.name for c in make))


def look_at(found: EngineFound, offered: Iterable[Candidate]) -> Look:
    """What was found, without the chambers that the rules have still to take."""
    names = {c.name for c in offered}
    legs = {
        chamber.name: tuple(LegSeen(g.identity, g.publishes, g.may_publish, g.hidden) for g in chamber.legs)
        for chamber in found.chambers
        if chamber.name not in names
    }
    return Look(found.asked, MappingProxyType(legs))


def origin_part(m: Meeting) -> OriginPart:
    """What the gate should know of a meeting."""
    return OriginPart(m.id, tuple(permit_of(p) for p in permits(m)), notice_of(m))


def permit_of(p: Permit) -> PermitWanted:
    """A permit as the port takes it."""
    return PermitWanted(p.span, p.opens, p.closes, p.sends, p.destroy)


def notice_of(m: Meeting) -> NoticeWanted:
    """What the public page may read, as the port takes it."""
    n = notice(m)
    w = n.words
    return NoticeWanted(
        w.state,
        w.since,
        w.reason,
        w.expected,
        n.title,
        n.starts,
        n.zone,
        n.delegations,
        n.items,
        n.item,
        n.delay_s * SECOND_US,
    )


def gate_look(found: OriginFound) -> GateLook:
    """What the gate stated, as the rules read it."""
    spans = {s.span: _passed(s) for s in found.spans}
    recorder = _recorder(found.recording) if found.recording is not None else None
    feeds: dict[str, FeedSeen] = {}
    for f in sorted(found.feeds, key=lambda f: f.since):  # of two connections, one of them dying, the newer
        given = max(f.given_until, feeds[f.feed].given_until if f.feed in feeds else 0)
        feeds[f.feed] = FeedSeen(f.state, f.since, given)
    return GateLook(found.asked, MappingProxyType(spans), found.audience, MappingProxyType(feeds), recorder)


def _passed(s: SpanFound) -> Passed:
    return Passed(s.passes_until, s.closes, s.public_until, s.destroyed, s.kept_until, s.kept_ended)


def _recorder(r: RecordingFound) -> RecorderSeen:
    passages = tuple(KeptPassage(*passage) for passage in r.passages)
    return RecorderSeen(r.state, r.since, r.kept_until, r.unfinished, passages)

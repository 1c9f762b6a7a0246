"""Who has engaged whom, by which channel and at which level, and whom not yet. Nothing here is stored.

A counterpart is a person, or an organisation, which is engaged through whoever held an office in it then. Only what
happened counts: a planned engagement is a commitment until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from incamera.rules.words import Instant

CHANNELS: Final = ("in_person", "virtual", "phone", "letter")
SPOKEN: Final = frozenset({"in_person", "virtual", "phone"})
"""Channels by which one speaks with somebody; a letter is written to them."""
LEVELS: Final = ("principal", "deputy", "working")
ANY_CHANNEL: Final = frozenset(CHANNELS)
ANY_LEVEL: Final = frozenset(LEVELS)


class Standing(IntEnum):
    """How far an official has come with a counterpart; more is more."""

    NOT_YET = 0
    DEPUTIES_ONLY = 1
    ENGAGED = 2


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in one engagement, with the organisation and level of that day, whatever office came later."""

    person: str
    level: str
    organisation: str | None = None
    stands_for: str | None = None
    """The person whose deputy this one was."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """One contact. `officials` are of the office, `counterparts` of the others; `day` is that of `at` where it was."""

    id: str
    channel: str
    at: Instant
    day: date
    happened: bool
    officials: tuple[Participant, ...]
    counterparts: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """An official and a counterpart of the target list; `counterpart` is a person or an organisation."""

    official: str
    counterpart: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What is between the two: every engagement behind it by id, oldest first."""

    standing: Standing = Standing.NOT_YET
    channels: tuple[str, ...] = ()
    """In the order of `CHANNELS`."""
    first: date | None = None
    last: date | None = None
    evidence: tuple[str, ...] = ()


def cell(
    pair: Pair,
    engagements: Iterable[Engagement],
    channels: frozenset[str] = ANY_CHANNEL,
    levels: frozenset[str] = ANY_LEVEL,
) -> Cell:
    """What happened between the two by these channels and at these levels."""
    found = sorted(
        ((e, level) for e in engagements if e.channel in channels and (level := level_of(pair, e)) in levels),
        key=lambda found: (found[0].at, found[0].id),
    )
    if not found:
        return Cell()
    used = {e.channel for e, _ in found}
    return Cell(
        Standing.ENGAGED if any(level == "principal" for _, level in found) else Standing.DEPUTIES_ONLY,
        tuple(c for c in CHANNELS if c in used),
        min(e.day for e, _ in found),
        max(e.day for e, _ in found),
        tuple(e.id for e, _ in found),
    )


def level_of(pair: Pair, engagement: Engagement) -> str | None:
    """At which level the engagement brought the two together: the lower of both sides; None where it did not."""
    if not engagement.happened:
        return None
    ours = _nearest(engagement.officials, pair.official)
    theirs = _nearest(engagement.counterparts, pair.counterpart)
    return None if ours is None or theirs is None else max(ours, theirs, key=LEVELS.index)


def matrix(
    pairs: Iterable[Pair],
    engagements: Iterable[Engagement],
    channels: frozenset[str] = ANY_CHANNEL,
    levels: frozenset[str] = ANY_LEVEL,
) -> Mapping[Pair, Cell]:
    """Every pair of the target list with what is between the two."""
    known = tuple(engagements)
    return {pair: cell(pair, known, channels, levels) for pair in pairs}


def not_yet(cells: Mapping[Pair, Cell]) -> tuple[Pair, ...]:
    """The pairs without any contact, in the order of the target list."""
    return tuple(pair for pair, found in cells.items() if found.standing is Standing.NOT_YET)


def _nearest(participants: Iterable[Participant], who: str) -> str | None:
    """The best level at which a person or organisation took part."""
    levels = (_level(p, who) for p in participants if who in {p.person, p.organisation, p.stands_for})
    return min(levels, key=LEVELS.index, default=None)


def _level(p: Participant, who: str) -> str:
    """Who is stood for was not there: at best that is a deputy's contact."""
    return p.level if who in {p.person, p.organisation} else max(p.level, "deputy", key=LEVELS.index)

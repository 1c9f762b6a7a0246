"""Coverage in sentences that can be read aloud; each fact carries the entries that it rests on.

"has spoken with A and B, by phone and virtually; not yet with C; has not travelled to the region".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from incamera.rules.office.coverage import CHANNELS, SPOKEN, Cell, Standing

BY: Final = {"in_person": "in person", "virtual": "virtually", "phone": "by phone", "letter": "by letter"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and the ids of the records that they rest on; words that join others, and what never happened, have none."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A counterpart as one says it, and what is between it and the official."""

    name: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Journeys:
    """Journeys of the official to the countries of a region."""

    region: str
    evidence: tuple[str, ...] = ()


def sentence(official: str, counterparts: Iterable[Named], journeys: Journeys | None = None) -> tuple[Piece, ...]:
    """One sentence on one official; names keep the order of the target list."""
    listed = tuple(counterparts)
    clauses = [*_spoken(listed), *_deputies(listed), *_not_yet(listed)]
    if journeys is not None:
        words = f"has {'' if journeys.evidence else 'not '}travelled to {journeys.region}"
        clauses.append([Piece(words, journeys.evidence)])
    if not clauses:
        clauses = [[Piece("has nobody on the list to engage")]]
    return (Piece(f"{official} "), *_joined(clauses, "; "), Piece("."))


def _spoken(listed: tuple[Named, ...]) -> list[list[Piece]]:
    """One clause for each way of having been in contact, the nearest first."""
    groups: dict[tuple[str, ...], list[Named]] = {}
    for named in listed:
        if named.cell.standing is Standing.ENGAGED:
            groups.setdefault(named.cell.channels, []).append(named)
    ordered = sorted(groups.items(), key=lambda group: [CHANNELS.index(c) for c in group[0]])
    return [_clause(channels, who) for channels, who in ordered]


def _clause(channels: tuple[str, ...], who: list[Named]) -> list[Piece]:
    if SPOKEN.isdisjoint(channels):
        return [Piece("has written to "), *_names(who)]
    return [Piece("has spoken with "), *_names(who), Piece(f", {_and([BY[c] for c in channels])}")]


def _deputies(listed: tuple[Named, ...]) -> list[list[Piece]]:
    who = [named for named in listed if named.cell.standing is Standing.DEPUTIES_ONLY]
    return [[Piece("by deputies only with "), *_names(who)]] if who else []


def _not_yet(listed: tuple[Named, ...]) -> list[list[Piece]]:
    who = [named for named in listed if named.cell.standing is Standing.NOT_YET]
    return [[Piece("not yet with "), *_names(who)]] if who else []


def _names(who: list[Named]) -> list[Piece]:
    pieces: list[Piece] = []
    for n, named in enumerate(who):
        if n:
            pieces.append(Piece(" and " if n == len(who) - 1 else ", "))
        pieces.append(Piece(named.name, named.cell.evidence))
    return pieces


def _joined(clauses: list[list[Piece]], by: str) -> list[Piece]:
    return [piece for n, clause in enumerate(clauses) for piece in ([Piece(by)] if n else []) + clause]


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def spelled(pieces: Iterable[Piece]) -> str:
    """The sentence as plain text."""
    return "".join(piece.text for piece in pieces)

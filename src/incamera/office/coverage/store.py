"""Cells of the matrix and the pairs without a contact, by SQL; `rules.office.coverage` says what they must be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.store import is_among
from incamera.office.records.tables import ContactRow
from incamera.rules.office.access import Reader
from incamera.rules.office.coverage import ANY_CHANNEL, ANY_LEVEL, CHANNELS, Pair, Standing

ALL: frozenset[str] = ANY_CHANNEL


@dataclass(slots=True)
class Summary:
    """A cell without the list behind it: `count` engagements, which `evidence` names."""

    standing: Standing = Standing.NOT_YET
    channels: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    count: int = 0
    _used: set[str] = field(default_factory=set)

    def add(self, channel: str, first: int, last: int, count: int, is_principal: int) -> None:
        """Take in what happened by one channel."""
        self._used.add(channel)
        self.channels = tuple(c for c in CHANNELS if c in self._used)
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)
        self.count += count
        self.standing = max(self.standing, Standing.ENGAGED if is_principal else Standing.DEPUTIES_ONLY)


async def cells(
    session: AsyncSession,
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    channels: frozenset[str] = ALL,
    levels: frozenset[str] = ANY_LEVEL,
) -> dict[Pair, Summary]:
    """What is between each of them in the engagements that the reader may read; pairs without a contact are absent."""
    asked = (
        select(
            ContactRow.official,
            ContactRow.counterpart,
            ContactRow.channel,
            func.min(ContactRow.at),
            func.max(ContactRow.at),
            func.count(),
            func.max(case((ContactRow.level == "principal", 1), else_=0)),
        )
        .where(*_between(reader, officials, counterparts, channels, levels))
        .group_by(ContactRow.official, ContactRow.counterpart, ContactRow.channel)
    )
    found: dict[Pair, Summary] = {}
    for official, counterpart, *rest in (await session.execute(asked)).all():
        found.setdefault(Pair(official, counterpart), Summary()).add(*rest)
    return found


async def evidence(
    session: AsyncSession,
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    channels: frozenset[str] = ALL,
    levels: frozenset[str] = ANY_LEVEL,
) -> dict[Pair, tuple[str, ...]]:
    """The engagements behind each cell that the reader may read, oldest first; pairs without a contact are absent."""
    asked = (
        select(ContactRow.official, ContactRow.counterpart, ContactRow.engagement)
        .where(*_between(reader, officials, counterparts, channels, levels))
        .order_by(ContactRow.at, ContactRow.engagement)
    )
    found: dict[Pair, list[str]] = {}
    for official, counterpart, engagement in (await session.execute(asked)).all():
        found.setdefault(Pair(official, counterpart), []).append(engagement)
    return {pair: tuple(ids) for pair, ids in found.items()}


async def engaged(
    session: AsyncSession,
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    channels: frozenset[str] = ALL,
    levels: frozenset[str] = ANY_LEVEL,
) -> set[Pair]:
    """The pairs that have had any contact that the reader may know of; all others are not yet engaged."""
    asked = (
        select(ContactRow.official, ContactRow.counterpart)
        .where(*_between(reader, officials, counterparts, channels, levels))
        .distinct()
    )
    return {Pair(*row) for row in (await session.execute(asked)).all()}


def _between(
    reader: Reader,
    officials: Iterable[str],
    counterparts: Iterable[str],
    channels: frozenset[str],
    levels: frozenset[str],
) -> list[Any]:
    where = [ContactRow.official.in_(list(officials)), ContactRow.counterpart.in_(list(counterparts))]
    where.append(is_among(reader, ContactRow.engagement))
    if channels != ALL:
        where.append(ContactRow.channel.in_(sorted(channels)))
    return where if levels == ANY_LEVEL else [*where, ContactRow.level.in_(sorted(levels))]

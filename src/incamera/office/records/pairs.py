"""How each official and counterpart have ever been in contact, one row a pair: what counting those of a large office asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import and_, case, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.tables import ContactRow, PairRow
from incamera.rules.office.coverage import CHANNELS, LEVELS

BITS: Final = {(channel, level): 1 << n for n, (channel, level) in enumerate((c, v) for c in CHANNELS for v in LEVELS)}
"""Stored: a new channel or level goes to the end."""


def how(channels: Iterable[str], levels: Iterable[str]) -> int:
    """The bits of contacts by any of these channels at any of these levels."""
    wanted = frozenset(levels)
    return sum(BITS[channel, level] for channel in frozenset(channels) for level in wanted)


async def count_again(session: AsyncSession, officials: Iterable[str], counterparts: Iterable[str]) -> None:
    """Make the rows of all pairs of these anew from their contacts."""
    ours, theirs = sorted(officials), sorted(counterparts)
    if not ours or not theirs:
        return
    between = ContactRow.official.in_(ours), ContactRow.counterpart.in_(theirs)
    found = (
        select(ContactRow.official, ContactRow.counterpart, ContactRow.channel, ContactRow.level)
        .where(*between)
        .distinct()
        .subquery()
    )
    bit = case(*((and_(found.c.channel == c, found.c.level == v), bit) for (c, v), bit in BITS.items()))
    made = select(found.c.official, found.c.counterpart, func.sum(bit)).group_by(found.c.official, found.c.counterpart)
    await session.execute(delete(PairRow).where(PairRow.official.in_(ours), PairRow.counterpart.in_(theirs)))
    await session.execute(insert(PairRow).from_select(["official", "counterpart", "how"], made))

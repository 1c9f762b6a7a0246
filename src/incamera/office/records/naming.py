"""What the records are called that others name, as far as a reader may read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.store import readable_by
from incamera.office.records.tables import RecordRow
from incamera.office.records.texts import texts_in
from incamera.platform.ids import is_id
from incamera.rules.office.access import Reader

CALLED_BY: Final = ("name", "title", "what", "channel", "place", "country")
"""Fields that tell what a record is called; the first that holds something does."""
AT_ONCE: Final = 5_000
"""Ids in one statement: drivers have a limit."""


@dataclass(frozen=True, slots=True)
class Named:
    """Of an engagement the name is its channel."""

    kind: str
    name: str


async def names_of(session: AsyncSession, reader: Reader, ids: Iterable[str]) -> dict[str, Named]:
    """The names of these records; what the reader may not read is absent."""
    found: dict[str, Named] = {}
    all_ids = sorted(set(ids))
    for n in range(0, len(all_ids), AT_ONCE):
        some = all_ids[n : n + AT_ONCE]
        asked = select(RecordRow.id, RecordRow.kind, _name()).where(RecordRow.id.in_(some), readable_by(reader))
        found |= {record: Named(kind, name) for record, kind, name in await session.execute(asked)}
    return found


def ids_in(value: Any) -> Iterator[str]:
    """Every id that stands in stored fields."""
    return filter(is_id, texts_in(value))


def _name() -> ColumnElement[str]:
    return func.coalesce(*(func.nullif(RecordRow.fields[field].as_string(), "") for field in CALLED_BY), "")

"""What of a record lies outside its mandate, judged by the scope that was in force on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.records.kinds import Engagement, PublicEvent, Travel
from incamera.office.records.store import fields_of
from incamera.office.records.tables import RecordRow
from incamera.rules.office.access import Reader
from incamera.rules.office.scope import Outside, Scope, outside

JUDGED = frozenset({Engagement.kind, PublicEvent.kind, Travel.kind})


async def outside_of(session: AsyncSession, reader: Reader, rows: Sequence[RecordRow]) -> Mapping[str, Outside]:
    """For each engagement, public event and journey under a mandate that the reader may read; others are absent."""
    judged = [row for row in rows if row.kind in JUDGED and row.mandate is not None]
    mandates = await fields_of(session, reader, {str(row.mandate) for row in judged})
    judged = [row for row in judged if row.mandate in mandates]
    organisations = await fields_of(session, reader, {o for row in judged for o in _organisations(row.fields)})
    return {
        row.id: outside(
            _scopes(mandates[str(row.mandate)]),
            row.at,
            frozenset(row.fields.get("topics", ())),
            _countries(row.fields, organisations),
        )
        for row in judged
    }


def _scopes(mandate: Mapping[str, Any]) -> list[Scope]:
    """An empty list covers everything."""
    return [
        Scope(
            s["since"],
            frozenset(s["topics"]) or None,
            frozenset(s["countries"]) or None,
            frozenset(s["topics_out"]),
            frozenset(s["countries_out"]),
        )
        for s in mandate["scopes"]
    ]


def _organisations(fields: Mapping[str, Any]) -> Iterable[str]:
    return (p["organisation"] for p in fields.get("counterparts", ()) if p["organisation"])


def _countries(fields: Mapping[str, Any], organisations: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Where it was, and whose states or bodies took part."""
    theirs = (organisations[o]["country"] for o in _organisations(fields) if o in organisations)
    return frozenset(c for c in (fields.get("country"), *theirs) if c)

"""The naive way: read every engagement and let the rules count, in Python."""

from __future__ import annotations

import time

from sqlalchemy import select

from incamera.office.records.kinds import Engagement, Mandate
from incamera.office.records.store import as_contact
from incamera.office.records.tables import RecordRow
from incamera.platform.db import Database
from incamera.rules.office.coverage import Pair, level_of


async def naive(database: Database, mandate: str) -> int:
    """Microseconds until it is known whom the officials of a mandate have not engaged. Pairs come from each engagement's
    participants: pair by pair over all engagements, as the rule reads, would take a thousand times as long."""
    begun = time.perf_counter()
    async with database.reading() as session:
        on = Mandate.model_validate((await session.get_one(RecordRow, mandate)).fields)
        rows = await session.execute(select(RecordRow.id, RecordRow.fields).where(RecordRow.kind == Engagement.kind))
        known = [as_contact(row.id, Engagement.model_validate(row.fields)) for row in rows]
    officials, counterparts = frozenset(on.officials), frozenset(on.counterparts)
    engaged = {
        Pair(a, b)
        for one in known
        for a in {key for p in one.officials for key in (p.person, p.stands_for) if key in officials}
        for b in {key for p in one.counterparts for key in (p.person, p.organisation) if key in counterparts}
        if level_of(Pair(a, b), one) is not None
    }
    print(f"naive: {len(officials) * len(counterparts) - len(engaged)} not yet", flush=True)
    return round((time.perf_counter() - begun) * 1e6)

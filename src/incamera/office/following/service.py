"""Follow the house's ledger: a meeting that ended after it was on the record becomes an engagement, once.

The cursor moves in the transaction that enters the engagement, so neither a crash nor a second process doubles or loses
one. A meeting of which no side is known to be ours waits until the office has learned more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.ledger.reader import Recorded, acts, read
from incamera.office.following.attended import LEVEL_OF, Attended, attended
from incamera.office.following.matching import BY_HOUSE, Matching, title_of
from incamera.office.following.tables import CursorRow, FollowedRow
from incamera.office.records.kinds import Engagement
from incamera.office.records.service import Records
from incamera.office.records.tables import OfficeEntryRow
from incamera.office.records.timing import local_day
from incamera.platform.errors import ProductError
from incamera.rules.meeting import Delegation, Meeting
from incamera.rules.words import ENDED

PAUSE_S: Final = 2.0
CUT: Final = "span_cut"

States = Callable[[str, Sequence[Recorded]], Iterable[Meeting]]
"""Every state that a meeting went through, from its entries."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Following:
    """The office's eye on the house."""

    records: Records
    states: States

    async def run(self) -> None:
        """For ever; a database that fails is tried again after a pause."""
        while True:
            try:
                await self.follow()
            except SQLAlchemyError as error:
                _log.warning("following_failed", exc_info=error)
            await asyncio.sleep(PAUSE_S)

    async def follow(self) -> None:
        """Take in what has ended since the last call, and what waited if the office has learned more since."""
        async with self.records.database.reading() as session:
            cursor = await session.get(CursorRow, 1) or CursorRow(one=1, position=0, office_seq=0)
            cuts = await acts(session, CUT, after=cursor.position)
            known = await _newest(session)
            waiting = await session.scalars(select(FollowedRow.meeting).where(FollowedRow.engagement.is_(None)))
            again = list(waiting) if known != cursor.office_seq else []
        for meeting, act in cuts:
            if act.body["phase"] == ENDED:
                await self._take(meeting, position=act.position)
        for meeting in again:
            await self._take(meeting)
        if again or known != cursor.office_seq:
            async with self.records.database.transaction() as session:
                (await _cursor(session)).office_seq = known

    async def _take(self, meeting: str, *, position: int = 0) -> None:
        async with self.records.database.transaction() as session:
            cursor = await _cursor(session)
            row = await session.get(FollowedRow, meeting)
            if cursor.position < position or (row is not None and row.engagement is None):
                await self._follow_one(session, meeting, row)
            cursor.position = max(cursor.position, position)

    async def _follow_one(self, session: AsyncSession, meeting: str, row: FollowedRow | None) -> None:
        """Enter it, or let it wait. One that this version cannot read is said in the log and left out."""
        try:
            seen = attended(self.states(meeting, await read(session, meeting)))
        except (LookupError, ValueError) as error:
            _log.warning("meeting_unreadable", meeting=meeting, exc_info=error)
            return
        if seen is None or len({s.delegation for s in seen.seats}) < 2:
            return
        row = row or FollowedRow(meeting=meeting, engagement=None)
        session.add(row)
        try:
            async with session.begin_nested():
                row.engagement = await self._entered(session, meeting, seen)
        except (ProductError, ValidationError) as error:
            _log.warning("meeting_not_entered", meeting=meeting, exc_info=error)
            await session.refresh(row)

    async def _entered(self, session: AsyncSession, meeting: str, seen: Attended) -> str | None:
        plan = seen.plan
        matching = Matching(self.records, session, local_day(seen.start, plan.zone))
        ours = await _ours(matching, seen)
        if not ours or not any(s.delegation not in ours for s in seen.seats):
            return None
        sides: dict[bool, dict[str, dict[str, Any]]] = {True: {}, False: {}}
        named = {d.id: d for d in plan.delegations}
        for seat in seen.seats:
            is_ours = seat.delegation in ours
            organisation = await matching.organisation_id(named[seat.delegation], is_ours=is_ours)
            person = await matching.person_id(seat, organisation, is_official=is_ours)
            part = {"level": LEVEL_OF[seat.role], "organisation": organisation, "title": title_of(seat)}
            sides[is_ours].setdefault(person, {"person": person, **part})
        fields = {
            "channel": "virtual",
            "start": seen.start,
            "end": seen.end,
            "zone": plan.zone,
            "on_record": True,
            "officials": list(sides[True].values()),
            "counterparts": list(sides[False].values()),
            "meeting": meeting,
            "note": plan.title,
        }
        return await self.records.enter_in(session, Engagement.model_validate(fields), by=BY_HOUSE)


async def _ours(matching: Matching, seen: Attended) -> frozenset[str]:
    """The sides that are the office's: by their organisations, else by officials that are known."""
    delegations: dict[str, Delegation] = {d.id: d for d in seen.plan.delegations}
    known = {d.id: await matching.organisation(d) for d in delegations.values()}
    ours = frozenset(name for name, organisation in known.items() if organisation and organisation.is_ours)
    if ours:
        return ours
    return frozenset([s.delegation for s in seen.seats if await matching.is_official(s, delegations[s.delegation])])


async def _cursor(session: AsyncSession) -> CursorRow:
    row = await session.get(CursorRow, 1)
    if row is None:
        row = CursorRow(one=1, position=0, office_seq=0)
        session.add(row)
    return row


async def _newest(session: AsyncSession) -> int:
    """The office's newest entry; -1 before there is any, so that the first one counts as news."""
    found = await session.scalar(select(func.max(OfficeEntryRow.seq)))
    return -1 if found is None else int(found)

"""Who reads the office besides the desk: granted and ended by the desk, let in by single-use links.

Protects against: a link or a database that is read later (a link works once, both are kept as hashes), a browser that is
lost (a new link ends the former one's reading), a reader whose time is over. Does not protect against: whoever sees a
fresh link before its reader uses it; what a reader has copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.access.schemas import LinkMade, ReaderSent
from incamera.office.access.tables import ReaderCookieRow, ReaderLinkRow, ReaderRow
from incamera.office.records import ledger
from incamera.office.records.kinds import Mandate, Organisation, Person
from incamera.office.records.store import kinds_of
from incamera.platform.clock import SECOND_US, Clock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id, new_secret, secret_hash
from incamera.platform.links import redeem
from incamera.rules.office.access import OFFICIAL, OVERSIGHT, STAFF, TEAM, Reader

LINK_KEPT_US: Final = 24 * 3_600 * SECOND_US
COOKIE_KEPT_S: Final = 30 * 24 * 3_600
OF_KIND: Final = {OFFICIAL: Person.kind, TEAM: Person.kind, OVERSIGHT: Organisation.kind}
"""Kinds of readers who read as somebody, with the kind of that one's record."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers of this office."""

    database: Database
    clock: Clock

    async def grant(self, sent: ReaderSent, *, by: str) -> LinkMade:
        """Let somebody read; gives their first link. Raises ProductError 422 naming the field at fault."""
        row = ReaderRow(id=new_id(), granted=self.clock.now(), **sent.model_dump())
        async with self.database.transaction() as session:
            await _check(session, sent)
            session.add(row)
            await session.flush()
            await self._write(session, "reader_granted", row.id, {"by": by, "reader": sent.model_dump()})
            return await self._link(session, row)

    async def new_link(self, reader: str) -> LinkMade:
        """A fresh link; those that were not used are void. Raises ProductError 404."""
        async with self.database.transaction() as session:
            return await self._link(session, await self._present(session, reader))

    async def end(self, reader: str, *, by: str) -> None:
        """Nobody reads as them from now on. Raises ProductError 404."""
        async with self.database.transaction() as session:
            row = await self._present(session, reader)
            row.ended = self.clock.now()
            await self._write(session, "reader_ended", row.id, {"by": by})
            await session.execute(delete(ReaderCookieRow).where(ReaderCookieRow.reader == reader))
            await session.execute(delete(ReaderLinkRow).where(ReaderLinkRow.reader == reader))

    async def listed(self) -> Sequence[ReaderRow]:
        """Every reader there is or was, the newest first."""
        async with self.database.reading() as session:
            return (await session.scalars(select(ReaderRow).order_by(ReaderRow.granted.desc(), ReaderRow.id))).all()

    async def redeem(self, secret: str) -> str:
        """A cookie for the link's secret. Raises ProductError 410 `link_used` or `link_expired`, 404 `link_unknown`."""
        now, token = self.clock.now(), new_secret()
        async with self.database.transaction() as session:
            link = await redeem(session, ReaderLinkRow, secret, now)
            await session.execute(delete(ReaderCookieRow).where(ReaderCookieRow.reader == link.reader))
            expires = now + COOKIE_KEPT_S * SECOND_US
            session.add(ReaderCookieRow(reader=link.reader, token_hash=secret_hash(token), expires=expires))
        return token

    async def leave(self, token: str | None) -> bool:
        """End the reading in a browser with this cookie; False where nobody read."""
        async with self.database.transaction() as session:
            cookie = delete(ReaderCookieRow).where(ReaderCookieRow.token_hash == secret_hash(token or ""))
            done = await session.execute(cookie)
        return isinstance(done, CursorResult) and done.rowcount == 1

    async def reading(self, token: str | None) -> Reader | None:
        """Who reads in a browser with this cookie; None where nobody does, or not any more."""
        if not token:
            return None
        now = self.clock.now()
        asked = select(ReaderRow).join(ReaderCookieRow, ReaderCookieRow.reader == ReaderRow.id)
        asked = asked.where(ReaderCookieRow.token_hash == secret_hash(token), ReaderCookieRow.expires > now)
        async with self.database.reading() as session:
            row = (await session.scalars(asked)).first()
        if row is None or _is_over(row, now):
            return None
        return Reader(row.kind, row.of, frozenset(row.mandates))

    async def _present(self, session: AsyncSession, reader: str) -> ReaderRow:
        row = await session.get(ReaderRow, reader)
        if row is None or _is_over(row, self.clock.now()):
            raise ProductError("reader_unknown", 404, "There is no such reader, or not any more.")
        return row

    async def _link(self, session: AsyncSession, row: ReaderRow) -> LinkMade:
        secret, expires = new_secret(), self.clock.now() + LINK_KEPT_US
        unused = delete(ReaderLinkRow).where(ReaderLinkRow.reader == row.id, ReaderLinkRow.redeemed.is_(None))
        await session.execute(unused)
        session.add(ReaderLinkRow(secret_hash=secret_hash(secret), reader=row.id, expires=expires, redeemed=None))
        return LinkMade(reader=row.id, secret=secret, expires=expires)

    async def _write(self, session: AsyncSession, kind: str, subject: str, body: dict[str, Any]) -> None:
        body["subject"] = subject
        await ledger.append(session, at=self.clock.now(), kind=kind, subject=subject, body=body)


def _is_over(row: ReaderRow, now: int) -> bool:
    return row.ended is not None or (row.until is not None and row.until <= now)


async def _check(session: AsyncSession, sent: ReaderSent) -> None:
    """Raises ProductError 422 where a reader is nobody in particular, or has what their kind has no use for."""
    kinds = await kinds_of(session, {*sent.mandates, *([sent.of] if sent.of else [])})
    wanted = OF_KIND.get(sent.kind)
    if (kinds.get(sent.of) if sent.of else None) != wanted:
        expected = f"the id of a record of kind {wanted}" if wanted else "nothing: staff work on mandates"
        raise ProductError("reader_incomplete", 422, "It is not clear for whom they read.", "of", expected)
    if bool(sent.mandates) != (sent.kind == STAFF) or any(kinds.get(m) != Mandate.kind for m in sent.mandates):
        expected = "ids of mandates, at least one" if sent.kind == STAFF else "none: only staff read by mandates"
        raise ProductError("reader_incomplete", 422, "It is not clear on what they work.", "mandates", expected)

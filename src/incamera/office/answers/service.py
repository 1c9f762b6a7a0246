"""Four questions of a relation: whom not yet, when and how with whom, what was promised, what was directed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.answers.finding import name_of, named
from incamera.office.coverage import store as coverage_store
from incamera.office.coverage.service import Coverage, Row
from incamera.office.coverage.store import Counted
from incamera.office.records.kinds import Commitment, Directive, Mandate, Person
from incamera.office.records.store import fields_of, found
from incamera.office.records.tables import RecordRow
from incamera.office.records.timing import local_day
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.rules.office.access import Reader
from incamera.rules.office.coverage import Pair
from incamera.rules.office.due import Window, is_late
from incamera.rules.office.sentences import BY, spelled


@dataclass(frozen=True, slots=True)
class Line:
    """One fact in words, and the ids of the records that it rests on."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers made of what a reader may read. Each raises ProductError for a name that is unknown or may be several."""

    database: Database
    clock: Clock
    reader: Reader

    async def not_yet(
        self, official: str, mandate: str | None = None, channels: frozenset[str] = coverage_store.ALL
    ) -> list[Line]:
        """Whom has this official not engaged yet, of each list of theirs?"""
        async with self.database.reading() as session:
            who = await named(session, self.reader, official, [Person.kind])
            rows = (
                [await named(session, self.reader, mandate, [Mandate.kind])]
                if mandate
                else await _mandates_of(session, self.reader, who.id)
            )
        coverage = Coverage(self.database)
        lines: list[Line] = []
        for row in rows:
            said = await coverage.sentences(self.reader, row.id, of=who.id)
            missing = await self._missing(coverage, row.id, who.id, Counted(channels)) if said else []
            lines += [Line(name_of(row), (row.id,)), *(Line(f"not yet: {_called(one)}", (one.id,)) for one in missing)]
            lines += [Line(spelled(pieces), _behind(pieces)) for _, pieces in said]
        return lines

    async def _missing(self, coverage: Coverage, mandate: str, official: str, counted: Counted) -> list[Row]:
        found: list[Row] = []
        since: int | None = 0
        while since is not None:
            part = await coverage.not_yet(self.reader, mandate, official, counted, since=since)
            found += part.counterparts
            since = part.next
        return found

    async def engaged_with(
        self, official: str, counterpart: str, channels: frozenset[str] = coverage_store.ALL
    ) -> list[Line]:
        """When and by which channel with this person or organisation, oldest first?"""
        async with self.database.reading() as session:
            a, b = (
                await named(session, self.reader, official, [Person.kind]),
                await named(session, self.reader, counterpart),
            )
            behind = await coverage_store.evidence(session, self.reader, [a.id], [b.id], Counted(channels))
            rows = [await session.get_one(RecordRow, i) for i in behind.get(Pair(a.id, b.id), ())]
        if not rows:
            return [Line(f"{name_of(a)} and {name_of(b)}: not yet", (a.id, b.id))]
        return [Line(_contact(row.fields), (row.id,)) for row in rows]

    async def promised(self, official: str, counterpart: str | None = None) -> list[Line]:
        """What did this official promise, to whom, in which words, and was it kept?"""
        async with self.database.reading() as session:
            owner = await named(session, self.reader, official)
            to = await named(session, self.reader, counterpart) if counterpart else None
            rows = [
                row
                for row in reversed(await found(session, self.reader, kind=Commitment.kind, about=owner.id))
                if row.fields["owner"] == owner.id and (to is None or row.fields["counterpart"] == to.id)
            ]
            names = await _names(session, self.reader, (row.fields["counterpart"] for row in rows))
        today = local_day(self.clock.now(), "UTC")
        return [_promise(row, names, today) for row in rows]

    async def directed(self, official: str, mandate: str | None = None) -> list[Line]:
        """What has this official directed, under this mandate or any?"""
        async with self.database.reading() as session:
            who = await named(session, self.reader, official, [Person.kind])
            under = await named(session, self.reader, mandate, [Mandate.kind]) if mandate else None
            rows = [
                row
                for row in reversed(await found(session, self.reader, kind=Directive.kind, about=who.id))
                if row.fields["official"] == who.id and (under is None or row.mandate == under.id)
            ]
            names = await _names(session, self.reader, (row.fields["to"] for row in rows))
        return [_direction(row, names) for row in rows]


async def _mandates_of(session: AsyncSession, reader: Reader, official: str) -> Sequence[RecordRow]:
    """Those that the official leads or has a list of."""
    rows = await found(session, reader, kind=Mandate.kind, about=official)
    return [row for row in rows if official in (row.fields["officials"] or [row.fields["lead"]])]


async def _names(session: AsyncSession, reader: Reader, ids: Iterable[str | None]) -> Mapping[str, str]:
    """What they are called; whoever the reader may not know of has no name."""
    known = await fields_of(session, reader, {i for i in ids if i is not None})
    return {i: str(fields["name"]) for i, fields in known.items()}


def _called(row: Row) -> str:
    return f"{row.name}, {row.title}" if row.title else row.name


def _behind(pieces: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for piece in pieces for i in piece.evidence))


def _contact(fields: Mapping[str, Any]) -> str:
    day = local_day(fields["start"], fields["zone"]).isoformat()
    record = ", on the record" if fields["on_record"] else ""
    place = f", {fields['place']}" if fields["place"] else ""
    return f"{day} {BY[fields['channel']]}{place}{record}"


def _promise(row: RecordRow, names: Mapping[str, str], today: date) -> Line:
    kept = Commitment.model_validate(row.fields)
    to = f" to {names[kept.counterpart]}" if kept.counterpart is not None and kept.counterpart in names else ""
    words = f': "{kept.words}"' if kept.words else ""
    evidence = tuple(i for i in (row.id, kept.engagement, kept.kept_by) if i is not None)
    return Line(f"{kept.what}{to}{words}; {_due(kept)}; {_state(kept, today)}", evidence)


def _due(kept: Commitment) -> str:
    window = f"{kept.due_first} to {kept.due_last}" if kept.due_first else "no day stated"
    return f"due {kept.due_words} ({window})" if kept.due_words else f"due {window}"


def _state(kept: Commitment, today: date) -> str:
    """`open` is late once its last day is over."""
    due = Window(kept.due_first, kept.due_last) if kept.due_first and kept.due_last else None
    state = "late" if kept.state == "open" and is_late(due, today) else kept.state
    return f"{state} ({kept.reason})" if kept.reason else state


def _direction(row: RecordRow, names: Mapping[str, str]) -> Line:
    given = Directive.model_validate(row.fields)
    day = local_day(given.at, "UTC").isoformat()
    papers = f"; {', '.join(d.name for d in given.evidence)}" if given.evidence else ""
    to = f" to {names[given.to]}" if given.to in names else ""
    return Line(f"{day}{to}: {given.what}; {given.state.replace('_', ' ')}{papers}", (row.id,))

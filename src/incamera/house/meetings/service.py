"""The meetings of this house in memory, and the one door through which a fact is added to one.

A meeting is the fold of its ledger; nothing else is stored of it. What is decided becomes entries in one transaction,
and only then the meeting in memory is exchanged and the bells are rung. If a commit ends in doubt, the meeting is
read again from its ledger before anything else is decided.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.ledger.reader import read
from incamera.house.ledger.store import anchor, append
from incamera.house.meetings.codec import encode
from incamera.house.meetings.replay import Fold, Replayed, ends_closed_stretch, is_closed_act
from incamera.house.meetings.store import meeting_ids, note_done, was_done
from incamera.house.meetings.tables import MeetingRow
from incamera.platform.bell import Bell
from incamera.platform.clock import Clock
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id
from incamera.rules.commands import Command, Shut
from incamera.rules.decide import Denied, decide, decide_plan
from incamera.rules.events import Event, Planned
from incamera.rules.meeting import Limits, Meeting, Plan, side_of
from incamera.rules.profile import Profile
from incamera.rules.proof import LegSeen, Seen
from incamera.rules.steps import Step, decide_step
from incamera.rules.words import Instant, SeatId, Side

STALE: Final = "stale"
"""The reason given when what a decision rested on has changed meanwhile: nothing happened."""

Also: TypeAlias = Callable[[AsyncSession], Awaitable[None]]
"""Rows that are written in the same transaction as the entries, before them."""

AlsoNew: TypeAlias = Callable[[AsyncSession, str], Awaitable[None]]
"""The same for a new meeting, whose id it is told."""

Answer: TypeAlias = tuple[Event, ...] | Denied

_log = structlog.get_logger(__name__)


class MeetingUnknownError(ProductError):
    """No meeting, or no seat, of that id."""

    def __init__(self) -> None:
        super().__init__("not_found", 404, "There is nothing here.")


@dataclass(slots=True)
class _Kept:
    """One meeting in memory. `lock` is held from the decision to the end of its commit."""

    known: Replayed
    seen: Seen = field(default_factory=Seen)
    in_doubt: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True)
class _Act:
    """One wish to change a meeting: what the rules answer, and what else the commit writes."""

    answer: Callable[[Meeting, Instant], Answer]
    expect: int | None = None
    also: Also | None = None
    command: tuple[SeatId, str] | None = None
    """Who sent it and under which id, so that it acts once."""
    shuts: bool = False


class Meetings:
    """All meetings. Everything here belongs to one event loop; the bells may be waited for on any."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        profiles: Mapping[str, Profile],
        limits: Limits,
        outputs: tuple[str, ...] = (),
    ) -> None:
        self.bell = Bell()
        """Rung, with a meeting's id, at each commit."""
        self.shown = Bell()
        """Rung, with a meeting's id, when what screens show may have changed: at each commit and each measurement."""
        self.profiles = profiles
        self.hush: Callable[[Meeting], Awaitable[None]] | None = None
        """Silences the open side of a meeting, given as the cut will leave it; awaited before its instant is taken."""
        self._database = database
        self._clock = clock
        self._fold = Fold(profiles, limits, outputs)
        self._kept: dict[str, _Kept] = {}
        self._meeting_of: dict[SeatId, str] = {}
        self._running: set[asyncio.Task[Any]] = set()

    async def load(self) -> None:
        """Read every meeting from its ledger. One that this version cannot read is left out, and the log says so."""
        async with self._database.reading() as session:
            for meeting_id in await meeting_ids(session):
                try:
                    self._keep(_Kept(self._fold.replay(meeting_id, await read(session, meeting_id))))
                except (ValueError, LookupError) as error:
                    _log.error("meeting_unreadable", meeting=meeting_id, exc_info=error)

    def ids(self) -> tuple[str, ...]:
        """All meetings, in the order in which they were made."""
        return tuple(self._kept)

    def get(self, meeting_id: str) -> Meeting:
        """The meeting as last committed. Raises MeetingUnknownError."""
        return self._of(meeting_id).known.meeting

    def rev(self, meeting_id: str) -> int:
        """How many entries its ledger has: rises with each commit."""
        return self._of(meeting_id).known.rev

    def seen(self, meeting_id: str) -> Seen:
        """What the doorkeeper last measured."""
        return self._of(meeting_id).seen

    def now(self, meeting_id: str) -> Instant:
        """The present instant, never before the meeting's last entry even if the clock was set back."""
        return max(self._clock.now(), self._of(meeting_id).known.last)

    def meeting_of(self, seat: SeatId) -> str:
        """The meeting a seat belongs to. Raises MeetingUnknownError."""
        try:
            return self._meeting_of[seat]
        except KeyError:
            raise MeetingUnknownError from None

    def measure(self, meeting_id: str, seen: Seen) -> None:
        """Take over what the doorkeeper measured, for screens; it is never stored. May be called on any thread."""
        kept = self._of(meeting_id)
        is_news = _found(kept.seen) != _found(seen)
        kept.seen = seen
        if is_news:
            self.shown.ring(meeting_id)

    async def create(self, plan: Plan, *, also: AlsoNew) -> str | Denied:
        """A new meeting in draft; gives its id. `plan` has no faults and names a known profile."""
        meeting_id = new_id()

        async def with_row(session: AsyncSession) -> None:
            session.add(MeetingRow(id=meeting_id, made_at=self._clock.now()))
            await session.flush()
            await also(session, meeting_id)

        kept = _Kept(self._fold.blank(meeting_id))
        act = _Act(lambda m, now: decide_plan(m, plan, now=now), also=with_row)
        done = await self._in_one_piece(self._carry_out(kept, act))
        if isinstance(done, Denied):
            return done
        self._kept[meeting_id] = kept
        return meeting_id

    async def plan(self, meeting_id: str, plan: Plan, *, also: Also) -> int | Denied:
        """Another plan for a meeting in draft: its rev after it, or why not."""
        act = _Act(lambda m, now: decide_plan(m, plan, now=now), also=also)
        return await self._in_one_piece(self._carry_out(self._of(meeting_id), act))

    async def execute(
        self, meeting_id: str, command: Command, *, by: SeatId, expect: int | None = None, command_id: str | None = None
    ) -> int | Denied:
        """A person's command: the meeting's rev after it, or why not.

        `expect`: the rev it rests on, if it may not be carried out on another. `command_id`: the sender's own id; sent
        again within a day, nothing happens a second time.
        """
        once = None if command_id is None else (by, command_id)
        act = _Act(
            lambda m, now: decide(m, command, by=by, now=now), expect, command=once, shuts=isinstance(command, Shut)
        )
        return await self._in_one_piece(self._carry_out(self._of(meeting_id), act))

    async def step(self, meeting_id: str, step: Step, *, seen: Seen, expect: int) -> int | Denied:
        """The doorkeeper's own step, decided on what it measured; nothing happens if the meeting moved on meanwhile."""
        act = _Act(lambda m, now: decide_step(m, step, seen=seen, now=now), expect)
        return await self._in_one_piece(self._carry_out(self._of(meeting_id), act))

    async def _carry_out(self, kept: _Kept, act: _Act) -> int | Denied:
        async with kept.lock:
            if kept.in_doubt:
                await self._read_again(kept)
            if act.command is not None and await self._was_done(*act.command):
                return kept.known.rev
            if act.expect is not None and act.expect != kept.known.rev:
                return Denied(STALE)
            if act.shuts and self.hush is not None and (after := self._after_open_part(kept, act)) is not None:
                await self.hush(after)
            now = max(self._clock.now(), kept.known.last + 1)
            events = act.answer(kept.known.meeting, now)
            if isinstance(events, Denied):
                return events
            if events:
                await self._commit(kept, act, events, now)
            return kept.known.rev

    def _after_open_part(self, kept: _Kept, act: _Act) -> Meeting | None:
        """The meeting as it would be if the rules shut it now; None if they would not, or no open side is in force."""
        m, now = kept.known.meeting, max(self._clock.now(), kept.known.last + 1)
        if m.current is None or m.current.live is None or side_of(m, m.current) is not Side.OPEN:
            return None
        answer = act.answer(m, now)
        if isinstance(answer, Denied) or not answer:
            return None
        for event in answer:
            m = self._fold.evolve(m, event, now)
        return m

    async def _commit(self, kept: _Kept, act: _Act, events: tuple[Event, ...], now: Instant) -> None:
        meeting = kept.known.meeting
        kept.in_doubt = True
        async with self._database.transaction() as session:
            if act.also is not None:
                await act.also(session)
            if act.command is not None:
                seat, command = act.command
                await note_done(session, meeting=meeting.id, seat=seat, command=command, at=self._clock.now())
            for event in events:
                meeting = await self._enter(session, meeting, event, now)
        kept.known, kept.in_doubt = Replayed(meeting, kept.known.rev + len(events), now), False
        if any(isinstance(event, Planned) for event in events):
            self._index(meeting)
        self.bell.ring(meeting.id)
        self.shown.ring(meeting.id)

    async def _enter(self, session: AsyncSession, before: Meeting, event: Event, now: Instant) -> Meeting:
        """Enter one event into the ledger; gives the meeting after it."""
        after = self._fold.evolve(before, event, now)
        closed = is_closed_act(before, after, event)
        await append(session, before.id, at=now, kind=event.kind, body=encode(event), closed=closed)
        if ends_closed_stretch(before, after, event):
            await anchor(session, before.id, now)
        return after

    async def _read_again(self, kept: _Kept) -> None:
        meeting_id = kept.known.meeting.id
        async with self._database.reading() as session:
            kept.known = self._fold.replay(meeting_id, await read(session, meeting_id))
        kept.in_doubt = False
        self._index(kept.known.meeting)

    async def _was_done(self, seat: SeatId, command_id: str) -> bool:
        async with self._database.reading() as session:
            return await was_done(session, seat, command_id)

    def _keep(self, kept: _Kept) -> None:
        self._kept[kept.known.meeting.id] = kept
        self._index(kept.known.meeting)

    def _index(self, meeting: Meeting) -> None:
        for seat in [seat for seat, of in self._meeting_of.items() if of == meeting.id]:
            del self._meeting_of[seat]
        self._meeting_of.update((seat.id, meeting.id) for seat in meeting.plan.seats)

    def _of(self, meeting_id: str) -> _Kept:
        try:
            return self._kept[meeting_id]
        except KeyError:
            raise MeetingUnknownError from None

    async def _in_one_piece(self, work: Coroutine[Any, Any, int | Denied]) -> int | Denied:
        """Run to the end even if the caller is cancelled: memory must not fall behind a commit."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)


def _found(seen: Seen) -> dict[Side, Mapping[str, tuple[LegSeen, ...]]]:
    """What was found, without when: only that is worth waking anybody for."""
    return {side: look.chambers for side, look in seen.last.items()}

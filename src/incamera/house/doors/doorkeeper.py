"""The doorkeeper of one meeting: one task per engine, and one that judges.

It holds no plan of its own. Each pass asks the rules what should be, tells the port, and notes what was found. The only
place where a measurement becomes a fact is `judge`, through the same door as a button. So a restart, a lost engine or a
commit in between need no code here: the next pass is the recovery.

It guards the claim "nobody else is here". It does not guard against an engine that lies about who is in a chamber.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Protocol

import structlog

from incamera.house.doors.keeper import PERIOD_S, F, Keeper, P
from incamera.house.doors.parts import (
    Candidate,
    candidates,
    gate_look,
    look_at,
    notice_of,
    origin_part,
    part_of,
    permit_of,
)
from incamera.platform.bell import Bell
from incamera.platform.clock import Clock
from incamera.ports import (
    EngineFound,
    EnginePart,
    EnginePort,
    OriginFound,
    OriginPart,
    OriginPort,
    OutsideFound,
    OutsidePart,
    OutsidePort,
    PortFailed,
)
from incamera.rules.decide import Denied
from incamera.rules.meeting import Meeting
from incamera.rules.outside import outputs, permits
from incamera.rules.proof import OutsideLook, Seen, forget, forget_gate, forget_outside, note, note_gate
from incamera.rules.steps import Step, Stood, keeps, next_step
from incamera.rules.words import SECOND_US, Instant, Side

DEADLINE_S: Final = 4.0
LINGER_S: Final = 5.0
"""After the end is in force: a join that was in flight may still revive a chamber, and is deleted again."""

HUSH_S: Final = 1.0
"""How long a command to shut waits for silence on the open side before it is decided all the same. An engine answers in
some hundredths of a second; one that is short of cores with twenty seats took 0.8, and what it still forwards meanwhile
should lie before the cut. One that is gone forwards nothing."""
HUSHED_S: Final = 3.0
"""How long the open side stays silent for a command that then never comes."""

_log = structlog.get_logger(__name__)


class Facts(Protocol):
    """What the doorkeeper needs of the meetings: to read the facts, to report, to take a step."""

    bell: Bell

    def ids(self) -> tuple[str, ...]: ...

    def get(self, meeting_id: str) -> Meeting: ...

    def rev(self, meeting_id: str) -> int: ...

    def measure(self, meeting_id: str, seen: Seen) -> None: ...

    async def step(self, meeting_id: str, step: Step, *, seen: Seen, expect: int) -> int | Denied: ...


@dataclass(frozen=True, slots=True)
class DoorPorts:
    """The world of the doors. Without a gate there is no outside."""

    engines: Mapping[Side, EnginePort]
    origin: OriginPort | None = None
    outside: OutsidePort | None = None


class Doorkeeper:
    """Keeps the doors of one meeting until its end is in force."""

    def __init__(
        self, meeting_id: str, facts: Facts, ports: DoorPorts, clock: Clock, deadline_scale: int = 100
    ) -> None:
        self._id = meeting_id
        self._facts = facts
        self._ports = ports
        self._clock = clock
        self._deadline_s = DEADLINE_S * deadline_scale / 100
        self._seen = Seen()
        self._measured = asyncio.Event()
        self._candidates: dict[Side, tuple[Candidate, ...]] = dict.fromkeys(ports.engines, ())
        self._hushed = (-1, 0.0)  # the rev it was asked at, and until when on the loop's clock
        self._after = facts.get(meeting_id)  # what the commit will make of it that the hush is for
        self._silent = asyncio.Event()

    async def run(self) -> None:
        """Until the meeting has ended and lingered, or until cancelled."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(keeper.run()) for keeper in self._keepers()]
            tasks.append(group.create_task(self._judge()))
            await self._until_over()
            for task in tasks:
                task.cancel()

    async def hush(self, after: Meeting) -> None:
        """Shut before commit: take every voice of the open side away, and return when the engine has done it. `after`: the
        meeting as the commit will leave it.

        The instant of the cut is taken afterwards, so that nothing made after it can reach anyone there. Dark is always
        legal; the next commit, or HUSHED_S without one, gives the voices back to whom they then belong.
        """
        self._hushed = (self._facts.rev(self._id), asyncio.get_running_loop().time() + HUSHED_S)
        self._after = after
        self._silent.clear()
        self._facts.bell.ring(self._id)
        await asyncio.gather(self._silent.wait(), self._shut_gate(after))

    async def _shut_gate(self, after: Meeting) -> None:
        """The gate first: it needs no ledger to go dark, and the permit of the commit can only confirm it. The words are those
        of what follows, since the closing half second shows their slate."""
        newest = next(reversed(permits(after)), None)
        if self._ports.origin is None or newest is None or not outputs(after):
            return
        try:
            await self._ports.origin.shut(self._id, permit_of(newest), notice_of(after))
        except PortFailed:
            _log.warning("gate_not_reached")

    def _is_hushed(self) -> bool:
        rev, until = self._hushed
        return rev == self._facts.rev(self._id) and asyncio.get_running_loop().time() < until

    async def _until_over(self) -> None:
        bell, heard = self._facts.bell, -1
        while keeps(self._facts.get(self._id)):
            heard = await bell.wait(self._id, heard=heard, timeout_s=60)
        await asyncio.sleep(LINGER_S)

    def _keepers(self) -> Iterator[Keeper[Any, Any]]:
        for side, engine in self._ports.engines.items():
            name, part, take = f"engine {side.value}", partial(self._part, side), partial(self._take, side)
            yield self._keeper(
                name, engine.reconcile, part, take, partial(forget, side=side), lambda found: found.asked
            )
        if not outputs(self._facts.get(self._id)):
            return  # nothing leaves this meeting, and outside nobody knows that there is one
        origin, outside = self._ports.origin, self._ports.outside
        if origin is not None:
            yield self._keeper("origin", origin.reconcile, self._origin_part, self._take_gate, forget_gate)
        if outside is not None:
            yield self._keeper("outside", outside.reconcile, self._outside_part, self._take_outside, forget_outside)

    def _keeper(
        self,
        name: str,
        reconcile: Callable[[P], Awaitable[F]],
        part: Callable[[], P],
        take: Callable[[P, F], Awaitable[bool]],
        without: Callable[[Seen], Seen],
        asked: Callable[[F], Instant] | None = None,
    ) -> Keeper[P, F]:
        return Keeper(
            name,
            self._id,
            self._facts.bell,
            reconcile=reconcile,
            part=part,
            take=take,
            lose=lambda: self._report(without(self._seen)),
            clock=self._clock,
            asked=asked,
            deadline_s=self._deadline_s,
        )

    def _origin_part(self) -> OriginPart:
        return origin_part(self._after if self._is_hushed() else self._facts.get(self._id))

    async def _take_gate(self, _part: OriginPart, found: OriginFound) -> bool:
        self._report(note_gate(self._seen, self._facts.get(self._id), gate_look(found)))
        return False

    def _outside_part(self) -> OutsidePart:
        m = self._facts.get(self._id)
        return OutsidePart(self._id, outputs(m) if permits(m) else ())

    async def _take_outside(self, _part: OutsidePart, found: OutsideFound) -> bool:
        self._report(replace(self._seen, outside=OutsideLook(found.asked, found.dark)))
        return False

    def _part(self, side: Side) -> EnginePart:
        """What this engine should hold now. Candidates stay the same ones until the rules have answered."""
        m = self._facts.get(self._id)
        self._candidates[side] = candidates(m, side, self._candidates[side])
        return part_of(m, side, self._candidates[side], hushed=side is Side.OPEN and self._is_hushed())

    async def _take(self, side: Side, part: EnginePart, found: EngineFound) -> bool:
        """Note what was found and offer chambers that were made. True: the facts moved, pass again at once."""
        if side is Side.OPEN and self._is_hushed() and part == self._part(side):
            self._silent.set()
        names = {c.name for c in found.chambers}
        offered = [c for c in self._candidates[side] if c.name in names]
        look = look_at(found, offered)
        self._report(note(self._seen, self._facts.get(self._id), side, look))
        moved = False
        for c in offered:
            step = Stood(c.use == "ahead", c.phase, c.roster, c.name)
            moved = await self._step(step) or moved
            # Taken, it is a fact; refused, the next pass finds it unwanted and deletes it.
            self._candidates[side] = tuple(x for x in self._candidates[side] if x.name != c.name)
        return moved

    def _report(self, seen: Seen) -> None:
        self._seen = seen
        self._facts.measure(self._id, seen)
        self._measured.set()

    async def _step(self, step: Step) -> bool:
        answer = await self._facts.step(self._id, step, seen=self._seen, expect=self._facts.rev(self._id))
        if isinstance(answer, Denied):
            _log.info("step_denied", step=type(step).__name__, reason=answer.reason)
            return False
        _log.info("step_taken", step=type(step).__name__)
        return True

    async def _judge(self) -> None:
        """Turn what was measured, and what time it is, into the one step the rules call for."""
        while True:
            heard = self._facts.bell.count(self._id)
            self._measured.clear()
            moved = False
            try:
                m, now = self._facts.get(self._id), self._clock.now()
                step = next_step(m, self._seen, now)
                moved = step is not None and await self._step(step)
            except Exception as error:  # noqa: BLE001 - the judge must outlive a busy database
                _log.warning("judge_failed", error=type(error).__name__)
            if not moved:
                await self._until_called(heard)

    async def _until_called(self, heard: int) -> None:
        m = self._facts.get(self._id)
        wait_s = PERIOD_S
        if m.due is not None:
            wait_s = min(wait_s, max(0.005, (m.due - self._clock.now()) / SECOND_US))
        ring = asyncio.ensure_future(self._facts.bell.wait(self._id, heard=heard, timeout_s=wait_s))
        measured = asyncio.ensure_future(self._measured.wait())
        try:
            await asyncio.wait({ring, measured}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ring.cancel()
            measured.cancel()

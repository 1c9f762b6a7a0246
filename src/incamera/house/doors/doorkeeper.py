"""The doorkeeper of one meeting: one task per engine, and one that judges.

It holds no plan of its own. Each pass asks the rules what should be, tells the port, and notes what was found. The only
place where a measurement becomes a fact is `judge`, through the same door as a button. So a restart, a lost engine or a
commit in between need no code here: the next pass is the recovery.

It guards the claim "nobody else is here". It does not guard against an engine that lies about who is in a chamber.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final, Protocol

import structlog

from incamera.house.doors.parts import Candidate, candidates, look_at, part_of
from incamera.platform.bell import Bell
from incamera.platform.clock import Clock
from incamera.ports import EngineFound, EnginePart, EnginePort, PortFailed
from incamera.rules.decide import Denied
from incamera.rules.meeting import Meeting
from incamera.rules.proof import Seen, forget, note
from incamera.rules.steps import Step, Stood, keeps, next_step
from incamera.rules.words import SECOND_US, Side

PERIOD_S: Final = 0.255
"""Between two questions to an engine: just more than the rules want between two looks for an absent chamber."""
DEADLINE_S: Final = 4.0
BACK_OFF_S: Final = (0.1, 0.25, 0.5, 1.0)
LINGER_S: Final = 5.0
"""After the end is in force: a join that was in flight may still revive a chamber, and is deleted again."""

HUSH_S: Final = 0.3
"""How long a command to shut waits for silence on the open side before it is decided all the same."""
HUSHED_S: Final = 2.0
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


async def _end(task: asyncio.Future[EngineFound]) -> None:
    """End a pass whose answer is of no more use, and wait until it has let go. A cancellation of our own goes through."""
    if task.done():
        return
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.info("pass_abandoned", error=type(error).__name__)


class Doorkeeper:
    """Keeps the doors of one meeting until its end is in force."""

    def __init__(
        self, meeting_id: str, facts: Facts, engines: Mapping[Side, EnginePort], clock: Clock, deadline_scale: int = 100
    ) -> None:
        self._id = meeting_id
        self._facts = facts
        self._engines = engines
        self._clock = clock
        self._deadline_s = DEADLINE_S * deadline_scale / 100
        self._seen = Seen()
        self._measured = asyncio.Event()
        self._candidates: dict[Side, tuple[Candidate, ...]] = dict.fromkeys(engines, ())
        self._hushed = (-1, 0.0)  # the rev it was asked at, and until when on the loop's clock
        self._silent = asyncio.Event()

    async def run(self) -> None:
        """Until the meeting has ended and lingered, or until cancelled."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._keep(side, port)) for side, port in self._engines.items()]
            tasks.append(group.create_task(self._judge()))
            await self._until_over()
            for task in tasks:
                task.cancel()

    async def hush(self) -> None:
        """Shut before commit: take every voice of the open side away, and return when the engine has done it.

        The instant of the cut is taken afterwards, so that nothing made after it can reach anyone there. Dark is always
        legal; the next commit, or HUSHED_S without one, gives the voices back to whom they then belong.
        """
        self._hushed = (self._facts.rev(self._id), asyncio.get_running_loop().time() + HUSHED_S)
        self._silent.clear()
        self._facts.bell.ring(self._id)
        await self._silent.wait()

    def _is_hushed(self) -> bool:
        rev, until = self._hushed
        return rev == self._facts.rev(self._id) and asyncio.get_running_loop().time() < until

    async def _until_over(self) -> None:
        bell, heard = self._facts.bell, -1
        while keeps(self._facts.get(self._id)):
            heard = await bell.wait(self._id, heard=heard, timeout_s=60)
        await asyncio.sleep(LINGER_S)

    async def _keep(self, side: Side, port: EnginePort) -> None:
        """Make one engine hold its part, again and again; never die of anything it says or does not say."""
        failures = 0
        while True:
            heard = self._facts.bell.count(self._id)
            found = None
            try:
                found = await self._pass(side, port, heard)
                moved = found is not None and await self._take(side, found)
            except (PortFailed, TimeoutError) as error:
                self._fail(side, "engine_unknown", error)
                failures += 1
            except Exception as error:  # noqa: BLE001 - a keeper that dies leaves a door unwatched
                self._fail(side, "keeper_failed", error)
                failures += 1
            else:
                failures = 0
                if moved:
                    continue
            await self._rest(found, failures, heard)

    async def _rest(self, found: EngineFound | None, failures: int, heard: int) -> None:
        """Until the next pass is due. It is counted from when the last look was asked, not from when its pass began: a pass
        that had to delete first looks late, and a second look too soon after it would prove nothing."""
        pause = BACK_OFF_S[min(failures, len(BACK_OFF_S)) - 1] if failures else PERIOD_S
        spent = 0.0 if failures or found is None else (self._clock.now() - found.asked) / SECOND_US
        # The clock may have been set meanwhile: never longer than the pause, whatever it says.
        await self._facts.bell.wait(self._id, heard=heard, timeout_s=min(pause, max(0.0, pause - spent)))

    def _fail(self, side: Side, event: str, error: Exception) -> None:
        _log.warning(event, engine=side.value, error=type(error).__name__)
        self._report(forget(self._seen, side))

    async def _pass(self, side: Side, port: EnginePort, heard: int) -> EngineFound | None:
        """One reconcile. A commit that changes our part ends it early: None."""
        part, is_hushed = self._part(side), side is Side.OPEN and self._is_hushed()
        pending = asyncio.ensure_future(port.reconcile(part))
        try:
            async with asyncio.timeout(self._deadline_s):
                while not pending.done():
                    ring = asyncio.ensure_future(
                        self._facts.bell.wait(self._id, heard=heard, timeout_s=self._deadline_s)
                    )
                    try:
                        await asyncio.wait({pending, ring}, return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        ring.cancel()
                    heard = self._facts.bell.count(self._id)
                    if not pending.done() and self._part(side) != part:
                        return None
                found = pending.result()
                if is_hushed:
                    self._silent.set()
                return found
        finally:
            await _end(pending)

    def _part(self, side: Side) -> EnginePart:
        """What this engine should hold now. Candidates stay the same ones until the rules have answered."""
        m = self._facts.get(self._id)
        self._candidates[side] = candidates(m, side, self._candidates[side])
        return part_of(m, side, self._candidates[side], hushed=side is Side.OPEN and self._is_hushed())

    async def _take(self, side: Side, found: EngineFound) -> bool:
        """Note what was found and offer chambers that were made. True: the facts moved, pass again at once."""
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

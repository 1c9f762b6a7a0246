"""One task per port: make the port's part of the world so, note what was found, and begin again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, Generic, TypeVar

import structlog

from incamera.platform.bell import Bell
from incamera.platform.clock import SECOND_US, Clock
from incamera.ports import PortFailed

PERIOD_S: Final = 0.255
"""Between two questions to a port: just more than the rules want between two looks for an absent chamber."""
BACK_OFF_S: Final = (0.1, 0.25, 0.5, 1.0)

P = TypeVar("P")
F = TypeVar("F")

_log = structlog.get_logger(__name__)


class Keeper(Generic[P, F]):
    """Keeps one port. It never dies of anything the port says or does not say.

    `part` is what the port should make so, from the facts of this moment. `take` notes what was found under a part; True:
    the facts moved, pass again at once. `lose` forgets what was known of the port. `asked`: when something was found, if the
    pause is counted from then.
    """

    def __init__(  # noqa: PLR0913  (keyword-only: its port, and what it does with it)
        self,
        name: str,
        key: str,
        bell: Bell,
        *,
        reconcile: Callable[[P], Awaitable[F]],
        part: Callable[[], P],
        take: Callable[[P, F], Awaitable[bool]],
        lose: Callable[[], None],
        clock: Clock,
        asked: Callable[[F], int] | None,
        deadline_s: float,
    ) -> None:
        self._name = name
        self._key = key
        self._bell = bell
        self._reconcile = reconcile
        self._part = part
        self._take = take
        self._lose = lose
        self._clock = clock
        self._asked = asked
        self._deadline_s = deadline_s

    async def run(self) -> None:
        """Until cancelled."""
        failures = 0
        while True:
            heard = self._bell.count(self._key)
            found = None
            try:
                part = self._part()
                found = await self._pass(part, heard)
                moved = found is not None and await self._take(part, found)
            except (PortFailed, TimeoutError) as error:
                self._fail("port_unknown", error)
                failures += 1
            except Exception as error:  # noqa: BLE001 - a keeper that dies leaves a door unwatched
                self._fail("keeper_failed", error)
                failures += 1
            else:
                failures = 0
                if moved:
                    continue
            await self._rest(found, failures, heard)

    async def _rest(self, found: F | None, failures: int, heard: int) -> None:
        """Until the next pass is due. For an engine it is counted from when the last look was asked, not from when its pass
        began: a pass that had to delete first looks late, and a second look too soon after it would prove nothing."""
        pause, spent = BACK_OFF_S[min(failures, len(BACK_OFF_S)) - 1] if failures else PERIOD_S, 0.0
        if not failures and found is not None and self._asked is not None:
            spent = (self._clock.now() - self._asked(found)) / SECOND_US
        # The clock may have been set meanwhile: never longer than the pause, whatever it says.
        await self._bell.wait(self._key, heard=heard, timeout_s=min(pause, max(0.0, pause - spent)))

    def _fail(self, event: str, error: Exception) -> None:
        _log.warning(event, port=self._name, error=type(error).__name__)
        self._lose()

    async def _pass(self, part: P, heard: int) -> F | None:
        """One reconcile. A commit that changes our part ends it early: None."""
        pending = asyncio.ensure_future(self._reconcile(part))
        try:
            async with asyncio.timeout(self._deadline_s):
                while not pending.done():
                    ring = asyncio.ensure_future(self._bell.wait(self._key, heard=heard, timeout_s=self._deadline_s))
                    try:
                        await asyncio.wait({pending, ring}, return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        ring.cancel()
                    heard = self._bell.count(self._key)
                    if not pending.done() and self._part() != part:
                        return None
                return pending.result()
        finally:
            await _end(pending)


async def _end(task: asyncio.Future[Any]) -> None:
    """End a pass whose answer is of no more use, and wait until it has let go. A cancellation of our own goes through."""
    if task.done():
        return
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.info("pass_abandoned", error=type(error).__name__)

"""The engine port over LiveKit: compares what is wanted with what is listed and sends what is missing, all at once.

A chamber that is not wanted is deleted, never emptied: a token cannot be revoked, and only a chamber that no longer
exists refuses one. Nothing else in a pass is waited for before that. What a changed wish means for the legs that the last
pass listed is sent before anything is listed anew: a strip that waits for two lists comes too late for a word or two.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from incamera.adapters.livekit.calls import CallFailed, EngineCalls, LegSeen
from incamera.adapters.livekit.corrections import Correction, corrections, strips
from incamera.adapters.livekit.deadlines import drop, settle, within
from incamera.ports import ChamberFound, ChamberWanted, EngineFound, EnginePart, LegFound, PortFailed

CALL_S: Final = 1.0  # the engine's own deadline is 3 s a try: too long for a keeper
STRIP_S: Final = 0.5  # how long a deletion waits for the strip before it
_LOST: Final = (CallFailed, TimeoutError)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A chamber that needed no change, as it was listed."""

    name: str
    legs: tuple[LegSeen, ...]


class LiveKitEngine:
    """One engine. Any number of meetings may be reconciled at once, each on its own prefix."""

    def __init__(self, calls: EngineCalls, *, now: Callable[[], int], deadline_scale: int = 100) -> None:
        """``now`` gives microseconds; ``deadline_scale`` is in percent."""
        self._calls = calls
        self._now = now
        self._call_s = CALL_S * deadline_scale / 100
        self._strip_s = STRIP_S * deadline_scale / 100
        self._seen: dict[str, frozenset[str]] = {}  # by prefix, what the last list held: only ever saves time
        self._legs: dict[str, dict[str, tuple[LegSeen, ...]]] = {}  # the same with everybody in it, used once

    async def reconcile(self, part: EnginePart) -> EngineFound:
        """See EnginePort. A pass takes at most four call deadlines: haste, look, change, look again.

        A change that failed is not an error: the list asked after it says what is there, and the next pass tries again.
        """
        wanted = _checked(part)
        hasty = self._seen.get(part.prefix, frozenset()) - wanted.keys()
        deletions = [asyncio.create_task(self._delete(name)) for name in sorted(hasty)]  # not even the list comes first
        try:
            await self._hasten(part.prefix, wanted)
            asked = self._now()
            names = await self._names(part.prefix)
        except _LOST as error:
            _note("chambers_not_listed", error)
            await self._settle(deletions)
            raise PortFailed("chambers not listed") from error
        except asyncio.CancelledError:
            await drop(deletions)
            raise
        tended = [asyncio.create_task(self._tend(wanted[name])) for name in sorted(names & wanted.keys())]
        rest = [asyncio.create_task(self._delete(name)) for name in sorted(names - wanted.keys() - hasty)]
        made = [asyncio.create_task(self._create(name)) for name in sorted(wanted.keys() & part.make - names)]
        results = await self._settle([*tended, *rest, *made, *deletions])
        as_wanted = {result.name: result.legs for result in results if isinstance(result, _Listed)}
        if len(as_wanted) == len(results) == len(names):  # nothing was changed: what was listed first still holds
            return self._remember(part.prefix, asked, as_wanted)
        asked, listed = await self._look(part.prefix)
        return self._remember(part.prefix, asked, listed)

    async def close(self) -> None:
        """Give back sockets. The object is of no use afterwards."""
        await self._calls.close()

    async def _names(self, prefix: str) -> frozenset[str]:
        names = await within(self._call_s, self._calls.chambers)
        return frozenset(name for name in names if name.startswith(prefix))

    async def _hasten(self, prefix: str, wanted: Mapping[str, ChamberWanted]) -> None:
        """Correct the legs of the last list, as far as they are not as wanted now. The lists that follow judge it."""
        known = self._legs.pop(prefix, {})
        wrong = {name: corrections(wanted[name], legs) for name, legs in known.items() if name in wanted}
        tasks = [asyncio.create_task(self._apply(name, found)) for name, found in wrong.items() if found]
        for result in await settle(tasks, self._strip_s):
            if isinstance(result, BaseException) and not isinstance(result, _LOST):
                raise result

    async def _look(self, prefix: str) -> tuple[int, dict[str, tuple[LegSeen, ...]]]:
        """List everything under the prefix. Raises PortFailed if any of it was not answered in time."""
        asked = self._now()
        try:
            async with asyncio.timeout(self._call_s):
                names = sorted(await self._names(prefix))
                asking = [asyncio.create_task(self._calls.legs(name)) for name in names]
                try:
                    listed = await asyncio.gather(*asking)
                finally:
                    await drop(asking)
        except _LOST as error:
            _note("chambers_not_listed", error)
            raise PortFailed("chambers not listed") from error
        return asked, dict(zip(names, listed, strict=True))

    def _remember(self, prefix: str, asked: int, listed: dict[str, tuple[LegSeen, ...]]) -> EngineFound:
        self._seen[prefix], self._legs[prefix] = frozenset(listed), listed
        if not listed:
            del self._seen[prefix], self._legs[prefix]
        return EngineFound(asked, tuple(_found(name, legs) for name, legs in listed.items()))

    async def _create(self, name: str) -> None:
        await within(self._call_s, self._calls.create, name)

    async def _delete(self, name: str) -> None:
        """Cut, then delete: a deletion works through the legs one after another, the strip does not."""
        strip = asyncio.create_task(self._strip(name))
        try:
            await asyncio.wait([strip], timeout=self._strip_s)
            await within(self._call_s, self._calls.delete, name)
        finally:
            await drop([strip])

    async def _strip(self, name: str) -> None:
        legs = await within(self._call_s, self._calls.legs, name)
        await self._apply(name, strips(legs))

    async def _tend(self, wanted: ChamberWanted) -> _Listed | None:
        """Correct the legs of a chamber; gives it as found, or None if something had to be changed."""
        legs = await within(self._call_s, self._calls.legs, wanted.name)
        wrong = corrections(wanted, legs)
        if not wrong:
            return _Listed(wanted.name, legs)
        await self._apply(wanted.name, wrong)
        return None

    async def _apply(self, chamber: str, wrong: Iterable[Correction]) -> None:
        """Mute, permit and put out, all started together.

        A mute is the quicker cut of a track that the permission then takes away for good, so it is not waited for: on
        somebody who has just left it would hang.
        """
        mutes, lasting = [], []
        for leg in wrong:
            mutes += [asyncio.create_task(self._mute(chamber, leg.identity, track)) for track in leg.mutes]
            lasting.append(asyncio.create_task(self._set(chamber, leg)))
            if leg.out:
                lasting.append(asyncio.create_task(self._remove(chamber, leg.identity)))
        try:
            await self._settle(lasting)
        finally:
            await drop(mutes)

    async def _mute(self, chamber: str, identity: str, track: str) -> None:
        await within(self._call_s, self._calls.mute, chamber, identity, track)

    async def _set(self, chamber: str, leg: Correction) -> None:
        if leg.permission is not None:
            await within(self._call_s, self._calls.permit, chamber, leg.identity, leg.permission)

    async def _remove(self, chamber: str, identity: str) -> None:
        await within(self._call_s, self._calls.remove, chamber, identity)

    async def _settle(self, tasks: list[asyncio.Task[_Listed | None]] | list[asyncio.Task[None]]) -> list[object]:
        """All results; a lost answer is noted and stands among them as its exception."""
        results: list[object] = list(await settle(tasks, self._call_s + self._strip_s))
        for result in results:
            if isinstance(result, _LOST):
                _note("engine_call_failed", result)
            elif isinstance(result, BaseException):
                raise result
        return results


def _checked(part: EnginePart) -> dict[str, ChamberWanted]:
    """The wanted chambers by name. Raises ValueError for a part that would reach into another meeting."""
    wanted = {chamber.name: chamber for chamber in part.chambers}
    if not part.prefix or not all(name.startswith(part.prefix) for name in wanted):
        raise ValueError("every chamber of a part has its prefix, and the prefix is not empty")
    return wanted


def _found(name: str, legs: tuple[LegSeen, ...]) -> ChamberFound:
    ordered = sorted(legs, key=lambda leg: leg.identity)
    return ChamberFound(name, tuple(_leg_found(leg) for leg in ordered))


def _leg_found(leg: LegSeen) -> LegFound:
    """May publish = anything of its own reaches others: media or data."""
    return LegFound(
        identity=leg.identity,
        publishes=frozenset(track.source for track in leg.tracks),
        may_publish=leg.permission.publish or leg.permission.data,
        hidden=leg.permission.hidden,
        joined_at=leg.joined_at,
    )


def _note(event: str, error: Exception) -> None:
    log.warning(event, code=str(error) or type(error).__name__)

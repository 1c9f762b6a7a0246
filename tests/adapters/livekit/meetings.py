"""Parts of an engine as tests write them, and what of a found one is compared."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Final, TypeVar

from incamera.adapters.livekit.calls import EngineCalls, LegSeen, Permission
from incamera.ports import ChamberWanted, EngineFound, EnginePart, LegFound
from tests.adapters.livekit.worlds import PATIENCE_S, World, fresh_prefix

T = TypeVar("T")
NOBODY: Final[Mapping[str, frozenset[str]]] = {}


class Meeting:
    """One meeting's prefix and its parts; each chamber name is prefix + letter."""

    def __init__(self) -> None:
        self.prefix = fresh_prefix()

    def name(self, letter: str = "a") -> str:
        return self.prefix + letter

    def chamber(
        self, members: str, publishers: Mapping[str, Iterable[str]] = NOBODY, letter: str = "a"
    ) -> ChamberWanted:
        """Members are single letters; publishers give their sources."""
        speaks = {identity: frozenset(sources) for identity, sources in publishers.items()}
        return ChamberWanted(self.name(letter), frozenset(members), speaks)

    def part(self, *chambers: ChamberWanted, make: Iterable[str] = ()) -> EnginePart:
        """``make`` are letters."""
        return EnginePart(self.prefix, chambers, frozenset(map(self.name, make)))


def world_of(found: EngineFound) -> dict[str, tuple[tuple[str, frozenset[str], bool, bool], ...]]:
    """Everything found but the instants."""
    return {
        chamber.name: tuple((leg.identity, leg.publishes, leg.may_publish, leg.hidden) for leg in chamber.legs)
        for chamber in found.chambers
    }


def legs_of(found: EngineFound, name: str) -> dict[str, LegFound]:
    return {leg.identity: leg for chamber in found.chambers if chamber.name == name for leg in chamber.legs}


async def until(world: World, part: EnginePart, holds: Callable[[EngineFound], bool]) -> EngineFound:
    """Reconcile again and again, as a keeper does, until what is found is so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = await world.port.reconcile(part)
            if holds(found):
                return found
            await asyncio.sleep(0.05)


class CutOff:
    """The calls of a world, with the caller cancelled when call ``at`` begins (even) or has been answered (odd)."""

    def __init__(self, calls: EngineCalls, at: int) -> None:
        self._calls = calls
        self._at = at
        self._moment = itertools.count()
        self.task: asyncio.Task[EngineFound] | None = None

    async def chambers(self) -> frozenset[str]:
        return await self._through(self._calls.chambers)

    async def legs(self, chamber: str) -> tuple[LegSeen, ...]:
        return await self._through(lambda: self._calls.legs(chamber))

    async def create(self, chamber: str) -> None:
        await self._through(lambda: self._calls.create(chamber))

    async def delete(self, chamber: str) -> None:
        await self._through(lambda: self._calls.delete(chamber))

    async def permit(self, chamber: str, identity: str, permission: Permission) -> None:
        await self._through(lambda: self._calls.permit(chamber, identity, permission))

    async def mute(self, chamber: str, identity: str, track: str) -> None:
        await self._through(lambda: self._calls.mute(chamber, identity, track))

    async def remove(self, chamber: str, identity: str) -> None:
        await self._through(lambda: self._calls.remove(chamber, identity))

    async def close(self) -> None:
        await self._calls.close()

    async def _through(self, call: Callable[[], Awaitable[T]]) -> T:
        self._cut()
        answer = await call()
        self._cut()
        return answer

    def _cut(self) -> None:
        if next(self._moment) == self._at:
            assert self.task is not None
            self.task.cancel()

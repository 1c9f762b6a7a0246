"""An engine in memory: the real adapter's passes over a server that tests can disturb.

It behaves as measured of the real server, and the contract tests hold both to it: a token gives listening alone, a
permission that no longer covers a track unpublishes it, a chamber that is gone refuses its tokens, and a death forgets
everything. Every call gives the loop a turn before and after its effect, so that it can be cancelled at either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from incamera.adapters.livekit.calls import UNKNOWN_SOURCE, CallFailed, LegSeen, Permission, TrackSeen
from incamera.adapters.livekit.engine import LiveKitEngine
from incamera.ports import EngineFound, EnginePart

Kind = Literal["fail", "lose", "late", "hang", "lie"]
T = TypeVar("T")


class JoinRefused(Exception):
    """There is no such chamber."""


@dataclass(slots=True)
class Fault:
    """What happens to the next calls.

    ``fail``: refused, without effect · ``lose``: takes effect, but its answer is an error · ``late``: takes effect and
    answers after ``seconds``, the effect even if nobody waits any more · ``hang``: no effect and no answer ·
    ``lie``: a question is answered with nothing, an act is claimed and not done.
    """

    kind: Kind
    call: str | None = None
    chamber: str | None = None
    times: int = 1
    seconds: float = 2.0

    def meets(self, call: str, chamber: str) -> bool:
        return self.times > 0 and self.call in {None, call} and self.chamber in {None, chamber}


@dataclass(slots=True)
class FakeLeg:
    """One participant: what it may do and what it publishes, by source."""

    identity: str
    joined_at: int
    permission: Permission
    tracks: dict[str, str] = field(default_factory=dict)
    muted: set[str] = field(default_factory=set)


class FakeEngine:
    """An EnginePort, the EngineCalls below it, and the levers of a test."""

    def __init__(self, *, now: Callable[[], int], deadline_scale: int = 100) -> None:
        self.chambers_now: dict[str, dict[str, FakeLeg]] = {}
        self.asked: list[tuple[str, str, str]] = []  # call, chamber, identity: in the order they arrived
        self._now = now
        self._faults: list[Fault] = []
        self._running = asyncio.Event()
        self._running.set()
        self._tracks = 0
        self.port = LiveKitEngine(self, now=now, deadline_scale=deadline_scale)

    async def reconcile(self, part: EnginePart) -> EngineFound:
        return await self.port.reconcile(part)

    # levers

    def join(self, chamber: str, identity: str, *, hidden: bool = False) -> FakeLeg:
        """Join with a token as minted; takes the place of the same identity. Raises JoinRefused."""
        if chamber not in self.chambers_now:
            raise JoinRefused(chamber)
        leg = FakeLeg(identity, self._now(), Permission(hidden=hidden))
        self.chambers_now[chamber][identity] = leg
        return leg

    def leave(self, chamber: str, identity: str) -> None:
        self.chambers_now[chamber].pop(identity, None)

    def publish(self, chamber: str, identity: str, source: str) -> bool:
        """Whether the engine takes the track."""
        leg = self.chambers_now[chamber][identity]
        if not leg.permission.publish or source not in leg.permission.sources:
            return False
        self.slip(chamber, identity, source)
        return True

    def slip(self, chamber: str, identity: str, source: str = UNKNOWN_SOURCE) -> None:
        """A track is there against the permission: it raced with its change, or calls itself what it is not."""
        self._tracks += 1
        self.chambers_now[chamber][identity].tracks[source] = f"TR_{self._tracks}"

    def unmute(self, chamber: str, identity: str, source: str) -> bool:
        """The owner undoes a mute: whether the track flows again."""
        leg = self.chambers_now.get(chamber, {}).get(identity)
        if leg is None or source not in leg.tracks:
            return False
        leg.muted.discard(source)
        return True

    def revive(self, chamber: str, *identities: str) -> None:
        """A join that was in flight when the chamber was deleted makes it again."""
        self.chambers_now.setdefault(chamber, {})
        for identity in identities:
            self.join(chamber, identity)

    def fault(self, kind: Kind, **scope: object) -> None:
        """Disturb the next calls; see Fault for ``call``, ``chamber``, ``times`` and ``seconds``."""
        self._faults.append(Fault(kind, **scope))  # type: ignore[arg-type] # the dataclass names and checks them

    def heal(self) -> None:
        self._faults.clear()

    def die(self) -> None:
        """Killed and started again: nothing is known any more."""
        self.chambers_now.clear()

    def stop(self) -> None:
        """Frozen: no call is answered or takes effect until ``cont``."""
        self._running.clear()

    def cont(self) -> None:
        self._running.set()

    # calls

    async def chambers(self) -> frozenset[str]:
        return await self._serve("chambers", lambda: frozenset(self.chambers_now), frozenset())

    async def legs(self, chamber: str) -> tuple[LegSeen, ...]:
        return await self._serve("legs", lambda: self._listed(chamber), (), chamber)

    async def create(self, chamber: str) -> None:
        def make() -> None:
            self.chambers_now.setdefault(chamber, {})

        await self._serve("create", make, None, chamber)

    async def delete(self, chamber: str) -> None:
        def end() -> None:
            self.chambers_now.pop(chamber, None)

        await self._serve("delete", end, None, chamber)

    async def permit(self, chamber: str, identity: str, permission: Permission) -> None:
        await self._serve("permit", lambda: self._permit(chamber, identity, permission), None, chamber, identity)

    async def mute(self, chamber: str, identity: str, track: str) -> None:
        def silence() -> None:
            leg = self.chambers_now.get(chamber, {}).get(identity)
            if leg is not None:
                leg.muted |= {source for source, sid in leg.tracks.items() if sid == track}

        await self._serve("mute", silence, None, chamber, identity)

    async def remove(self, chamber: str, identity: str) -> None:
        def put_out() -> None:
            self.chambers_now.get(chamber, {}).pop(identity, None)

        await self._serve("remove", put_out, None, chamber, identity)

    async def close(self) -> None:
        self.heal()

    async def _serve(self, call: str, effect: Callable[[], T], nothing: T, chamber: str = "", identity: str = "") -> T:
        self.asked.append((call, chamber, identity))
        fault = next((each for each in self._faults if each.meets(call, chamber)), None)
        if fault is not None:
            fault.times -= 1
        await asyncio.sleep(0)
        await self._running.wait()
        match fault.kind if fault else None:
            case "fail":
                raise CallFailed("unavailable")
            case "hang":
                await asyncio.get_running_loop().create_future()
            case "lie":
                return nothing
            case "late":
                assert fault is not None
                asyncio.get_running_loop().call_later(fault.seconds, effect)
                await asyncio.sleep(fault.seconds)
        answer = effect()
        await asyncio.sleep(0)
        if fault is not None and fault.kind == "lose":
            raise CallFailed("unavailable")
        return answer

    def _listed(self, chamber: str) -> tuple[LegSeen, ...]:
        return tuple(
            LegSeen(
                leg.identity,
                leg.joined_at,
                leg.permission,
                tuple(TrackSeen(sid, source) for source, sid in leg.tracks.items()),
            )
            for leg in self.chambers_now.get(chamber, {}).values()
        )

    def _permit(self, chamber: str, identity: str, permission: Permission) -> None:
        """Tracks are looked at only if the permission differs, as in the real server."""
        leg = self.chambers_now.get(chamber, {}).get(identity)
        if leg is None or leg.permission == permission:
            return
        leg.permission = replace(permission)
        covered = permission.sources if permission.publish else frozenset()
        leg.tracks = {source: sid for source, sid in leg.tracks.items() if source in covered}

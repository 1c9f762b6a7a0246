"""A gate in memory, as an OriginPort: what the real one does with permits, and the levers of a test.

A span's limit is for ever and only moves earlier, a span that opens shuts those before it, what was destroyed stays so, and a permit lets nothing out for longer
than its lease. Every call gives the loop a turn before and after its effect, so that it can be cancelled at either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from incamera.ports import NoticeWanted, OriginFound, OriginPart, PermitWanted, PortFailed, RecordingFound, SpanFound
from tests.fakes.engine import Fault, Kind

LEASE_US: Final = 6_000_000

T = TypeVar("T")


@dataclass(slots=True)
class SpanKept:
    opens: int
    until: int = 0
    closes: int | None = None
    destroyed: set[tuple[int, int]] = field(default_factory=set)

    @property
    def passes_until(self) -> int:
        return self.until if self.closes is None else min(self.closes, self.until)

    def take(self, permit: PermitWanted, now: int) -> None:
        self.until = now + LEASE_US
        self.destroyed |= set(permit.destroy)
        if permit.closes is not None:
            self.close(permit.closes)

    def close(self, instant: int) -> None:
        self.closes = instant if self.closes is None else min(self.closes, instant)


class FakeGate:
    """`asked`: every call in the order in which it arrived, with the meeting and the limits it brought."""

    def __init__(self, *, now: Callable[[], int]) -> None:
        self.meetings: dict[str, dict[int, SpanKept]] = {}
        self.notices: dict[str, NoticeWanted] = {}
        self.recordings: dict[str, RecordingFound] = {}
        self.asked: list[tuple[str, str, tuple[int | None, ...]]] = []
        self._now = now
        self._faults: list[Fault] = []
        self._running = asyncio.Event()
        self._running.set()

    # levers

    def fault(self, kind: Kind, *, call: str | None = None, times: int = 1, seconds: float = 2.0) -> None:
        """Disturb the next calls, `reconcile` or `shut`. A gate that lies states that nothing ever passed."""
        self._faults.append(Fault(kind, call, None, times, seconds))

    def heal(self) -> None:
        self._faults.clear()

    def die(self) -> None:
        """Killed and started again: it keeps its limits, and no lease."""
        for spans in self.meetings.values():
            for kept in spans.values():
                kept.until = 0

    def stop(self) -> None:
        """Frozen until `cont`."""
        self._running.clear()

    def cont(self) -> None:
        self._running.set()

    def record(self, meeting: str, found: RecordingFound | None) -> None:
        """What the meeting's recorder says of itself; None: it is gone."""
        self.recordings.pop(meeting, None)
        if found is not None:
            self.recordings[meeting] = found

    def passes(self, meeting: str, captured: int) -> bool:
        """Whether something captured at an instant could leave now or later."""
        return any(kept.opens <= captured < kept.passes_until for kept in self.meetings.get(meeting, {}).values())

    # the port

    async def reconcile(self, part: OriginPart) -> OriginFound:
        def effect() -> OriginFound:
            for permit in part.permits:
                self._take(part.meeting, permit)
            self.notices[part.meeting] = part.notice
            return self._stated(part.meeting)

        closes = tuple(permit.closes for permit in part.permits)
        return await self._serve("reconcile", part.meeting, closes, effect, OriginFound(self._now(), (), {}))

    async def shut(self, meeting: str, permit: PermitWanted, notice: NoticeWanted) -> None:
        def effect() -> None:
            self._take(meeting, permit)
            self.notices[meeting] = notice

        await self._serve("shut", meeting, (permit.closes,), effect, None)

    def _take(self, meeting: str, permit: PermitWanted) -> None:
        spans = self.meetings.setdefault(meeting, {})
        spans.setdefault(permit.span, SpanKept(permit.opens)).take(permit, self._now())
        for span in [n for n in spans if n < permit.span]:
            spans[span].close(permit.opens)

    def _stated(self, meeting: str) -> OriginFound:
        spans = self.meetings.get(meeting, {})
        rows = tuple(
            SpanFound(n, k.passes_until, k.closes, 0, tuple((a, b, 0) for a, b in sorted(k.destroyed)))
            for n, k in sorted(spans.items())
        )
        return OriginFound(self._now(), rows, {}, (), self.recordings.get(meeting))

    async def _serve(
        self, call: str, meeting: str, closes: tuple[int | None, ...], effect: Callable[[], T], nothing: T
    ) -> T:
        self.asked.append((call, meeting, closes))
        fault = next((each for each in self._faults if each.meets(call, "")), None)
        if fault is not None:
            fault.times -= 1
        await asyncio.sleep(0)
        await self._running.wait()
        match fault.kind if fault else None:
            case "fail":
                raise PortFailed("the origin did not answer")
            case "hang":
                await asyncio.get_running_loop().create_future()
            case "lie":
                return nothing
            case "late":
                assert fault is not None
                await asyncio.sleep(fault.seconds)
        answer = effect()
        await asyncio.sleep(0)
        if fault is not None and fault.kind == "lose":
            raise PortFailed("the answer was lost")
        return answer

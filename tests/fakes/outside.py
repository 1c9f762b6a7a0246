"""The outside in memory, as an OutsidePort: a stranger sees each output dark when the gate has nothing more to let out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from incamera.ports import OutsideFound, OutsidePart, PortFailed
from tests.fakes.engine import Fault, Kind
from tests.fakes.gate import FakeGate

SECOND_US: Final = 1_000_000


class FakeOutside:
    """A look takes the second that it looks at. `delay_us`: of every output but the gallery."""

    def __init__(self, gate: FakeGate, *, now: Callable[[], int], delay_us: int) -> None:
        self.looks: list[OutsideFound] = []
        self._gate = gate
        self._now = now
        self._delay_us = delay_us
        self._faults: list[Fault] = []

    def fault(self, kind: Kind, *, times: int = 1, seconds: float = 2.0) -> None:
        """Disturb the next looks. A probe that lies says that everything is dark."""
        self._faults.append(Fault(kind, None, None, times, seconds))

    def heal(self) -> None:
        self._faults.clear()

    async def reconcile(self, part: OutsidePart) -> OutsideFound:
        fault = next((each for each in self._faults if each.times > 0), None)
        if fault is not None:
            fault.times -= 1
        await asyncio.sleep(0)
        match fault.kind if fault else None:
            case "fail" | "lose":
                raise PortFailed("the outside could not be reached")
            case "hang":
                await asyncio.get_running_loop().create_future()
            case "late":
                assert fault is not None
                await asyncio.sleep(fault.seconds)
            case "lie":
                return OutsideFound(self._now(), dict.fromkeys(part.outputs, True))
        begun = self._now()
        await asyncio.sleep(SECOND_US / 1e6)
        spans = self._gate.meetings.get(part.meeting, {}).values()
        last = max((kept.passes_until for kept in spans), default=0)
        dark = {o: last + (0 if o == "gallery" else self._delay_us) <= begun for o in part.outputs}
        self.looks.append(OutsideFound(begun, dark))
        return self.looks[-1]

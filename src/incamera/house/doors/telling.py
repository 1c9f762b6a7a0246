"""What the public page reads of meetings that have no doorkeeper: those still planned, and those that have ended."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog

from incamera.house.doors.doorkeeper import Facts
from incamera.house.doors.parts import origin_part
from incamera.ports import OriginPart, OriginPort, PortFailed
from incamera.rules.outside import outputs
from incamera.rules.steps import keeps

PERIOD_S: Final = 1.0
REPEAT: Final = 10
"""Passes after which everything is told again: the gate may have been started anew."""

_log = structlog.get_logger(__name__)


async def tell_outside(facts: Facts, origin: OriginPort) -> None:
    """Until cancelled. A meeting that nothing leaves is not known outside at all."""
    told: dict[str, OriginPart] = {}
    while True:
        for _ in range(REPEAT):
            for meeting_id in facts.ids():
                m = facts.get(meeting_id)
                if keeps(m) or not outputs(m):
                    told.pop(meeting_id, None)
                elif told.get(meeting_id) != (part := origin_part(m)) and await _tell(origin, part):
                    told[meeting_id] = part
            await asyncio.sleep(PERIOD_S)
        told.clear()


async def _tell(origin: OriginPort, part: OriginPart) -> bool:
    try:
        await origin.reconcile(part)
    except PortFailed:
        _log.info("origin_not_told")
        return False
    return True

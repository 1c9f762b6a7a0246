"""Processes that die or hang, each once under four meetings: on the record, closing, closed and opening."""

from __future__ import annotations

import asyncio
import json

import pytest

from incamera.house.ledger.verify import check
from incamera.rules.ledger.file import LedgerFile
from incamera.up.stack import Stack
from tests.e2e.four import DARK, EITHER, KEPT, SHUT, four, settle
from tests.e2e.house import House
from tests.e2e.seat import View

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

HANGS_S = 4.0  # how long the api hangs; an engine hangs until the supervisor has had enough of it

CASES = {
    ("api", "kill"): (KEPT, SHUT, SHUT, EITHER),
    ("api", "stop"): (KEPT, SHUT, SHUT, EITHER),
    ("engine-open", "kill"): (DARK, SHUT, SHUT, EITHER),
    ("engine-open", "stop"): (DARK, SHUT, SHUT, EITHER),
    ("engine-closed", "kill"): (KEPT, SHUT, SHUT, SHUT),
    ("engine-closed", "stop"): (KEPT, SHUT, SHUT, EITHER),
}
"""What hangs or dies -> where the four meetings come to by themselves."""


async def strike(stack: Stack, name: str, fault: str) -> int:
    """Do it, and give how often the process had been started."""
    before = stack.starts(name)
    if fault == "kill":
        stack.kill(name)
    else:
        stack.stop(name)
        if name == "api":
            await asyncio.sleep(HANGS_S)
            stack.cont(name)
            return before - 1  # it is not started again
    return before


async def until_back(stack: Stack, name: str, before: int) -> None:
    async with asyncio.timeout(60):
        while stack.starts(name) <= before:
            await asyncio.sleep(0.05)
    await stack.until_ready(name)


def key_of(view: View) -> str:
    return next(str(chamber["key"]) for chamber in view["chambers"] if chamber["use"] == "current")


@pytest.mark.parametrize(("name", "fault"), CASES, ids=["-".join(case) for case in CASES])
async def test_a_fault_opens_nothing_loses_nothing_and_passes_by_itself(house: House, name: str, fault: str) -> None:
    stack = house.stack
    async with four(house) as meetings:
        was = key_of(await meetings.closed["anselka"].view())
        before = await strike(stack, name, fault)
        if (name, fault) == ("engine-open", "stop"):
            # What cannot be measured counts as open: while the engine is silent nothing is proven shut.
            view = await meetings.closing["anselka"].view()
            assert stack.starts(name) > before or view["door"]["state"] in {"closing", "not_dark"}
        await until_back(stack, name, before)
        views = await settle(meetings, CASES[name, fault])
        assert (key_of(views[2]) == was) == (name != "engine-closed")
        for meeting in meetings.all():
            await meeting["anselka"].command("shut", phase="ended")
            await meeting["anselka"].until_door("ended")
            assert isinstance(check(json.dumps(await meeting.ledger())), LedgerFile)

"""Closing on the whole stack: what closed talks looked and sounded like is nowhere outside, in no rendition, at no delay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.closing import holds_only, is_proven, is_slate
from tests.e2e.house import House, open_house
from tests.e2e.show import on_record, show

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

SPOKEN_S = 2.5
"""How long is spoken in a span once it is seen outside."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gated(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with open_house(tmp_path_factory.mktemp("gated"), has_gate=True) as running:
        yield running


@pytest.mark.parametrize("delay", [0])
async def test_nothing_of_closed_talks_is_in_any_rendition_before_or_after_opening_again(
    gated: House, delay: int
) -> None:
    async with show(gated, delay=delay) as meeting:
        first = await meeting.open()
        assert [line.has_parts for line in first] == [True, delay < 5]
        await asyncio.sleep(SPOKEN_S)
        view = await meeting.close()
        cut = view["door"]["cut"]
        is_proven(view, delay)
        await meeting.until_said_in_closed(cut // 1_000 + 2_000)
        for output, line in zip(meeting.outputs, first, strict=True):
            await output.until_ended(line)
        second = await meeting.open()
        await asyncio.sleep(SPOKEN_S)
        last = (await meeting.close())["door"]["cut"]
        for output, line in zip(meeting.outputs, second, strict=True):
            await output.until_ended(line)
        ends = [ended for _, ended in on_record(await meeting.meeting.ledger())]
        assert ends == [cut, last], "the ledger says when the spans were cut"
        for output, *lines in zip(meeting.outputs, first, second, strict=True):
            for line, ended in zip(lines, ends, strict=True):
                holds_only(output, line, ended / 1_000)
            for line in output.timelines.values():
                if line not in lines:
                    is_slate(output, line)

"""Closing on the whole stack: what closed talks looked and sounded like is nowhere outside, in no rendition, at no delay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.house import House, open_house
from tests.e2e.output import Output, Timeline
from tests.e2e.seat import View
from tests.e2e.show import on_record, show
from tests.e2e.speaker import OPEN

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

SPOKEN_S = 2.5
"""How long is spoken in a span once it is seen outside."""
INSIDE = ("old_chamber_gone", "nobody_else")
SHORT = 2_000
"""Between the last picture outside and the cut, in ms, on a machine that is busy; what is missing is slate."""


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


def is_proven(view: View, delay: int) -> None:
    """CLOSED is said with a row for each output, each measured after the cut; dark where nothing is delayed."""
    undelayed = ("gallery",) if delay else ("gallery", "webcast", "embed")
    outputs = [
        f"{output}_{what}"
        for output in view["outside"]["outputs"]
        for what in (("sealed", "dark") if output in undelayed else ("sealed",))
    ]
    assert {"gallery", "webcast", "embed"} <= set(view["outside"]["outputs"])
    rows = view["door"]["rows"]
    assert [row["row"] for row in rows] == [*INSIDE, *outputs]
    assert {row["state"] for row in rows} == {"ok"}
    assert all(view["door"]["cut"] < row["asked"] for row in rows)


def holds_only(output: Output, line: Timeline, ended: float) -> None:
    """In each rendition of a timeline: what was said before an instant (ms), to the end, and then the slate."""
    for stream in ("v0", "v1"):
        seen = output.pictures(line, stream)
        said = [one for one in seen if one.mark is not None]
        assert {one.mark for one in said} == {OPEN}
        assert all(one.made is not None and one.made < ended for one in said)
        assert max(one.made or 0 for one in said) > ended - SHORT, "what was said before the cut arrives"
        assert None not in {one.slate for one in seen if one.at >= ended}
        after = [one for one in seen if one.at > said[-1].at]  # the gate shut a moment before the cut was committed
        assert all(one.mark is None and one.slate is not None for one in after)
        assert len(after) >= 15, "half a second of slate"
    heard = output.sounds(line)
    tones = [one for one in heard if one.mark is not None]
    assert {one.mark for one in tones} == {OPEN}
    assert all(one.made is not None and one.made < ended for one in tones)
    assert max(one.at for one in tones) > ended - SHORT
    assert all(one.mark is None for one in heard if one.at >= ended)


def is_slate(output: Output, line: Timeline) -> None:
    """What runs between spans is the slate and silence."""
    for stream in ("v0", "v1"):
        assert all(one.mark is None and one.slate is not None for one in output.pictures(line, stream))
    assert all(one.mark is None for one in output.sounds(line))

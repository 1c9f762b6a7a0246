"""Shut before commit: the open side is silent before the instant of the cut is taken."""

from __future__ import annotations

import asyncio

from incamera.house.doors.doorkeeper import HUSH_S
from incamera.rules import commands as c
from incamera.rules.words import Side
from tests.fakes.virtual_loop import run_virtually
from tests.house.doors.hall import Hall


def voices(hall: Hall) -> int:
    legs = hall.engines[Side.OPEN].chambers_now[hall.chamber()].values()
    return sum(bool(leg.permission.sources) for leg in legs)


async def on_record(hall: Hall) -> None:
    hall.all_enter()
    hall.do(c.Convene(), hall.convener())
    await hall.until_live("doors_closed")
    await hall.go_on_record()
    await hall.until(lambda: voices(hall) > 1, "people may speak")


def test_the_open_side_is_silent_when_the_hush_returns_and_stays_so_over_the_cut() -> None:
    async def story() -> None:
        async with Hall() as hall:
            await on_record(hall)
            async with asyncio.timeout(HUSH_S):
                await hall.hush()
            assert voices(hall) == 0
            assert hall.current.phase == "on_record"
            hall.do(c.Shut("closed"), hall.closer())
            await hall.until_live("closed")
            await hall.until_all_is_well()

    run_virtually(story())


def test_a_hush_that_no_commit_follows_passes_by_itself() -> None:
    async def story() -> None:
        async with Hall() as hall:
            await on_record(hall)
            before = voices(hall)
            await hall.hush()
            assert voices(hall) == 0
            await hall.until(lambda: voices(hall) == before, "everybody may speak again")
            assert hall.current.phase == "on_record"

    run_virtually(story())

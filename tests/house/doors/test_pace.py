"""How long a proof takes beyond what the rules ask for: no whole pass is to be lost between the two looks."""

from __future__ import annotations

from incamera.house.doors.keeper import PERIOD_S
from incamera.rules import commands as c
from incamera.rules.words import SECOND_US, Side
from tests.fakes.virtual_loop import run_virtually
from tests.house.doors.hall import Hall

DELETION_S = 0.1


def test_after_a_slow_deletion_the_second_look_is_one_pass_later_and_proves() -> None:
    async def story() -> None:
        async with Hall() as hall:
            hall.all_enter()
            hall.do(c.Convene(), hall.convener())
            await hall.until_live("doors_closed")
            await hall.go_on_record()
            await hall.until_all_is_well()
            hall.engines[Side.OPEN].fault("late", call="delete", seconds=DELETION_S)
            hall.do(c.Shut("closed"), hall.closer())
            await hall.until_live("closed")
            assert hall.current.live is not None
            took = (hall.current.live - hall.current.cut) / SECOND_US
            assert DELETION_S + 0.25 <= took <= DELETION_S + PERIOD_S + 0.02

    run_virtually(story())

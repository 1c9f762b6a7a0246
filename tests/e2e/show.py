"""A meeting that the press and the public follow: one speaks, one listens inside, everything that leaves is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from tests.e2e.house import CAST, Cast, House, Meeting
from tests.e2e.output import Output, Timeline, gallery, webcast
from tests.e2e.seat import LONG_S, Seat, View
from tests.e2e.speaker import CLOSED, OPEN, Speaker, speaking

GATE_CAST: Final[Cast] = (*CAST, ("journalist", "Mirela Osk", "journalist", "", "", ""))


@dataclass
class Show:
    """Anselka speaks and has the floor; Edmar hears and sees her, on whichever side of the gate."""

    house: House
    meeting: Meeting
    speaker: Speaker
    listener: Speaker
    webcast: Output
    gallery: Output

    @property
    def outputs(self) -> tuple[Output, Output]:
        return self.gallery, self.webcast

    async def open(self) -> tuple[Timeline, Timeline]:
        """On the record by two keys, until the gallery and the webcast show what is said."""
        await self.meeting.go_on_record()
        await self.meeting["tomas"].command("recognise", seat=self.meeting.ids["anselka"])
        live = (await self.meeting["tomas"].view())["door"]["live"] // 1_000
        for output in self.outputs:
            await output.until_shows(OPEN, after=live)
        return self.gallery.live()[-1], self.webcast.live()[-1]

    async def close(self) -> View:
        """Closed by one hand; the view once the doors are proven shut."""
        await self.meeting["anselka"].command("shut", phase="closed")
        return await self.meeting["anselka"].until_door("closed")

    async def until_said_in_closed(self, after: int) -> None:
        """Until closed talks had a picture and a tone that were made after an instant in ms: something that could leak."""
        async with asyncio.timeout(LONG_S):
            while not self.listener.on("closed"):
                await asyncio.sleep(0.05)
        inside = self.listener.on("closed")[-1]
        for kind in ("picture", "sound"):
            await inside.until(lambda e, k=kind: e["event"] == k and e["mark"] == CLOSED and e["made"] > after)  # type: ignore[misc]


@asynccontextmanager
async def show(house: House, **changes: Any) -> AsyncIterator[Show]:
    """A meeting with doors closed, at which everybody has taken a seat."""
    async with AsyncExitStack() as ending:
        meeting = await house.meeting(cast=GATE_CAST, coverage="virtual_open", **changes)
        await meeting.take("tomas", "sorcha", "anselka", "edmar", "press")
        meeting.seats["journalist"] = await Seat.take(house.url, await meeting.secret("journalist"))
        await meeting["tomas"].command("convene")
        await meeting["tomas"].until_door("doors_closed")
        yield Show(
            house,
            meeting,
            await ending.enter_async_context(speaking(meeting, "anselka")),
            await ending.enter_async_context(speaking(meeting, "edmar", speaks=False)),
            await ending.enter_async_context(webcast(house, meeting)),
            await ending.enter_async_context(gallery(house, meeting, "journalist")),
        )


def on_record(ledger: dict[str, Any]) -> list[tuple[int, int]]:
    """When each span on the record that has ended began and was cut, by the ledger."""
    cuts = [(e["header"]["at"], e["body"]["phase"]) for e in ledger["entries"] if e["header"]["kind"] == "span_cut"]
    return [(at, until) for (at, phase), (until, _) in pairwise(cuts) if phase == "on_record"]

"""What each seat's screen shows: the latest view with its revision, and the stream that carries it.

A stream draws whole views at its reader's pace, so that a slow one skips views and never gets an older one after a newer.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Final

from pydantic import TypeAdapter

from incamera.house.meetings.service import Meetings, MeetingUnknownError
from incamera.rules.shown import View
from incamera.rules.views import view_for
from incamera.rules.words import SeatId

LOOK_S: Final = 0.5
"""A view also changes by time alone (a measurement grows old): look again after this at the latest."""
REPEAT_S: Final = 2.0
"""The view is sent again after this, unchanged and with the same revision: a page without it mutes itself after 5 s."""

_VIEW: Final[TypeAdapter[View]] = TypeAdapter(View)


@dataclass(frozen=True, slots=True)
class Screen:
    """A view and its revision, which rises only when this view changes."""

    rev: int
    view: View
    likeness: bytes
    """The view as JSON without the instants of measurements: those pass without anything having changed."""


class Screens:
    """The latest screen of each seat. It belongs to the event loop of the meetings."""

    def __init__(self, meetings: Meetings, *, first_rev: int) -> None:
        """`first_rev`: above every revision of an earlier life; milliseconds of the start do."""
        self._meetings = meetings
        self._first_rev = first_rev
        self._latest: dict[SeatId, Screen] = {}
        self._holders: dict[SeatId, int] = {}
        self._is_closed = False

    def show(self, seat: SeatId) -> Screen:
        """The seat's screen now. Raises MeetingUnknownError."""
        of = self._meetings
        meeting = of.meeting_of(seat)
        view = view_for(of.get(meeting), seat, of.seen(meeting), of.now(meeting))
        if view is None:
            raise MeetingUnknownError
        likeness = _likeness(view)
        latest = self._latest.get(seat)
        rev = self._first_rev if latest is None else latest.rev if latest.likeness == likeness else latest.rev + 1
        screen = Screen(rev, view, likeness)
        self._latest[seat] = screen
        return screen

    async def events(self, seat: SeatId) -> AsyncGenerator[bytes, None]:
        """The seat's views as server-sent events, until the seat is held by another browser or the house closes."""
        loop = asyncio.get_running_loop()
        of, holder = self._meetings, self._holders.get(seat, 0)
        meeting, sent, again = of.meeting_of(seat), -1, 0.0
        while not self._is_closed and self._holders.get(seat, 0) == holder:
            heard = of.shown.count(meeting)
            try:
                screen = self.show(seat)
            except MeetingUnknownError:
                return
            if screen.rev != sent or loop.time() >= again:
                sent, again = screen.rev, loop.time() + REPEAT_S
                yield _frame(screen, of.now(meeting))
            await of.shown.wait(meeting, heard=heard, timeout_s=LOOK_S)

    def change_holder(self, seat: SeatId) -> None:
        """Another browser holds the seat now, or none: the former one's streams end with their next look."""
        self._holders[seat] = self._holders.get(seat, 0) + 1

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self._is_closed = True
        for meeting in self._meetings.ids():
            self._meetings.shown.ring(meeting)


def _likeness(view: View) -> bytes:
    rows = tuple(replace(row, asked=None) for row in view.door.rows)
    return _VIEW.dump_json(replace(view, door=replace(view.door, rows=rows)))


def _frame(screen: Screen, now: int) -> bytes:
    return b'data: {"topic":"view","rev":%d,"view":%b,"now":%d}\n\n' % (screen.rev, _VIEW.dump_json(screen.view), now)

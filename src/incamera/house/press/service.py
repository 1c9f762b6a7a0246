"""Passes and tickets: signed documents by which a press seat sees the gallery, and a programme worker reaches the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from incamera.house.meetings.service import Meetings, MeetingUnknownError
from incamera.house.press.feeds import Feeds
from incamera.platform.clock import Clock
from incamera.platform.errors import ProductError
from incamera.platform.signed import sign_document
from incamera.rules.meeting import Meeting
from incamera.rules.outside import GALLERY, RECORDING, Programme, ProgrammeSeat, is_audience, outputs, programme
from incamera.rules.steps import keeps
from incamera.rules.words import SCREEN, SECOND_US, SeatId, Side

PASS_US: Final = 60 * SECOND_US
TICKET_US: Final = 30 * SECOND_US
PRESS_ROLES: Final = frozenset({"pooler", "journalist", "observer", "press_aide", "technician"})
"""Roles that see the gallery. The public sees the webcast."""
PROBE: Final = "probe"
PROGRAMME: Final = "programme"
FEED: Final = "feed"
RECORDER: Final = "recorder"
RESERVE: Final = 256 * 1024 * 1024
"""Bytes of the disk that a recorder leaves to the ledger and everybody else on it."""


class RulesNotAcceptedError(ProductError):
    """Nothing is shown before the ground rules are accepted."""

    def __init__(self) -> None:
        super().__init__("rules_not_accepted", 403, "Accept the ground rules of the gallery first.")


class NoGalleryError(ProductError):
    """This seat has no place in the gallery, or the meeting has none."""

    def __init__(self) -> None:
        super().__init__("no_gallery", 403, "This seat has no place in the gallery.")


@dataclass(frozen=True, slots=True)
class Run:
    """A worker that should be running. `told` is what it should know now."""

    kind: str
    meeting: str
    name: str
    """Its own within meeting and kind: of a programme the span, of a feed its id."""
    told: Mapping[str, Any]


@dataclass(slots=True)
class Press:
    """`mint` gives a hidden listener's token for a chamber; `sign` is the api's key for documents."""

    meetings: Meetings
    clock: Clock
    sign: Callable[[bytes], bytes]
    engine_url: str
    mint: Callable[[str, str], str]
    run_dir: Path
    """Where the origin's sockets are."""
    record: Path
    """Where recordings are kept, a folder a meeting."""
    feeds: Feeds
    _runs: dict[tuple[str, int], int] = field(default_factory=dict)

    def gallery_pass(self, seat: SeatId) -> tuple[str, str]:
        """The meeting and a pass of a minute for its gallery. Raises NoGalleryError, RulesNotAcceptedError."""
        meeting = self.meetings.meeting_of(seat)
        m = self.meetings.get(meeting)
        row = m.seat(seat)
        if row is None or row.role not in PRESS_ROLES or seat in m.removed or GALLERY not in outputs(m):
            raise NoGalleryError
        if is_audience(m, row) and seat not in m.accepted:
            raise RulesNotAcceptedError
        return meeting, self.signed_pass(meeting, seat)

    def signed_pass(self, meeting: str, seat: str) -> str:
        """A pass; also for the probe, which looks at the gallery as a stranger with one would."""
        return sign_document(
            "pass", {"meeting": meeting, "seat": seat, "expires": self.clock.now() + PASS_US}, self.sign
        )

    def runs(self) -> list[Run]:
        """The workers that should be running now, over all meetings."""
        self.feeds.sweep()
        return [run for meeting in self.meetings.ids() for run in self._runs_of(self.meetings.get(meeting))]

    def _runs_of(self, m: Meeting) -> Iterator[Run]:
        wanted = programme(m)
        if wanted is not None:
            yield Run(PROGRAMME, m.id, str(wanted.span), _floor(wanted, self._screen(wanted)))
        for feed in self.feeds.wanted(m):
            yield Run(FEED, m.id, feed, {})
        if RECORDING in outputs(m) and keeps(m):
            yield Run(RECORDER, m.id, "all", {})

    def _screen(self, p: Programme) -> str | None:
        """Who shares a screen now, by the engine's own list."""
        look = self.meetings.seen(p.meeting).last.get(Side.OPEN)
        legs = look.chambers.get(p.chamber, ()) if look is not None else ()
        return next((leg.identity for leg in legs if SCREEN in leg.publishes), None)

    def start(self, kind: str, meeting: str, name: str) -> dict[str, Any]:
        """Where a new worker of this kind goes. Raises MeetingUnknownError for one that is not wanted."""
        m = self.meetings.get(meeting)
        if not any((run.kind, run.name) == (kind, name) for run in self._runs_of(m)):
            raise MeetingUnknownError
        starts: Mapping[str, Callable[[Meeting, str], dict[str, Any]]] = {
            PROGRAMME: self._start_programme,
            FEED: self.feeds.order,
            RECORDER: self._start_recorder,
        }
        return starts[kind](m, name)

    def _start_programme(self, m: Meeting, name: str) -> dict[str, Any]:
        """One run of a span, and never that run again."""
        wanted = programme(m)
        if wanted is None:
            raise MeetingUnknownError
        meeting, span = m.id, int(name)
        run = self._next_run(meeting, span, wanted.t0)
        ticket = {
            "meeting": meeting,
            "span": span,
            "run": run,
            "t0": wanted.t0,
            "expires": self.clock.now() + TICKET_US,
        }
        return {
            "engine": self.engine_url,
            "token": self.mint(wanted.chamber, wanted.identity),
            "socket": str(self.run_dir / "media.sock"),
            "ticket": sign_document("ticket", ticket, self.sign),
            "fps": 30,
        }

    def _start_recorder(self, m: Meeting, _name: str) -> dict[str, Any]:
        folder = self.record / m.id
        return {"meeting": m.id, "socket": str(self.run_dir / "sinks.sock"), "folder": str(folder), "reserve": RESERVE}

    def _next_run(self, meeting: str, span: int, t0: int) -> int:
        """Rises with every start, also over restarts of the api: whole seconds since the span began, or one more."""
        elapsed = (self.clock.now() - t0) // SECOND_US + 1
        run = max(self._runs.get((meeting, span), 0) + 1, elapsed)
        self._runs[meeting, span] = run
        return int(run)


def _floor(p: Programme, screen: str | None) -> dict[str, Any]:
    return {
        "speakers": [x.identity for x in p.speakers],
        "layout": p.layout,
        "item": p.item,
        "screen": screen,
        "names": {x.identity: _name(x) for x in p.speakers},
    }


def _name(x: ProgrammeSeat) -> dict[str, Any]:
    return {"person": x.person, "title": x.title, "delegation": x.delegation, "colours": list(x.colours)}

"""The origin's one state: all meetings, on the loop of the gate. Whoever serves readers gets snapshots of it.

Nothing here waits. The loop calls `tick` often; if it was kept from doing so, what came in meanwhile is let out only
after the api could have been heard.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from incamera.media.origin.clock import SteadyClock
from incamera.media.origin.documents import Notice, Permit
from incamera.media.origin.limits import Limits
from incamera.media.origin.meeting import KEEP_US, Meeting, Shown
from incamera.media.origin.slate import Slate
from incamera.media.origin.span import Sink
from incamera.media.origin.statement import statement, status
from incamera.media.wire import Unit
from incamera.platform.ids import new_id

STALL_US: Final = 250_000
"""A loop this late may have missed a permit that lies in its socket."""
LISTEN_US: Final = 40_000
"""After a stall, how long the api is listened to before anything leaves."""

_log = structlog.get_logger(__name__)


def _wall() -> int:
    return time.time_ns() // 1_000


def _mono() -> int:
    return time.monotonic_ns() // 1_000


@dataclass(frozen=True, slots=True)
class Published:
    """What readers on other threads see of one meeting, replaced as a whole. Bytes are JSON."""

    status: Mapping[bool, bytes]
    """By whether it is the gallery's."""
    shown: Mapping[bool, Shown]
    paths: Mapping[bool, Mapping[str, Shown]]


@dataclass(slots=True)
class Origin:
    """`changed` is told which timelines have something new, and which meetings another status."""

    slate: Slate
    limits: Limits
    changed: Callable[[list[str]], None] = lambda _names: None
    audience: Callable[[str], Mapping[str, int]] = lambda _meeting: {"webcast": 0, "gallery": 0}
    sinks: Callable[[str], list[Sink]] = lambda _meeting: []
    meetings: dict[str, Meeting] = field(default_factory=dict)
    published: dict[str, Published] = field(default_factory=dict)
    worst_lag_us: int = 0
    """Longest time between two ticks since the start."""
    _clock: SteadyClock = field(default_factory=lambda: SteadyClock(_wall(), _mono()))
    _ticked: int = field(default_factory=_mono)
    _seen: tuple[int, int] = field(default_factory=lambda: (_wall(), _mono()))
    _listens_until: int = 0
    _versions: dict[str, int] = field(default_factory=dict)
    _keys: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    started: int = field(default_factory=_wall)

    def now(self) -> int:
        """The instant now. Notices a clock that was set."""
        mono = _mono()
        now, was_set = self._clock.read(_wall(), mono)
        self._seen = now, mono
        if was_set:
            _log.warning("clock_set")
            for meeting in self.meetings.values():
                meeting.clock_set(now)
        return now

    def peek(self) -> int:
        """The instant as of the last tick and the time since: for readers, on any thread."""
        return self._seen[0] + max(0, _mono() - self._seen[1])

    def meeting(self, name: str) -> Meeting:
        """The meeting, known from now on to the origin; not yet to the outside."""
        if name not in self.meetings:
            self.meetings[name] = Meeting(name, self.slate, new_id, self.limits.of(name), self.sinks(name))
        return self.meetings[name]

    def renew(self, permit: Permit) -> bool:
        """Take a permit; whether it was newer. Limits still have to be kept: `keep_limits`."""
        meeting, now = self.meeting(permit.meeting), self.now()
        was_taken = meeting.renew(permit, now)
        meeting.tick(now)
        self._publish(meeting, now)
        return was_taken

    def tell(self, notice: Notice) -> bool:
        """Take a notice; whether it was newer."""
        meeting = self.meeting(notice.meeting)
        was_taken = meeting.tell(notice)
        self._publish(meeting, self.now())
        return was_taken

    def keep_limits(self, name: str) -> None:
        """Put a meeting's limits on the disk. Raises OSError."""
        self.limits.keep(name, self.meeting(name).known_limits())

    def statement(self, name: str) -> dict[str, Any]:
        """What is stated of a meeting now; of an unknown one, that nothing passes."""
        meeting = self.meetings.get(name) or Meeting(name, self.slate, new_id)
        return statement(meeting, self.now(), self.started, self.audience(name))

    def feed(self, meeting: Meeting, units: list[Unit]) -> bool:
        """Take units of a run; False once the run is lost."""
        now = self.now()
        if self.meetings.get(meeting.id) is not meeting:
            return False
        fed = [meeting.span(unit.span).feed(unit, now) for unit in units]
        if not self._is_listening():
            self._let_out(meeting, now)
        return all(fed)

    def tick(self) -> None:
        """Let out what is due, everywhere."""
        mono = _mono()
        late, self._ticked = mono - self._ticked, mono
        self.worst_lag_us = max(self.worst_lag_us, late)
        if late > STALL_US:
            _log.warning("gate_was_late", by_us=late)
            self._listens_until = mono + LISTEN_US
        if self._is_listening():
            return
        now = self.now()
        for meeting in list(self.meetings.values()):
            self._let_out(meeting, now)

    def _is_listening(self) -> bool:
        return _mono() < self._listens_until or _mono() - self._ticked > STALL_US

    def _let_out(self, meeting: Meeting, now: int) -> None:
        """One meeting that fails goes dark and begins anew with its next permit; the others do not notice."""
        try:
            meeting.tick(now)
            self._publish(meeting, now)
        except Exception:  # noqa: BLE001  (whatever it is: dark, and said in the log)
            _log.exception("meeting_failed", meeting=meeting.id)
            self.published.pop(meeting.id, None)
            self._keys.pop(meeting.id, None)
            self.limits.keep(meeting.id, meeting.known_limits())
            del self.meetings[meeting.id]

    def _publish(self, meeting: Meeting, now: int) -> None:
        if not meeting.is_known:
            return
        timelines = {g: meeting.timelines(is_gallery=g) for g in (False, True)}
        news = [t.path for g in (False, True) for t in timelines[g] if self._versions.get(t.path) != t.version]
        self._versions.update({t.path: t.version for g in (False, True) for t in timelines[g]})
        shown = {g: meeting.shown(now, is_gallery=g) for g in (False, True)}
        kept = {
            g: {t.path: t for t in timelines[g] if t.ended_at is None or now <= t.ended_at + KEEP_US}
            for g in (False, True)
        }
        rev = meeting.notice.rev if meeting.notice is not None else -1
        key = (
            meeting.words(now),
            meeting.item(now),
            rev,
            shown[False].path,
            shown[True].path,
            *kept[False],
            *kept[True],
        )
        if self._keys.get(meeting.id) != key:
            self._keys[meeting.id] = key
            self._drop_old(meeting, now)
            paths: dict[bool, dict[str, Shown]] = {g: {**kept[g], shown[g].path: shown[g]} for g in (False, True)}
            bodies = {g: json.dumps(status(meeting, now, is_gallery=g)).encode() for g in (False, True)}
            self.published[meeting.id] = Published(bodies, shown, paths)
            news.append(meeting.id)
        if news:
            self.changed(news)

    def _drop_old(self, meeting: Meeting, now: int) -> None:
        for span in meeting.spans.values():
            for timeline in (span.gallery, span.public, *span.past):
                if timeline is not None and timeline.ended_at is not None and now > timeline.ended_at + KEEP_US:
                    timeline.release()
                    self._versions.pop(timeline.path, None)

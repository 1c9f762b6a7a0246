"""One meeting at the origin: its spans, its words, and what its stable addresses lead to now. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from incamera.media.origin.documents import BEGINS, FAULT, ON_AIR, Item, Notice, Permit, Words
from incamera.media.origin.gate import Gate
from incamera.media.origin.recording import Recording
from incamera.media.origin.slate import Slate
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.span import SINK_DELAY_US, Sink, Span
from incamera.media.origin.timeline import Timeline

KEEP_US: Final = 30_000_000
"""How long an ended timeline can still be fetched."""
REST_US: Final = 200_000
"""How much later than a span's pictures the slate between spans goes to children: a span that begins comes first."""

Shown = Timeline | SlateLoop


@dataclass(slots=True)
class Meeting:
    """`limits` are those known from before this process began: such a span is over."""

    id: str
    slate: Slate
    new_path: Callable[[], str]
    limits: dict[int, int] = field(default_factory=dict)
    sinks: list[Sink] = field(default_factory=list)
    spans: dict[int, Span] = field(default_factory=dict)
    notice: Notice | None = None
    recording: Recording | None = None
    """What its recorder says, while one is connected."""
    _loop: SlateLoop | None = None

    @property
    def is_known(self) -> bool:
        """Whether the outside may learn that it exists."""
        return self.notice is not None or any(span.gate.permit is not None for span in self.spans.values())

    def tell(self, notice: Notice) -> bool:
        """Take a notice if it is newer; whether it was."""
        if notice.meeting != self.id or (self.notice is not None and notice.rev <= self.notice.rev):
            return False
        self.notice = notice
        return True

    def renew(self, permit: Permit, now: int) -> bool:
        """Take a permit. The spans before it close where it opens, if nothing closed them earlier."""
        if permit.meeting != self.id:
            return False
        span = self.span(permit.span)
        was_taken = span.renew(permit, now)
        for number, older in self.spans.items():
            if number < permit.span:
                older.close(permit.opens)
        newer = [s.gate.opens for n, s in self.spans.items() if n > permit.span and s.gate.permit is not None]
        if newer:
            span.close(min(newer))
        return was_taken

    def span(self, number: int) -> Span:
        """The span, known from now on; one whose limit is remembered is over."""
        if number not in self.spans:
            limit = self.limits.get(number)
            gate = Gate(self.id, number, limit=limit, is_over=limit is not None)
            self.spans[number] = Span(gate, self.slate, self.new_path, self.sinks)
        return self.spans[number]

    def known_limits(self) -> dict[int, int]:
        """Every span's limit: what has to outlive this process."""
        found = {n: span.gate.limit for n, span in self.spans.items() if span.gate.limit is not None}
        return {**self.limits, **found}

    def clock_set(self, now: int) -> None:
        """The machine's clock was set: no run and no lease goes on."""
        for span in self.spans.values():
            span.gate.clock_set(now)
            if span.run is not None:
                span.end_run(span.run, "the clock was set")

    def tick(self, now: int) -> None:
        """Let out everything that is due, in the order of spans."""
        for number in sorted(self.spans):
            self.spans[number].tick(now)
        if self.sinks:
            delay, state = self._sinks_delay(), self._slate_state(now)
            for sink in list(self.sinks):
                sink.rest(self.slate, now - delay, state)

    def words(self, now: int) -> Words:
        """What the outside reads now."""
        told = [self.notice.words] if self.notice is not None else []
        newest = self._newest()
        if newest is not None and newest.gate.permit is not None:
            told.append(newest.gate.permit.words)
        words = max(told, key=lambda w: w.since)
        if words.state != ON_AIR or (newest is not None and newest.gate.holds_lease(now)):
            return words
        return Words(FAULT, newest.gate.until if newest is not None else words.since)

    def item(self, now: int) -> Item | None:
        """The agenda point that the delayed picture shows."""
        notice = self.notice
        if notice is None or notice.item is None or now < notice.item.since + notice.delay:
            return None
        return notice.item

    def timelines(self, *, is_gallery: bool) -> list[Timeline]:
        """Everything that is or was shown, oldest first."""
        found: list[Timeline] = []
        for number in sorted(self.spans):
            span = self.spans[number]
            if is_gallery:
                found += [span.gallery] if span.gallery is not None else []
            else:
                found += [*span.past, *([span.public] if span.public is not None else [])]
        return found

    def shown(self, now: int, *, is_gallery: bool) -> Shown:
        """What the stable address leads to: the oldest timeline that runs, else slate."""
        for timeline in self.timelines(is_gallery=is_gallery):
            if timeline.is_begun and not timeline.is_ended:
                return timeline
        return self._slate_loop(now)

    def find(self, path: str, now: int, *, is_gallery: bool) -> Shown | None:
        """The timeline or slate under a random path, if it can still be fetched."""
        if self._loop is not None and self._loop.path == path:
            return self._loop
        for timeline in self.timelines(is_gallery=is_gallery):
            if timeline.path == path:
                is_old = timeline.ended_at is not None and now > timeline.ended_at + KEEP_US
                return None if is_old else timeline
        return None

    def _newest(self) -> Span | None:
        known = [n for n, span in self.spans.items() if span.gate.permit is not None]
        return self.spans[max(known)] if known else None

    def _sinks_delay(self) -> int:
        """How late children are: as late as in the newest span, and a little more, so that slate never overtakes it."""
        delay = self.notice.delay if self.notice is not None else 0
        return max(delay, SINK_DELAY_US) + REST_US

    def _slate_state(self, now: int) -> str:
        state = self.words(now).state if self.is_known else FAULT
        return BEGINS if state == ON_AIR else state  # what was said has still to come out of encoder and delay

    def _slate_loop(self, now: int) -> SlateLoop:
        state = self._slate_state(now)
        if self._loop is None or self._loop.state != state:
            self._loop = SlateLoop(self.slate, state, self.new_path(), now)
        return self._loop

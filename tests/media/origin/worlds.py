"""A slate without pictures, and a programme, an api and a clock that tests move by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from incamera.media.origin.documents import Permit, Words
from incamera.media.origin.gate import Gate
from incamera.media.origin.grid import Grid, Stream
from incamera.media.origin.slate import Slate
from incamera.media.origin.span import Span
from incamera.media.origin.timeline import Timeline
from incamera.media.wire import SEGMENT_FRAMES, Flag, Kind, Rendition, Table, Ticket, Unit

T0 = 1_700_000_000_000_000
SECOND = 1_000_000
MEETING = "m" * 25 + "a"
LIVE = b"live"
VIDEO = (Kind.VIDEO, 0)
AUDIO = (Kind.AUDIO, 0)
STATES = ("begins_soon", "recess", "closed", "fault", "ended")


def slate(fps: int = 30) -> Slate:
    videos = tuple(Rendition(Kind.VIDEO, n, "avc1.64001f", 1_000_000, 1280 >> n, 720 >> n) for n in range(2))
    pictures = {
        state: {"en": [[f"slate {state} v{n} {u};".encode() for u in range(SEGMENT_FRAMES)] for n in range(2)]}
        for state in STATES
    }
    audio = Rendition(Kind.AUDIO, 0, "mp4a.40.2", 64_000)
    return Slate(fps, videos, audio, (b"avcC 0", b"avcC 1"), b"asc", pictures, [b"silence;"])


def table(fps: int = 30) -> Table:
    made = slate(fps)
    return Table(fps, (*made.videos, replace(made.audio, language="en")))


CONFIGS = {(Kind.VIDEO, 0): b"avcC 0", (Kind.VIDEO, 1): b"avcC 1", (Kind.AUDIO, 0): b"asc"}


def permit(span: int = 0, rev: int = 1, **changes: object) -> Permit:
    made = Permit(
        meeting=MEETING,
        span=span,
        rev=rev,
        opens=T0,
        closes=None,
        until=T0 + 3600 * SECOND,
        sends=frozenset({"picture", "sound"}),
        destroy=(),
        words=Words("on_air", T0),
        delay=0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@dataclass
class Programme:
    """Makes the units of a run; the payload names stream and instant of capture, so that a leak can be read."""

    fps: int = 30
    span: int = 0
    run: int = 1
    t0: int = T0
    lateness: int = 10_000
    done: dict[Stream, int] = field(default_factory=dict)

    @property
    def ticket(self) -> Ticket:
        return Ticket(MEETING, self.span, self.run, self.t0, self.t0 + 3600 * SECOND)

    def until(self, now: int) -> Iterator[Unit]:
        """Units whose tick lies before `now`, all streams, in the order of their instants."""
        grid = Grid(self.fps)
        found: list[Unit] = []
        for kind, number in CONFIGS:
            pts = self.done.get((kind, number), 0)
            while (nominal := self.t0 + grid.offset_us(kind, pts)) < now:
                found.append(self.unit((kind, number), pts, nominal))
                pts += grid.step(kind)
            self.done[kind, number] = pts
        yield from sorted(found, key=lambda unit: (unit.captured, unit.kind, unit.rendition))

    def skip_to(self, now: int) -> None:
        """Make nothing of what lies before `now`; begin again with a segment."""
        grid = Grid(self.fps)
        segment = -(-(now - self.t0) // grid.segment_us)
        self.done = {stream: grid.segment_pts(stream[0], max(0, segment)) for stream in CONFIGS}

    def unit(self, stream: Stream, pts: int, nominal: int) -> Unit:
        kind, number = stream
        captured = nominal + (self.lateness if kind is Kind.VIDEO else 0)
        is_sync = kind is Kind.AUDIO or (pts // Grid(self.fps).step(kind)) % SEGMENT_FRAMES == 0
        payload = bytearray(LIVE + f"<{kind.name[0]}{number}@{captured}>".encode())
        flags = Flag.SYNC if is_sync else Flag.NONE
        return Unit(kind, flags, number, self.span, self.run, 0, pts, captured, payload)


def paths() -> Iterator[str]:
    n = 0
    while True:
        n += 1
        yield f"path{n}"


def new_span(number: int = 0, fps: int = 30) -> Span:
    return Span(Gate(MEETING, number), slate(fps), paths().__next__)


def content(timeline: Timeline, stream: Stream = VIDEO) -> bytes:
    """Everything of a stream that can be fetched, in order."""
    window = timeline.windows[stream]
    segments = [*window._older, *window.listing.segments]
    if window.listing.open is not None:
        segments.append(window.listing.open)
    return b"".join(bytes(part.data) for s in segments for part in s.parts if part.data is not None)

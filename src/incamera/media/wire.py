"""What a programme sends to the origin over a stream socket: access units behind a 32-byte header.

Every message, the first (the ticket) included, is a header and `size` bytes. Little-endian. A short read or a gap in
`seq` means that the programme is lost: whoever reads shows slate from there. Pure: bytes in, values out.

Order: one TICKET, one TABLE, a VIDEO_CONFIG and an AUDIO_CONFIG per rendition, then units, HEARTBEAT at least every
250 ms, END last. `seq` starts at 0 with the ticket and rises by one (modulo 2^32) with every message.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Any, Final

HEADER: Final = struct.Struct("<BBHHHIqqI")
"""kind, flags, rendition, span, run, seq, pts, captured, size: 32 bytes."""
SIZE_MAX: Final = 4 * 1024 * 1024
VIDEO_HZ: Final = 90_000
AUDIO_HZ: Final = 48_000
CUE_HZ: Final = 1_000
AUDIO_SAMPLES: Final = 1_024
"""Samples of one AAC access unit; unit j has pts 1024 * j."""
SEGMENT_FRAMES: Final = 48
HEARTBEAT_US: Final = 250_000
BETWEEN: Final = 0xFFFF
"""In place of the span: slate between spans, for children that want a signal without gaps."""
TICKET_KIND: Final = "ticket"
"""Kind of the signed document that a TICKET message carries."""


class Kind(IntEnum):
    """What a message is. VIDEO_CONFIG holds an avcC record, AUDIO_CONFIG an AudioSpecificConfig, TABLE is JSON."""

    VIDEO = 0
    AUDIO = 1
    VIDEO_CONFIG = 2
    AUDIO_CONFIG = 3
    CUE = 4
    HEARTBEAT = 5
    TABLE = 6
    TICKET = 7
    END = 9


class Flag(IntFlag):
    """SYNC: decodable without what came before. STILL: name card, no live pixels. SKIPPED: ticks were left out just
    before this unit, so the previous one lasts longer. SLATE: put in by the origin (only on its way to its children)."""

    NONE = 0
    SYNC = 1
    STILL = 2
    SKIPPED = 4
    SLATE = 8


class WireError(Exception):
    """The stream cannot be followed any further: the programme counts as lost."""


@dataclass(slots=True)
class Unit:
    """One message. `pts` counts from the span's t0 in the kind's clock; `captured` is the Unix instant (microseconds)
    read after the newest input of that tick was taken (video) or of the unit's first sample (audio). `payload` is
    shared by everyone who holds the unit, so that destroying it destroys it everywhere."""

    kind: Kind
    flags: Flag
    rendition: int
    span: int
    run: int
    seq: int
    pts: int
    captured: int
    payload: bytearray

    @property
    def is_sync(self) -> bool:
        """Whether a decoder can begin here."""
        return bool(self.flags & Flag.SYNC)


@dataclass(frozen=True, slots=True)
class Rendition:
    """One row of the table. `kind` is VIDEO or AUDIO; `number` counts within its kind, 0 being the programme's picture
    and the floor's sound. `language` (BCP 47) and `name` are for sound."""

    kind: Kind
    number: int
    codecs: str
    bandwidth: int
    width: int = 0
    height: int = 0
    language: str = "und"
    name: str = "Floor"


@dataclass(frozen=True, slots=True)
class Table:
    """What a run consists of; the same for every run of a span."""

    fps: int
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the api lets a programme connect as. `run` rises with every start within the span, `t0` is the instant of
    frame 0, the same for all runs of the span."""

    meeting: str
    span: int
    run: int
    t0: int
    expires: int


def pack(unit: Unit) -> bytes:
    """The message as bytes."""
    head = HEADER.pack(
        unit.kind, unit.flags, unit.rendition, unit.span, unit.run, unit.seq, unit.pts, unit.captured, len(unit.payload)
    )
    return head + unit.payload


class Reader:
    """Takes a stream apart. Feed it whatever came; it gives the whole messages in it."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._next_seq = 0

    def feed(self, data: bytes) -> Iterator[Unit]:
        """Messages that are complete with `data`; raises `WireError` at a gap, an unknown kind, an absurd size."""
        self._buffer += data
        while (unit := self._take()) is not None:
            yield unit

    @property
    def is_between(self) -> bool:
        """Whether the stream could end here without having cut a message."""
        return not self._buffer

    def _take(self) -> Unit | None:
        if len(self._buffer) < HEADER.size:
            return None
        kind, flags, rendition, span, run, seq, pts, captured, size = HEADER.unpack_from(self._buffer)
        if size > SIZE_MAX:
            raise WireError(f"a message of {size} bytes")
        if seq != self._next_seq:
            raise WireError(f"message {self._next_seq} is missing")
        end = HEADER.size + size
        if len(self._buffer) < end:
            return None
        try:
            named = Kind(kind)
        except ValueError:
            raise WireError(f"unknown kind {kind}") from None
        payload = self._buffer[HEADER.size : end]
        del self._buffer[:end]
        self._next_seq = (seq + 1) & 0xFFFF_FFFF
        return Unit(named, Flag(flags), rendition, span, run, seq, pts, captured, payload)


def pack_table(table: Table) -> bytes:
    """The payload of a TABLE message."""
    rows = [
        {
            "kind": "video" if r.kind is Kind.VIDEO else "audio",
            "number": r.number,
            "codecs": r.codecs,
            "bandwidth": r.bandwidth,
            "width": r.width,
            "height": r.height,
            "language": r.language,
            "name": r.name,
        }
        for r in table.renditions
    ]
    return json.dumps({"fps": table.fps, "renditions": rows}).encode()


def read_table(payload: bytes | bytearray) -> Table:
    """The table in a TABLE message; raises `WireError`."""
    try:
        body = json.loads(payload)
        rows = tuple(
            Rendition(
                kind={"video": Kind.VIDEO, "audio": Kind.AUDIO}[row["kind"]],
                **{name: _of(kind, row[name]) for name, kind in _ROW.items()},
            )
            for row in body["renditions"]
        )
        return Table(_of(int, body["fps"]), rows)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WireError("a table that cannot be read") from error


_ROW: Final[dict[str, type]] = {
    "number": int, "codecs": str, "bandwidth": int, "width": int, "height": int, "language": str, "name": str,
}  # fmt: skip


def read_ticket(body: dict[str, Any]) -> Ticket:
    """The ticket in a verified document of kind TICKET_KIND; raises `WireError`."""
    try:
        numbers = {name: _of(int, body[name]) for name in ("span", "run", "t0", "expires")}
        return Ticket(meeting=_of(str, body["meeting"]), **numbers)
    except (KeyError, TypeError) as error:
        raise WireError("a ticket that cannot be read") from error


def _of(kind: type, value: Any) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"expected {kind.__name__}")
    return value

"""When each unit of a file was captured, beside the file while it grows: exact times also after a kill.

A line of JSON (`{"span": n}`), then a record per unit, written before the unit itself goes into the file. A file that
has such a companion is not finished.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from incamera.media.recorder.passages import REACH_US
from incamera.media.wire import Flag, Kind, Unit

SUFFIX: Final = ".times"
_RECORD: Final = struct.Struct("<BBHIqq")
"""kind, flags, rendition, size, pts in the file, captured."""


@dataclass(frozen=True, slots=True)
class Time:
    """One unit of a file."""

    kind: Kind
    flags: Flag
    rendition: int
    size: int
    pts: int
    captured: int


class Times:
    """The companion of one growing file. Raises OSError when the disk takes no more."""

    def __init__(self, path: Path, span: int) -> None:
        self._file: BinaryIO = path.open("xb", buffering=0)
        self._file.write(json.dumps({"span": span}).encode() + b"\n")

    def put(self, unit: Unit, pts: int) -> None:
        """Note a unit that will stand at `pts` of the file."""
        size = len(unit.payload)
        self._file.write(_RECORD.pack(unit.kind, unit.flags, unit.rendition, size, pts, unit.captured))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def read_times(path: Path) -> tuple[int, list[Time]]:
    """The span and the units noted; a record that was cut off is left out. Raises OSError, ValueError."""
    head, _, records = path.read_bytes().partition(b"\n")
    span = json.loads(head)["span"]
    whole = records[: len(records) // _RECORD.size * _RECORD.size]
    rows = [Time(Kind(k), Flag(f), *rest) for k, f, *rest in _RECORD.iter_unpack(whole)]
    return int(span), rows


def bounds(times: Iterable[Time]) -> tuple[int, int]:
    """By capture time, from when and until when (excluded) the units reach. Raises ValueError for none."""
    live = [t for t in times if not t.flags & Flag.SLATE]
    until = max(t.captured + (REACH_US if t.kind is Kind.AUDIO else 1) for t in live)
    return min(t.captured for t in live), until

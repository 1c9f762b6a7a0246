"""What was measured at one number of seats, kept as JSON so that a table can be drawn of several runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.naive import NaiveClose
from benchmarks.product import Close, Open

FOLDER: Final = Path(__file__).parents[1] / ".incamera" / "bench"


@dataclass(slots=True)
class Record:
    """One size. `load` is that of the machine before it began, `use` the share of all cores spent while it ran."""

    seats: int
    machine: str
    load: float
    use: float = 0.0
    closes: list[Close] = field(default_factory=list)
    opens: list[Open] = field(default_factory=list)
    naive: list[NaiveClose] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Why a round did not come to its end; the measurement went on in a new meeting."""

    def save(self) -> None:
        """Write it, whole."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        _path(self.seats).write_text(json.dumps(asdict(self)), encoding="utf-8")


def saved() -> list[Record]:
    """Every size measured so far, smallest first."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("doors-*.json"))
    return sorted((_read(one) for one in found), key=lambda one: one.seats)


def _path(seats: int) -> Path:
    return FOLDER / f"doors-{seats}.json"


def _read(one: dict[str, Any]) -> Record:
    parts = {"closes": Close, "opens": Open, "naive": NaiveClose}
    return Record(**one | {name: [made(**row) for row in one[name]] for name, made in parts.items()})


def median(values: Sequence[int]) -> int:
    """The middle one; the lower of two."""
    return sorted(values)[(len(values) - 1) // 2]


def p95(values: Sequence[int]) -> int:
    """The smallest value that at least 95 in 100 do not exceed."""
    return sorted(values)[-(-95 * len(values) // 100) - 1]

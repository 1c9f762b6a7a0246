"""What was measured at one number of tiles, kept as JSON so that a table can be drawn of several runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.programme_heads import FOLDER
from benchmarks.programme_ways import Stretch


@dataclass(slots=True)
class Run:
    """One size. `browser`: it encodes 720p only; `browser_two`: both renditions, as the product does. `encoder`: x264 alone on 720p; `encoders`: on both renditions. `load` is that of the machine before it
    began, `use` the share of all cores spent while it ran."""

    tiles: int
    machine: str
    load: float
    use: float = 0.0
    ours: list[Stretch] = field(default_factory=list)
    browser: list[Stretch] = field(default_factory=list)
    browser_two: list[Stretch] = field(default_factory=list)
    encoder: list[Stretch] = field(default_factory=list)
    encoders: list[Stretch] = field(default_factory=list)

    def save(self) -> None:
        """Write it, whole."""
        path = FOLDER / f"programme-{self.tiles}.json"
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def saved() -> list[Run]:
    """Every size measured so far, smallest first."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("programme-*.json"))
    return sorted((_read(one) for one in found), key=lambda one: one.tiles)


def _read(one: dict[str, Any]) -> Run:
    ways = {
        name: [Stretch(**row) for row in one[name]]
        for name in ("ours", "browser", "browser_two", "encoder", "encoders")
    }
    return Run(**one | ways)

"""How late the programme is, from lens to glass, and whether lips and voice meet:
`python -m benchmarks.latency --seconds 300 --sync 420`.

One page at a time, each on a stack of its own; what was measured before of others stays in the table.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.latency_clock import encoded_clock
from benchmarks.latency_glass import PAGES, measure_glass
from benchmarks.latency_sync import measure_sync
from benchmarks.latency_table import draw, write
from benchmarks.machine import Use, describe, load
from benchmarks.programme_heads import FOLDER


def keep(name: str, found: object, busy: float, use: Use) -> None:
    """Write what was measured, whole."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    record = {"machine": describe(), "load": busy, "use": use.share(), "found": found}
    (FOLDER / f"latency-{name}.json").write_text(json.dumps(record), encoding="utf-8")


def main() -> None:
    """Measure, print the tables and put them into the page."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    options.add_argument("--pages", nargs="*", choices=list(PAGES), default=list(PAGES), help="none: no page")
    options.add_argument("--seconds", type=float, default=300.0, help="how long each page is watched, once settled")
    options.add_argument("--sync", type=float, default=600.0, help="how long flash and beep are watched; 0: not")
    options.add_argument("--out", type=Path, default=Path("docs/webcast-speed.md"))
    given = options.parse_args()
    if given.pages:
        encoded_clock()
    for page in given.pages:
        busy, use = load(), Use()
        glass = asyncio.run(measure_glass(page, given.seconds))
        keep(page, asdict(glass), busy, use)
    if given.sync:
        busy, use = load(), Use()
        keep("sync", [asdict(pair) for pair in asyncio.run(measure_sync(given.sync))], busy, use)
    write(given.out)
    print(draw())


if __name__ == "__main__":
    main()

"""The tables in docs/coverage-speed.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.page import put
from benchmarks.record import median, p95

SAID: Final = {
    "nothing": "(nothing is asked)",
    "usual matrix": "matrix, 5 officials by 200 counterparts",
    "usual sentences": "its five sentences to read aloud",
    "whole matrix": "matrix, 200 by 5,000: a part of 2,500 pairs, not yet of all 1,000,000",
    "whole matrix by phone": "the same by phone and principals alone",
    "whole not yet": "not yet: one official's list of 5,000, its first 500 names",
    "whole sentence": "one official's sentence over 5,000",
    "cell": "what is behind a cell",
    "whole file": "all 1,000,000 pairs as CSV",
}
HEAD: Final = "| asked over HTTP | {} ms: p50 / p95 / max (n) | kB | lag of the doorkeepers' loop, ms: p95 / max | of the api's loop |"


def write(path: Path, found: dict[str, Any]) -> None:
    """Draw them into the page."""
    put(path, "coverage", draw(found))


def draw(found: dict[str, Any]) -> str:
    """In Markdown."""
    return "\n".join(
        (f"{found['machine']}; load before {found['load']:.1f}; {found['engagements']:,} engagements.", *_all(found))
    )


def _all(found: dict[str, Any]) -> Iterator[str]:
    for name, said in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        yield ""
        yield HEAD.format(said)
        yield "|---|---|---|---|---|"
        for row in found["asked"][name]:
            cells = (SAID[row["name"]], _took(row), f"{row['bytes'] / 1e3:,.0f}", _lag(row, "doors"), _lag(row, "api"))
            yield f"| {' | '.join(cells)} |"
        naive = found["naive"][name] / 1e3
        yield f"| the naive way: 5 by 200, every engagement read, the rules in Python | {naive:,.0f} (1) | - | - | - |"
    if found["bundles"]:
        yield ""
        yield "| bundle of | sealed in, s | largest memory, MB | of which before it began | bundle, MB | verified offline in, s |"
        yield "|---|---|---|---|---|---|"
        for b in found["bundles"]:
            yield (
                f"| {b['documents']:,} documents of {b['each'] / 1e3:,.0f} kB | {b['seconds']:.1f} | {b['peak'] / 1e6:.0f} "
                f"| {b['before'] / 1e6:.0f} | {b['bytes'] / 1e6:.0f} | {b['verified']:.1f} |"
            )


def _took(row: dict[str, Any]) -> str:
    if row["name"] == "nothing":
        return "-"
    took = row["took"]
    return f"{median(took) / 1e3:,.0f} / {p95(took) / 1e3:,.0f} / {max(took) / 1e3:,.0f} ({len(took)})"


def _lag(row: dict[str, Any], loop: str) -> str:
    late = row["lag"][loop]
    return f"{p95(late) / 1e3:.0f} / {max(late) / 1e3:.0f}"

"""The table of closings in docs/scale.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.page import put
from benchmarks.record import median, p95

TIMES = (
    ("opening: cut of the closed span → live committed", "opened"),
    ("opening: cut of the closed span → seen by a stranger in gallery and webcast", "shown"),
    ("command → cut, as the ledger has it", "cut"),
    ("command → all outputs stated sealed by the gate, at the latest", "sealed"),
    ("command → all undelayed outputs found dark, at the latest", "dark"),
    ("**command → tally CLOSED (proof committed)**", "closed"),
    ("command → a stranger has the end of both timelines", "ended"),
)


def write(path: Path, found: dict[str, Any]) -> None:
    """Draw it into the page."""
    put(path, "close", draw(found))


def draw(found: dict[str, Any]) -> str:
    """In Markdown."""
    rounds = found["rounds"]
    ours = [one for one in rounds if one["naive"] is None]
    naive = [one["naive"] for one in rounds if one["naive"] is not None]
    ran = (
        f"{found['machine']}; load before {found['load']:.1f}, {found['use']:.0%} of all cores spent while it ran. "
        f"{len(rounds)} closings, {len(naive)} of them after a naive stop."
    )
    lines = [
        ran,
        "",
        "| ms | median | p95 | n |",
        "|---|---|---|---|",
    ]
    for name, key in TIMES:
        values = [one[key] for one in ours]
        lines.append(f"| {name} | {median(values) / 1e3:.0f} | {p95(values) / 1e3:.0f} | {len(values)} |")
    lines += [
        "",
        "| made at or after the cut and fetched by a stranger | pictures | pieces of sound | closings |",
        "|---|---|---|---|",
    ]
    for output in ("gallery", "webcast"):
        seen, heard = (sum(one[output][kind] for one in rounds) for kind in ("pictures", "sounds"))
        lines.append(f"| {output}, delay 0, behind the gate | {seen} | {heard} | {len(rounds)} |")
    if naive:
        seen, heard = ([one[kind] for one in naive] for kind in ("pictures", "sounds"))
        lines.append(
            f"| naive: the worker is told to stop (per closing, median; in all) | {median(seen)}; {sum(seen)} | "
            f"{median(heard)}; {sum(heard)} | {len(naive)} |"
        )
    return "\n".join(lines)

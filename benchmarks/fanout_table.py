"""The table of viewers in docs/scale.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from benchmarks.page import put

SAID: Final = {
    "waits": "a playlist that waits (`v0`)",
    "parts": "delay 0, LL-HLS: playlists and parts of picture and sound",
    "segments": "delay 15 s: playlists and segments of picture and sound",
}


HEAD: Final = (
    "| each viewer asks for | door | viewers | answers/s | Mbit/s | cores: origin | cores: nginx | cores: crowd | "
    "viewers per core of all servers | spread after the first answer, p50 / p95 / max, ms | fetch, p50 / p95, ms |"
)


def write(path: Path, found: dict[str, Any]) -> None:
    """Draw it into the page."""
    put(path, "fanout", draw(found))


def draw(found: dict[str, Any]) -> str:
    """In Markdown."""
    lines = [
        f"{found['machine']}; load before {found['load']:.1f}; a programme of {found['bits'] / 1e6:.0f} Mbit/s, no TLS.",
        "",
        HEAD,
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join((*lines, *(_row(row) for row in found["rows"])))


def _row(row: dict[str, Any]) -> str:
    cores = row["servers"]
    whole = sum(cores.values())
    words = (
        SAID[row["kind"]],
        {"origin": "origin alone", "nginx": "behind nginx"}[row["door"]],
        f"{row['viewers']:,}",
        f"{row['answers'] / row['seconds']:,.0f}",
        f"{row['bytes'] * 8e-6 / row['seconds']:,.0f}",
        f"{cores['origin']:.2f}",
        f"{cores['nginx']:.2f}" if "nginx" in cores else "-",
        f"{row['cores']:.2f}",
        f"{row['viewers'] / whole:,.0f}" + (f" ({row['refused']} refused)" if row["refused"] else ""),
        _ms(row["spread"], "p50", "p95", "max"),
        _ms(row["fetched"], "p50", "p95"),
    )
    return "| " + " | ".join(words) + " |"


def _ms(figures: dict[str, int] | None, *names: str) -> str:
    return "-" if figures is None else " / ".join(f"{figures[name] / 1e3:.0f}" for name in names)

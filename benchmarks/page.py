"""Puts a measured table between its two marks in a page; what stands around them is written by people."""

from __future__ import annotations

from pathlib import Path


def put(path: Path, name: str, table: str) -> None:
    """Raises ValueError if the page has no such marks."""
    begin, end = f"<!-- measured: written by benchmarks/{name}.py -->", f"<!-- end of benchmarks/{name}.py -->"
    before, rest = path.read_text(encoding="utf-8").split(begin)
    path.write_text(f"{before}{begin}\n{table}\n{end}{rest.split(end)[1]}", encoding="utf-8")

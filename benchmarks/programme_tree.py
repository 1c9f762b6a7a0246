"""What a tree of processes costs: processor seconds and memory, as the kernel counts them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")


def tree(roots: Iterable[int]) -> set[int]:
    """The processes `roots` and all that descend from them."""
    parents = {int(place.name): _parent(place) for place in Path("/proc").iterdir() if place.name.isdigit()}
    found = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def spent(pids: Iterable[int]) -> float:
    """User and system seconds of these and of their children that have ended."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            total += sum(map(int, _fields(Path("/proc") / str(pid))[11:15]))
    return total / TICKS


def memory(pids: Iterable[int]) -> int:
    """Bytes, shared pages counted by their share (PSS)."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            text = (Path("/proc") / str(pid) / "smaps_rollup").read_text(encoding="utf-8")
            total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total * 1024


def _parent(place: Path) -> int:
    with suppress(OSError):
        return int(_fields(place)[1])
    return 0


def _fields(place: Path) -> list[str]:
    """The fields of `stat` after the name, which may hold anything."""
    return (place / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()

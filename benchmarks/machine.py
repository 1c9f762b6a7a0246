"""The machine that was measured on, and how busy it was: figures are worth nothing without it."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from pathlib import Path


def describe() -> str:
    """Processor and cores, memory, system."""
    names = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    kilobytes = next(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    name = names[0] if names else platform.machine()
    return f"{name}, {os.cpu_count()} cores, {kilobytes / 2**20:.0f} GiB, Linux {platform.release()}"


def load() -> float:
    """Processes that ran or waited to, over the last minute."""
    return os.getloadavg()[0]


def spent() -> tuple[int, int]:
    """Busy and all ticks since the machine was started."""
    ticks = [int(word) for word in _lines("/proc/stat")[0].split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


@dataclass(slots=True)
class Use:
    """The share of all cores' time that was spent, by everything on the machine, since this was made."""

    _begun: tuple[int, int] = field(default_factory=spent)

    def share(self) -> float:
        """0 to 1."""
        busy, whole = (now - then for now, then in zip(spent(), self._begun, strict=True))
        return busy / max(whole, 1)


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()

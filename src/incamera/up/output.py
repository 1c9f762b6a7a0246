"""What children print, line by line, with the child's name in front."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 1 << 20
COLOURS = (36, 35, 34, 33, 32)

Sink = Callable[[str, str], None]
"""Called with a child's name and one line of its output, without the line's end."""


async def drain(name: str, stream: asyncio.StreamReader, sink: Sink) -> None:
    """Pass every line on until the child closes its output; a line longer than LONGEST_LINE is dropped."""
    while True:
        try:
            line = await stream.readline()
        except ValueError:
            sink(name, "(a line too long to show)")
            continue
        if not line:
            return
        sink(name, line.decode("utf-8", errors="replace").rstrip("\r\n"))


def terminal(out: TextIO = sys.stdout) -> Sink:
    """A sink that writes prefixed lines, coloured when `out` is a terminal."""
    seen: list[str] = []
    coloured = out.isatty()

    def write(name: str, line: str) -> None:
        if name not in seen:
            seen.append(name)
        prefix = f"{name:<13}│"
        if coloured:
            prefix = f"\x1b[{COLOURS[seen.index(name) % len(COLOURS)]}m{prefix}\x1b[0m"
        print(prefix, line, file=out, flush=True)

    return write


def files(folder: Path) -> Sink:
    """A sink that appends to one file per child; for tests, which read them only when something went wrong."""
    folder.mkdir(parents=True, exist_ok=True)

    def write(name: str, line: str) -> None:
        with (folder / f"{name}.log").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return write

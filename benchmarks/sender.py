"""Whoever sends in a benchmark, in a process of its own, so that what it costs is not counted with what is measured.

The process is a module of `benchmarks`: it is told one JSON object, says `ready` when it sends, and leaves when its
standard input ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]


@contextmanager
def sending(module: str, told: Mapping[str, Any]) -> Iterator[None]:
    """The sender of this module, until the block ends. Raises RuntimeError if it does not come to send."""
    process = subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  (made with pipes)
    try:
        process.stdin.write(json.dumps(told).encode() + b"\n")
        process.stdin.flush()
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{module} did not come into the chamber")
        yield
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


async def told_on_input() -> tuple[dict[str, Any], asyncio.StreamReader]:
    """In the sender: what it was told, and the input whose end ends it."""
    logging.disable()
    lines = asyncio.StreamReader(limit=1 << 20)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    told: dict[str, Any] = json.loads(await lines.readline())
    return told, lines


async def send_until_end(lines: asyncio.StreamReader, *working: asyncio.Task[None]) -> None:
    """In the sender: say that it sends, go on until the input ends or one of `working` does, and leave."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.wait({asyncio.create_task(lines.read()), *working}, return_when=asyncio.FIRST_COMPLETED)
    os._exit(0)  # the client's threads may abort an ordinary exit

"""Runs the child that parses a file, and takes its answer only if it has the form it must have."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from incamera.office.imports.parsed import PARSED, CalendarRead, LetterRead, RefusedRead, TableRead

WALL_S: Final = 300
ANSWER: Final = 64 * 1024 * 1024
"""Bytes: more is no answer."""
_log = structlog.get_logger(__name__)


async def parse(path: Path, what: str) -> TableRead | CalendarRead | LetterRead | RefusedRead:
    """What the file says. A child that is stopped, or fails, or answers nonsense, means that it cannot be read."""
    command = (sys.executable, "-I", "-m", "incamera.office.imports.child", what)
    file = await asyncio.to_thread(path.open, "rb")
    try:
        child = await asyncio.create_subprocess_exec(*command, stdin=file, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/")
    finally:
        file.close()
    try:
        async with asyncio.timeout(WALL_S):
            answer = await _read(child)
            code = await child.wait()
    except TimeoutError:
        answer, code = b"", -1
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if code < 0:
        return RefusedRead(sentence="The file takes too long to be read; expected: a simpler one.")
    try:
        return PARSED.validate_json(answer)
    except ValidationError:
        _log.warning("import_child_failed", code=code, what=what)
        return RefusedRead(sentence="The file cannot be read: it is damaged, or not what it was sent as.")


async def _read(child: asyncio.subprocess.Process) -> bytes:
    assert child.stdout is not None  # noqa: S101  (a pipe was asked for)
    parts: list[bytes] = []
    while part := await child.stdout.read(65_536):
        parts.append(part)
        if sum(map(len, parts)) > ANSWER:
            child.kill()
    return b"".join(parts)

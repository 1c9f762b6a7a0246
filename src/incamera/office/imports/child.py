"""Parses one file in a process that cannot take much: `python -m incamera.office.imports.child WHAT < file`.

It gets no setting, no address of a database and no secret; it may not write a file, and the system ends it when it
takes more memory or time than its limits. What it found goes to standard output as JSON (see `parsed.py`).
"""

from __future__ import annotations

import os
import resource
import sys
from typing import BinaryIO, Final

from incamera.office.imports.parsed import PARSED, CalendarRead, LetterRead, Refused, RefusedRead, TableRead
from incamera.office.imports.sniffing import HEAD, check

MEMORY: Final = 1024 * 1024 * 1024
CPU_S: Final = 60
LARGEST: Final = 20 * 1024 * 1024


def confine() -> None:
    """Give up what a parser does not need, for good."""
    os.nice(10)
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def parsed(what: str, file: BinaryIO) -> TableRead | CalendarRead | LetterRead | RefusedRead:
    """What the file says, or why it cannot be read."""
    try:
        check(file.read(HEAD), what)
        file.seek(0)
        return _read(what, file)
    except Refused as refused:
        return RefusedRead(sentence=str(refused))
    except MemoryError:
        return RefusedRead(sentence="The file takes too much memory to be read; expected: a simpler one.")


def _read(what: str, file: BinaryIO) -> TableRead | CalendarRead | LetterRead:
    """Each reader's libraries are only there where they are needed."""
    if what == "people":
        from incamera.office.imports.table import read_table  # noqa: PLC0415

        return read_table(file.read(LARGEST))
    if what == "calendar":
        from incamera.office.imports.events import read_calendar  # noqa: PLC0415

        return read_calendar(file.read(LARGEST))
    from incamera.office.imports.letters import read_letter  # noqa: PLC0415

    return read_letter(file)


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(PARSED.dump_json(parsed(sys.argv[1], sys.stdin.buffer)))

"""How long the doors take, and what leaks meanwhile: `python -m benchmarks.doors --seats 2 6 20 --rounds 50`.

Each number of seats is measured on a stack of its own; what was measured before with other numbers stays in the table.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from benchmarks.machine import Use, describe, load
from benchmarks.marks import encoded_clock
from benchmarks.naive import room
from benchmarks.product import meeting
from benchmarks.record import FOLDER, Record, saved
from benchmarks.size import size_of
from benchmarks.table import draw, write
from incamera.up.stack import Stack

BROKEN_MOST = 10


async def measure(seats: int, rounds: int, *, goes_on: bool) -> Record:
    """`rounds` closings and openings, then as many closings in the naive way. `goes_on`: what was measured before counts."""
    before = next((one for one in saved() if one.seats == seats), None) if goes_on else None
    record = before or Record(seats, describe(), load())
    use = Use()
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        async with Stack(Path(folder)) as stack:
            while len(record.closes) < rounds and len(record.broken) < BROKEN_MOST:
                try:
                    await _doors(stack, record, rounds, use)
                except (TimeoutError, ConnectionError) as error:
                    record.broken.append(str(error) or type(error).__name__)
                    traceback.print_exc()
            while len(record.naive) < rounds:
                with suppress(ConnectionError):  # a receiver's media library can end its process: then a fresh room
                    await _naive(stack, record, rounds)
    record.save()
    return record


async def _doors(stack: Stack, record: Record, rounds: int, use: Use) -> None:
    """What is left of the rounds, in a new meeting. Raises ConnectionError, TimeoutError."""
    async with meeting(stack, size_of(record.seats)) as measured:
        while len(record.closes) < rounds:
            opened = await measured.open()
            record.closes.append(await measured.close(len(record.closes)))
            record.opens.append(opened)
            record.use = use.share()
            record.save()
            print(f"{record.seats} seats, round {len(record.closes)}: {opened} {record.closes[-1]}", flush=True)


async def _naive(stack: Stack, record: Record, rounds: int) -> None:
    """What is left of the rounds of the naive way. Raises ConnectionError where a process of it ended."""
    async with room(stack, size_of(record.seats)) as naive:
        while len(record.naive) < rounds:
            record.naive.append(await naive.close())
            record.save()
            print(f"{record.seats} seats, naive round {len(record.naive)}: {record.naive[-1]}", flush=True)


def main() -> None:
    """Measure, print the tables and put them into the page."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.doors", description=__doc__)
    options.add_argument("--seats", type=int, nargs="*", default=[2, 6, 20], help="how many speak; none: only draw")
    options.add_argument("--rounds", type=int, default=50)
    options.add_argument("--go-on", action="store_true", help="count the rounds of the last run of these numbers too")
    options.add_argument("--out", type=Path, default=Path("docs/speed.md"))
    given = options.parse_args()
    encoded_clock()
    for seats in given.seats:
        try:
            asyncio.run(measure(seats, given.rounds, goes_on=given.go_on))
        except (TimeoutError, ConnectionError):
            print(
                f"{seats} seats: a round did not come to its end; the rounds before it count",
                flush=True,
            )
        write(given.out, saved())
    write(given.out, saved())
    print(draw(saved()))


if __name__ == "__main__":
    main()

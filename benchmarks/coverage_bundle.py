"""A bundle of many documents, sealed and verified in processes of their own, whose largest memory is told."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.record import FOLDER
from incamera.office.oversight.verify import Good, check
from incamera.office.records.service import Records
from incamera.platform.clock import SystemClock
from incamera.platform.db import Database
from incamera.platform.migrate import migrate
from tests.office.oversight.desk import KEYS, Office

EACH: Final = 200_000
"""Bytes of a document."""
A_QUESTION: Final = 50
"""Documents that are evidence of one question."""


def bundled(documents: int) -> list[dict[str, Any]]:
    """A tenth of them and all of them: memory is flat if it is much the same for both."""
    return [_apart(number) for number in (documents // 10, documents)]


def _apart(documents: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        found: dict[str, Any] = {"documents": documents, "each": EACH}
        for step in ("entered", "sealed", "verified"):
            command = (sys.executable, "-m", "benchmarks.coverage_bundle", step, folder, str(documents))
            told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found |= json.loads(told.stdout.splitlines()[-1])
            print(found, flush=True)
        return found


def _peak() -> int:
    """Bytes of memory, at most, of this program so far; what its parent had when it was started does not count."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024


async def entered(folder: Path, documents: int) -> dict[str, Any]:
    """Papers, a letter, and signed answers that release all of them; the reply is made."""
    office = _office(folder)
    await office.open()
    papers = [await office.paper(f"Paper {n}", f"{n:07} " * (EACH // 8)) for n in range(documents)]
    groups = [papers[n : n + A_QUESTION] for n in range(0, documents, A_QUESTION)]
    request = await office.letter(*(f"Question {n}?" for n in range(len(groups))))
    for n, group in enumerate(groups):
        await office.answer(request, n, "Enclosed.", [(paper, True, "") for paper in group])
    begun = time.perf_counter()
    await office.replying.prepare(request)
    await office.work()
    (folder / "request").write_text(request, encoding="utf-8")
    await office.records.database.close()
    return {"made": time.perf_counter() - begun}


async def sealed(folder: Path, _documents: int) -> dict[str, Any]:
    """From the act to the file that can be fetched."""
    office = _office(folder)
    request = (folder / "request").read_text(encoding="utf-8")
    before, begun = _peak(), time.perf_counter()
    await office.seal(request)
    await office.work()
    seconds = time.perf_counter() - begun
    size = (await office.replying.bundle(request)).stat().st_size
    await office.records.database.close()
    return {"seconds": seconds, "before": before, "peak": _peak(), "bytes": size}


async def verified(folder: Path, _documents: int) -> dict[str, Any]:
    """As a stranger does, without database or network."""
    office = _office(folder)
    path = await office.replying.bundle((folder / "request").read_text(encoding="utf-8"))
    await office.records.database.close()
    begun = time.perf_counter()
    with path.open("rb") as file:
        found = await asyncio.to_thread(check, file, KEYS, None)
    if not isinstance(found, Good):
        raise TypeError(f"the bundle does not verify: {found}")
    return {"verified": time.perf_counter() - begun, "verified_peak": _peak()}


def _office(folder: Path) -> Office:
    url = f"sqlite+aiosqlite:///{folder / 'incamera.sqlite3'}"
    return Office(Records(Database(url), SystemClock()), folder)


STEPS: Final[dict[str, Callable[[Path, int], Awaitable[dict[str, Any]]]]] = {
    "entered": entered,
    "sealed": sealed,
    "verified": verified,
}


async def _step() -> None:
    name, folder, documents = sys.argv[1:]
    print(json.dumps(await STEPS[name](Path(folder), int(documents))))


if __name__ == "__main__":
    migrate(f"sqlite+aiosqlite:///{Path(sys.argv[2]) / 'incamera.sqlite3'}")
    asyncio.run(_step())

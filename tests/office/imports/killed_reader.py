"""Reads one import and is killed on the way: `python killed_reader.py DATA_DIR DATABASE_URL IMPORT half|committed`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.office.documents.service import Documents
from incamera.office.documents.shelf import Shelf
from incamera.office.imports import job
from incamera.office.imports.uploads import Uploads
from incamera.office.records.bulk import Written, write_all
from incamera.office.records.service import Records
from incamera.platform.clock import SystemClock
from incamera.platform.db import Database


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def write_half(session: AsyncSession, written: Sequence[Written], **more: Any) -> None:
    await write_all(session, written[: len(written) // 2], **more)
    die()


async def main(data_dir: Path, url: str, file: str, point: str) -> None:
    records = Records(Database(url), SystemClock())
    if point == "half":
        setattr(job, "write_all", write_half)  # noqa: B010
    else:
        setattr(Uploads, "drop", die)  # noqa: B010
    read = job.ReadImport(Documents(records, Shelf(data_dir / "documents")), Uploads(data_dir / "imports"))
    await read({"import": file})


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:5]))

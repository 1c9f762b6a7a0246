"""One supervisor per data folder: a lock that the kernel drops when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another supervisor holds this data folder; the text says which."""


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold `data_dir` for as long as the context lasts, or raise AlreadyRunning.

    A lock instead of a process number alone: a number can be stale or belong to another program by now.
    """
    path = data_dir / "up.pid"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = file.read().strip() or "unknown"
            raise AlreadyRunning(
                f"Incamera already runs on {data_dir} (process {holder}): end it there, or set INCAMERA_DATA_DIR."
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        file.seek(0)
        file.truncate()

"""Takes from this process what a recorder does not need: the network, and writing anywhere but into its folder.

Linux namespaces and Landlock (kernel 5.13). Protects what else lies on the machine, and whoever is on its network, from
a recorder that was taken over by what it reads. Where the kernel refuses, the log says so and the recorder works all
the same. Does not protect: reading files of its own user.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from pathlib import Path
from typing import Final

import structlog

_NEW_USER: Final = 0x10000000
_NEW_NET: Final = 0x40000000
_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""landlock_create_ruleset(2) and its sisters; the same numbers on every architecture."""
_PATH_BENEATH: Final = 1
_NO_NEW_PRIVILEGES: Final = 38
_WRITES: Final = 0b1111111110010
"""WRITE_FILE, REMOVE_DIR, REMOVE_FILE and every MAKE_* of Landlock's first version."""
_REFER, _TRUNCATE = 1 << 13, 1 << 14

_log = structlog.get_logger(__name__)


def confine(folder: Path) -> None:
    """Before any thread is started."""
    if sys.platform != "linux":
        _log.warning("not_confined", why="not Linux")
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NET) and libc.unshare(_NEW_USER | _NEW_NET):
        _log.warning("not_confined", what="network", why=os.strerror(ctypes.get_errno()))
    try:
        _write_only_into(libc, folder)
    except OSError as error:
        _log.warning("not_confined", what="files", why=error.strerror)


def _write_only_into(libc: ctypes.CDLL, folder: Path) -> None:
    version = _checked(libc.syscall(_CREATE, None, 0, 1))
    writes = _WRITES | (_REFER if version > 1 else 0) | (_TRUNCATE if version > 2 else 0)
    handled = struct.pack("Q", writes)
    rules = _checked(libc.syscall(_CREATE, handled, len(handled), 0))
    place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        _checked(libc.syscall(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", writes, place), 0))
        _checked(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _checked(libc.syscall(_RESTRICT, rules, 0))
    finally:
        os.close(place)
        os.close(rules)


def _checked(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer

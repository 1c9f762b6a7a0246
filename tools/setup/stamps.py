"""Stamps make set-up idempotent: a step is done again only when what it was made from has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tools.setup.places import ROOT, STAMPS


def digest(sources: Iterable[Path], *extra: str) -> str:
    """SHA-256 over the names and bytes of `sources` (folders are walked) and over `extra` words."""
    total = hashlib.sha256("\0".join(extra).encode())
    for path in sorted(_files(sources)):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(sources: Iterable[Path]) -> Iterable[Path]:
    for source in sources:
        if source.is_dir():
            yield from (p for p in source.rglob("*") if p.is_file() and "node_modules" not in p.parts)
        else:
            yield source


def is_fresh(name: str, value: str) -> bool:
    """Whether step `name` was last finished with exactly these inputs."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == value


def mark(name: str, value: str) -> None:
    """Write down that step `name` is finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value + "\n", encoding="ascii")

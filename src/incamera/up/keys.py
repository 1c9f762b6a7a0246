"""The two engines' keys, made at first start and kept in files that only this user reads."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

LENGTH = 36
"""Random bytes; 48 characters as text. The engine complains below 32 characters."""


@dataclass(frozen=True, slots=True)
class EngineKey:
    """`name` is public (it stands in every token), `file` holds the secret."""

    name: str
    file: Path

    def secret(self) -> str:
        return self.file.read_text(encoding="ascii").strip()


def engine_key(folder: Path, engine: str) -> EngineKey:
    """The key of engine `open` or `closed`, made now if it does not exist. Different names and secrets: a token for
    one engine is worthless on the other."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"engine_{engine}"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(LENGTH) + "\n")
    return EngineKey(name=f"{engine}-1", file=path)


def write_private(path: Path, text: str) -> None:
    """Write a whole file that nobody else may read; whoever looks sees the old text or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)

"""Serves what the recorder keeps of open spans: the list of a meeting, and the files that stand in it.

The recorder writes `record/<meeting>/` below the data folder, and `record.json` there last and whole: a file that is not
in it yet does not exist for the outside.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Final

from starlette.responses import FileResponse, Response

from incamera.platform.ids import is_id

LIST: Final = "record.json"
TYPES: Final = {".mp4": "video/mp4", ".jpg": "image/jpeg", ".png": "image/png", ".vtt": "text/vtt"}


class Kept:
    """The record of every meeting, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def rows(self, meeting: str) -> list[dict[str, Any]] | None:
        """What is listed of a meeting, with files named as addresses beside the list's; None when nothing was ever kept.

        Without the numbers of spans: they would count the closed ones.
        """
        rows = await self._listed(meeting)
        return None if rows is None else [_shown(row) for row in rows]

    async def file(self, meeting: str, name: str, cache: str) -> Response | None:
        """A listed file, by ranges if asked; None for anything else."""
        listed = {row.get(key) for row in await self._listed(meeting) or [] for key in ("file", "still")}
        kind = TYPES.get(Path(name).suffix)
        path = self._folder / meeting / name
        if name not in listed or kind is None or path.name != name or not await asyncio.to_thread(path.is_file):
            return None
        return FileResponse(path, media_type=kind, headers={"Cache-Control": cache})

    async def _listed(self, meeting: str) -> list[dict[str, Any]] | None:
        return await asyncio.to_thread(self._read, meeting) if is_id(meeting) else None

    def _read(self, meeting: str) -> list[dict[str, Any]] | None:
        try:
            rows = json.loads((self._folder / meeting / LIST).read_bytes())
        except (OSError, ValueError):
            return None
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else None


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name != "span"}
    return {**told, "file": _address(row, "file"), "still": _address(row, "still")}


def _address(row: dict[str, Any], key: str) -> str | None:
    name = row.get(key)
    return f"record/{name}" if isinstance(name, str) else None

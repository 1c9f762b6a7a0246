"""The limits of all spans, kept for ever: a restart of the origin must not forget that something is shut.

One line of JSON per limit, appended and synced before the api hears that it holds. A line that was cut by a crash is
ignored: the api never heard of it and sends the permit again.
"""

from __future__ import annotations

import json
import os
from pathlib import Path


class Limits:
    """What has been written: meeting -> span -> limit. The earliest counts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, dict[int, int]] = {}
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            for line in path.read_text(encoding="ascii", errors="replace").splitlines():
                self._read(line)

    def of(self, meeting: str) -> dict[int, int]:
        """The limits of one meeting's spans."""
        return dict(self._known.get(meeting, {}))

    def keep(self, meeting: str, limits: dict[int, int]) -> None:
        """Write what is new or earlier; it is on the disk when this returns. Raises OSError."""
        known = self._known.setdefault(meeting, {})
        new = {span: limit for span, limit in limits.items() if span not in known or limit < known[span]}
        if not new:
            return
        lines = [json.dumps({"meeting": meeting, "span": span, "limit": limit}) for span, limit in new.items()]
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as file:
            file.write("\n" + "\n".join(lines) + "\n")  # the first line break ends a line that was cut
            file.flush()
            os.fsync(file.fileno())
        known.update(new)

    def _read(self, line: str) -> None:
        try:
            row = json.loads(line)
            meeting, span, limit = str(row["meeting"]), int(row["span"]), int(row["limit"])
        except (ValueError, KeyError, TypeError):
            return
        known = self._known.setdefault(meeting, {})
        known[span] = min(limit, known.get(span, limit))

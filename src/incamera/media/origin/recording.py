"""What the recorder of a meeting says of itself, for the statement. Pure.

It is a child of ours, and what it says proves nothing: that nothing at or after the limit is in a file is proven by the
line that feeds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PASSAGES_MAX: Final = 64
"""The newest are stated; the api reads four times a second."""
WORD_MAX: Final = 32
SILENCE_US: Final = 5_000_000
"""A recorder says every second how it does; after this its last word is old."""
NOT_KNOWN: Final = "not_known"
_NUMBERS: Final = ("span", "from", "until", "bytes")


@dataclass(slots=True)
class Recording:
    """One recorder, for as long as it is connected."""

    state: str = "waiting"
    since: int = 0
    kept_until: int = 0
    unfinished: int = 0
    passages: list[dict[str, Any]] = field(default_factory=list)
    heard: int = 0
    """When it last said anything."""

    def take(self, line: Mapping[str, Any], now: int) -> None:
        """One line of the recorder's. Raises KeyError, TypeError, ValueError."""
        self.heard = now
        if "passage" in line:
            row = line["passage"]
            self.passages.append({
                **{name: int(row[name]) for name in _NUMBERS},
                "file": str(row["file"])[:WORD_MAX], "sha256": bytes.fromhex(row["sha256"]).hex(),
            })  # fmt: skip
            del self.passages[:-PASSAGES_MAX]
            return
        self.state, self.since = str(line["state"])[:WORD_MAX], int(line["since"])
        self.kept_until, self.unfinished = int(line["kept_until"]), int(line["unfinished"])

    def told(self, now: int) -> dict[str, Any]:
        """As the statement has it."""
        return {
            "state": self.state if now <= self.heard + SILENCE_US else NOT_KNOWN, "since": self.since, "kept_until": self.kept_until, "unfinished": self.unfinished,
            "passages": list(self.passages),
        }  # fmt: skip

"""Counts viewers by the playlists they ask for, and remembers passes. No address is kept: only a salted hash of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Final

from incamera.platform.ids import new_salt

SEEN_US: Final = 10_000_000
"""Whoever asked for a playlist within this time is watching."""
NAMES: Final = {False: "webcast", True: "gallery"}


class Audience:
    """Distinct viewers per meeting and output. Behind a cache only the cache is seen."""

    def __init__(self) -> None:
        self._salt = new_salt()
        self._seen: defaultdict[tuple[str, str], dict[bytes, int]] = defaultdict(dict)

    def saw(self, meeting: str, viewer: bytes, now: int, *, is_gallery: bool) -> None:
        """Somebody asked for a playlist now."""
        self._seen[meeting, NAMES[is_gallery]][viewer] = now

    def viewer(self, host: str, agent: str, forwarded: str | None) -> bytes:
        """Who asks: not to be read back. A proxy on this machine is believed about whom it speaks for."""
        told = forwarded if host in {"127.0.0.1", "::1"} else None
        text = f"{told or host} {agent}"
        return hashlib.blake2b(text.encode("utf-8", "replace"), key=self._salt, digest_size=12).digest()

    def count(self, meeting: str, now: int) -> dict[str, int]:
        """Who watches now, by output."""
        return {name: self._count((meeting, name), now) for name in NAMES.values()}

    def _count(self, key: tuple[str, str], now: int) -> int:
        seen = {viewer: at for viewer, at in list(self._seen.get(key, {}).items()) if at > now - SEEN_US}
        if seen:
            self._seen[key] = seen
        else:
            self._seen.pop(key, None)
        return len(seen)


class Passes:
    """Who may see the gallery, and until when: the newest pass of each seat counts for its running answers too."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], int] = {}

    def show(self, meeting: str, seat: str, expires: int) -> None:
        """A valid pass was shown."""
        self._until[meeting, seat] = max(expires, self._until.get((meeting, seat), 0))

    def holds(self, meeting: str, seat: str, now: int) -> bool:
        """Whether the seat showed a pass that has not expired."""
        is_valid = self._until.get((meeting, seat), 0) > now
        if not is_valid:
            self._until.pop((meeting, seat), None)
        return is_valid

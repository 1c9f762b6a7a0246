"""The pinned slate: pictures per state and language, and silence, as access units that only get new timestamps.

Read once at start; every unit is compared with its hash, so that what the probe takes for dark is what was pinned.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from incamera.media.origin.documents import FAULT, ON_AIR
from incamera.media.wire import SEGMENT_FRAMES, Kind, Rendition

MANIFEST: Final = "manifest.json"
LANGUAGE: Final = "en"


class SlateError(Exception):
    """The slate folder cannot be used; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Slate:
    """`pictures[state][language][number]` are 48 units, the first of them an IDR; `silence` is taken in turn.
    `configs` are the avcC records by number, `audio_config` the AudioSpecificConfig of every sound."""

    fps: int
    videos: tuple[Rendition, ...]
    audio: Rendition
    configs: tuple[bytes, ...]
    audio_config: bytes
    pictures: Mapping[str, Mapping[str, Sequence[Sequence[bytes]]]]
    silence: Sequence[bytes]

    def picture(self, state: str, number: int, unit: int) -> bytes:
        """One unit of a state's picture. On air there is no slate but for a fault."""
        known = FAULT if state == ON_AIR or state not in self.pictures else state
        return self.pictures[known][LANGUAGE][number][unit]

    def silent(self, number: int) -> bytes:
        """The silent unit for AAC unit `number`."""
        return self.silence[number % len(self.silence)]


def load_slate(folder: Path) -> Slate:
    """The slate in `folder`; raises `SlateError` when a file is missing, altered or cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return _slate(manifest, _Files(folder))
    except OSError as error:
        raise SlateError(f"{folder}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SlateError(f"{folder / MANIFEST} cannot be read: {error}") from error


class _Files:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bytes: dict[str, bytes] = {}

    def unit(self, row: Mapping[str, Any]) -> bytes:
        name = str(row["file"])
        if "/" in name or name.startswith("."):
            raise SlateError(f"{name} is not a plain name in the slate folder")
        if name not in self._bytes:
            self._bytes[name] = (self._folder / name).read_bytes()
        data = self._bytes[name][row["at"] : row["at"] + row["size"]]
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            raise SlateError(f"{name} is not what was pinned: make the slate again")
        return data


def _slate(manifest: Mapping[str, Any], files: _Files) -> Slate:
    videos = sorted(manifest["videos"], key=lambda row: int(row["number"]))
    sound = manifest["audio"]
    pictures = {
        state: {language: [[files.unit(r) for r in rows] for rows in lists] for language, lists in spoken.items()}
        for state, spoken in manifest["pictures"].items()
    }
    for spoken in pictures.values():
        if any(len(rows) != SEGMENT_FRAMES for lists in spoken.values() for rows in lists):
            raise SlateError(f"each picture of the slate needs {SEGMENT_FRAMES} units")
    if LANGUAGE not in pictures.get(FAULT, {}) or not sound["units"]:
        raise SlateError("the slate needs a picture of a fault and a silent unit")
    return Slate(
        fps=int(manifest["fps"]),
        videos=tuple(
            Rendition(Kind.VIDEO, int(v["number"]), v["codecs"], int(v["bandwidth"]), int(v["width"]), int(v["height"]))
            for v in videos
        ),
        audio=Rendition(Kind.AUDIO, 0, sound["codecs"], int(sound["bandwidth"])),
        configs=tuple(bytes.fromhex(v["config"]) for v in videos),
        audio_config=bytes.fromhex(sound["config"]),
        pictures=pictures,
        silence=[files.unit(row) for row in sound["units"]],
    )

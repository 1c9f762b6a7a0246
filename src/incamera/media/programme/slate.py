"""The pinned slate: a picture of each state, encoded once with the programme's own options, and silence.

What the origin sends between open spans, and what the probe compares byte by byte to call an output dark. The same
machine makes the same bytes each time; the manifest (media/README.md) says their hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from incamera.media.programme import overlay
from incamera.media.programme.encode import SIZES, SOUND_BITS, PictureEncoder, Size, SoundEncoder
from incamera.media.programme.h264 import codecs_of
from incamera.media.programme.layout import Rect
from incamera.media.programme.picture import of_frame, paste
from incamera.media.wire import AUDIO_SAMPLES, SEGMENT_FRAMES

SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "begins_soon": {"en": "The meeting begins soon."},
    "recess": {"en": "The meeting is in recess."},
    "closed": {"en": "The meeting continues in closed session."},
    "fault": {"en": "The picture is interrupted."},
    "ended": {"en": "The meeting has ended."},
}
SOUND_CODECS: Final = "mp4a.40.2"
_SETTLED: Final = 8
"""Units after which the encoder of sound, given silence, repeats itself."""


def write_slate(folder: Path, fps: int = 30) -> None:
    """Write the slate's files and, last of all, its manifest. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    configs = [PictureEncoder(size, fps).config for size in SIZES]
    pictures = {
        state: {language: [_picture(folder, state, language, size, fps) for size in SIZES] for language in spoken}
        for state, spoken in SENTENCES.items()
    }
    manifest = {
        "version": 1,
        "fps": fps,
        "videos": [_video(size, config) for size, config in zip(SIZES, configs, strict=True)],
        "audio": _silence(folder),
        "pictures": pictures,
    }
    half = folder / ".manifest.json"
    half.write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
    half.replace(folder / "manifest.json")


def encoded_still(sentence: str, size: Size, fps: int) -> list[bytes]:
    """The 48 access units of a slate: an IDR, then pictures that change nothing."""
    drawn = overlay.slate(sentence, size.width, size.height)
    encoder = PictureEncoder(size, fps)
    units = []
    for tick in range(SEGMENT_FRAMES):
        frame = av.VideoFrame(size.width, size.height, "yuv420p")
        paste(of_frame(frame), drawn, Rect(0, 0, size.width, size.height))
        units += encoder.encode(frame, tick, is_sync=tick == 0)
    return [unit.data for unit in units + encoder.flush()]


def silent_unit() -> tuple[bytes, bytes]:
    """The configuration of sound, and the unit that silence is."""
    encoder = SoundEncoder(0)
    units = [encoder.encode(np.zeros(AUDIO_SAMPLES, dtype=np.float32)) for _ in range(_SETTLED)]
    return encoder.config, units[-1][-1][1]


def _picture(folder: Path, state: str, language: str, size: Size, fps: int) -> list[dict[str, Any]]:
    return _rows(folder, f"{state}.{language}.{size.number}.h264", encoded_still(SENTENCES[state][language], size, fps))


def _video(size: Size, config: bytes) -> dict[str, Any]:
    return {
        "number": size.number,
        "width": size.width,
        "height": size.height,
        "codecs": codecs_of(config),
        "bandwidth": size.bits,
        "config": config.hex(),
    }


def _silence(folder: Path) -> dict[str, Any]:
    config, unit = silent_unit()
    rows = _rows(folder, "silence.aac", [unit])
    return {"codecs": SOUND_CODECS, "bandwidth": SOUND_BITS, "config": config.hex(), "units": rows}


def _rows(folder: Path, name: str, units: list[bytes]) -> list[dict[str, Any]]:
    (folder / name).write_bytes(b"".join(units))
    rows, at = [], 0
    for unit in units:
        rows.append({"file": name, "at": at, "size": len(unit), "sha256": hashlib.sha256(unit).hexdigest()})
        at += len(unit)
    return rows

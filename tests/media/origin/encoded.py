"""Small real pictures and sound, encoded as a programme would: grey levels that count frames, a tone, and a slate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.video.codeccontext import VideoCodecContext

from incamera.media.wire import AUDIO_HZ, AUDIO_SAMPLES, SEGMENT_FRAMES

FPS = 30
SIZES = ((320, 180), (160, 90))
OPTIONS = {
    "preset": "veryfast",
    "crf": "23",
    "bf": "0",
    "sc_threshold": "0",
    "g": str(SEGMENT_FRAMES),
    "keyint_min": str(SEGMENT_FRAMES),
    "x264-params": "rc-lookahead=4:sync-lookahead=0:force-cfr=1:threads=1",
}
SLATE_GREY = 16


def grey_of(frame: int) -> int:
    """The level that stands for a frame of the programme: never that of the slate."""
    return 64 + (frame % 16) * 10


def _video(number: int) -> VideoCodecContext:
    made = av.CodecContext.create("libx264", "w")
    made.width, made.height = SIZES[number]
    made.pix_fmt = "yuv420p"
    made.time_base = Fraction(1, FPS)
    made.framerate = Fraction(FPS)
    made.options = OPTIONS
    made.flags |= 1 << 22  # a global header
    made.open()
    return made


def avcc(number: int) -> bytes:
    """The avcC record of a rendition, from its parameter sets."""
    sets = _nal_units(bytes(_video(number).extradata or b""))
    sps = next(s for s in sets if s[0] & 31 == 7)
    pps = next(s for s in sets if s[0] & 31 == 8)
    head = bytes([1, sps[1], sps[2], sps[3], 0xFF, 0xE1])
    return head + len(sps).to_bytes(2, "big") + sps + b"\x01" + len(pps).to_bytes(2, "big") + pps


def _nal_units(annex_b: bytes) -> list[bytes]:
    found = annex_b.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    return [unit for unit in found if unit]


def pictures(number: int, levels: Iterator[int]) -> list[tuple[bytes, bool]]:
    """Access units with lengths in front, and whether each is a sync picture."""
    encoder, found = _video(number), []
    packets: list[Any] = []
    for n, level in enumerate(levels):
        frame = av.VideoFrame.from_ndarray(_planes(number, level), format="yuv420p")
        frame.pts = n
        frame.pict_type = av.video.frame.PictureType.I if n % SEGMENT_FRAMES == 0 else av.video.frame.PictureType.NONE
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    for packet in packets:
        units = [u for u in _nal_units(bytes(packet)) if u[0] & 31 in {1, 5}]
        found.append((b"".join(len(u).to_bytes(4, "big") + u for u in units), bool(packet.is_keyframe)))
    return found


def _planes(number: int, level: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    width, height = SIZES[number]
    made = np.full((height * 3 // 2, width), 128, np.uint8)
    made[:height] = level
    return made


def _audio() -> AudioCodecContext:
    made = av.CodecContext.create("aac", "w")
    made.sample_rate, made.bit_rate = AUDIO_HZ, 64_000
    made.layout, made.format = "mono", "fltp"
    made.open()
    return made


def sound(frames: int, hertz: float) -> list[bytes]:
    """AAC units of a tone, or of silence at 0 Hz; the priming packet is left out."""
    encoder = _audio()
    packets: list[Any] = []
    for n in range(frames + 1):
        at = (np.arange(AUDIO_SAMPLES) + n * AUDIO_SAMPLES) / AUDIO_HZ
        wave = (0.5 * np.sin(2 * np.pi * hertz * at)).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = AUDIO_HZ, n * AUDIO_SAMPLES
        packets += encoder.encode(frame)
    packets += encoder.encode(None)
    found = [bytes(packet) for packet in packets if packet.pts is not None and packet.pts >= 0]
    return found[:frames]


@cache
def asc() -> bytes:
    return bytes(_audio().extradata or b"")


def write_slate(folder: Path) -> None:
    """A slate folder as `media/README.md` has it: one grey picture for all states."""
    folder.mkdir(parents=True, exist_ok=True)
    lists = [
        _rows(folder, f"picture{n}", [d for d, _ in pictures(n, iter([SLATE_GREY] * SEGMENT_FRAMES))]) for n in (0, 1)
    ]
    manifest = {
        "version": 1,
        "fps": FPS,
        "videos": [
            {"number": n, "width": w, "height": h, "codecs": f"avc1.{avcc(n)[1:4].hex()}", "bandwidth": 1_000_000 >> n,
             "config": avcc(n).hex()}
            for n, (w, h) in enumerate(SIZES)
        ],
        "audio": {"codecs": "mp4a.40.2", "bandwidth": 64_000, "config": asc().hex(),
                  "units": _rows(folder, "silence", sound(3, 0.0)[2:])},
        "pictures": {s: {"en": lists} for s in ("begins_soon", "recess", "closed", "fault", "ended")},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def _rows(folder: Path, name: str, units: list[bytes]) -> list[dict[str, Any]]:
    (folder / name).write_bytes(b"".join(units))
    rows, at = [], 0
    for unit in units:
        rows.append({"file": name, "at": at, "size": len(unit), "sha256": hashlib.sha256(unit).hexdigest()})
        at += len(unit)
    return rows

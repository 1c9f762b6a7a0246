"""H.264 and AAC as FLV has them (Adobe FLV 10.1, E.4.2 and E.4.3), which RTMP carries unchanged. Pure.

Our units fit as they are: pictures have their lengths in front, sound is raw AAC.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

VIDEO_TAG: Final = 9
AUDIO_TAG: Final = 8
_KEY, _INTER, _AAC = 0x17, 0x27, 0xAF
"""AVC key frame, AVC inter frame; AAC, as whose rate and channels the configuration counts."""


@dataclass(frozen=True, slots=True)
class Streams:
    """What a far end is told of the streams before the first unit: avcC record, AudioSpecificConfig, size and rate."""

    avcc: bytes
    asc: bytes
    width: int
    height: int
    fps: int


def picture_config(avcc: bytes) -> bytes:
    """The body of the tag that a decoder needs first."""
    return bytes([_KEY, 0, 0, 0, 0]) + avcc


def picture(data: bytes | bytearray, *, is_sync: bool) -> bytes:
    """One picture. Without B-frames it is shown when it is decoded."""
    return bytes([_KEY if is_sync else _INTER, 1, 0, 0, 0]) + data


def sound_config(asc: bytes) -> bytes:
    """The body of the tag that a decoder needs first."""
    return bytes([_AAC, 0]) + asc


def sound(data: bytes | bytearray) -> bytes:
    """One unit of sound."""
    return bytes([_AAC, 1]) + data


def specimen(streams: Streams) -> bytes:
    """A file that holds the two configurations and nothing else: from it a muxer learns what the streams are."""
    tags = _tag(VIDEO_TAG, picture_config(streams.avcc)) + _tag(AUDIO_TAG, sound_config(streams.asc))
    return b"FLV\x01\x05\0\0\0\x09\0\0\0\0" + tags


def _tag(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) + len(body).to_bytes(3, "big") + bytes(7)
    return head + body + struct.pack(">I", len(head) + len(body))

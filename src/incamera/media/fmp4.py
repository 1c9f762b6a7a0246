"""Writes fragmented MP4: one `moov` for one or more tracks, then a `moof` and `mdat` per part. Bytes only.

For all of the media side: what the origin serves, and what tells a remuxer how a stream is encoded.

ISO/IEC 14496-12 and -14/-15. Durations and times are in each track's own timescale.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

_MATRIX: Final = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_SYNC: Final = 0x02000000
_DELTA: Final = 0x01010000
_TRUN_FLAGS: Final = 0x000701  # data offset; per sample: duration, size, flags
_TFHD_FLAGS: Final = 0x020000  # offsets count from the moof


class Sample(Protocol):
    """One access unit and its place."""

    @property
    def pts(self) -> int: ...

    @property
    def duration(self) -> int: ...

    @property
    def data(self) -> bytes | bytearray: ...

    @property
    def is_sync(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class TrackConfig:
    """`config` is the avcC record of pictures or the AudioSpecificConfig of sound (then width is 0)."""

    track: int
    timescale: int
    config: bytes
    width: int = 0
    height: int = 0


def init(tracks: Sequence[TrackConfig]) -> bytes:
    """`ftyp` and `moov`."""
    head = struct.pack(">IIIIIH10x", 0, 0, 1000, 0, 0x10000, 0x100) + _MATRIX + bytes(24)
    mvhd = _full(b"mvhd", 0, 0, head + struct.pack(">I", tracks[-1].track + 1))
    trex = [_full(b"trex", 0, 0, struct.pack(">5I", t.track, 1, 0, 0, 0)) for t in tracks]
    moov = _box(b"moov", mvhd, *(_trak(t) for t in tracks), _box(b"mvex", *trex))
    return _box(b"ftyp", b"iso6", bytes(4), b"iso6cmfcmp41") + moov


def fragment(track: int, number: int, samples: Sequence[Sample]) -> bytearray:
    """One `moof` and `mdat` with consecutive samples of a track; `number` rises from fragment to fragment."""
    rows = b"".join(struct.pack(">III", s.duration, len(s.data), _SYNC if s.is_sync else _DELTA) for s in samples)
    tfhd = _full(b"tfhd", 0, _TFHD_FLAGS, struct.pack(">I", track))
    tfdt = _full(b"tfdt", 1, 0, struct.pack(">Q", samples[0].pts))
    mfhd = _full(b"mfhd", 0, 0, struct.pack(">I", number & 0xFFFF_FFFF))
    size = 8 + len(mfhd) + 8 + len(tfhd) + len(tfdt) + 20 + len(rows)
    trun = _full(b"trun", 0, _TRUN_FLAGS, struct.pack(">II", len(samples), size + 8) + rows)
    made = bytearray(_box(b"moof", mfhd, _box(b"traf", tfhd, tfdt, trun)))
    made += struct.pack(">I4s", 8 + sum(len(s.data) for s in samples), b"mdat")
    for sample in samples:
        made += sample.data
    return made


def _trak(t: TrackConfig) -> bytes:
    is_video = t.width > 0
    size = struct.pack(">II", t.width << 16, t.height << 16)
    head = struct.pack(">5I8xHHHH", 0, 0, t.track, 0, 0, 0, 0, 0 if is_video else 0x100, 0)
    tkhd = _full(b"tkhd", 0, 3, head + _MATRIX + size)
    mdhd = _full(b"mdhd", 0, 0, struct.pack(">IIIIHH", 0, 0, t.timescale, 0, 0x55C4, 0))
    name = b"vide" if is_video else b"soun"
    hdlr = _full(b"hdlr", 0, 0, struct.pack(">4x4s12x", name) + b"\0")
    media = _full(b"vmhd", 0, 1, bytes(8)) if is_video else _full(b"smhd", 0, 0, bytes(4))
    dinf = _box(b"dinf", _full(b"dref", 0, 0, struct.pack(">I", 1), _full(b"url ", 0, 1, b"")))
    entry = _avc1(t) if is_video else _mp4a(t)
    tables = [_full(name, 0, 0, bytes(4)) for name in (b"stts", b"stsc", b"stco")]
    stsz = _full(b"stsz", 0, 0, bytes(8))
    stbl = _box(b"stbl", _full(b"stsd", 0, 0, struct.pack(">I", 1), entry), *tables, stsz)
    return _box(b"trak", tkhd, _box(b"mdia", mdhd, hdlr, _box(b"minf", media, dinf, stbl)))


def _avc1(t: TrackConfig) -> bytes:
    head = struct.pack(">6xH16xHHIIIH32xHh", 1, t.width, t.height, 0x480000, 0x480000, 0, 1, 24, -1)
    return _box(b"avc1", head, _box(b"avcC", t.config))


def _mp4a(t: TrackConfig) -> bytes:
    head = struct.pack(">6xH8xHHIHH", 1, 1, 16, 0, t.timescale, 0)
    decoder = _descriptor(4, struct.pack(">BB3xII", 0x40, 0x15, 0, 0) + _descriptor(5, t.config))
    esds = _full(b"esds", 0, 0, _descriptor(3, struct.pack(">HB", 1, 0) + decoder + _descriptor(6, b"\x02")))
    return _box(b"mp4a", head, esds)


def _descriptor(tag: int, body: bytes) -> bytes:
    return struct.pack(">BB", tag, len(body)) + body


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body


def _full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags), *parts)

"""MPEG-TS from our units, by FFmpeg's muxer: remuxed, never decoded."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Final

import av

from incamera.media.feed.tags import Streams, specimen
from incamera.media.wire import Kind, Unit

PACKET: Final = 188
DATAGRAM: Final = 7 * PACKET
"""What fits an Ethernet frame, and what receivers expect."""
OPTIONS: Final = {"flush_packets": "1", "mpegts_flags": "pat_pmt_at_frames", "mpegts_copyts": "1"}
_MICROSECOND: Final = Fraction(1, 1_000_000)


class MpegTs:
    """One transport stream. Every unit gives the bytes that it has become."""

    def __init__(self, streams: Streams) -> None:
        self._made = bytearray()
        known = av.open(io.BytesIO(specimen(streams)), format="flv")
        self._out = av.open(_Pipe(self._made), "w", format="mpegts", options=OPTIONS)
        self._streams = {
            Kind.VIDEO: self._out.add_stream_from_template(known.streams.video[0], opaque=True),
            Kind.AUDIO: self._out.add_stream_from_template(known.streams.audio[0], opaque=True),
        }
        self._known = known

    def unit(self, unit: Unit, *, at_us: int) -> bytes:
        """One unit that lies at `at_us`, as whole packets of 188 bytes."""
        packet = av.Packet(bytes(unit.payload))
        packet.stream = self._streams[unit.kind]
        packet.time_base = _MICROSECOND
        packet.pts = packet.dts = at_us
        packet.is_keyframe = unit.is_sync
        self._out.mux_one(packet)
        made = bytes(self._made)
        self._made.clear()
        return made


class _Pipe:
    """What the muxer writes to."""

    def __init__(self, made: bytearray) -> None:
        self._made = made

    def write(self, data: bytes) -> int:
        """Take all of it."""
        self._made += data
        return len(data)

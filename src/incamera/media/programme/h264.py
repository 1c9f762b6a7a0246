"""H.264 between an encoder's byte stream and what a player's container wants (ISO/IEC 14496-10 B, 14496-15)."""

import re
from typing import Final

_START: Final = re.compile(rb"\x00?\x00\x00\x01")
_SPS: Final = 7
_PPS: Final = 8
_PICTURES: Final = frozenset({1, 2, 3, 4, 5})


def nals(stream: bytes) -> list[bytes]:
    """The NAL units of a byte stream (Annex B)."""
    return [nal for nal in _START.split(stream) if nal]


def config_record(headers: bytes) -> bytes:
    """The avcC record of an encoder's global headers. Raises ValueError unless they are one SPS and one PPS."""
    sps = [nal for nal in nals(headers) if nal[0] & 31 == _SPS]
    pps = [nal for nal in nals(headers) if nal[0] & 31 == _PPS]
    if len(sps) != 1 or len(pps) != 1:
        raise ValueError("an encoder must have one SPS and one PPS")
    head = bytes((1, *sps[0][1:4], 0xFF, 0xE1))
    body = head + len(sps[0]).to_bytes(2, "big") + sps[0] + b"\x01" + len(pps[0]).to_bytes(2, "big") + pps[0]
    is_high = sps[0][1] >= 100
    return body + (b"\xfd\xf8\xf8\x00" if is_high else b"")  # 4:2:0, 8 bits, no SPS extension


def codecs_of(record: bytes) -> str:
    """What a playlist calls it, of an avcC record."""
    return f"avc1.{record[1:4].hex()}"


def access_unit(stream: bytes) -> bytes:
    """The pictures of an encoded frame, each behind its length. What the encoder says about itself (SEI) stays here."""
    pictures = [nal for nal in nals(stream) if nal[0] & 31 in _PICTURES]
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in pictures)

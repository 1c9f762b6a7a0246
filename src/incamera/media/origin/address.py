"""Reads the addresses under /live/ and the questions of players. Pure; whatever cannot be read is None or `BadQuery`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from incamera.media.origin.grid import Stream
from incamera.media.wire import Kind

_STREAM: Final = re.compile(r"([va])(\d{1,2})")
_MEDIA: Final = re.compile(r"(init|s(\d{1,9})(?:\.(\d{1,2}))?)\.mp4")
_NUMBER: Final = re.compile(r"\d{1,9}")


class BadQuery(ValueError):
    """A question that no player asks: `field` is the parameter at fault."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Media:
    """A file of one stream. No segment: the initialisation."""

    stream: Stream
    segment: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Blocking:
    """Which segment and part a playlist has to hold before it is given. None: give it at once."""

    segment: int | None = None
    part: int | None = None


def stream_of(name: str) -> Stream | None:
    """v0, a1, …"""
    found = _STREAM.fullmatch(name)
    if found is None:
        return None
    return (Kind.VIDEO if found[1] == "v" else Kind.AUDIO), int(found[2])


def playlist_of(name: str) -> Stream | None:
    """v0.m3u8, a1.m3u8, …"""
    return stream_of(name.removesuffix(".m3u8")) if name.endswith(".m3u8") else None


def media_of(folder: str, name: str) -> Media | None:
    """v0/init.mp4, v0/s12.mp4, v0/s12.3.mp4"""
    stream, found = stream_of(folder), _MEDIA.fullmatch(name)
    if stream is None or found is None:
        return None
    if found[2] is None:
        return Media(stream)
    return Media(stream, int(found[2]), int(found[3]) if found[3] is not None else None)


def blocking_of(query: bytes) -> Blocking:
    """The delivery directives; raises `BadQuery`."""
    asked = _asked(query)
    segment, part = _number(asked, "_HLS_msn"), _number(asked, "_HLS_part")
    if part is not None and segment is None:
        raise BadQuery("_HLS_msn")
    return Blocking(segment, part)


def choice_of(query: bytes) -> tuple[Stream, Stream]:
    """Which picture and which sound the gallery's stream is to hold; raises `BadQuery`."""
    asked = _asked(query)
    return (Kind.VIDEO, _number(asked, "video") or 0), (Kind.AUDIO, _number(asked, "audio") or 0)


def _asked(query: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(query.decode("ascii"), keep_blank_values=True, max_num_fields=16)
    except (UnicodeDecodeError, ValueError):
        raise BadQuery("query") from None


def _number(asked: dict[str, list[str]], name: str) -> int | None:
    values = asked.get(name)
    if values is None:
        return None
    if len(values) != 1 or _NUMBER.fullmatch(values[0]) is None:
        raise BadQuery(name)
    return int(values[0])

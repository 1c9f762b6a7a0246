"""Playlist text (RFC 8216bis): the master, and media playlists with or without parts. Pure.

A date before every segment of every playlist, the same in pictures and sound, from t0 and the segment's number: without
it hls.js runs dry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from incamera.media.origin.grid import Grid, Stream
from incamera.media.origin.store import Listing, Segment
from incamera.media.wire import Kind, Rendition

TARGET_S: Final = 2
PARTS_LISTED: Final = 3
"""Complete segments whose parts are still listed."""
HOLD_BACK_S: Final = 6
PART_HOLD_BACK_US: Final = 920_000
MASTER: Final = "master.m3u8"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Report:
    """What a playlist says of another of the same group: the newest segment and part it has."""

    name: str
    last: tuple[int, int]


def name_of(stream: Stream) -> str:
    """How addresses name a stream: v0, v1, a0."""
    return f"{'v' if stream[0] is Kind.VIDEO else 'a'}{stream[1]}"


def media(
    stream: Stream,
    listing: Listing,
    grid: Grid,
    t0: int,
    *,
    has_parts: bool,
    follows: bool = True,
    reports: Sequence[Report] = (),
) -> bytes:
    """The media playlist of one stream. `follows`: whether another part will; else none is hinted at."""
    lines = [*_head(listing, grid, stream, has_parts=has_parts)]
    for n, segment in enumerate(listing.segments):
        lists_parts = has_parts and n >= len(listing.segments) - PARTS_LISTED
        lines += _segment(segment, stream, grid, t0, lists_parts=lists_parts)
    if has_parts and not listing.is_ended:
        lines += _open(listing, stream, grid, t0)
        lines += [_hint(listing, stream)] if follows else []
        lines += [_report(report) for report in reports]
    if listing.is_ended:
        lines.append("#EXT-X-ENDLIST")
    return ("\n".join(lines) + "\n").encode()


def master(renditions: Sequence[Rendition], fps: int) -> bytes:
    """The master playlist: a variant per picture, one group of sounds."""
    sounds = [r for r in renditions if r.kind is Kind.AUDIO]
    lines = ["#EXTM3U", "#EXT-X-VERSION:9", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for sound in sounds:
        is_default = "YES" if sound.number == 0 else "NO"
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="{_quoted(sound.name)}",LANGUAGE="{_quoted(sound.language)}",'
            f'DEFAULT={is_default},AUTOSELECT=YES,CHANNELS="1",URI="a{sound.number}.m3u8"'
        )
    heard = sounds[0].codecs if sounds else ""
    loudest = max((s.bandwidth for s in sounds), default=0)
    for picture in (r for r in renditions if r.kind is Kind.VIDEO):
        codecs = f"{picture.codecs},{heard}" if heard else picture.codecs
        group = ',AUDIO="sound"' if sounds else ""
        lines.append(
            f'#EXT-X-STREAM-INF:BANDWIDTH={picture.bandwidth + loudest},CODECS="{_quoted(codecs)}",'
            f"RESOLUTION={picture.width}x{picture.height},FRAME-RATE={fps}.000{group}"
        )
        lines.append(f"v{picture.number}.m3u8")
    return ("\n".join(lines) + "\n").encode()


def _head(listing: Listing, grid: Grid, stream: Stream, *, has_parts: bool) -> Iterator[str]:
    yield "#EXTM3U"
    yield "#EXT-X-VERSION:9"
    yield f"#EXT-X-TARGETDURATION:{TARGET_S}"
    if has_parts:
        hold = max(PART_HOLD_BACK_US, 3 * grid.part_target_us + 20_000)
        yield (
            f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={hold / 1e6:.3f},HOLD-BACK={HOLD_BACK_S:.1f}"
        )
        yield f"#EXT-X-PART-INF:PART-TARGET={grid.part_target_us / 1e6:.5f}"
    else:
        yield f"#EXT-X-SERVER-CONTROL:HOLD-BACK={HOLD_BACK_S:.1f}"
    yield f"#EXT-X-MEDIA-SEQUENCE:{_first(listing)}"
    yield f'#EXT-X-MAP:URI="{name_of(stream)}/init.mp4"'


def _first(listing: Listing) -> int:
    if listing.segments:
        return listing.segments[0].number
    return listing.open.number if listing.open is not None else 0


def _segment(segment: Segment, stream: Stream, grid: Grid, t0: int, *, lists_parts: bool) -> Iterator[str]:
    yield _date(t0 + segment.number * grid.segment_us)
    if lists_parts:
        yield from _parts(segment, stream, grid)
    if segment.is_gone:
        yield "#EXT-X-GAP"
    yield f"#EXTINF:{segment.duration / grid.hz(stream[0]):.5f},"
    yield f"{name_of(stream)}/s{segment.number}.mp4"


def _open(listing: Listing, stream: Stream, grid: Grid, t0: int) -> Iterator[str]:
    if listing.open is not None:
        yield _date(t0 + listing.open.number * grid.segment_us)
        yield from _parts(listing.open, stream, grid)


def _hint(listing: Listing, stream: Stream) -> str:
    number, part = listing.next
    return f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{name_of(stream)}/s{number}.{part}.mp4"'


def _parts(segment: Segment, stream: Stream, grid: Grid) -> Iterator[str]:
    for n, part in enumerate(segment.parts):
        marks = ",INDEPENDENT=YES" if part.is_independent else ""
        marks += ",GAP=YES" if part.data is None else ""
        seconds = part.duration / grid.hz(stream[0])
        yield f'#EXT-X-PART:DURATION={seconds:.5f},URI="{name_of(stream)}/s{segment.number}.{n}.mp4"{marks}'


def _report(report: Report) -> str:
    segment, part = report.last
    return f'#EXT-X-RENDITION-REPORT:URI="{report.name}.m3u8",LAST-MSN={segment},LAST-PART={part}'


def _date(instant: int) -> str:
    at = _EPOCH + timedelta(microseconds=instant)
    return f"#EXT-X-PROGRAM-DATE-TIME:{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def _quoted(text: str) -> str:
    return "".join(c for c in text if c.isprintable() and c != '"')

"""From a file that grew to a finished passage: its still, its place in the list. Also of what a killed recorder left."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError

from incamera.media.recorder.mp4 import Mp4
from incamera.media.recorder.passages import Stream
from incamera.media.recorder.shelf import Row, Shelf
from incamera.media.recorder.times import SUFFIX, Time, bounds, read_times
from incamera.media.wire import VIDEO_HZ, Flag, Kind


def unfinished(shelf: Shelf) -> list[Path]:
    """The companions of files that are not finished, oldest first."""
    return sorted(shelf.folder.glob(f"*{SUFFIX}"))


def finish(shelf: Shelf, times: Path, *, was_closed: bool, reserve: int) -> Row | None:
    """List the file of a companion; None if it holds nothing. One that was not closed is first made whole.

    Raises OSError when the disk takes no more: then everything is as before and can be tried again.
    """
    path = times.with_suffix(".mp4")
    row = next((r for r in shelf.rows if r.file == path.name), None)
    if row is None:
        span, units = read_times(times)
        if not was_closed:
            units = _make_whole(shelf, path, units, reserve)
        if units:
            since, until = bounds(units)
            row = shelf.finish(path, _still(path, units), span=span, since=since, until=until)
        else:
            path.unlink(missing_ok=True)
    times.unlink()
    return row


def _make_whole(shelf: Shelf, path: Path, noted: list[Time], reserve: int) -> list[Time]:
    """Copy what can be read of a file into one that is closed, and put that in its place; the units that are in it."""
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    if path.exists() and not shelf.has_room(reserve + path.stat().st_size):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    try:
        with av.open(str(path)) as read:
            units = _copy(read, half, noted)
    except (FFmpegError, FileNotFoundError) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
            raise
        return []  # killed before its first fragment
    if units:
        half.replace(path)
    return units


def _copy(read: InputContainer, half: Path, noted: Iterable[Time]) -> list[Time]:
    by_place = {((t.kind, t.rendition), t.pts): t for t in noted}
    streams: list[Stream] = sorted({stream for stream, _ in by_place})
    frame = min((t.pts for t in by_place.values() if t.kind is Kind.VIDEO and t.pts > 0), default=VIDEO_HZ // 30)
    written, copied = Mp4(half, read, streams, VIDEO_HZ // frame), []
    for packet in read.demux():
        stream = streams[packet.stream_index]
        time = by_place.get((stream, packet.pts)) if packet.pts is not None else None
        if time is None or packet.size != time.size or packet.is_corrupt:
            continue
        written.put(stream, bytes(packet), time.pts, is_sync=packet.is_keyframe)
        copied.append(time)
    if any(t.kind is Kind.VIDEO for t in copied):
        written.close()
        return copied
    written.abandon()
    half.unlink()
    return []


def _still(path: Path, units: list[Time]) -> Path | None:
    """A picture for handing out: a key frame near the middle, not a name card if there is another. None if unreadable."""
    keys = [t for t in units if t.kind is Kind.VIDEO and t.flags & Flag.SYNC]
    live = [t for t in keys if not t.flags & Flag.STILL] or keys
    middle = max(t.pts for t in units if t.kind is Kind.VIDEO) // 2
    chosen = min(live, key=lambda t: abs(t.pts - middle)).pts
    still, half = path.with_suffix(".jpg"), path.with_suffix(".jpg.half")
    try:
        with av.open(str(path)) as read:
            read.seek(chosen, stream=read.streams.video[0])
            picture: Any = next(read.decode(video=0))
    except (FFmpegError, StopIteration):
        return None
    picture.to_image().save(half, format="JPEG", quality=90)
    half.replace(still)
    return still

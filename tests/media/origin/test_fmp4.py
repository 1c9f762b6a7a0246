"""What the writer writes is read by a decoder that is not ours."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from incamera.media import fmp4
from incamera.media.origin.cover import Sample
from incamera.media.origin.gate import Gate
from incamera.media.origin.slate import load_slate
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.span import Span
from incamera.media.wire import Flag, Kind, Table, Unit
from tests.media.origin import encoded
from tests.media.origin.worlds import AUDIO, MEETING, SECOND, T0, VIDEO, Programme, content, paths, permit

FRAMES = 96


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("slate")
    encoded.write_slate(made)
    return made


@pytest.fixture(scope="module")
def span(folder: Path) -> Span:
    """Two seconds of programme that closes at 3 s, although it goes on."""
    slate = load_slate(folder)
    span = Span(Gate(MEETING, 0), slate, paths().__next__)
    span.renew(permit(closes=T0 + 2 * SECOND), T0)
    configs = {(Kind.VIDEO, 0): encoded.avcc(0), (Kind.VIDEO, 1): encoded.avcc(1), AUDIO: encoded.asc()}
    span.begin_run(Programme().ticket, Table(30, (*slate.videos, slate.audio)), configs)
    for unit in sorted(_units(), key=lambda u: u.captured):
        span.tick(unit.captured + 100_000)
        span.feed(unit, unit.captured + 100_000)
    span.tick(T0 + 4 * SECOND)
    return span


def _units() -> Iterator[Unit]:
    for number in (0, 1):
        for i, (data, is_sync) in enumerate(encoded.pictures(number, map(encoded.grey_of, range(FRAMES)))):
            flags = Flag.SYNC if is_sync else Flag.NONE
            yield Unit(Kind.VIDEO, flags, number, 0, 1, 0, i * 3000, T0 + i * SECOND // 30, bytearray(data))
    for j, data in enumerate(encoded.sound(150, 1000.0)):
        at = T0 + j * 1024 * SECOND // 48_000
        yield Unit(Kind.AUDIO, Flag.SYNC, 0, 0, 1, 0, j * 1024, at, bytearray(data))


def decode(data: bytes) -> list[Any]:
    with av.open(io.BytesIO(data), "r") as file:
        return list(file.decode(0))


def test_pictures_are_exact_to_the_frame_and_slate_follows(span: Span) -> None:
    assert span.gallery is not None
    assert span.gallery.is_ended
    for number in (0, 1):
        stream = (Kind.VIDEO, number)
        head = fmp4.init([span.gallery.shape.track_config(stream, 1)])
        frames = decode(head + content(span.gallery, stream))
        assert [frame.pts for frame in frames] == [i * 3000 for i in range(75)]
        levels = [round(float(frame.to_ndarray()[: frame.height].mean())) for frame in frames]
        assert levels[:60] == pytest.approx([encoded.grey_of(i) for i in range(60)], abs=3)
        assert levels[60:] == pytest.approx([encoded.SLATE_GREY] * 15, abs=3)


def test_sound_is_the_tone_until_the_limit_and_silence_after(span: Span) -> None:
    assert span.gallery is not None
    head = fmp4.init([span.gallery.shape.track_config(AUDIO, 1)])
    frames = decode(head + content(span.gallery, AUDIO))
    wave = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    assert np.abs(wave[4096:90_000]).max() > 0.4
    assert np.abs(wave[96_000:]).max() < 1e-3
    assert len(wave) == -(-75 * 1600 // 1024) * 1024


def test_muxed_fragments_of_one_sample_decode(span: Span) -> None:
    """As the gallery's own player gets them."""
    assert span.gallery is not None
    shape = span.gallery.shape
    data = bytearray(fmp4.init([shape.track_config(VIDEO, 1), shape.track_config(AUDIO, 2)]))
    for i, (unit, is_sync) in enumerate(encoded.pictures(0, map(encoded.grey_of, range(30)))):
        data += fmp4.fragment(1, 2 * i + 1, [Sample(i * 3000, unit, is_sync, duration=3000)])
        data += fmp4.fragment(2, 2 * i + 2, [Sample(i * 1024, encoded.sound(1, 0.0)[0], is_sync=True, duration=1024)])
    with av.open(io.BytesIO(bytes(data)), "r") as file:
        assert [s.type for s in file.streams] == ["video", "audio"]
        kinds = [type(frame).__name__ for frame in file.decode()]
    assert kinds.count("VideoFrame") == 30
    assert kinds.count("AudioFrame") == 30


def test_the_slate_loop_decodes_and_goes_on(folder: Path) -> None:
    loop = SlateLoop(load_slate(folder), "closed", "path", T0)
    head = fmp4.init([loop.shape.track_config(VIDEO, 1)])
    newest, _ = loop.listing(VIDEO, T0 + 20 * SECOND).next
    segments = [loop.data(VIDEO, n, None, T0 + 20 * SECOND) for n in range(newest - 3, newest)]
    frames = decode(head + b"".join(s for s in segments if s is not None))
    assert [frame.pts for frame in frames] == [(newest - 3) * 48 * 3000 + i * 3000 for i in range(144)]
    assert {round(float(f.to_ndarray()[: f.height].mean())) for f in frames} == {encoded.SLATE_GREY}

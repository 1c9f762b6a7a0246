"""The small pure parts: grid, clock, gate, documents, playlists, windows, slate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.origin import playlist
from incamera.media.origin.address import BadQuery, Blocking, Media, blocking_of, media_of, playlist_of
from incamera.media.origin.clock import SteadyClock
from incamera.media.origin.documents import DocumentError, read_notice, read_pass, read_permit
from incamera.media.origin.gate import Gate
from incamera.media.origin.grid import PARTS, Grid
from incamera.media.origin.limits import Limits
from incamera.media.origin.slate import SlateError, load_slate
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.store import Listing, Part, Ready, Segment, Window
from incamera.media.wire import Kind
from tests.media.origin import encoded
from tests.media.origin.processes import notice_body, permit_body
from tests.media.origin.worlds import AUDIO, MEETING, SECOND, T0, VIDEO, permit, slate


@pytest.mark.parametrize("fps", [25, 30])
def test_segments_hold_whole_numbers_of_everything(fps: int) -> None:
    grid = Grid(fps)
    assert grid.units(Kind.VIDEO) == 48
    assert grid.units(Kind.AUDIO) == {25: 90, 30: 75}[fps]
    for n in range(5):
        assert grid.offset_us(Kind.VIDEO, grid.segment_pts(Kind.VIDEO, n)) == n * grid.segment_us
        assert grid.offset_us(Kind.AUDIO, grid.segment_pts(Kind.AUDIO, n)) == n * grid.segment_us


@given(st.sampled_from([25, 30]), st.integers(0, 10_000))
def test_parts_rise_and_fill_a_segment(fps: int, unit: int) -> None:
    grid = Grid(fps)
    for kind in (Kind.VIDEO, Kind.AUDIO):
        here = grid.place(kind, unit * grid.step(kind))
        then = grid.place(kind, (unit + 1) * grid.step(kind))
        assert then in {here, (here[0], here[1] + 1), (here[0] + 1, 0)}
        assert 0 <= here[1] < PARTS


@given(st.sampled_from([25, 30]), st.integers(0, 10**12))
def test_the_limit_frame_is_the_first_at_or_after(fps: int, offset: int) -> None:
    frame = Grid(fps).limit_frame(offset)
    assert frame * 1_000_000 >= offset * fps
    assert (frame - 1) * 1_000_000 < offset * fps


def test_no_grid_at_other_rates() -> None:
    for fps in (0, 24, 29, 60):
        with pytest.raises(ValueError, match="grid"):
            Grid(fps)


def test_a_clock_that_is_set_is_noticed_and_one_that_drifts_is_followed() -> None:
    clock = SteadyClock(T0, 0)
    assert clock.read(T0 + SECOND, SECOND) == (T0 + SECOND, False)
    now, was_set = clock.read(T0 + 2 * SECOND + 100_000, 2 * SECOND)
    assert (now, was_set) == (T0 + 2 * SECOND + 1_000, False)
    assert clock.read(T0 - 3600 * SECOND, 3 * SECOND) == (T0 - 3600 * SECOND, True)


@given(st.lists(st.tuples(st.integers(0, SECOND), st.integers(-199_000, 199_000)), max_size=20))
def test_a_clock_that_is_not_set_never_goes_back(steps: list[tuple[int, int]]) -> None:
    clock, wall, mono, last = SteadyClock(T0, 0), T0, 0, 0
    for passed, apart in steps:
        mono += passed
        wall = T0 + mono + apart // 2
        now, was_set = clock.read(wall, mono)
        assert was_set or now >= last
        last = now


def test_a_limit_only_moves_earlier_and_is_taken_from_old_permits_too() -> None:
    gate = Gate(MEETING, 0)
    assert gate.passes_until == 0
    gate.renew(permit(rev=5, closes=T0 + 10), T0)
    gate.renew(permit(rev=6, closes=T0 + 20), T0)
    gate.renew(permit(rev=7, closes=None), T0)
    assert gate.limit == T0 + 10
    assert not gate.renew(permit(rev=2, closes=T0 + 5), T0)
    assert gate.limit == T0 + 5
    assert gate.passes_until == T0 + 5


def test_a_lease_counts_for_a_minute_at_most() -> None:
    gate = Gate(MEETING, 0)
    gate.renew(permit(until=T0 + 3600 * SECOND), T0)
    assert gate.passes_until == T0 + 60 * SECOND
    assert not gate.renew(permit(span=1, rev=9), T0)


def test_limits_survive_and_a_cut_line_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "origin" / "limits"
    limits = Limits(path)
    limits.keep("a", {0: 10, 2: 30})
    limits.keep("a", {0: 20, 2: 5})
    with path.open("a") as file:
        file.write('{"meeting": "a", "span": 9, "li')
    again = Limits(path)
    assert again.of("a") == {0: 10, 2: 5}
    again.keep("b", {1: 1})
    assert Limits(path).of("b") == {1: 1}
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("field", ["meeting", "span", "rev", "opens", "until", "sends", "destroy", "words", "delay_us"])
@pytest.mark.parametrize("wrong", [None, "x", -1, True, [1], {"a": 1}, 2.5])
def test_a_permit_is_read_strictly(field: str, wrong: Any) -> None:
    body = permit_body(MEETING, 0)
    assert read_permit(body).meeting == MEETING
    if field == "meeting" and wrong == "x":
        return
    with pytest.raises(DocumentError) as error:
        read_permit({**body, field: wrong})
    assert error.value.field.startswith(field)


def test_notices_and_passes_are_read_strictly() -> None:
    body = notice_body(MEETING, item={"title": "One", "since": 5})
    assert read_notice(body).items == ("Opening remarks",)
    for field, wrong in (("items", [1]), ("item", 3), ("languages", [1]), ("delay_us", 60_000_001), ("words", {})):
        with pytest.raises(DocumentError):
            read_notice({**body, field: wrong})
    with pytest.raises(DocumentError):
        read_pass({"meeting": "m", "seat": "s"})


def part(captured: tuple[int, int] | None = None) -> Part:
    return Part(24_000, is_independent=True, data=bytearray(b"data"), captured=captured)


def test_a_window_lists_the_newest_and_spares_a_few() -> None:
    window = Window(keep=2, spare=1)
    for n in range(5):
        window.add(n, part())
        window.add(n, part())
    assert [s.number for s in window.listing.segments] == [2, 3]
    assert window.listing.next == (4, 2)
    assert window.data(0, None) is None
    assert window.data(1, None) == b"datadata"
    assert window.data(4, None) is None
    assert window.data(4, 1) == b"data"
    assert window.data(4, 2) is None
    window.end()
    assert window.listing.is_ended
    assert window.data(4, None) == b"datadata"


def test_a_destroyed_part_is_zeros_and_gone() -> None:
    window = Window(keep=3)
    seen = part((100, 200))
    window.add(0, seen)
    window.add(0, part((300, 400)))
    window.complete()
    window.destroy(150, 160)
    assert seen.data == bytearray(4)
    assert window.data(0, 0) is None
    assert window.data(0, None) is None
    assert window.data(0, 1) == b"data"
    text = playlist.media(VIDEO, window.listing, Grid(30), T0, has_parts=True)
    assert b"#EXT-X-GAP" in text
    assert text.count(b"GAP=YES") == 1


@pytest.mark.parametrize(
    ("asked", "has_parts", "ready"),
    [
        ((4, None), True, Ready.YES), ((5, None), True, Ready.YES), ((5, 1), True, Ready.YES), ((5, 2), True, Ready.WAIT),
        ((6, 0), True, Ready.WAIT), ((7, 0), True, Ready.WAIT), ((8, 0), True, Ready.NEVER), ((5, 9), True, Ready.NEVER),
        ((5, None), False, Ready.WAIT), ((4, None), False, Ready.YES),
    ],
)  # fmt: skip
def test_what_a_request_may_wait_for(asked: tuple[int, int | None], has_parts: bool, ready: Ready) -> None:  # noqa: FBT001
    listing = Listing((Segment(4, (part(),)),), Segment(5, (part(), part())))
    assert listing.ready(*asked, has_parts=has_parts) is ready
    assert asked[0] > 7 or Listing(listing.segments, None, is_ended=True).ready(5, 3, has_parts=True) is Ready.YES


def test_the_slate_loop_is_a_function_of_time() -> None:
    loop = SlateLoop(slate(), "closed", "path", T0)
    assert loop.listing(VIDEO, T0).next == (8, 0)
    assert loop.due(8, 0) <= T0 + 266_667
    assert loop.listing(VIDEO, loop.due(8, 0)).next == (8, 1)
    assert loop.listing(VIDEO, loop.due(8, 0) - 1).next == (8, 0)
    assert loop.data(VIDEO, 8, 0, T0) is None
    assert loop.data(AUDIO, 8, None, T0 + SECOND) is None
    assert loop.data(AUDIO, 8, None, T0 + 2 * SECOND) is not None
    assert loop.data(VIDEO, 8, PARTS, T0 + 60 * SECOND) is None
    text = loop.playlist(AUDIO, T0 + 5_500_000)
    assert text.count(b"#EXT-X-PROGRAM-DATE-TIME") == 9
    assert text == SlateLoop(slate(), "closed", "path", T0).playlist(AUDIO, T0 + 5_500_000)


def test_a_slate_that_was_altered_is_refused(tmp_path: Path) -> None:
    encoded.write_slate(tmp_path)
    load_slate(tmp_path)
    data = bytearray((tmp_path / "picture0").read_bytes())
    data[40] ^= 1
    (tmp_path / "picture0").write_bytes(data)
    with pytest.raises(SlateError, match="pinned"):
        load_slate(tmp_path)
    with pytest.raises(SlateError):
        load_slate(tmp_path / "nowhere")


def test_addresses() -> None:
    assert playlist_of("v0.m3u8") == VIDEO
    assert playlist_of("a12.m3u8") == (Kind.AUDIO, 12)
    assert playlist_of("x0.m3u8") is None
    assert media_of("v0", "init.mp4") == Media(VIDEO)
    assert media_of("a0", "s12.3.mp4") == Media(AUDIO, 12, 3)
    for folder, name in (("v0", "s.mp4"), ("v", "init.mp4"), ("v0", "s1.mp4.mp4"), ("v0", "s-1.mp4"), ("..", "s1.mp4")):
        assert media_of(folder, name) is None
    assert blocking_of(b"_HLS_msn=3&_HLS_part=1&other=2") == Blocking(3, 1)
    for query in (b"_HLS_part=1", b"_HLS_msn=", b"_HLS_msn=1.5", b"\xff", b"&".join([b"a=1"] * 50)):
        with pytest.raises(BadQuery):
            blocking_of(query)


def test_the_master_names_every_rendition() -> None:
    made = slate()
    text = playlist.master((*made.videos, made.audio), 30).decode()
    assert text.count("#EXT-X-STREAM-INF") == 2
    assert 'CODECS="avc1.64001f,mp4a.40.2"' in text
    assert "RESOLUTION=640x360,FRAME-RATE=30.000" in text
    assert 'DEFAULT=YES,AUTOSELECT=YES,CHANNELS="1",URI="a0.m3u8"' in text

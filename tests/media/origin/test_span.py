"""One span from its programme to what can be fetched, under a clock moved by hand."""

import re

from incamera.media.origin import playlist
from incamera.media.origin.grid import REACH_US, Grid
from incamera.media.origin.span import Span
from incamera.media.origin.timeline import END_US
from incamera.media.wire import Flag, Kind
from tests.media.origin.worlds import AUDIO, CONFIGS, SECOND, T0, VIDEO, Programme, content, new_span, permit, table

STEP = 10_000
LAG = 120_000


def play(span: Span, programme: Programme, begin: int, end: int) -> None:
    """Let units arrive LAG after their tick, and time pass."""
    for now in range(begin, end, STEP):
        for unit in programme.until(now - LAG):
            span.feed(unit, now)
        span.tick(now)


def begun(delay: int = 0) -> tuple[Span, Programme]:
    span, programme = new_span(), Programme()
    span.renew(permit(delay=delay), T0)
    span.begin_run(programme.ticket, table(), CONFIGS)
    return span, programme


def captures(data: bytes) -> list[int]:
    return [int(at) for at in re.findall(rb"live<..@(\d+)>", data)]


def test_everything_leaves_once_and_in_order() -> None:
    span, programme = begun()
    play(span, programme, T0, T0 + 5 * SECOND)
    assert span.gallery is not None
    for stream in (VIDEO, (Kind.VIDEO, 1)):
        seen = captures(content(span.gallery, stream))
        assert seen == [T0 + i * 1_000_000 // 30 + 10_000 for i in range(len(seen))]
        assert len(seen) == 144  # the part in the making is not there yet
    assert len(captures(content(span.gallery, AUDIO))) == 225
    assert b"slate" not in content(span.gallery)


def test_close_is_exact_and_ends_with_half_a_second_of_slate() -> None:
    span, programme = begun()
    limit = T0 + 3 * SECOND + 3_000
    play(span, programme, T0, limit + 50_000)
    span.renew(permit(rev=2, closes=limit), limit + 50_000)
    play(span, programme, limit + 50_000, limit + SECOND)
    assert span.gallery is not None
    assert span.gallery.is_ended
    grid = Grid(30)
    frames = grid.limit_frame(limit - T0)
    assert captures(content(span.gallery)) == [
        at for i in range(frames) if (at := T0 + i * 1_000_000 // 30 + 10_000) < limit
    ]
    heard = captures(content(span.gallery, AUDIO))
    assert max(heard) + REACH_US <= limit < max(heard) + REACH_US + 21_334
    ends = {s: sum(x.duration for x in w.listing.segments) for s, w in span.gallery.windows.items()}
    assert ends[VIDEO] == ends[Kind.VIDEO, 1] == (frames + 15) * 3000
    assert ends[AUDIO] == grid.end_pts(Kind.AUDIO, frames + 15)
    assert span.passes_until == limit


def test_the_last_parts_are_listed_before_it_is_said_that_nothing_follows() -> None:
    span, programme = begun()
    assert span.gallery is not None
    limit = T0 + 3 * SECOND + 3_000
    span.renew(permit(rev=2, closes=limit), T0)
    play(span, programme, T0, limit)
    now = limit
    while not span.gallery.is_ended:
        now += 10_000
        span.tick(now)
    last = {s: (w.listing.next, w.listing.segments[-1]) for s, w in span.gallery.windows.items()}
    listed = dict(span.gallery.playlists)
    for stream, text in listed.items():
        segment = last[stream][1]
        name = f"{playlist.name_of(stream)}/s{segment.number}.{len(segment.parts) - 1}.mp4".encode()
        assert name in text
        assert b"#EXT-X-PRELOAD-HINT" not in text, "nothing to wait for"
        assert b"#EXT-X-ENDLIST" not in text
    assert not span.gallery.says_end
    span.tick(now + END_US - 1)
    assert span.gallery.playlists == listed
    version = span.gallery.version
    span.tick(now + END_US)
    assert span.gallery.says_end
    assert span.gallery.version > version, "whoever waits is answered"
    for stream, text in span.gallery.playlists.items():
        assert text.rstrip().endswith(b"#EXT-X-ENDLIST")
        assert [x for x in text.split() if x.startswith(b"#EXT-X-PART:")] == [
            x for x in listed[stream].split() if x.startswith(b"#EXT-X-PART:")
        ]


def test_without_parts_the_end_is_said_at_once() -> None:
    span, programme = begun(delay=6 * SECOND)
    play(span, programme, T0, T0 + 3 * SECOND)
    span.renew(permit(rev=2, delay=6 * SECOND, closes=T0 + 2 * SECOND), T0 + 3 * SECOND)
    assert span.public is not None
    now = T0 + 3 * SECOND
    while not span.public.is_ended:
        now += 10_000
        span.tick(now)
    assert span.public.says_end


def test_what_lies_before_the_first_picture_is_no_fault() -> None:
    span, programme = begun()
    first = T0 + SECOND
    list(programme.until(first))  # never sent
    for now in range(first, first + 2 * SECOND, STEP):
        for unit in programme.until(now - LAG):
            unit.flags |= Flag.SYNC if unit.pts == 30 * 3_000 else Flag.NONE
            span.feed(unit, now)
        span.tick(now)
    assert span.gallery is not None
    for number in range(2):
        shown = content(span.gallery, (Kind.VIDEO, number))
        before, picture, _ = shown.partition(b"live<")
        assert picture
        assert f"slate begins_soon v{number} 29;".encode() in before
        assert b"slate fault" not in shown


def test_a_slow_programme_of_every_second_picture_is_no_slate() -> None:
    span, programme = begun()
    play(span, programme, T0, T0 + 2 * SECOND)
    for now in range(T0 + 2 * SECOND, T0 + 8 * SECOND, STEP):
        for unit in programme.until(now - 2 * LAG):
            if unit.kind is Kind.AUDIO or unit.pts % 6_000 == 0:
                span.feed(unit, now)
        span.tick(now)
    assert span.gallery is not None
    shown = content(span.gallery)
    assert b"slate" not in shown
    assert captures(shown)[-1] > T0 + 7 * SECOND


def test_a_run_that_dies_gives_slate_and_the_next_one_goes_on() -> None:
    span, programme = begun()
    play(span, programme, T0, T0 + 2 * SECOND)
    span.end_run(1, "gone")
    for now in range(T0 + 2 * SECOND, T0 + 4 * SECOND, STEP):
        span.tick(now)
    second = Programme(run=2)
    second.skip_to(T0 + 4 * SECOND)
    span.begin_run(second.ticket, table(), CONFIGS)
    play(span, second, T0 + 4 * SECOND, T0 + 8 * SECOND)
    assert span.gallery is not None
    shown = content(span.gallery)
    assert b"slate fault v0 0;" in shown
    assert captures(shown)[-1] > T0 + 7 * SECOND
    assert span.gallery.windows[VIDEO].listing.segments[0].number == 0


def test_a_dump_destroys_what_is_held_and_leaves_what_was_shown() -> None:
    span, programme = begun(delay=10 * SECOND)
    now = T0 + 15 * SECOND
    play(span, programme, T0, now)
    passage = (T0 + 8 * SECOND, T0 + 12 * SECOND)
    held = [unit for unit in span._lines[1].waiting() if passage[0] <= unit.captured < passage[1]]
    assert len(held) > 300
    span.renew(permit(rev=2, delay=10 * SECOND, destroy=(passage,)), now)
    assert all(set(unit.payload) == {0} for unit in held)
    play(span, programme, now, now + 15 * SECOND)
    assert span.public is not None
    assert span.gallery is not None
    for timeline in (span.public, span.gallery):
        for stream in CONFIGS:
            seen = captures(content(timeline, stream))
            assert seen
            assert not [at for at in seen if passage[0] <= at < passage[1]]
    (row,) = span.destroyed
    assert row.gallery_saw
    assert row.public_until < passage[0]
    assert row.units >= len(held)


def test_a_dump_of_what_is_public_is_refused_for_that_part() -> None:
    span, programme = begun(delay=2 * SECOND)
    now = T0 + 10 * SECOND
    play(span, programme, T0, now)
    span.renew(permit(rev=2, delay=2 * SECOND, destroy=((T0 + 7 * SECOND, T0 + 9 * SECOND),)), now)
    play(span, programme, now, now + 4 * SECOND)
    assert span.public is not None
    seen = captures(content(span.public))
    public_until = span.destroyed[0].public_until
    assert T0 + 7 * SECOND < public_until < T0 + 8 * SECOND + 100_000
    assert not [at for at in seen if public_until < at < T0 + 9 * SECOND]
    assert [at for at in seen if T0 + 7 * SECOND <= at < public_until]


def test_another_delay_is_another_timeline() -> None:
    span, programme = begun(delay=6 * SECOND)
    play(span, programme, T0, T0 + 12 * SECOND)
    first = span.public
    span.renew(permit(rev=2, delay=1 * SECOND), T0 + 12 * SECOND)
    play(span, programme, T0 + 12 * SECOND, T0 + 20 * SECOND)
    assert first is not None
    assert first.is_ended
    assert span.public is not None
    assert span.public.path != first.path
    late, early = captures(content(first)), captures(content(span.public))
    assert max(late) <= T0 + 6 * SECOND + 10_000
    assert min(early) >= T0 + 11 * SECOND
    span.renew(permit(rev=3, delay=4 * SECOND), T0 + 20 * SECOND)
    shorter = span.past[-1]
    play(span, programme, T0 + 20 * SECOND, T0 + 30 * SECOND)
    assert max(captures(content(shorter))) < min(captures(content(span.public)))

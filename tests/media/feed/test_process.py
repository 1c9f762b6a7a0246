"""A feed as a process: a real origin before it, real receivers behind it that read pictures and sound back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from incamera.media.wire import SEGMENT_FRAMES, Kind
from incamera.platform.ids import new_id
from tests.media.feed.receivers import (
    Certificate,
    FeedProcess,
    RtmpReceiver,
    Seen,
    Tls,
    TsReceiver,
    UdpReceiver,
    free_port,
    is_slate,
)
from tests.media.origin import encoded
from tests.media.origin.processes import LONG_S, SECOND, Origin, Programme, now_us, running

pytestmark = pytest.mark.process

MARK = 245
"""A level of grey that stands for what must never be seen."""


@cache
def marked() -> list[tuple[bytes, bool]]:
    return encoded.pictures(0, iter([MARK] * SEGMENT_FRAMES))


class Marking(Programme):
    """Shows MARK in the segments named; numbers count from t0."""

    marks: frozenset[int] = frozenset()

    def send(
        self, kind: Kind, payload: bytes, *, rendition: int = 0, pts: int = 0, at: int = 0, sync: bool = False
    ) -> None:
        segment, frame = divmod(pts // 3000, SEGMENT_FRAMES)
        if kind is Kind.VIDEO and rendition == 0 and segment in self.marks:
            payload = marked()[frame][0]
        super().send(kind, payload, rendition=rendition, pts=pts, at=at, sync=sync)

    def segment_at(self, instant: int) -> int:
        return (instant - self.t0) * 30 // SECOND // SEGMENT_FRAMES

    def begins(self, segment: int) -> int:
        """The instant of capture of a segment's first picture."""
        return self.t0 + segment * SEGMENT_FRAMES * SECOND // 30


@pytest.fixture
async def origin(tmp_path: Path) -> AsyncIterator[Origin]:
    (tmp_path / "web").mkdir()
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def feeds() -> AsyncIterator[list[FeedProcess]]:
    made: list[FeedProcess] = []
    yield made
    for feed in made:
        if feed.process is not None and feed.process.returncode is None:
            feed.process.kill()
            await feed.process.wait()


@pytest.fixture
async def ts() -> AsyncIterator[TsReceiver]:
    made = TsReceiver()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def rtmp() -> AsyncIterator[RtmpReceiver]:
    made = RtmpReceiver()
    await made.start()
    yield made
    await made.stop()


async def until(look: Callable[[], Seen], fits: Callable[[Seen], bool]) -> Seen:
    async with asyncio.timeout(LONG_S):
        while not fits(seen := look()):
            await asyncio.sleep(0.2)
        return seen


async def begin(
    origin: Origin, feeds: list[FeedProcess], order: dict[str, Any], *, delay_us: int = 0, trusts: Path | None = None
) -> FeedProcess:
    """A meeting that is known and has a feed; nothing is on the record yet."""
    meeting = new_id()
    await origin.notice(meeting, delay_us=delay_us)
    feed = FeedProcess(origin, meeting, order, trusts=trusts)
    feeds.append(feed)
    await feed.start()
    return feed


def check_slate_before_and_after(seen: Seen) -> None:
    """Slate, then the programme, then slate: no picture of it comes back, and no sound."""
    assert is_slate(seen.video[0][1])
    first, last = seen.live[0][0], seen.live[-1][0]
    after = [grey for at, grey in seen.video if at > last]
    assert len(after) > 30
    assert all(map(is_slate, after))
    assert seen.loud
    assert first - 3_000 < seen.loud[0][0]
    assert seen.loud[-1][0] <= last + 80
    seen.check_rises()
    times = [at for at, _ in seen.video]
    assert max(b - a for a, b in pairwise(times)) < 300, "a gap"


async def whole_way(origin: Origin, feed: FeedProcess, look: Callable[[], Seen]) -> Seen:
    """Slate, a span that is closed where a marked segment begins, slate, another span, slate again."""
    await feed.until("sending")
    await until(look, lambda s: len(s.video) > 20)
    await origin.permit(feed.meeting)
    first = Marking(origin, feed.meeting)
    await first.start()
    await until(look, lambda s: len(s.live) > 40)
    first.marks = frozenset(range(mark := first.segment_at(now_us()) + 1, mark + 100))
    limit = first.begins(mark)
    await origin.permit(feed.meeting, closes=limit, opens=first.t0)
    seen = await until(look, lambda s: bool(s.live) and sum(at > s.live[-1][0] for at, _ in s.video) > 45)
    check_slate_before_and_after(seen)
    await first.stop()
    told = await feed.told()
    assert told is not None
    assert 0 < told["given_until"] <= limit
    statement = await origin.statement(feed.meeting)
    assert statement["spans"][0]["sealed"]
    await origin.permit(feed.meeting, span=1)
    second = Programme(origin, feed.meeting, span=1)
    await second.start()
    before = len(seen.live)
    seen = await until(look, lambda s: len(s.live) > before + 40)
    assert not [grey for _, grey in seen.video if grey > MARK - 12]
    seen.check_rises()
    return seen


async def test_mpegts_begins_with_slate_and_ends_exactly_at_the_limit(
    origin: Origin, feeds: list[FeedProcess], ts: TsReceiver
) -> None:
    feed = await begin(origin, feeds, {"scheme": "tcp", "port": ts.port})
    await whole_way(origin, feed, ts.seen)
    assert len(ts.got) == 1
    assert await feed.stop() == 0


async def test_rtmp_begins_with_slate_and_ends_exactly_at_the_limit(
    origin: Origin, feeds: list[FeedProcess], rtmp: RtmpReceiver
) -> None:
    order = {"scheme": "rtmp", "port": rtmp.port, "path": rtmp.app, "key": rtmp.key}
    feed = await begin(origin, feeds, order)
    await whole_way(origin, feed, lambda: rtmp.seen)
    assert await feed.stop() == 0
    assert rtmp.key not in feed.log + origin.log


async def test_mpegts_by_datagrams_begins_with_slate_and_ends_exactly_at_the_limit(
    origin: Origin, feeds: list[FeedProcess], udp: UdpReceiver
) -> None:
    feed = await begin(origin, feeds, {"scheme": "udp", "port": udp.port})
    await feed.until("lost")  # nobody listens there yet, and the network says so
    await udp.start()
    await whole_way(origin, feed, udp.seen)
    assert max(map(len, udp.got)) <= 7 * 188
    assert {len(one) % 188 for one in udp.got} == {0}
    assert {one[0] for one in udp.got} == {0x47}
    assert await feed.stop() == 0


@pytest.fixture
async def udp() -> AsyncIterator[UdpReceiver]:
    made = UdpReceiver()
    yield made
    await made.stop()


@pytest.fixture
async def tls(tmp_path: Path, rtmp: RtmpReceiver) -> AsyncIterator[Tls]:
    certificate = Certificate(tmp_path)
    certificate.make()
    made = Tls(certificate, rtmp.port)
    await made.start()
    yield made
    await made.stop()


async def test_rtmps_begins_with_slate_and_ends_exactly_at_the_limit(
    origin: Origin, feeds: list[FeedProcess], rtmp: RtmpReceiver, tls: Tls
) -> None:
    order = {"scheme": "rtmps", "port": tls.port, "path": rtmp.app, "key": rtmp.key}
    feed = await begin(origin, feeds, order, trusts=tls.certificate.authority)
    await whole_way(origin, feed, lambda: rtmp.seen)
    assert await feed.stop() == 0
    assert rtmp.key.encode() in tls.heard
    assert rtmp.key not in feed.log + origin.log


@pytest.mark.parametrize("fault", ["another authority", "another name", "no TLS"])
async def test_rtmps_says_nothing_to_a_far_end_that_does_not_prove_who_it_is(
    origin: Origin, feeds: list[FeedProcess], tls: Tls, ts: TsReceiver, tmp_path: Path, fault: str
) -> None:
    trusts, port = tls.certificate.authority, tls.port
    if fault == "another authority":
        (tmp_path / "other").mkdir()
        other = Certificate(tmp_path / "other")
        other.make()
        trusts = other.authority
    elif fault == "another name":
        tls.certificate.name = "in.example.org"
        tls.certificate.make()
        await tls.stop()
        await tls.start()
    else:
        port = ts.port
    order = {"scheme": "rtmps", "port": port, "path": "live", "key": "planted-secret"}
    feed = await begin(origin, feeds, order, trusts=trusts)
    await feed.until("lost")
    assert ("certificate" in feed.log) == (fault != "no TLS")
    assert tls.heard == b""
    assert all(b"planted-secret" not in got for got in ts.got)
    assert "planted-secret" not in feed.log + origin.log


async def test_what_a_dump_destroys_is_in_no_feed(origin: Origin, feeds: list[FeedProcess], ts: TsReceiver) -> None:
    delay = 4 * SECOND
    feed = await begin(origin, feeds, {"scheme": "tcp", "port": ts.port}, delay_us=delay)
    await origin.permit(feed.meeting, delay_us=delay)
    programme = Marking(origin, feed.meeting)
    await programme.start()
    mark = programme.segment_at(now_us()) + 2
    programme.marks = frozenset({mark})
    await until(ts.seen, lambda s: bool(s.live))
    async with asyncio.timeout(LONG_S):
        while now_us() < programme.begins(mark + 1):
            await asyncio.sleep(0.02)
    passage = [programme.begins(mark), programme.begins(mark + 1)]
    statement = await origin.permit(feed.meeting, delay_us=delay, opens=programme.t0, destroy=[passage])
    assert statement["spans"][0]["destroyed"][0]["public_until"] <= passage[0]
    # The picture is back with the segment behind the one that was destroyed.
    seen = await until(ts.seen, _returns)
    assert not [grey for _, grey in seen.video if grey > MARK - 12]


def _returns(seen: Seen) -> bool:
    """Programme, slate for a while, programme again."""
    kinds = [is_slate(grey) for _, grey in seen.video]
    if False not in kinds:
        return False
    after = kinds[kinds.index(False) :]
    return True in after and False in after[after.index(True) :] and after.count(True) > 40


async def test_a_far_end_that_comes_back_is_served_again(
    origin: Origin, feeds: list[FeedProcess], rtmp: RtmpReceiver
) -> None:
    order = {"scheme": "rtmp", "port": rtmp.port, "path": rtmp.app, "key": rtmp.key}
    feed = await begin(origin, feeds, order)
    before = await until(lambda: rtmp.seen, lambda s: len(s.video) > 30)
    await rtmp.stop()
    await feed.until("lost")
    await rtmp.start()
    await feed.until("sending")
    after = await until(lambda: rtmp.seen, lambda s: len(s.video) > 30)
    assert before is not after
    assert after.video[0][0] > before.video[-1][0], "one clock over all connections"
    after.check_rises()


async def test_an_origin_that_comes_back_is_followed_again_over_the_same_connection(
    origin: Origin, feeds: list[FeedProcess], ts: TsReceiver
) -> None:
    await begin(origin, feeds, {"scheme": "tcp", "port": ts.port})
    before = await until(ts.seen, lambda s: len(s.video) > 30)
    await origin.end(kill=True)
    await origin.start()
    seen = await until(ts.seen, lambda s: len(s.video) > len(before.video) + 90)
    seen.check_rises()
    assert len(ts.got) == 1


async def test_a_far_end_that_never_reads_harms_nobody(
    origin: Origin, feeds: list[FeedProcess], ts: TsReceiver
) -> None:
    deaf = TsReceiver(reads=False)
    await deaf.start()
    try:
        stuck = await begin(origin, feeds, {"scheme": "tcp", "port": deaf.port})
        well = FeedProcess(origin, stuck.meeting, {"scheme": "tcp", "port": ts.port})
        feeds.append(well)
        await well.start()
        await origin.permit(stuck.meeting)
        await Programme(origin, stuck.meeting).start()
        await stuck.until("lost")
        assert "takes nothing" in stuck.log
        await until(ts.seen, lambda s: len(s.live) > 60)
        assert "child_cut_off" not in origin.log
    finally:
        await deaf.stop()


async def test_a_private_address_is_refused_unless_the_operator_allows_it(
    origin: Origin, feeds: list[FeedProcess], ts: TsReceiver
) -> None:
    feed = FeedProcess(origin, new_id(), {"scheme": "tcp", "port": ts.port, "host": "localhost"}, allow_private=False)
    feeds.append(feed)
    await origin.notice(feed.meeting)
    await feed.start()
    await feed.until("refused")
    assert ts.got == []


async def test_orders_that_cannot_be_read_end_it_and_repeat_no_secret(origin: Origin, feeds: list[FeedProcess]) -> None:
    feed = FeedProcess(origin, new_id(), {"scheme": "https", "port": free_port(), "key": "planted-secret"})
    feeds.append(feed)
    await feed.start()
    assert feed.process is not None
    async with asyncio.timeout(LONG_S):
        assert await feed.process.wait() == 2
    assert "scheme" in feed.log
    assert "planted-secret" not in feed.log

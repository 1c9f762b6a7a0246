"""What of a feed needs neither network nor process: its clock, orders, chunks, values, and where it may go."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.feed import amf
from incamera.media.feed.chunks import ChunkError, ChunkReader, Message, cut
from incamera.media.feed.clock import HZ, STEP_US, FeedClock
from incamera.media.feed.far import BACKLOG_MAX, FarEnd
from incamera.media.feed.order import Order, OrderError, read_order
from incamera.media.wire import AUDIO_SAMPLES, Flag, Kind, Unit
from incamera.platform.egress import EgressRefused, is_private_literal, is_public, look_up

STEP = {Kind.VIDEO: 3_000, Kind.AUDIO: AUDIO_SAMPLES}
stretches = st.lists(
    st.tuples(st.integers(-20_000_000, 60_000_000), st.lists(st.sampled_from(list(STEP)), max_size=40)), max_size=8
)


@given(stretches)
def test_the_clock_only_rises_whatever_spans_slate_and_set_clocks_do(given: Any) -> None:
    clock, newest = FeedClock(), dict.fromkeys(STEP, -1)
    for t0, kinds in given:
        clock.begin(t0)
        count = dict.fromkeys(STEP, 0)
        for kind in kinds:
            at = clock.place(kind, count[kind] * STEP[kind])
            count[kind] += 1
            assert at // 1_000 > newest[kind] // 1_000 or newest[kind] == -1
            assert at >= 0
            newest[kind] = at


@given(st.lists(st.integers(0, 90_000_000), min_size=1, max_size=6), st.integers(1, 200))
def test_stretches_that_follow_one_another_keep_their_distance(gaps: list[int], frames: int) -> None:
    clock, t0, first = FeedClock(), 1_700_000_000_000_000, None
    for gap in gaps:
        clock.begin(t0)
        placed = [clock.place(Kind.VIDEO, n * 3_000) for n in range(frames)]
        first = t0 if first is None else first
        shift = placed[0] - (t0 - first)
        assert 0 <= shift <= STEP_US
        exact = [placed[0] + n * 3_000 * 1_000_000 // HZ[Kind.VIDEO] for n in range(frames)]
        assert all(abs(a - b) <= 1 for a, b in zip(placed, exact, strict=True))
        t0 += frames * 1_000_000 // 30 + gap


GIVEN: dict[str, Any] = {
    "socket": "s", "meeting": "m", "feed": "f", "scheme": "rtmps", "host": "in.example.org", "port": 443, "path": "live",
    "key": "planted-secret",
}  # fmt: skip


def test_an_order_keeps_its_key_to_itself() -> None:
    order = read_order(json.dumps(GIVEN))
    assert order == Order(**GIVEN)
    assert order.address == "rtmps://in.example.org:443/live"
    assert "planted-secret" not in repr(order) + order.address


@pytest.mark.parametrize(
    "change",
    [{"scheme": "https"}, {"port": 0}, {"port": "443"}, {"port": True}, {"host": ""}, {"path": ""}, {"feed": 1},
     {"socket": None}, {"key": ["planted-secret"]}, {"host": "x" * 1_001}],
)  # fmt: skip
def test_an_order_that_says_the_impossible_is_refused_without_repeating_it(change: dict[str, Any]) -> None:
    with pytest.raises(OrderError) as refused:
        read_order(json.dumps({**GIVEN, **change}))
    assert "planted-secret" not in str(refused.value)


@given(st.text())
def test_no_text_breaks_the_reader_of_orders(text: str) -> None:
    with pytest.raises(OrderError):
        read_order(text)


@given(
    st.lists(st.tuples(st.integers(2, 63), st.binary(max_size=600), st.integers(0, 2**32 - 1)), max_size=6),
    st.integers(1, 300),
)
def test_messages_come_out_of_chunks_as_they_went_in(sent: Any, piece: int) -> None:
    data = b"".join(cut(channel, 9, payload, ms=ms, size=128) for channel, payload, ms in sent)
    reader = ChunkReader()
    found = [m for at in range(0, len(data), piece) for m in reader.feed(data[at : at + piece])]
    assert found == [Message(9, payload) for _, payload, _ in sent]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_chunks(data: bytes) -> None:
    try:
        list(ChunkReader().feed(data))
    except ChunkError:
        return


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader_of_values(data: bytes) -> None:
    try:
        amf.decode(data)
    except amf.AmfError:
        return


def test_values_come_back_as_they_were() -> None:
    values: list[amf.Value] = ["connect", 1.0, {"app": "live", "deep": {"is": True}}, None, False]
    assert amf.decode(amf.encode(*values)) == values


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "224.0.0.1", "100.64.0.1",
     "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1", "ff02::1"],
)  # fmt: skip
def test_what_is_not_public_is_never_connected_to(address: str) -> None:
    assert not is_public(address)
    assert is_private_literal(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_what_is_public_may_be_connected_to(address: str) -> None:
    assert is_public(address)
    assert not is_private_literal(address)
    assert not is_private_literal("in.example.org")


async def test_a_name_that_leads_to_this_machine_is_refused_where_it_is_looked_up() -> None:
    with pytest.raises(EgressRefused):
        await look_up("localhost", 1935)
    assert await look_up("127.0.0.1", 1935, allow_private=True) == "127.0.0.1"


class Clogged:
    """A connection that takes nothing until it is told to."""

    def __init__(self) -> None:
        self.waits = 0

    def get_write_buffer_size(self) -> int:
        return self.waits

    def abort(self) -> None:
        self.waits = 0


def unit(kind: Kind, size: int, *, sync: bool = False) -> Unit:
    return Unit(kind, Flag.SYNC if sync else Flag.NONE, 0, 0, 0, 0, 0, 0, bytearray(size))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, BACKLOG_MAX // 4), st.booleans()), max_size=60))
def test_what_is_not_taken_is_left_out_up_to_the_next_sync_picture(units: Any) -> None:
    line, sent = Clogged(), list[Unit]()

    def write(data: bytes) -> None:
        line.waits += len(data)

    def pack(one: Unit, _at: int) -> bytes:
        sent.append(one)
        return bytes(one.payload)

    far = FarEnd(line, write, pack, asyncio.Event().wait, 5.0)  # type: ignore[arg-type]
    all_of_them = []
    for is_sync, size, drains in units:
        all_of_them.append(one := unit(Kind.VIDEO, size, sync=is_sync))
        far.send(one, 0)
        assert line.waits <= BACKLOG_MAX + size
        line.waits = 0 if drains else line.waits
    assert far.left_out == len(all_of_them) - len(sent)
    places = [next(n for n, x in enumerate(all_of_them) if x is one) for one in sent]
    for before, place in zip([-2, *places], places, strict=False):
        assert place == before + 1 or all_of_them[place].is_sync


def test_a_far_end_that_takes_nothing_is_stuck_and_one_that_takes_a_little_is_not() -> None:
    line = Clogged()
    far = FarEnd(line, lambda data: setattr(line, "waits", line.waits + len(data)), lambda u, _: bytes(u.payload), asyncio.Event().wait, 5.0)  # type: ignore[arg-type]  # fmt: skip
    far.send(unit(Kind.VIDEO, 1_000, sync=True), 0)
    assert not far.is_stuck(1.0)
    line.waits -= 10
    assert not far.is_stuck(7.0)
    far.send(unit(Kind.AUDIO, 100), 0)
    assert not far.is_stuck(11.0)
    assert far.is_stuck(12.1)

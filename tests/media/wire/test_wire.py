"""The programme's stream is followed exactly, or not at all."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media import wire
from incamera.media.wire import Flag, Kind, Reader, Rendition, Table, Ticket, Unit, WireError

units = st.builds(
    Unit,
    kind=st.sampled_from(list(Kind)),
    flags=st.integers(0, 15).map(Flag),
    rendition=st.integers(0, 65535),
    span=st.integers(0, 65535),
    run=st.integers(0, 65535),
    seq=st.just(0),
    pts=st.integers(-(2**63), 2**63 - 1),
    captured=st.integers(-(2**63), 2**63 - 1),
    payload=st.binary(max_size=64).map(bytearray),
)


def numbered(found: list[Unit]) -> list[Unit]:
    for seq, unit in enumerate(found):
        unit.seq = seq
    return found


@given(st.lists(units, max_size=8).map(numbered), st.lists(st.integers(1, 90), min_size=1))
def test_a_stream_is_read_whole_however_it_is_cut(sent: list[Unit], cuts: list[int]) -> None:
    data = b"".join(wire.pack(unit) for unit in sent)
    reader, found, n = Reader(), [], 0
    while data:
        size = cuts[n % len(cuts)]
        found += list(reader.feed(data[:size]))
        data, n = data[size:], n + 1
    assert found == sent
    assert reader.is_between


def unit(seq: int, payload: bytes = b"") -> Unit:
    return Unit(Kind.VIDEO, Flag.NONE, 0, 0, 0, seq, 0, 0, bytearray(payload))


def test_the_header_is_32_bytes() -> None:
    assert wire.HEADER.size == 32
    assert len(wire.pack(unit(0, b"abc"))) == 35


@pytest.mark.parametrize("sent", [[1], [0, 2], [0, 0], [0, 1, 0]])
def test_a_gap_ends_the_stream(sent: list[int]) -> None:
    reader = Reader()
    with pytest.raises(WireError):
        list(reader.feed(b"".join(wire.pack(unit(seq)) for seq in sent)))


def test_what_came_before_a_gap_is_read() -> None:
    stream = Reader().feed(wire.pack(unit(0)) + wire.pack(unit(5)))
    assert next(stream) == unit(0)
    with pytest.raises(WireError):
        next(stream)


@pytest.mark.parametrize("kind", [8, 10, 255])
def test_an_unknown_kind_ends_the_stream(kind: int) -> None:
    with pytest.raises(WireError):
        list(Reader().feed(bytes([kind]) + wire.pack(unit(0))[1:]))


def test_an_absurd_size_ends_the_stream_before_it_is_read() -> None:
    head = wire.HEADER.pack(0, 0, 0, 0, 0, 0, 0, 0, wire.SIZE_MAX + 1)
    with pytest.raises(WireError):
        list(Reader().feed(head))


def test_a_cut_message_is_noticed() -> None:
    reader = Reader()
    assert list(reader.feed(wire.pack(unit(0, b"abc"))[:-1])) == []
    assert not reader.is_between


@given(st.binary(max_size=300))
def test_noise_never_breaks_anything_else(data: bytes) -> None:
    with contextlib.suppress(WireError):
        list(Reader().feed(data))


def test_numbers_wrap() -> None:
    reader = Reader()
    reader._next_seq = 0xFFFF_FFFF
    assert [u.seq for u in reader.feed(wire.pack(unit(0xFFFF_FFFF)) + wire.pack(unit(0)))] == [0xFFFF_FFFF, 0]


TABLE = Table(
    30,
    (
        Rendition(Kind.VIDEO, 0, "avc1.64001f", 3_000_000, 1280, 720),
        Rendition(Kind.AUDIO, 1, "mp4a.40.2", 64_000, language="fr", name="Français"),
    ),
)


def test_a_table_comes_back() -> None:
    assert wire.read_table(wire.pack_table(TABLE)) == TABLE


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"{}", b'{"fps":30}', b'{"fps":"30","renditions":[]}', b'{"fps":true,"renditions":[]}',
     b'{"fps":30,"renditions":[{"kind":"smell"}]}', b"\xff", wire.pack_table(TABLE).replace(b"1280", b'"x"')],
)  # fmt: skip
def test_a_table_that_cannot_be_read_ends_the_stream(payload: bytes) -> None:
    with pytest.raises(WireError):
        wire.read_table(payload)


def test_a_ticket_is_read_strictly() -> None:
    body = {"meeting": "m", "span": 1, "run": 2, "t0": 3, "expires": 4, "more": 5}
    assert wire.read_ticket(body) == Ticket("m", 1, 2, 3, 4)
    for field in ("meeting", "span", "run", "t0", "expires"):
        for wrong in ({**body, field: None}, {**body, field: True}, {k: v for k, v in body.items() if k != field}):
            with pytest.raises(WireError):
                wire.read_ticket(wrong)

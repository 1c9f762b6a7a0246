import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.media.programme.layout import Layout
from incamera.media.programme.orders import Floor, Name, OrderError, read_floor, read_start
from incamera.platform.signed import sign_document

TICKET = {"meeting": "m", "span": 1, "run": 2, "t0": 3, "expires": 4}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("speakers", "layout", "names", "item", "screen", "engine", "token", "socket", "ticket", "fps")


def start(**changes: Any) -> str:
    ticket = sign_document("ticket", TICKET, lambda _: bytes(64))
    return json.dumps({"engine": "http://e", "token": "t", "socket": "/s", "ticket": ticket, "fps": 25} | changes)


def test_reads_what_it_is_told() -> None:
    read = read_start(start())
    assert (read.engine, read.socket, read.fps, read.ticket.span, read.ticket.run) == ("http://e", "/s", 25, 1, 2)
    name = {"person": "P", "title": "T", "delegation": "D", "colours": ["#00ff00"]}
    told = {"speakers": ["a", "b", "a"], "layout": "two", "names": {"a": name}, "item": "I", "screen": "b"}
    named = {"a": Name("P", "T", "D", ("#00ff00",))}
    assert read_floor(json.dumps(told)) == Floor(("a", "b"), Layout.TWO, named, "I", "b")
    assert read_floor('{"speakers": []}') == Floor()


@pytest.mark.parametrize(
    ("field", "value"),
    [("engine", ""), ("token", None), ("socket", 3), ("ticket", "x.y"), ("ticket", "%.%"), ("fps", 24), ("fps", "30")],
)
def test_a_start_that_cannot_be_followed_names_the_field_and_nothing_secret(field: str, value: object) -> None:
    with pytest.raises(OrderError, match=field) as caught:
        read_start(start(**{field: value}))
    assert "ey" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("speakers", None),
        ("speakers", "ab"),
        ("speakers", [1]),
        ("speakers", [""]),
        ("layout", "three"),
        ("layout", []),
        ("screen", 1),
        ("screen", ""),
        ("names", []),
        ("names", {"a": 1}),
        ("item", 5),
        ("names", {"a": {"colours": ["red"]}}),
    ],
)
def test_a_floor_that_cannot_be_read_changes_nothing(field: str, value: object) -> None:
    with pytest.raises(OrderError, match="expected"):
        read_floor(json.dumps({"speakers": ["a"], field: value}))


@given(st.dictionaries(st.sampled_from(FIELDS), anything) | anything)
def test_whatever_it_is_told_it_answers_with_a_value_or_its_own_error(body: object) -> None:
    for read in (read_start, read_floor):
        try:
            read(json.dumps(body))
        except OrderError:
            continue


@given(st.text(max_size=40))
def test_whatever_text_comes(text: str) -> None:
    for read in (read_start, read_floor):
        try:
            read(text)
        except OrderError:
            continue


def test_secrets_are_not_in_what_is_printed() -> None:
    read = read_start(start(token="planted-token"))
    assert "planted" not in repr(read)
    assert read.ticket_text not in repr(read)

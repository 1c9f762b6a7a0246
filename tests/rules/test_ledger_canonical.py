import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.ledger import NotCanonicalError, canonical

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text()
JSON = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)


@given(JSON)
def test_spells_what_the_rfc_spells(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(JSON)
def test_reads_back_as_what_was_written(value: Any) -> None:
    assert json.loads(canonical(value)) == value


def test_sorts_members_by_utf16_units() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 2**53, -(2**53), {1: "a"}, {"a": b"bytes"}, "\ud800", {"\udfff": 1}, {1, 2}, object()],
)
def test_refuses_what_has_no_exact_spelling(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical(value)


def test_refuses_what_is_nested_too_deeply() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(NotCanonicalError):
        canonical(value)

"""Every event survives being written down, and is always written in the same way."""

import json
from dataclasses import is_dataclass
from types import EllipsisType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incamera.house.meetings.codec import decode, encode
from incamera.rules.events import Event
from incamera.rules.ledger import canonical
from incamera.rules.meeting import Plan, Seat

KINDS = get_args(Event)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Whatever a field of this type may hold; whole numbers as far as JSON carries them exactly."""
    if isinstance(hint, type) and is_dataclass(hint):
        return st.builds(hint, **{name: values(of) for name, of in get_type_hints(hint).items()})
    match get_origin(hint), get_args(hint):
        case origin, (one, EllipsisType()) if origin is tuple:
            return st.lists(values(one), max_size=4).map(tuple)
        case origin, parts if origin is tuple:
            return st.tuples(*map(values, parts))
        case origin, (one,) if origin is frozenset:
            return st.frozensets(values(one), max_size=4)
        case origin, words if origin is Literal:
            return st.sampled_from(words)
        case _, parts if parts:
            return st.one_of(*map(values, parts))
    return SIMPLE[hint]


SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(min_value=0, max_value=2**53 - 1),
    str: st.text(st.characters(codec="utf-8"), max_size=12),
    bool: st.booleans(),
    type(None): st.none(),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=settings().max_examples // 4)
@given(data=st.data())
def test_an_event_read_back_is_the_same_event(kind: type, data: st.DataObject) -> None:
    event = data.draw(values(kind))
    written = json.loads(canonical(encode(event)))
    assert decode(event.kind, written) == event


def test_sets_are_written_in_order() -> None:
    names = ("closed", "recess", "on_record", "a", "b", "c")
    seats = [Seat("s", "P", "chair", named_for=frozenset(names[n:] + names[:n])) for n in range(len(names))]
    kind = next(k for k in KINDS if k.__name__ == "Planned")
    assert len({canonical(encode(kind(Plan(seats=(seat,))))) for seat in seats}) == 1


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({kind.__dataclass_fields__["kind"].default for kind in KINDS}) == len(KINDS)


def test_a_body_with_something_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="leg"):
        decode("entered", {"seat": "s"})
    with pytest.raises(ValueError, match="no_such_kind"):
        decode("no_such_kind", {})

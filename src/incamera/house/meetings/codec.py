"""Events as JSON and back, the same bytes for the same event: lists instead of sets, sorted; integers, never floats."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter

from incamera.rules.events import Event

_EVENTS: Final[TypeAdapter[Event]] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])


def encode(event: Event) -> dict[str, Any]:
    """The body of a ledger entry: every field but `kind`, which stands in the entry's header."""
    body = _plain(event)
    del body["kind"]
    return dict(body)


def decode(kind: str, body: Mapping[str, Any]) -> Event:
    """The event an entry holds. Raises pydantic's ValidationError for a body that this version cannot read."""
    return _EVENTS.validate_python({**body, "kind": kind})


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value

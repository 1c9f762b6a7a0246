"""Every small way to tamper with a ledger file, as functions on its JSON members."""

import copy
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all members and items, however deep."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*path, name)
        yield from places(inner, (*path, name))


def changed(document: Any, path: Path, how: int) -> Any:
    """A copy of `document` with one change at `path`; `how` picks among the changes that its value allows."""
    result = copy.deepcopy(document)
    holder = result
    for name in path[:-1]:
        holder = holder[name]
    name = path[-1]
    ways = list(_ways(holder, name))
    ways[how % len(ways)](holder, name)
    return result


def _ways(holder: Any, name: Any) -> Iterator[Any]:
    value = holder[name]
    yield _remove
    if isinstance(value, bool) or value is None:
        yield _put("yes")
    elif isinstance(value, str):
        yield from (_put(_with_other_letter(value, at)) for at in range(len(value)))
        yield from (_put(value + "x"), _put(value[:-1] if value else "x"), _put(7))
    elif isinstance(value, int):
        yield from (_put(value + 1), _put(value - 1), _put(str(value)), _put(-value - 1), _put(float(value) + 0.5))
    elif isinstance(value, dict):
        yield from (_put(value | {"more": 1}), _put([]))
    elif isinstance(value, list):
        yield from (_put([*value, 1]), _put({}), _put(value[::-1] if len(value) > 1 else [*value, *value, 0]))
    if isinstance(holder, list):
        yield _twice
        yield _swap


def _put(value: Any) -> Any:
    def put(holder: Any, name: Any) -> None:
        holder[name] = value

    return put


def _remove(holder: Any, name: Any) -> None:
    del holder[name]


def _twice(holder: list[Any], name: int) -> None:
    holder.insert(name, copy.deepcopy(holder[name]))


def _swap(holder: list[Any], name: int) -> None:
    other = (name + 1) % len(holder)
    holder[name], holder[other] = holder[other], holder[name]


def _with_other_letter(text: str, at: int) -> str:
    """One character changed by one bit, as a damaged byte would be."""
    return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]

"""The kinds of value that a profile file may hold, each with the one sentence that it says of a value that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

WORD: Final = re.compile(r"[a-z][a-z0-9_]*")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
DURATION: Final = re.compile(r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")


class Kind(Protocol):
    """What a key expects."""

    def faults(self, path: str, value: object) -> Iterator[str]:
        """One sentence for each thing wrong with `value`, which stands at `path`."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def faults(self, path: str, value: object) -> Iterator[str]:
        if value not in self.words:
            yield f"{path}: expects one of {', '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Only:
    """A value that no profile may change: it is written so that the file says all that holds."""

    value: str | bool | int
    because: str

    def faults(self, path: str, value: object) -> Iterator[str]:
        if type(value) is not type(self.value) or value != self.value:
            shown = str(self.value).lower() if isinstance(self.value, bool) else self.value
            yield f"{path}: expects {shown}; {self.because}"


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def faults(self, path: str, value: object) -> Iterator[str]:
        if not isinstance(value, bool):
            yield f"{path}: expects true or false"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence for people; blank only where `blank` says so."""

    blank: bool = False

    def faults(self, path: str, value: object) -> Iterator[str]:
        if not isinstance(value, str) or not (self.blank or value.strip()):
            yield f"{path}: expects a text" + ("" if self.blank else " that is not blank")


@dataclass(frozen=True, slots=True)
class Matching:
    """A text of one form, or one of a few words beside it."""

    pattern: re.Pattern[str]
    form: str
    words: tuple[str, ...] = ()

    def faults(self, path: str, value: object) -> Iterator[str]:
        if not isinstance(value, str) or not (value in self.words or self.pattern.fullmatch(value)):
            yield f"{path}: expects {' or '.join((self.form, *self.words))}"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list without repetition, each of whose values is of one kind."""

    each: Kind

    def faults(self, path: str, value: object) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{path}: expects a list"
            return
        for place, one in enumerate(value):
            yield from self.each.faults(f"{path}[{place}]", one)
            if one in value[:place]:
                yield f"{path}[{place}]: stands twice in the list"


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables, each with the keys of `needed` and perhaps those of `optional`."""

    needed: Mapping[str, Kind]
    optional: Mapping[str, Kind]

    def faults(self, path: str, value: object) -> Iterator[str]:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            yield f"{path}: expects tables, each written [[{path}]]"
            return
        for place, row in enumerate(value):
            yield from self._row_faults(f"{path}[{place}]", row)

    def _row_faults(self, path: str, row: Mapping[str, object]) -> Iterator[str]:
        kinds = {**self.needed, **self.optional}
        for key, one in row.items():
            if key in kinds:
                yield from kinds[key].faults(f"{path}.{key}", one)
            else:
                yield f"{path}.{key}: unknown key"
        for key in self.needed:
            if key not in row:
                yield f"{path}.{key}: missing"

"""A profile file as flat tables: reading TOML, refusing what is unknown, laying a sparse file over the base."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from incamera.rules.profile_schema import COMMANDS, LEVELS, OPTIONAL, PHASES, ROLES, TABLES

ROLE_LISTS: Final = (
    *((f"access.{phase}", level) for phase in PHASES for level in LEVELS),
    *((f"phases.{phase}", "named_only") for phase in PHASES),
    *(("may", command) for command in COMMANDS),
    ("keys.open", "request"),
    ("keys.open", "confirm"),
    ("keys.close", "holders"),
    ("keys.cut", "holders"),
)
"""Where lists of roles stand: (table, key)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The tables of a file, each under its path (`close.vote`; the top level is the empty path)."""

    tables: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, path: str) -> Mapping[str, Any]:
        """The keys of a table; a table that does not stand in the file is empty."""
        return self.tables.get(path, {})

    def words(self, path: str, key: str) -> tuple[str, ...]:
        """A list of the file as a tuple; empty when it does not stand there."""
        return tuple(self[path].get(key, ()))

    def says(self, path: str, key: str) -> bool:
        return key in self[path]


def read_sheet(text: str) -> tuple[Sheet, tuple[str, ...]]:
    """What stands in `text` and is of its kind, and a sentence for each thing that is not."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Sheet({}), (f"not TOML: {error}",)
    tables: dict[str, dict[str, Any]] = {}
    faults = tuple(_read_table("", raw, tables))
    return Sheet(tables), faults


def _read_table(path: str, raw: Mapping[str, Any], tables: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Put the sound keys of `raw` into `tables`; yield the faults of the others."""
    kept = tables.setdefault(path, {})
    for key, value in raw.items():
        here = f"{path}.{key}" if path else key
        if here in TABLES:
            if isinstance(value, dict):
                yield from _read_table(here, value, tables)
            else:
                yield f"{here}: expects a table"
        elif key in TABLES[path]:
            faults = tuple(TABLES[path][key].faults(here, value))
            if not faults:
                kept[key] = value
            yield from faults
        else:
            yield f"{here}: unknown key"


def absent(sheet: Sheet) -> Iterator[str]:
    """A sentence for each key of the schema that does not stand in a file which must be complete.

    Labels are left to their own check: a profile needs one for each of its roles, not for every role there is.
    """
    for path, kinds in TABLES.items():
        for key in kinds:
            is_optional = path == "labels.roles" or (key in OPTIONAL and "confidence" in kinds)
            if not is_optional and not sheet.says(path, key):
                yield f"{f'{path}.{key}' if path else key}: missing"


def lay_over(base: Sheet, own: Sheet) -> Sheet:
    """The base with the keys of `own` in place of its own: tables merge by key, lists are replaced whole.

    A list of roles that is inherited keeps only roles of the profile. One that the file states stays as it is, so that
    a role it should not name is found by the checks.
    """
    tables = {path: {**base[path], **own[path]} for path in TABLES}
    roles = frozenset(tables["profile"].get("roles", ()))
    for path, key in ROLE_LISTS:
        if key in tables[path] and not own.says(path, key):
            tables[path][key] = [role for role in tables[path][key] if role in roles]
    labels = tables["labels.roles"]
    tables["labels.roles"] = {
        role: labels[role] for role in ROLES if role in labels and (role in roles or own.says("labels.roles", role))
    }
    return Sheet(tables)

"""Who may read which record of the office. Whatever no line here allows is denied.

The desk reads everything. An official and their team read what the official takes part in, owns or directs, the mandates
that the official gave, leads or has a list under, and what stands under those. Working staff read the mandates that they
work on and what stands under them. All of these also read the people and organisations that such records name. An
oversight body reads what was released to it, as it was released, and nothing besides. There is no reader for the press.
`office/access/store.py` asks the same of the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DESK: Final = "desk"
OFFICIAL: Final = "official"
TEAM: Final = "team"
STAFF: Final = "staff"
OVERSIGHT: Final = "oversight"

MANDATE: Final = "mandate"
ACTS: Final = frozenset({"engagement", "travel", "public_event", "commitment", "directive"})
"""Kinds of records in which people take part, which they own, direct or are directed by."""
PERSON: Final = "person"
ORGANISATION: Final = "organisation"
NAMED: Final = frozenset({PERSON, ORGANISATION})
"""Kinds of records that are read by whoever reads a record that names them."""
SHARED: Final = ACTS | NAMED | {MANDATE}
"""Kinds of records that anybody but the desk may read at all."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads. `of` is the official's record or the body's; `mandates` are those that staff work on."""

    kind: str
    of: str | None = None
    mandates: frozenset[str] = frozenset()


AT_DESK: Final = Reader(DESK)


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides who reads a record, all by ids."""

    id: str
    kind: str
    names: frozenset[str] = frozenset()
    """The records that it names."""
    led_by: frozenset[str] = frozenset()
    """Of a mandate: who gave it, leads it or has a list under it."""
    above: tuple[Facts, ...] = ()
    """The mandates that it stands under, the nearest first."""
    named_by: tuple[Facts, ...] = ()
    """The records that name it."""
    released_to: frozenset[str] = frozenset()
    """The bodies that it was released to as it stands: a correction has to be released again."""


def may_see(reader: Reader, record: Facts) -> bool:
    """Whether this reader may read this record."""
    if reader.kind == DESK:
        return True
    if record.kind not in SHARED:
        return False
    if reader.kind == OVERSIGHT:
        return reader.of is not None and reader.of in record.released_to
    return _is_theirs(reader, record) or (record.kind in NAMED and any(may_see(reader, by) for by in record.named_by))


def _is_theirs(reader: Reader, record: Facts) -> bool:
    mandates = [m for m in (record, *record.above) if m.kind == MANDATE]
    if reader.kind == STAFF:
        return any(m.id in reader.mandates for m in mandates)
    if reader.kind not in {OFFICIAL, TEAM} or reader.of is None:
        return False
    takes_part = record.kind in ACTS and reader.of in record.names
    return reader.of == record.id or takes_part or any(reader.of in m.led_by for m in mandates)

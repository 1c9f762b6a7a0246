"""The ledger as a document that can be handed out, in full or as an extract, and read back strictly.

::

    {"format": "incamera-ledger/1", "key": hex, "checkpoint": note,
     "entries": [{"header": {…}, "body": {…}, "salt": hex} | {"header": {…}}],
     "subledgers": [{"anchor": seq, "entries": […]} | {"anchor": seq}]}

What is missing from the second forms is withheld. Anything else that is missing, added or spelt differently is bad.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from incamera.rules.ledger.canonical import MAX_INTEGER
from incamera.rules.ledger.entry import ANCHORED, ID, KIND, MAIN, SALT_BYTES, VERSION, Entry, Header

FORMAT: Final = "incamera-ledger/1"
_HEADER: Final = frozenset({"v", "meeting", "chain", "seq", "at", "kind", "prev", "body"})


@dataclass(frozen=True, slots=True)
class Bad:
    """The first thing that does not hold. `where` names the entry, for people: "main 7", "sub-ledger at main 9, 3"."""

    where: str
    reason: str


class BadLedgerError(ValueError):
    """The document is no ledger file; `bad` says which part."""

    def __init__(self, bad: Bad) -> None:
        super().__init__(f"{bad.where}: {bad.reason}")
        self.bad = bad


@dataclass(frozen=True, slots=True)
class SubLedger:
    """The acts of one closed stretch; `anchor` is the number of its anchor in main. No entries: withheld whole."""

    anchor: int
    entries: tuple[Entry, ...] | None

    def where(self, seq: int) -> str:
        """How an entry of it is named."""
        return f"sub-ledger at main {self.anchor}, {seq}"


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger as handed out: the signer's public key, its note over `entries`, and the sub-ledgers anchored in them."""

    key: bytes
    note: str
    entries: tuple[Entry, ...]
    subledgers: tuple[SubLedger, ...]


def extract(file: LedgerFile, keep: Callable[[Entry], bool]) -> LedgerFile:
    """The same ledger without the bodies that `keep` refuses; it verifies as before.

    A sub-ledger of which nothing is kept is withheld whole, headers too: their number alone would tell.
    """
    entries = tuple(entry if keep(entry) else entry.withheld() for entry in file.entries)
    return replace(file, entries=entries, subledgers=tuple(_extract_sub(sub, keep) for sub in file.subledgers))


def _extract_sub(sub: SubLedger, keep: Callable[[Entry], bool]) -> SubLedger:
    kept = [(entry, keep(entry)) for entry in sub.entries or ()]
    if not any(is_kept for _, is_kept in kept):
        return SubLedger(sub.anchor, None)
    return SubLedger(sub.anchor, tuple(entry if is_kept else entry.withheld() for entry, is_kept in kept))


def document(file: LedgerFile) -> dict[str, object]:
    """The file as JSON members."""
    return {
        "format": FORMAT,
        "key": file.key.hex(),
        "checkpoint": file.note,
        "entries": [entry_members(entry) for entry in file.entries],
        "subledgers": [
            {"anchor": sub.anchor}
            if sub.entries is None
            else {"anchor": sub.anchor, "entries": [entry_members(entry) for entry in sub.entries]}
            for sub in file.subledgers
        ],
    }


def entry_members(entry: Entry) -> dict[str, object]:
    """An entry as JSON members, in full or withheld."""
    header = {"header": entry.header.members()}
    if entry.body is None or entry.salt is None:
        return {**header}
    return {**header, "body": dict(entry.body), "salt": entry.salt.hex()}


def parse(value: object) -> LedgerFile:
    """The file from parsed JSON; raises `BadLedgerError` naming the first part that has not the exact form."""
    members = _object(value, "file", {"format", "key", "checkpoint", "entries", "subledgers"})
    if members["format"] != FORMAT:
        raise BadLedgerError(Bad("file", f"format is not {FORMAT}"))
    if not isinstance(members["checkpoint"], str):
        raise BadLedgerError(Bad("checkpoint", "is no text"))
    entries = _entries(members["entries"], lambda seq: f"{MAIN} {seq}")
    subs = tuple(_sub(item) for item in _list(members["subledgers"], "subledgers"))
    return LedgerFile(read_hex(members["key"], "key", 32), members["checkpoint"], entries, subs)


def _sub(value: object) -> SubLedger:
    members = _object(value, "sub-ledger", {"anchor"}, {"entries"})
    sub = SubLedger(_integer(members["anchor"], "sub-ledger"), None)
    return replace(sub, entries=_entries(members["entries"], sub.where)) if "entries" in members else sub


def _entries(value: object, where: Callable[[int], str]) -> tuple[Entry, ...]:
    return tuple(read_entry(item, where(seq)) for seq, item in enumerate(_list(value, "entries")))


def read_entry(value: object, where: str) -> Entry:
    """An entry from its JSON members; raises `BadLedgerError`."""
    members = _object(value, where, {"header"}, {"body", "salt"})
    header = read_header(members["header"], where)
    if len(members) == 1:
        return Entry(header, None, None)
    if len(members) != 3 or not isinstance(members["body"], dict):
        raise BadLedgerError(Bad(where, "body and salt stand together or are both withheld"))
    return Entry(header, members["body"], read_hex(members["salt"], where, SALT_BYTES))


def read_header(value: object, where: str) -> Header:
    """A header from its JSON members; raises `BadLedgerError`."""
    members = _object(value, where, _HEADER, {"root"})
    is_anchor = members["kind"] == ANCHORED
    if members["v"] != VERSION or isinstance(members["v"], bool):
        raise BadLedgerError(Bad(where, f"version is not {VERSION}"))
    if ("root" in members) != is_anchor:
        raise BadLedgerError(Bad(where, "a root stands in an anchor and nowhere else"))
    return Header(
        meeting=_text(members["meeting"], where, ID),
        chain=MAIN if members["chain"] == MAIN else _text(members["chain"], where, ID),
        seq=_integer(members["seq"], where),
        at=_integer(members["at"], where),
        kind=_text(members["kind"], where, KIND),
        prev=read_hex(members["prev"], where, 32),
        body=read_hex(members["body"], where, 32),
        root=read_hex(members["root"], where, 32) if is_anchor else None,
    )


def _object(
    value: object, where: str, required: Sequence[str] | frozenset[str] | set[str], allowed: set[str] | None = None
) -> Mapping[str, object]:
    names = set(value) if isinstance(value, dict) else set()
    if not isinstance(value, dict) or not set(required) <= names <= set(required) | (allowed or set()):
        raise BadLedgerError(Bad(where, "members are missing or not known"))
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise BadLedgerError(Bad(where, "is no list"))
    return value


def _text(value: object, where: str, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise BadLedgerError(Bad(where, "holds a text of another form"))
    return value


def _integer(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_INTEGER:
        raise BadLedgerError(Bad(where, "holds something else where a whole number belongs"))
    return value


def read_hex(value: object, where: str, size: int) -> bytes:
    """Bytes from their hexadecimal form; raises `BadLedgerError`."""
    if not isinstance(value, str) or re.fullmatch(rf"[0-9a-f]{{{size * 2}}}", value) is None:
        raise BadLedgerError(Bad(where, f"holds something else where {size} bytes in hexadecimal belong"))
    return bytes.fromhex(value)

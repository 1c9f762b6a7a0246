"""What goes out in answer to an oversight request: the extract of the office's ledger, and the files that it vouches for.

The extract holds the entry of the reply and the entries of what is enclosed, each with the path from it to the signed
root. Of all other entries nothing is in it: not their kinds, not their times, not how many of them the request touched.
The reply's own body lists every file with its checksum, so that one signature covers all of the bundle.
`docs/bundle.md` states the same for strangers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from incamera.rules.ledger import (
    MAIN,
    Bad,
    BadLedgerError,
    Checkpoint,
    Entry,
    NotCanonicalError,
    Verify,
    canonical,
    entry_members,
    is_body_kept,
    read_entry,
    read_hex,
    read_note,
    root_by,
)

FORMAT: Final = "incamera-bundle/1"
EXTRACT: Final = "ledger.json"
EXTRACT_MAX: Final = 64 * 1024 * 1024
"""Bytes of an extract: a reader holds it in memory."""
SUMS: Final = "SHA256SUMS"
LETTER: Final = "reply.pdf"
INDEX: Final = "index.html"
REPLY: Final = "reply_entered"
MEMBERS: Final = frozenset({"format", "key", "checkpoint", "entries"})
_PATH: Final = re.compile(r"(?:documents/)?[a-z0-9][a-z0-9_-]{0,79}(?:\.[a-z0-9]{1,8})?")
_SHA: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Proven:
    """An entry in full with its path to the root."""

    entry: Entry
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """The signer's public key, its note over the whole ledger, and the entries that go out, in their order."""

    key: bytes
    note: str
    entries: tuple[Proven, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the reply lists it."""

    path: str
    bytes: int
    sha256: str


def is_path(path: str) -> bool:
    """Whether a file that the reply lists may be called so: small letters, at most one folder, nothing that climbs."""
    return _PATH.fullmatch(path) is not None and path != EXTRACT


def written(extract: Extract) -> bytes:
    """The extract as its file: canonical JSON, one spelling."""
    entries = [{**entry_members(one.entry), "path": [step.hex() for step in one.path]} for one in extract.entries]
    return canonical({"format": FORMAT, "key": extract.key.hex(), "checkpoint": extract.note, "entries": entries})


def sums(files: Iterable[Listed]) -> bytes:
    """The checksums as `sha256sum -c` reads them."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files).encode()


def read(data: bytes) -> Extract | Bad:
    """The extract from its file, which has to be spelt in the one way."""
    try:
        value = json.loads(data)
        is_canonical = canonical(value) == data
    except (ValueError, RecursionError, NotCanonicalError):
        return Bad(EXTRACT, "is no JSON that a ledger may hold")
    if not is_canonical:
        return Bad(EXTRACT, "is not spelt in the canonical way")
    if not isinstance(value, dict) or value.keys() != MEMBERS or value["format"] != FORMAT:
        return Bad(EXTRACT, f"is not of format {FORMAT}")
    if not isinstance(value["checkpoint"], str) or not isinstance(value["entries"], list):
        return Bad(EXTRACT, "checkpoint or entries are of another form")
    try:
        entries = tuple(_proven(item, f"entry {n}") for n, item in enumerate(value["entries"], start=1))
        return Extract(read_hex(value["key"], "key", 32), value["checkpoint"], entries)
    except BadLedgerError as error:
        return error.bad


def verify(extract: Extract, verify_signature: Verify) -> tuple[Listed, ...] | Bad:
    """The files that the signed reply lists, or the first thing that does not hold. Whose key it is, is not said."""
    checkpoint = read_note(extract.note, extract.key, verify_signature)
    if checkpoint is None:
        return Bad("checkpoint", "is not signed by the key in the file")
    last = -1
    for n, one in enumerate(extract.entries, start=1):
        bad = _bad_entry(f"entry {n}", one, checkpoint, last)
        if bad is not None:
            return bad
        last = one.entry.header.seq
    if not extract.entries or extract.entries[-1].entry.header.kind != REPLY:
        return Bad(EXTRACT, "ends with something else than the reply")
    return _files([(one.entry.header.seq, one.entry.body or {}) for one in extract.entries])


def _proven(value: object, where: str) -> Proven:
    """Raises BadLedgerError."""
    if not isinstance(value, dict) or value.keys() != {"header", "body", "salt", "path"}:
        raise BadLedgerError(Bad(where, "members are missing or not known"))
    path = value.pop("path")
    if not isinstance(path, list):
        raise BadLedgerError(Bad(where, "its path is no list"))
    return Proven(read_entry(value, where), tuple(read_hex(step, where, 32) for step in path))


def _bad_entry(where: str, one: Proven, checkpoint: Checkpoint, last: int) -> Bad | None:
    header = one.entry.header
    if (header.meeting, header.chain) != (checkpoint.meeting, MAIN):
        return Bad(where, "belongs to another ledger")
    if not last < header.seq < checkpoint.size:
        return Bad(where, "is not in its place")
    if not is_body_kept(one.entry):
        return Bad(where, "body and salt are not those that the header commits to")
    if root_by(one.path, header.hash(), header.seq, checkpoint.size) != checkpoint.root:
        return Bad(where, "is not in the ledger that was signed")
    return None


def _files(entries: list[tuple[int, Mapping[str, Any]]]) -> tuple[Listed, ...] | Bad:
    """The files of the reply, which comes last, held against the entries of what is enclosed."""
    try:
        reply: Mapping[str, Any] = entries[-1][1]["record"]
        files = tuple(Listed(file["path"], file["bytes"], file["sha256"]) for file in reply["files"])
        enclosed = {(one["of"], one["seq"]): one["path"] for one in reply["enclosures"]}
        records = {(body["subject"], seq): body["record"] for seq, body in entries[:-1]}
        kept = {i: Listed(path, records[i]["bytes"], records[i]["sha256"]) for i, path in enclosed.items() if path}
    except (KeyError, TypeError):
        return Bad("reply", "does not list what goes out")
    if records.keys() != enclosed.keys():
        return Bad("reply", "encloses other records than those in the extract")
    if not all(_is_file(file) for file in files) or len({file.path for file in files}) != len(files):
        return Bad("reply", "lists a file that cannot be in a bundle")
    if [file.path for file in files[:2]] != [LETTER, INDEX]:
        return Bad("reply", "does not begin with the letter and its index")
    if set(files[2:]) != set(kept.values()) or len(files) - 2 != len(kept):
        return Bad("reply", "lists other files than the documents that it encloses")
    return files


def _is_file(file: Listed) -> bool:
    if not (isinstance(file.path, str) and isinstance(file.sha256, str) and isinstance(file.bytes, int)):
        return False
    return is_path(file.path) and _SHA.fullmatch(file.sha256) is not None and file.bytes >= 0

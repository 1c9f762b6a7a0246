"""One entry: a public header that commits to a private body, chained to the entry before it.

A header's hash is at once the link that the next header holds and the entry's leaf in the tree. The body is hidden
behind a salt of 128 bits: from the hash alone nobody can test a guess, so a body may be withheld for ever.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from incamera.rules.ledger.canonical import NotCanonicalError, canonical
from incamera.rules.ledger.tree import leaf_hash

VERSION: Final = 1
MAIN: Final = "main"
OPENED: Final = "sub_ledger_opened"  # first entry of every sub-ledger: it is never empty, whatever happened in it
ANCHORED: Final = "sub_ledger_anchored"  # the main ledger's one entry for a whole closed stretch
SALT_BYTES: Final = 16
KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
ID: Final = re.compile(r"[a-z2-7]{26}")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: the next entry's number and the hash it must link to."""

    seq: int
    hash: bytes


START: Final = Head(0, bytes(32))


@dataclass(frozen=True, slots=True)
class Header:
    """What everyone may read. `at` is in microseconds; `root` stands in an anchor and nowhere else."""

    meeting: str
    chain: str
    seq: int
    at: int
    kind: str
    prev: bytes
    body: bytes
    root: bytes | None = None

    def members(self) -> dict[str, str | int]:
        """The header as JSON members, hashes in lower-case hexadecimal."""
        members: dict[str, str | int] = {
            "v": VERSION,
            "meeting": self.meeting,
            "chain": self.chain,
            "seq": self.seq,
            "at": self.at,
            "kind": self.kind,
            "prev": self.prev.hex(),
            "body": self.body.hex(),
        }
        return members if self.root is None else members | {"root": self.root.hex()}

    def hash(self) -> bytes:
        """Link and leaf: SHA-256(0x00 ‖ canonical header)."""
        return leaf_hash(canonical(self.members()))


@dataclass(frozen=True, slots=True)
class Entry:
    """A header, and its body with the salt unless they are withheld."""

    header: Header
    body: Mapping[str, object] | None
    salt: bytes | None

    def head(self) -> Head:
        """Where the chain stands after this entry."""
        return Head(self.header.seq + 1, self.header.hash())

    def withheld(self) -> "Entry":
        """The same entry without what it hides."""
        return Entry(self.header, None, None)


def body_hash(salt: bytes, body: Mapping[str, object]) -> bytes:
    """The commitment: SHA-256(salt ‖ canonical body)."""
    return sha256(salt + canonical(body)).digest()


def is_body_kept(entry: Entry) -> bool:
    """Whether the body is the one that the header commits to, or is withheld."""
    if entry.body is None or entry.salt is None:
        return True
    try:
        return body_hash(entry.salt, entry.body) == entry.header.body
    except NotCanonicalError:
        return False


def append(
    head: Head,
    *,
    meeting: str,
    chain: str,
    at: int,
    kind: str,
    body: Mapping[str, object],
    salt: bytes,
    root: bytes | None = None,
) -> Entry:
    """The entry that follows `head`.

    Raises `NotCanonicalError` for a body that cannot be written down exactly, `ValueError` for a header that no
    verifier would read.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    if not (ID.fullmatch(meeting) and (chain == MAIN or ID.fullmatch(chain)) and KIND.fullmatch(kind) and at >= 0):
        raise ValueError("meeting and chain are ids, a kind is a lower-case word, an instant is not negative")
    if (root is not None) != (kind == ANCHORED):
        raise ValueError("an anchor, and nothing but an anchor, holds a root")
    header = Header(meeting, chain, head.seq, at, kind, head.hash, body_hash(salt, body), root)
    return Entry(header, body, salt)

"""Builds signed ledger files in memory out of scripted acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from incamera.rules import ledger
from incamera.rules.ledger import ANCHORED, MAIN, OPENED, START, Checkpoint, Entry, LedgerFile, SubLedger

MEETING = "m" * 26
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


@dataclass(frozen=True)
class Act:
    """Something that happened, in the open or in a closed stretch."""

    kind: str
    body: Mapping[str, Any] = field(default_factory=dict)
    is_closed: bool = False


def verify_signature(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


class Book:
    """Chains in memory; every salt is drawn from a counter, so that a failing example can be repeated."""

    def __init__(self) -> None:
        self.main: list[Entry] = []
        self.subs: list[SubLedger] = []
        self.running: list[Entry] = []
        self._drawn = 0

    def write(self, act: Act) -> None:
        if act.is_closed:
            if not self.running:
                self._append(self.running, OPENED, {}, chain=self._chain())
            self._append(self.running, act.kind, act.body, chain=self._chain())
        else:
            self._append(self.main, act.kind, act.body, chain=MAIN)

    def anchor(self) -> None:
        if not self.running:
            self._append(self.running, OPENED, {}, chain=self._chain())
        root = ledger.root([entry.header.hash() for entry in self.running])
        self.subs.append(SubLedger(len(self.main), tuple(self.running)))
        self._append(self.main, ANCHORED, {}, chain=MAIN, root=root)
        self.running = []

    def file(self) -> LedgerFile:
        root = ledger.root([entry.header.hash() for entry in self.main])
        checkpoint = Checkpoint(MEETING, len(self.main), root, 1_800_000_000_000_000)
        note = ledger.note(checkpoint, PUBLIC_KEY, KEY.sign)
        return LedgerFile(PUBLIC_KEY, note, tuple(self.main), tuple(self.subs))

    def _chain(self) -> str:
        return "s" * 25 + "abcdefghijklmnopqrstuvwxyz"[len(self.subs)]

    def _append(
        self, entries: list[Entry], kind: str, body: Mapping[str, Any], *, chain: str, root: bytes | None = None
    ) -> None:
        self._drawn += 1
        salt = sha256(self._drawn.to_bytes(4, "big")).digest()[:16]
        head = entries[-1].head() if entries else START
        at = 1_700_000_000_000_000 + self._drawn
        entries.append(
            ledger.append(head, meeting=MEETING, chain=chain, at=at, kind=kind, body=body, salt=salt, root=root)
        )


def book_of(acts: Sequence[Act]) -> Book:
    """The acts in order; a closed stretch is anchored at the first open act after it, and at the end."""
    book = Book()
    for act in acts:
        if book.running and not act.is_closed:
            book.anchor()
        book.write(act)
    if book.running:
        book.anchor()
    return book

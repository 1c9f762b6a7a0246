"""Verification: the first thing in a ledger file that does not hold, or nothing.

The signature is looked at first, since the signed root is the arbiter when a link is broken: it tells whether the
entry before the link was changed or the one after it.
"""

from collections.abc import Callable, Sequence

from incamera.rules.ledger.checkpoint import Verify, read_note
from incamera.rules.ledger.entry import ANCHORED, MAIN, OPENED, START, Entry, is_body_kept
from incamera.rules.ledger.file import Bad, LedgerFile, SubLedger
from incamera.rules.ledger.tree import root

Where = Callable[[int], str]


def verify(file: LedgerFile, verify_signature: Verify) -> Bad | None:
    """The first bad part of `file`, or None. Whose key it is, the caller must know from elsewhere."""
    checkpoint = read_note(file.note, file.key, verify_signature)
    if checkpoint is None:
        return Bad("checkpoint", "is not signed by the key in the file")
    bad = _bad_chain(file.entries, checkpoint.meeting, MAIN, checkpoint.root, _main)
    if bad is None and len(file.entries) != checkpoint.size:
        first = min(len(file.entries), checkpoint.size)
        bad = Bad(_main(first), f"the checkpoint covers {checkpoint.size} entries, the file has {len(file.entries)}")
    if bad is None and root([entry.header.hash() for entry in file.entries]) != checkpoint.root:
        bad = Bad(_main(len(file.entries) - 1), "is not the entry that the checkpoint covers")
    return bad or _bad_subledgers(file, checkpoint.meeting)


def _bad_subledgers(file: LedgerFile, meeting: str) -> Bad | None:
    anchors = [entry for entry in file.entries if entry.header.kind == ANCHORED]
    for anchor, sub in zip(anchors, file.subledgers, strict=False):
        seq = anchor.header.seq
        if sub.anchor != seq:
            return Bad(_main(seq), "its sub-ledger is missing and not marked as withheld")
        bad = _bad_subledger(sub, meeting, anchor.header.root or b"")
        if bad is not None:
            return bad
    if len(file.subledgers) < len(anchors):
        seq = anchors[len(file.subledgers)].header.seq
        return Bad(_main(seq), "its sub-ledger is missing and not marked as withheld")
    if len(file.subledgers) > len(anchors):
        return Bad(file.subledgers[len(anchors)].where(0), "is anchored nowhere")
    return None


def _bad_subledger(sub: SubLedger, meeting: str, anchored: bytes) -> Bad | None:
    if sub.entries is None:
        return None
    if not sub.entries or sub.entries[0].header.kind != OPENED or sub.entries[0].header.chain == MAIN:
        return Bad(sub.where(0), f"a sub-ledger begins with {OPENED}")
    bad = _bad_chain(sub.entries, meeting, sub.entries[0].header.chain, anchored, sub.where)
    if bad is None and root([entry.header.hash() for entry in sub.entries]) != anchored:
        bad = Bad(
            sub.where(len(sub.entries) - 1), "the anchor holds another root: entries changed or missing at the end"
        )
    return bad


def _bad_chain(entries: Sequence[Entry], meeting: str, chain: str, signed: bytes, where: Where) -> Bad | None:
    """The first entry that is not in its place, not linked, or whose body is not the one committed to."""
    hashes = [entry.header.hash() for entry in entries]
    for seq, entry in enumerate(entries):
        header = entry.header
        if header.seq != seq:
            return Bad(where(seq), f"entry {header.seq} stands in its place")
        if (header.meeting, header.chain) != (meeting, chain):
            return Bad(where(seq), "belongs to another meeting or chain")
        linked = hashes[seq - 1] if seq else START.hash
        if header.prev != linked:
            blamed = seq - 1 if seq and _is_earlier_changed(entries, hashes, seq, signed) else seq
            return Bad(where(blamed), "the hash chain is broken here")
        if not is_body_kept(entry):
            return Bad(where(seq), "body and salt are not those that the header commits to")
    return None


def _is_earlier_changed(entries: Sequence[Entry], hashes: Sequence[bytes], seq: int, signed: bytes) -> bool:
    """Whether the broken link before `seq` is the fault of the entry before it."""
    restored = [*hashes[: seq - 1], entries[seq].header.prev, *hashes[seq:]]
    is_next_linked = seq + 1 < len(entries) and entries[seq + 1].header.prev == hashes[seq]
    return is_next_linked or root(restored) == signed


def _main(seq: int) -> str:
    return f"{MAIN} {seq}"

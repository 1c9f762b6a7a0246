"""The ledger's form, pure: canonical JSON, hash chain, RFC 6962 tree, checkpoint, whole file, extract, verification.

`docs/ledger.md` states the same for strangers. Storage and keys are elsewhere; signing comes in as a function.
"""

from incamera.rules.ledger.canonical import NotCanonicalError, canonical
from incamera.rules.ledger.checkpoint import Checkpoint, Sign, Verify, note, read_note
from incamera.rules.ledger.entry import (
    ANCHORED,
    MAIN,
    OPENED,
    SALT_BYTES,
    START,
    Entry,
    Head,
    Header,
    append,
    is_body_kept,
)
from incamera.rules.ledger.file import (
    Bad,
    BadLedgerError,
    LedgerFile,
    SubLedger,
    document,
    entry_members,
    extract,
    parse,
    read_entry,
    read_header,
    read_hex,
)
from incamera.rules.ledger.tree import leaf_hash, paths, root, root_by
from incamera.rules.ledger.verify import verify

__all__ = [
    "ANCHORED",
    "MAIN",
    "OPENED",
    "SALT_BYTES",
    "START",
    "Bad",
    "BadLedgerError",
    "Checkpoint",
    "Entry",
    "Head",
    "Header",
    "LedgerFile",
    "NotCanonicalError",
    "Sign",
    "SubLedger",
    "Verify",
    "append",
    "canonical",
    "document",
    "entry_members",
    "extract",
    "is_body_kept",
    "leaf_hash",
    "note",
    "parse",
    "paths",
    "read_entry",
    "read_header",
    "read_hex",
    "read_note",
    "root",
    "root_by",
    "verify",
]

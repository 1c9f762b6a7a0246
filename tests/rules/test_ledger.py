import pytest

from incamera.rules import ledger
from incamera.rules.ledger import ANCHORED, MAIN, START, Entry
from tests.rules.ledger_files import MEETING, PUBLIC_KEY, Act, Book, book_of, verify_signature

SALT = bytes(16)


def one(**changes: object) -> Entry:
    fields = {"meeting": MEETING, "chain": MAIN, "at": 1, "kind": "convened", "body": {"by": "seat"}, "salt": SALT}
    return ledger.append(START, **(fields | changes))  # type: ignore[arg-type]


def test_an_entry_commits_to_its_body_and_to_the_entry_before_it() -> None:
    first = one()
    second = ledger.append(first.head(), meeting=MEETING, chain=MAIN, at=2, kind="ended", body={}, salt=SALT)
    assert (first.header.seq, first.header.prev) == (0, bytes(32))
    assert (second.header.seq, second.header.prev) == (1, first.header.hash())
    assert one(salt=b"1" * 16).header.body != first.header.body
    assert one(body={"by": "other"}).header.body != first.header.body


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": b"short"},
        {"kind": ANCHORED},
        {"root": bytes(32)},
        {"kind": "Not A Word"},
        {"meeting": "short"},
        {"chain": "short"},
        {"at": -1},
        {"body": {"share": 0.5}},
    ],
)
def test_what_no_verifier_would_read_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        one(**changes)


def test_a_full_file_reads_back_and_verifies() -> None:
    acts = [Act("convened"), Act("noted", {"a": [1, "ü", None, True]}, is_closed=True), Act("ended")]
    file = book_of(acts).file()
    assert ledger.parse(ledger.document(file)) == file
    assert ledger.verify(file, verify_signature) is None


@pytest.mark.parametrize("name", ["entries", "subledgers"])
@pytest.mark.parametrize("value", [None, {}, "none", {"0": {}}])
def test_a_file_whose_lists_are_none_is_refused(name: str, value: object) -> None:
    document = ledger.document(book_of([Act("convened")]).file())
    with pytest.raises(ledger.BadLedgerError, match=f"^{name}: is no list$"):
        ledger.parse({**document, name: value})


@pytest.mark.parametrize("key", [None, 1, "", "00", "zz" * 32, "AB" * 32])
def test_a_file_whose_key_is_none_is_refused(key: object) -> None:
    document = ledger.document(book_of([Act("convened")]).file())
    with pytest.raises(ledger.BadLedgerError, match=r"^key: "):
        ledger.parse({**document, "key": key})


def test_an_empty_file_verifies() -> None:
    assert ledger.verify(Book().file(), verify_signature) is None


def test_an_extract_keeps_what_it_is_told_and_withholds_whole_subledgers() -> None:
    acts = [Act("convened"), Act("noted", is_closed=True), Act("ended"), Act("voted", is_closed=True)]
    file = book_of(acts).file()
    kept = ledger.extract(file, lambda entry: entry.header.kind in ("ended", "voted"))
    assert [entry.body is not None for entry in kept.entries] == [False, False, True, False]
    assert kept.subledgers[0].entries is None
    assert kept.subledgers[1].entries is not None
    assert [entry.body is not None for entry in kept.subledgers[1].entries] == [False, True]
    assert [entry.header for entry in kept.entries] == [entry.header for entry in file.entries]
    assert ledger.parse(ledger.document(kept)) == kept
    assert ledger.verify(kept, verify_signature) is None


def test_main_has_one_anchor_a_stretch_whatever_was_done_in_it() -> None:
    def public(closed_acts: int) -> list[dict[str, object]]:
        book = book_of([Act("convened"), *[Act("noted", is_closed=True)] * closed_acts])
        if not closed_acts:
            book.anchor()
        hashes = {"prev": "", "body": "", "root": "", "at": 0}
        return [entry.header.members() | {k: hashes[k] for k in entry.header.members() if k in hashes}
                for entry in book.main]  # fmt: skip

    assert public(0) == public(1) == public(50)


def test_a_note_is_bound_to_key_and_text() -> None:
    file = book_of([Act("convened")]).file()
    assert ledger.read_note(file.note, PUBLIC_KEY, verify_signature) is not None
    for text in (file.note + "\n", file.note.replace("\n1\n", "\n2\n"), file.note.replace("at 1", "at 2"), ""):
        assert ledger.read_note(text, PUBLIC_KEY, verify_signature) is None
    assert ledger.read_note(file.note, bytes(32), verify_signature) is None

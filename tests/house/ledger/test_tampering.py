import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from incamera.house.ledger.verify import check
from incamera.rules import ledger
from incamera.rules.ledger import Bad
from tests.house.ledger.mutations import changed, places
from tests.house.ledger.second_verifier import wrong
from tests.rules.ledger_files import Act, book_of

TEXT = st.text(max_size=8)
BODY = st.dictionaries(
    TEXT, st.none() | st.booleans() | st.integers(-9, 2**53 - 1) | TEXT | st.lists(TEXT, max_size=3), max_size=3
)
KINDS = st.sampled_from(["phase_cut", "phase_live", "floor_given", "noted"])
ACTS = st.lists(st.builds(Act, KINDS, BODY, st.booleans()), min_size=1, max_size=8)
CANARY = "C4N4RY-d0-n0t-sh0w"


def verdict(document: Any) -> Bad | None:
    found = check(json.dumps(document))
    return found if isinstance(found, Bad) else None


def differs(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True)


@given(ACTS, st.sets(st.integers(0, 20)))
def test_both_verifiers_accept_what_was_written(acts: list[Act], kept: set[int]) -> None:
    file = book_of(acts).file()
    for handed_out in (file, ledger.extract(file, lambda entry: entry.header.seq in kept)):
        document = json.loads(json.dumps(ledger.document(handed_out)))
        assert verdict(document) is None
        assert wrong(document) is None


@settings(max_examples=4 * settings().max_examples)
@given(ACTS, st.data())
def test_both_verifiers_find_any_single_change(acts: list[Act], data: st.DataObject) -> None:
    file = book_of(acts).file()
    if data.draw(st.booleans()):
        kept = data.draw(st.sets(st.integers(0, 20)))
        file = ledger.extract(file, lambda entry: entry.header.seq in kept)
    document = json.loads(json.dumps(ledger.document(file)))
    path = data.draw(st.sampled_from(list(places(document))))
    tampered = changed(document, path, data.draw(st.integers(0, 400)))
    assume(differs(document, tampered))
    if path[0] == "subledgers" and path[-1] == "entries" and "entries" not in tampered["subledgers"][path[1]]:
        assert verdict(tampered) is None  # marked as withheld: a smaller extract, and said so
        return
    assert verdict(tampered) is not None
    assert wrong(tampered) is not None


@given(ACTS, st.sets(st.integers(0, 20)))
def test_an_extract_shows_nothing_of_what_it_withholds(acts: list[Act], hidden: set[int]) -> None:
    planted = [
        Act(act.kind, {**act.body, "said": f"{CANARY}-{number}-", CANARY: number} if number in hidden else act.body,
            act.is_closed)
        for number, act in enumerate(acts)
    ]  # fmt: skip
    file = book_of(planted).file()
    full = json.dumps(ledger.document(file))
    assert (CANARY in full) == any(number in hidden for number in range(len(acts)))
    extract = ledger.extract(file, lambda entry: CANARY not in (entry.body or {}))
    text = json.dumps(ledger.document(extract))
    assert CANARY not in text
    salts = [entry.salt for entry in (*file.entries, *(e for sub in file.subledgers for e in sub.entries or ()))
             if entry.salt and CANARY in (entry.body or {})]  # fmt: skip
    assert not any(salt.hex() in text for salt in salts)
    assert verdict(json.loads(text)) is None


def story() -> Any:
    acts = [
        Act("convened", {"by": "a"}),
        Act("phase_cut", {"to": "on_record"}),
        Act("phase_cut", {"to": "closed"}),
        Act("noted", {"n": 1}, is_closed=True),
        Act("noted", {"n": 2}, is_closed=True),
        Act("phase_live", {"to": "on_record"}),
        Act("ended", {"by": "b"}),
    ]
    return json.loads(json.dumps(ledger.document(book_of(acts).file())))


def edit(document: Any, path: str, value: Any) -> Any:
    *holders, name = [int(part) if part.isdigit() else part for part in path.split(".")]
    holder = document
    for part in holders:
        holder = holder[part]
    if value is ...:
        del holder[name]
    else:
        holder[name] = value(holder[name]) if callable(value) else value
    return document


def flip(text: str) -> str:
    return ("1" if text[0] != "1" else "2") + text[1:]


CASES = [
    ("body", "entries.2.body.to", "recess", "main 2"),
    ("body beyond exact numbers", "entries.2.body.to", 2**53, "main 2"),
    ("salt", "entries.1.salt", flip, "main 1"),
    ("commitment", "entries.1.header.body", flip, "main 1"),
    ("instant", "entries.1.header.at", lambda at: at + 1, "main 1"),
    ("instant of the first", "entries.0.header.at", 1, "main 0"),
    ("instant of the one before the last", "entries.4.header.at", 1, "main 4"),
    ("instant of the last", "entries.5.header.at", 1, "main 5"),
    ("kind", "entries.2.header.kind", "phase_live", "main 2"),
    ("link", "entries.2.header.prev", flip, "main 2"),
    ("link of the last", "entries.5.header.prev", flip, "main 5"),
    ("meeting", "entries.3.header.meeting", "z" * 26, "main 3"),
    ("chain", "entries.3.header.chain", "z" * 26, "main 3"),
    ("number", "entries.3.header.seq", 2, "main 3"),
    ("version", "entries.0.header.v", 2, "main 0"),
    ("more members", "entries.0.header.note", "x", "main 0"),
    ("removed first", "entries.0", ..., "main 0"),
    ("removed", "entries.2", ..., "main 2"),
    ("removed last", "entries.5", ..., "main 5"),
    ("order", "entries", lambda e: [e[0], e[2], e[1], *e[3:]], "main 1"),
    ("added", "entries", lambda e: [*e, e[5]], "main 6"),
    ("body without salt", "entries.1.salt", ..., "main 1"),
    ("salt without body", "entries.1.body", ..., "main 1"),
    ("anchored root", "entries.3.header.root", flip, "main 3"),
    ("anchor without root", "entries.3.header.root", ..., "main 3"),
    ("root elsewhere", "entries.2.header.root", "0" * 64, "main 2"),
    ("closed body", "subledgers.0.entries.1.body.n", 7, "sub-ledger at main 3, 1"),
    ("closed instant", "subledgers.0.entries.1.header.at", 7, "sub-ledger at main 3, 1"),
    ("closed last instant", "subledgers.0.entries.2.header.at", 7, "sub-ledger at main 3, 2"),
    ("closed removed", "subledgers.0.entries.1", ..., "sub-ledger at main 3, 1"),
    ("closed removed last", "subledgers.0.entries.2", ..., "sub-ledger at main 3, 1"),
    ("closed emptied", "subledgers.0.entries", [], "sub-ledger at main 3, 0"),
    ("removed sub-ledger", "subledgers", [], "main 3"),
    ("sub-ledger of nothing", "subledgers", lambda s: [*s, {"anchor": 5}], "sub-ledger at main 5, 0"),
    ("sub-ledger elsewhere", "subledgers.0.anchor", 4, "main 3"),
    ("signature", "checkpoint", lambda note: note[:-10] + flip(note[-10:]), "checkpoint"),
    ("no checkpoint", "checkpoint", None, "checkpoint"),
    ("size", "checkpoint", lambda note: note.replace("\n6\n", "\n5\n"), "checkpoint"),
    ("other key", "key", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "checkpoint"),
    ("format", "format", "incamera-ledger/2", "file"),
    ("more in the file", "note", "x", "file"),
]


@pytest.mark.parametrize(("path", "value", "named"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_first_bad_entry_is_named(path: str, value: Any, named: str) -> None:
    assert verdict(story()) is None
    assert wrong(story()) is None
    tampered = edit(story(), path, value)
    found = verdict(tampered)
    assert found is not None
    assert found.where == named
    assert wrong(tampered) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "null",
        '{"format": 1.0}',
        '{"format": NaN}',
        '{"a":1,"a":1}',
        "[" * 100_000,
        '{"n": ' + "9" * 5_000 + "}",
    ],
)
def test_what_is_no_ledger_is_bad_and_nothing_worse(text: str) -> None:
    assert isinstance(check(text), Bad)


def test_a_member_that_stands_twice_is_bad() -> None:
    text = json.dumps(story()).replace('"by": "a"', '"by": "x", "by": "a"')
    assert isinstance(check(text), Bad)

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.ledger import Bad, Entry, canonical
from incamera.rules.office.bundle import (
    EXTRACT,
    INDEX,
    LETTER,
    SUMS,
    Extract,
    Listed,
    is_path,
    read,
    sums,
    verify,
    written,
)
from incamera.rules.office.container import LOCAL, central, end, local, read_local
from tests.rules.ledger_files import verify_signature
from tests.rules.office.bundles import ENCLOSED, PAPER, SHA, an_office, extract, files, reply

GOOD = extract(an_office())
Members = dict[str, Any]


def test_a_bundle_s_extract_is_read_back_and_lists_its_files() -> None:
    found = read(written(GOOD))
    assert found == GOOD
    assert isinstance(found, Extract)
    assert verify(found, verify_signature) == (
        Listed(LETTER, 1, "cd" * 32),
        Listed(INDEX, 2, "ef" * 32),
        Listed("documents/001-memo.txt", 3, SHA),
    )


def test_of_entries_that_stay_nothing_is_in_it() -> None:
    assert b"Secret" not in written(GOOD)
    assert b"directive" not in written(GOOD)


@given(at=st.integers(0, len(written(GOOD)) - 1), by=st.integers(1, 255))
def test_no_byte_can_be_changed(at: int, by: int) -> None:
    data = bytearray(written(GOOD))
    data[at] ^= by
    found = read(bytes(data))
    assert isinstance(found, Bad) or isinstance(verify(found, verify_signature), Bad)
    data[at] ^= by
    assert read(bytes(data)) == GOOD


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda m: m | {"more": 1}, EXTRACT),
        (lambda m: m | {"format": "incamera-bundle/2"}, EXTRACT),
        (lambda m: m | {"checkpoint": 5}, EXTRACT),
        (lambda m: m | {"entries": {}}, EXTRACT),
        (lambda m: m | {"key": "ab"}, "key"),
        (lambda m: [m], EXTRACT),
        (lambda m: m | {"entries": [5]}, "entry 1"),
        (lambda m: m | {"entries": [m["entries"][0] | {"path": 5}]}, "entry 1"),
        (lambda m: m | {"entries": [m["entries"][0] | {"path": ["x"]}]}, "entry 1"),
        (lambda m: m | {"entries": [m["entries"][0], m["entries"][1] | {"body": 5}]}, "entry 2"),
    ],
)
def test_an_extract_of_another_form_is_not_read(change: Callable[[Members], Any], where: str) -> None:
    found = read(canonical(change(json.loads(written(GOOD)))))
    assert isinstance(found, Bad)
    assert found.where == where


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"1.5", b'"\\ud800"', b"\xff", b"{} ", b'{"a":1,"a":1}'])
def test_what_is_not_spelt_canonically_is_not_read(data: bytes) -> None:
    found = read(data)
    assert isinstance(found, Bad)
    assert found.where == EXTRACT


def bad(found: Extract) -> Bad:
    seen = verify(found, verify_signature)
    assert isinstance(seen, Bad)
    return seen


def test_every_entry_must_be_in_the_signed_ledger_in_its_place() -> None:
    first, second, third = GOOD.entries
    assert bad(replace(GOOD, key=bytes(32))).where == "checkpoint"
    assert bad(replace(GOOD, entries=(second, first, third))).where == "entry 2"
    assert bad(replace(GOOD, entries=(first, first, third))).where == "entry 2"
    assert bad(replace(GOOD, entries=(replace(first, path=second.path), second, third))).reason.startswith("is not in")
    assert bad(replace(GOOD, entries=(replace(first, path=first.path[:-1]), second, third))).where == "entry 1"
    assert bad(replace(GOOD, entries=(replace(first, path=(*first.path, bytes(32))), second, third))).where == "entry 1"
    other = Entry(first.entry.header, {"subject": "d"}, first.entry.salt)
    assert bad(replace(GOOD, entries=(replace(first, entry=other), second, third))).where == "entry 1"
    header = replace(first.entry.header, seq=99)
    beyond = replace(first, entry=replace(first.entry, header=header))
    assert bad(replace(GOOD, entries=(beyond, second, third))).reason == "is not in its place"
    assert bad(extract(an_office(), meeting="n" * 26)).reason == "belongs to another ledger"


def test_the_reply_comes_last() -> None:
    assert bad(replace(GOOD, entries=())).where == EXTRACT
    assert bad(extract(an_office(last="reply_corrected"))).where == EXTRACT


@pytest.mark.parametrize(
    "said",
    [
        {"files": files()},
        {"files": files(PAPER, PAPER)},
        {"files": files(PAPER, {**PAPER, "path": "documents/002.txt"})},
        {"files": files({**PAPER, "sha256": "00" * 32})},
        {"files": files({**PAPER, "bytes": 4})},
        {"files": files({**PAPER, "bytes": -1})},
        {"files": files({**PAPER, "bytes": "3"})},
        {"files": files({**PAPER, "path": 5})},
        {"files": files({**PAPER, "sha256": "XY"})},
        {"files": [PAPER, *files()]},
        {"files": list(reversed(files(PAPER)))},
        {"files": files()[:1]},
        {"files": 5},
        {"files": [5]},
        {"enclosures": []},
        {"enclosures": [ENCLOSED[0]]},
        {"enclosures": [*ENCLOSED, {"of": "q", "seq": 2, "path": None}]},
        {"enclosures": [{**ENCLOSED[0], "seq": 2}, ENCLOSED[1]]},
        {"enclosures": [ENCLOSED[0], {**ENCLOSED[1], "path": "documents/002.txt"}]},
        {"enclosures": [{"of": [], "seq": 1, "path": None}]},
    ],
)
def test_a_reply_lists_exactly_what_goes_out(said: dict[str, Any]) -> None:
    assert bad(extract(an_office(reply(**said)))).where == "reply"


@pytest.mark.parametrize("body", [{"subject": "r", "record": 5}, {"subject": "r"}])
def test_a_reply_without_a_list_is_none(body: dict[str, Any]) -> None:
    assert bad(extract(an_office(body))).where == "reply"


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/passwd", "documents/../x", "a/b", "documents/", "C:x", "a\\b", "A.txt", "x" * 90, "", ".x", "a b",
     "documents/documents/x", "x\n", "ledger.json", SUMS],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(path: str) -> None:
    assert not is_path(path)


def test_checksums_are_written_as_sha256sum_reads_them() -> None:
    assert (
        sums([Listed("a.txt", 1, SHA), Listed("documents/b", 1, SHA)]) == f"{SHA}  a.txt\n{SHA}  documents/b\n".encode()
    )


@given(parts=st.dictionaries(st.from_regex(r"[a-z]{1,9}(/[a-z]{1,9})?", fullmatch=True), st.binary(max_size=40)))
def test_any_zip_reader_reads_the_container(parts: dict[str, bytes]) -> None:
    body, lines = b"", b""
    for path, data in parts.items():
        lines += central(path, crc32(data), len(data), len(body))
        body += local(path, crc32(data), len(data)) + data
    with zipfile.ZipFile(BytesIO(body + lines + end(len(parts), len(lines), len(body)))) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == parts


def test_a_local_header_is_read_back() -> None:
    assert read_local(local("abc", 7, 9)[: LOCAL.size]) == (7, 9, 3)
    assert read_local(b"PK\x03\x04") is None
    assert read_local(bytes(LOCAL.size)) is None

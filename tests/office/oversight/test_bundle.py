"""The bundle as a stranger has it: it verifies, any change is found, and nothing in it but what it should hold."""

from __future__ import annotations

import asyncio
import io
import json
import os
import struct
import subprocess
import sys
import warnings
import zipfile
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from incamera.cli import main
from incamera.office.oversight import bundling, verify
from incamera.office.oversight.bundling import PIECE
from incamera.office.oversight.tables import ReplyRow
from incamera.office.records.tables import OfficeEntryRow
from incamera.platform.errors import ProductError
from incamera.rules.office.container import LARGEST, central, end, local
from tests.office.oversight import second_verifier
from tests.office.oversight.desk import SIGNER, Office, bad, good, verdict

pytestmark = pytest.mark.whole

SIZES = (0, 1, 900)
"""Bytes of the enclosed papers."""


async def sealed(office: Office) -> bytes:
    papers = [await office.paper(f"Paper {n}", "x" * size) for n, size in enumerate(SIZES)]
    request = await office.letter("Who?", "When?")
    await office.answer(request, 0, "Ada.", [(paper, True, "") for paper in papers])
    await office.answer(request, 1, "Then.", [(office.ada, True, ""), (papers[0], True, "")])
    return await office.bundle(request)


@pytest.fixture
async def bundle(office: Office) -> bytes:
    return await sealed(office)


def member_at(data: bytes) -> list[tuple[int, str]]:
    """Where each file's bytes begin, by the list at the end."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [(info.header_offset, info.filename) for info in opened.infolist()]


async def test_a_bundle_verifies_and_any_zip_program_reads_it(bundle: bytes) -> None:
    found = good(bundle)
    assert [file.path for file in found.files] == [
        "reply.pdf",
        "index.html",
        *(f"documents/{n + 1:03}-paper-{n}.txt" for n in range(len(SIZES))),
    ]
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["ledger.json", *(file.path for file in found.files), "SHA256SUMS"]
        for line in opened.read("SHA256SUMS").decode().splitlines():
            expected, path = line.split("  ")
            assert sha256(opened.read(path)).hexdigest() == expected
        extract = json.loads(opened.read("ledger.json"))
    kinds = [entry["header"]["kind"] for entry in extract["entries"]]
    assert kinds == ["person_entered", *["document_entered"] * len(SIZES), "reply_entered"]


async def test_the_same_reply_gives_the_same_bytes(office: Office) -> None:
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.", [(await office.paper("Memo"), True, "")])
    first = await office.bundle(request)
    async with office.records.database.transaction() as session:
        row = await session.get_one(ReplyRow, request)
        row.state, row.sha256 = "sealing", None
    await office.making.seal({"request": request})
    assert (await office.replying.bundle(request)).read_bytes() == first


async def test_one_changed_byte_anywhere_is_found_and_restoring_it_helps(bundle: bytes) -> None:
    good(bundle)
    near = [at + step for at, _ in member_at(bundle) for step in (0, 5, 7, 11, 14, 18, 22, 26, 28, 30, 33)]
    tail = range(len(bundle) - 700, len(bundle))

    @given(at=st.integers(0, len(bundle) - 1) | st.sampled_from([*near, *tail]), by=st.integers(1, 255))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def check(at: int, by: int) -> None:
        changed = bytearray(bundle)
        changed[at] ^= by
        bad(bytes(changed))
        changed[at] ^= by
        good(bytes(changed))

    check()


async def test_a_verifier_written_from_the_documentation_agrees(bundle: bytes) -> None:
    assert second_verifier.verify(bundle) == len(good(bundle).files)

    @given(at=st.integers(0, len(bundle) - 1), by=st.integers(1, 255))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def check(at: int, by: int) -> None:
        changed = bytearray(bundle)
        changed[at] ^= by
        with pytest.raises((AssertionError, InvalidSignature, ValueError, LookupError, struct.error, TypeError)):
            second_verifier.verify(bytes(changed))

    check()


async def test_a_bundle_cut_off_or_added_to_is_found(bundle: bytes) -> None:
    @given(at=st.integers(0, len(bundle) - 1))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def check(at: int) -> None:
        bad(bundle[:at])

    check()
    for more in (b"\x00", b"PK\x03\x04", bundle):
        assert bad(bundle + more).where == "end"
    for before in (b"\x00", b"PK\x03\x04"):
        assert bad(before + bundle).where == "ledger.json"


def appended(data: bytes, name: str) -> bytes:
    """The bundle with a file more, added as any ZIP program would."""
    file = io.BytesIO(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that stands twice
        with zipfile.ZipFile(file, "a") as opened:
            opened.writestr(name, b"more")
    return file.getvalue()


def rewritten(data: bytes, how: int) -> bytes:
    """The same files in a ZIP as another program writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", how) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    return file.getvalue()


async def test_more_files_doubled_names_and_other_lists_are_refused(bundle: bytes) -> None:
    for name in ("more.txt", "reply.pdf", "../../x", "/etc/passwd", "more/"):
        assert bad(appended(bundle, name)).where == "end"


async def test_a_zip_that_packs_or_names_otherwise_is_refused(bundle: bytes) -> None:
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        assert bad(rewritten(bundle, how)).where == "ledger.json"
    assert bad(b"").where == "ledger.json"
    assert bad(b"PK\x05\x06" + bytes(18)).where == "ledger.json"
    at = {name: at for at, name in member_at(bundle)}["index.html"]
    swapped = bytearray(bundle)
    swapped[at + 30 : at + 40] = b"../x/y.htm"
    found = bad(bytes(swapped))
    assert (found.where, found.reason) == ("index.html", "../x/y.htm stands in its place")


async def test_a_bomb_is_not_read_to_its_end(bundle: bytes) -> None:
    """A header that states four gigabytes is refused by what is stated, and packed data is never unpacked."""
    stated = bytearray(bundle)
    stated[18:26] = (LARGEST).to_bytes(4, "little") * 2
    assert "larger than" in bad(bytes(stated)).reason
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("ledger.json", b"0" * 50_000_000)
    assert bad(packed.getvalue()).where == "ledger.json"


async def test_a_file_exchanged_with_all_checksums_is_not_the_one_that_was_signed(bundle: bytes) -> None:
    """Whoever can compute checksums still cannot sign."""

    def forged(name: str, data: bytes) -> bytes:
        return data.replace(b"Ada.", b"Bo..") if name == "index.html" else data

    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        files = {name: forged(name, opened.read(name)) for name in opened.namelist()}
    files["SHA256SUMS"] = "".join(
        f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items() if name != "SHA256SUMS"
    ).encode()
    assert files["index.html"].count(b"Bo..")
    found = bad(packed_as_ours(files))
    assert (found.where, found.reason) == ("index.html", "is not the file that the reply lists")


def packed_as_ours(files: dict[str, bytes]) -> bytes:
    body, lines = b"", b""
    for name, data in files.items():
        lines += central(name, crc32(data), len(data), len(body))
        body += local(name, crc32(data), len(data)) + data
    return body + lines + end(len(files), len(lines), len(body))


async def test_the_key_can_be_compared(bundle: bytes) -> None:
    for key in (SIGNER.public_key.hex(), SIGNER.fingerprint):
        assert isinstance(verdict(bundle, key), verify.Good)
    found = verdict(bundle, "ab" * 32)
    assert not isinstance(found, verify.Good)
    assert found.where == "key"


async def test_papers_of_more_than_one_piece(office: Office) -> None:
    request = await office.letter("Which?")
    papers = [await office.paper(f"Paper {size}", "x" * size) for size in (PIECE, PIECE + 1)]
    await office.answer(request, 0, "These.", [(paper, True, "") for paper in papers])
    data = await office.bundle(request)
    assert [file.bytes for file in good(data).files][2:] == [PIECE, PIECE + 1]
    assert bad(data[: PIECE // 2] + b"y" + data[PIECE // 2 + 1 :]).where == "documents/001-paper-1048576.txt"


async def test_two_hundred_documents(office: Office) -> None:
    papers = await office.papers(200)
    request = await office.letter("Which?")
    await office.answer(
        request, 0, "These.", [(paper, n % 2 == 0, "" if n % 2 == 0 else "law") for n, paper in enumerate(papers)]
    )
    found = good(await office.bundle(request))
    assert len(found.files) == 2 + 100
    assert [file.path for file in found.files][-1] == "documents/100-paper-198.txt"


async def test_a_paper_that_is_lost_or_changed_is_said_and_nothing_is_sealed_over_it(office: Office) -> None:
    paper = await office.paper("Memo")
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.", [(paper, True, "")])
    made, path = await office.documents.file(paper)
    before = path.read_bytes()
    path.write_bytes(b"x" * made.bytes)
    await office.replying.prepare(request)
    await office.work()
    await office.seal(request)
    await office.work()
    reply = (await office.shown(request)).reply
    assert (reply.state, reply.sha256) == ("failed", None)
    assert "restore" in reply.fault
    path.write_bytes(before)
    await office.seal(request)
    await office.seal(request)
    await office.work()
    good((await office.replying.bundle(request)).read_bytes())


async def test_more_than_a_bundle_holds_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.", [(await office.paper("Memo", "x" * 5_000), True, "")])
    await office.replying.prepare(request)
    await office.work()
    await office.seal(request)
    monkeypatch.setattr(bundling, "LARGEST", 5_000)
    await office.work()
    reply = (await office.shown(request)).reply
    assert (reply.state, reply.fault.startswith("All that is released is more")) == ("failed", True)


async def test_a_job_that_was_killed_is_run_again_and_makes_the_same_once(office: Office) -> None:
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.")
    await office.replying.prepare(request)
    out = office.making
    killed = asyncio.create_task(out.prepare({"request": request}))
    while not list((office.folder / "replies").glob("*")):
        await asyncio.sleep(0)
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    await office.work()
    await out.prepare({"request": request})
    async with office.records.database.reading() as session:
        kinds = list(await session.scalars(select(OfficeEntryRow.kind)))
    assert kinds.count("reply_entered") == 1
    assert (await office.shown(request)).reply.state == "made"
    await office.seal(request)
    await office.work()
    await out.seal({"request": request})
    good((await office.replying.bundle(request)).read_bytes())


async def test_files_that_are_lost_are_said(office: Office) -> None:
    paper = await office.paper("Memo")
    request = await office.letter("Who?")
    await office.answer(request, 0, "Ada.", [(paper, True, "")])
    await office.bundle(request)
    for folder in ("replies", "documents"):
        for path in (office.folder / folder).iterdir():
            path.unlink()
    for do in (office.replying.letter(request), office.replying.bundle(request), office.documents.file(paper)):
        with pytest.raises(ProductError) as caught:
            await do
        assert (caught.value.status, caught.value.code) == (410, "file_lost")


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str], bundle: bytes) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle)
    assert main(["bundle", "verify", str(file), "--key", SIGNER.fingerprint]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "OK   the reply is as it was sealed; enclosures proven by the ledger: 4, of them documents: 3\n"
    )
    assert "compare the fingerprint" not in said
    assert main(["bundle", "verify", str(file)]) == 0
    assert "compare the fingerprint" in capsys.readouterr().out
    file.write_bytes(bundle[:-1])
    assert main(["bundle", "verify", str(file)]) == 1
    assert capsys.readouterr().out.startswith("BAD  end: ")
    for words in ([str(tmp_path / "none.zip")], [str(file), "--key", "nowhere"]):
        assert main(["bundle", "verify", *words]) == 2
        assert capsys.readouterr().out.startswith("Cannot read: ")


@pytest.mark.process
def test_a_stranger_needs_no_database_no_settings_and_no_folder(tmp_path: Path, bundle: bytes) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    (place / "bundle.zip").write_bytes(bundle)
    ran = subprocess.run(
        [sys.executable, "-m", "incamera.cli", "bundle", "verify", "bundle.zip"],
        cwd=place,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout[:2], ran.stderr) == (0, "OK", "")
    assert [found.name for found in place.iterdir()] == ["bundle.zip"]

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.ledger import reader, store
from incamera.house.ledger.export import checkpoint, export, keep_nothing
from incamera.house.ledger.signing import Signer
from incamera.house.ledger.tables import SubLedgerRow
from incamera.house.ledger.verify import check
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.ids import new_id
from incamera.rules.ledger import Bad, LedgerFile, NotCanonicalError
from tests.house.ledger.second_verifier import wrong

CANARY = "C4N4RY-d0-n0t-sh0w"


async def write(session: AsyncSession, meeting: str, *acts: tuple[str, bool]) -> None:
    for at, (kind, closed) in enumerate(acts, start=100):
        await store.append(session, meeting, at=at, kind=kind, body={"kind": kind}, closed=closed)


async def exported(database: Database, meeting: str, signer: Signer, **options: Any) -> dict[str, Any]:
    async with database.reading() as session:
        return json.loads(json.dumps(await export(session, meeting, public_key=signer.public_key, **options)))  # type: ignore[no-any-return]


async def test_reads_back_in_the_order_of_writing_across_chains(database: Database) -> None:
    one, other = new_id(), new_id()
    acts = [("convened", False), ("noted", True), ("extended", False), ("noted", True), ("ended", False)]
    async with database.transaction() as session:
        for kind, closed in acts:
            await write(session, one, (kind, closed))
            await write(session, other, ("convened", False))
        await store.anchor(session, one, 200)
        await write(session, one, ("noted", True))
    async with database.reading() as session:
        happened = await reader.read(session, one)
        later = await reader.read(session, one, after=happened[2].position)
    assert [(item.kind, item.is_closed) for item in happened] == [*acts, ("noted", True)]
    assert later == happened[3:]


async def test_what_is_rolled_back_was_never_written(database: Database) -> None:
    meeting = new_id()

    async def fail_late() -> None:
        async with database.transaction() as session:
            await write(session, meeting, ("convened", False), ("noted", True))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_late()
    async with database.transaction() as session:
        await write(session, meeting, ("convened", False))
        assert await reader.open_subledger(session, meeting) is None
    async with database.reading() as session:
        assert [item.kind for item in await reader.read(session, meeting)] == ["convened"]


async def test_a_body_that_cannot_be_written_exactly_is_refused(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(NotCanonicalError):
            await store.append(session, new_id(), at=1, kind="noted", body={"share": 0.5}, closed=False)


async def test_writers_at_once_make_one_chain(database: Database, signer: Signer) -> None:
    meeting = new_id()

    async def once(number: int) -> None:
        async with database.transaction() as session:
            await store.append(session, meeting, at=number, kind="noted", body={"n": number}, closed=number % 2 == 0)

    await asyncio.gather(*(once(number) for number in range(20)))
    async with database.transaction() as session:
        await store.anchor(session, meeting, 30)
        await checkpoint(session, meeting, at=31, signer=signer)
    file = check(json.dumps(await exported(database, meeting, signer)))
    assert isinstance(file, LedgerFile)
    assert len(file.entries) == 11
    assert len(file.subledgers[0].entries or ()) == 11


async def test_the_database_holds_one_open_subledger_a_meeting(database: Database) -> None:
    meeting = new_id()
    async with database.transaction() as session:
        session.add_all(SubLedgerRow(chain=new_id(), meeting_id=meeting, anchor_seq=None) for _ in range(2))
        with pytest.raises(IntegrityError):
            await session.flush()
        await session.rollback()


async def test_exports_in_full_and_as_an_extract_verify(database: Database, signer: Signer) -> None:
    meeting = new_id()
    async with database.transaction() as session:
        await write(session, meeting, ("convened", False), ("noted", True))
        await store.append(session, meeting, at=5, kind="noted", body={"said": CANARY}, closed=True)
        await store.anchor(session, meeting, 200)
        await store.append(session, meeting, at=6, kind="ended", body={"why": CANARY}, closed=False)
        await checkpoint(session, meeting, at=300, signer=signer)
    full = await exported(database, meeting, signer)
    public = await exported(database, meeting, signer, keep=keep_nothing)
    for document in (full, public):
        assert isinstance(check(json.dumps(document), signer.fingerprint), LedgerFile)
        assert wrong(document) is None
    assert json.dumps(full).count(CANARY) == 2
    assert CANARY not in json.dumps(public)
    assert public["subledgers"] == [{"anchor": 1}]


async def test_an_export_ends_at_its_checkpoint_and_leaves_out_the_stretch_that_goes_on(
    database: Database, signer: Signer
) -> None:
    meeting = new_id()
    async with database.transaction() as session:
        await write(session, meeting, ("convened", False))
        with pytest.raises(ProductError, match="signed"):
            await export(session, meeting, public_key=signer.public_key)
        first = await checkpoint(session, meeting, at=1, signer=signer)
        await write(session, meeting, ("noted", True))
        assert await checkpoint(session, meeting, at=2, signer=signer) == first
        await write(session, meeting, ("extended", False))
    document = await exported(database, meeting, signer)
    assert wrong(document) is None
    assert (len(document["entries"]), document["subledgers"]) == (1, [])


async def test_public_files_look_the_same_whatever_was_done_in_closed_session(
    database: Database, signer: Signer
) -> None:
    async def public(closed_acts: int, *, is_over: bool) -> str:
        meeting = new_id()
        async with database.transaction() as session:
            await write(session, meeting, ("convened", False), ("phase_cut", False))
            await write(session, meeting, *[("noted", True)] * closed_acts)
            await write(session, meeting, ("extended", False))
            if is_over:
                await store.anchor(session, meeting, 200)
            await checkpoint(session, meeting, at=300, signer=signer)
        text = json.dumps(await exported(database, meeting, signer, keep=keep_nothing))
        root_line, signature = r"(?<=\\n)[\w+/]{43}=(?=\\nat)", r"[\w+/]{91}="
        return re.sub(rf"[0-9a-f]{{64}}|{root_line}|{signature}|{meeting}", lambda hit: f"<{len(hit[0])}>", text)

    for is_over in (False, True):
        looks = {await public(closed_acts, is_over=is_over) for closed_acts in (0, 1, 40)}
        assert len(looks) == 1


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE ledger_entry SET body = '{\"kind\": \"other\"}' WHERE chain = 'main' AND seq = 1", "main 1"),
        (
            (
                "UPDATE ledger_entry SET header = (SELECT header FROM ledger_entry WHERE chain = 'main' AND seq = 0) "
                "WHERE chain = 'main' AND seq = 1"
            ),
            "main 1",
        ),
        ("UPDATE ledger_entry SET salt = hash WHERE chain <> 'main' AND seq = 1", "sub-ledger at main 3, 1"),
        ("DELETE FROM ledger_entry WHERE chain = 'main' AND seq = 0", "main 0"),
        ("DELETE FROM ledger_entry WHERE chain = 'main' AND seq = 4", "main 4"),
        ("DELETE FROM ledger_entry WHERE chain <> 'main' AND seq = 1", "sub-ledger at main 3, 1"),
        ("DELETE FROM sub_ledger", "main 3"),
    ],
)
async def test_tampering_in_the_database_shows(
    database: Database, signer: Signer, tmp_path: Path, statement: str, named: str
) -> None:
    meeting = new_id()
    async with database.transaction() as session:
        await write(session, meeting, ("convened", False), ("phase_cut", False), ("noted", True), ("extended", False))
        await write(session, meeting, ("noted", True))
        await store.anchor(session, meeting, 200)
        await write(session, meeting, ("ended", False))
        await checkpoint(session, meeting, at=300, signer=signer)
        await session.execute(text(statement))
    document = await exported(database, meeting, signer)
    found = check(json.dumps(document))
    assert isinstance(found, Bad)
    assert found.where == named
    assert wrong(document) is not None

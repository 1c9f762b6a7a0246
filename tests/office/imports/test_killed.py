"""A reader that is killed in the middle of an import leaves nothing half, and the next one does it once."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from incamera.office.imports.routes import PREFIX
from incamera.office.records.tables import OfficeEntryRow, RecordRow, ReferenceRow
from tests.factories import at_desk, running, settings_in
from tests.office.imports.test_imports import IMPORTS, House
from tests.serving import serving

pytestmark = pytest.mark.process

READER = Path(__file__).parent / "killed_reader.py"
LIST = "name,organisation,organisation_type,title\n" + "".join(f"P{n},Land {n},state,Minister\n" for n in range(700))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running(settings_in(tmp_path)) as app:
        yield House(app, await at_desk(app), tmp_path)


async def rows(house: House) -> tuple[int, int, int]:
    """Entries, records and references."""
    async with house.app.state.database.reading() as session:
        counted = [
            await session.scalar(select(func.count()).select_from(t)) for t in (OfficeEntryRow, RecordRow, ReferenceRow)
        ]
    return counted[0] or 0, counted[1] or 0, counted[2] or 0


@pytest.mark.parametrize("point", ["half", "committed"])
async def test_an_import_whose_reader_is_killed_is_whole_or_not_there(house: House, point: str) -> None:
    file = (await house.send(LIST.encode(), "people")).json()["id"]
    url = str(house.app.state.settings.database_url)
    command = (sys.executable, str(READER), str(house.folder), url, file, point)
    child = await asyncio.create_subprocess_exec(*command)
    assert await child.wait() == -signal.SIGKILL
    assert await rows(house) == ((0, 0, 0) if point == "half" else (1_400, 1_400, 700))
    assert len(house.waiting()) == 1
    await house.work()
    assert await rows(house) == (1_400, 1_400, 700)
    shown = (await house.desk.get(f"{IMPORTS}/{file}")).json()
    assert (shown["file"]["state"], len(shown["lines"])) == ("read", 1_400)
    assert house.waiting() == []
    sizes = json.loads((await house.desk.get("/api/desk/office/ledger")).content)
    assert [e["header"]["seq"] for e in sizes["entries"]] == list(range(1_400))


def test_a_letter_of_200_mb_is_refused_before_a_byte_of_it_is_sent(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, url):
        host = url.removeprefix("http://")
        head = (
            f"POST {PREFIX}?what=letter&name=x HTTP/1.1\r\nHost: {host}\r\nX-Incamera: 1\r\n"
            f"Content-Length: 200000000\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=30) as connection:
            connection.sendall(head.encode())
            answer = b""
            while b"taken in" not in answer and (part := connection.recv(65_536)):
                answer += part
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"What is sent is too large: at most 20 MB can be taken in." in answer

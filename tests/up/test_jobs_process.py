"""The jobs as a process: what it may know, and that mail is neither lost nor doubled when it is killed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select, update

from incamera.demo.desk import Desk
from incamera.demo.http import Door, post
from incamera.main.links import new_link
from incamera.platform.db import Database
from incamera.platform.jobs import JobRow
from incamera.platform.settings import PREFIX, load_settings
from incamera.up.stack import Stack
from tests.factories import plan

pytestmark = pytest.mark.process

LONG_S = 60.0
PLANTED = {
    "INCAMERA_ENGINE_OPEN_KEY": "theirs",
    "INCAMERA_ENGINE_OPEN_SECRET": "o" * 48,
    "INCAMERA_ENGINE_OPEN_URL": "ws://192.0.2.1:7880",
    "INCAMERA_ENGINE_CLOSED_KEY": "theirs-too",
    "INCAMERA_ENGINE_CLOSED_SECRET": "c" * 48,
    "INCAMERA_ENGINE_CLOSED_URL": "ws://192.0.2.1:7890",
    "SOMEBODYS_TOKEN": "t" * 48,
}


class MailServer:
    """Takes mail; while `is_slow` it takes what is said and gives no answer to it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.is_slow = False
        self.begun = 0
        self.port = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[MailServer]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            if line[:4].upper() != b"DATA":
                writer.write(b"250 fine\r\n")
                continue
            writer.write(b"354 go on\r\n")
            whole = await reader.readuntil(b"\r\n.\r\n")
            self.begun += 1
            if not self.is_slow:
                self.taken.append(message_from_bytes(whole, policy=default))
                writer.write(b"250 taken\r\n")
        writer.close()


@asynccontextmanager
async def house(folder: Path, **settings: str) -> AsyncIterator[Stack]:
    """The api and its jobs, without engines."""
    env = {f"{PREFIX}{name.upper()}": value for name, value in settings.items()}
    async with Stack(folder / "data", outside=frozenset({"open", "closed"}), slowness=300, env=env) as stack:
        yield stack


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_S):
        while not holds():
            await asyncio.sleep(0.02)


async def invited(stack: Stack, names: int) -> tuple[str, list[str]]:
    """A meeting and as many of its seats, with mail to them under way."""
    settings = load_settings({"data_dir": stack.data_dir, "port": stack.ports.api})
    link = await new_link(settings)
    assert link is not None
    wanted = plan()
    seats = [seat["id"] for seat in wanted["seats"]][:names]
    async with Desk(Door(stack.url, f"localhost:{stack.ports.api}", "")) as desk:
        await desk.redeem(link.partition("#")[2])
        meeting = await desk.plan(wanted)
        await post(desk.client, f"/api/desk/meetings/{meeting}/invitations", {"seats": seats})
    return meeting, seats


async def waiting(stack: Stack) -> list[str | None]:
    """The locks of the jobs that are not done."""
    database = Database(f"sqlite+aiosqlite:///{stack.data_dir / 'incamera.sqlite3'}")
    try:
        async with database.reading() as session:
            return list((await session.scalars(select(JobRow.lock))).all())
    finally:
        await database.close()


async def let_locks_run_out(stack: Stack) -> None:
    """As half a minute does."""
    database = Database(f"sqlite+aiosqlite:///{stack.data_dir / 'incamera.sqlite3'}")
    async with database.transaction() as session:
        await session.execute(update(JobRow).values(locked_until=0))
    await database.close()


def secret_in(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"/invitation#(\w+)", body.get_content())
    assert found is not None
    return found[1]


async def test_the_jobs_know_how_to_mail_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PLANTED.items():
        monkeypatch.setenv(name, value)
    password = tmp_path / "password"
    password.write_text("p4ssw0rd", encoding="ascii")
    given = {**{name.removeprefix(PREFIX).lower(): value for name, value in PLANTED.items() if PREFIX in name}}
    mail = {"smtp_host": "127.0.0.1", "smtp_user": "house", "smtp_password_file": str(password)}
    async with house(tmp_path, **given, **mail) as stack:
        await until(lambda: stack.pid("jobs") is not None and "INCAMERA" in environ(stack, "jobs"))
        known = environ(stack, "jobs")
        assert {line.partition("=")[0] for line in known.split("\0") if line.startswith("INCAMERA")} == {
            "INCAMERA_DATA_DIR", "INCAMERA_PORT", "INCAMERA_SMTP_HOST", "INCAMERA_SMTP_USER",
            "INCAMERA_SMTP_PASSWORD_FILE",
        }  # fmt: skip
        secret = [PLANTED[name] for name in PLANTED if name.endswith(("SECRET", "TOKEN"))]
        assert [value in known for value in secret] == [False] * 3
        assert all(value in environ(stack, "api") for value in secret[:2]), "it is there to be withheld"
        made = {path.read_text(encoding="ascii").strip() for path in (stack.data_dir / "secrets").iterdir()}
        assert made
        assert not [value for value in made if value in known]


def environ(stack: Stack, name: str) -> str:
    return Path(f"/proc/{stack.pid(name)}/environ").read_bytes().decode()


async def test_mail_goes_on_after_a_kill_in_the_middle_of_it_and_none_is_lost(tmp_path: Path) -> None:
    async with (
        MailServer().listening() as server,
        house(tmp_path, smtp_host="127.0.0.1", smtp_port=str(server.port)) as stack,
    ):
        server.is_slow = True
        meeting, seats = await invited(stack, names=3)
        await until(lambda: server.begun == 1)
        stack.kill("jobs")
        await until(lambda: stack.starts("jobs") == 2 and stack.pid("jobs") is not None)
        server.is_slow = False
        await until(lambda: len(server.taken) == 2)
        async with asyncio.timeout(LONG_S):  # a mail is taken a moment before its job is gone
            while len(held_jobs := await waiting(stack)) > 1:
                await asyncio.sleep(0.05)
        assert [lock is None for lock in held_jobs] == [False], "what was in the middle is still held"
        await let_locks_run_out(stack)
        await until(lambda: len(server.taken) == 3)
        async with asyncio.timeout(LONG_S):
            while await waiting(stack):
                await asyncio.sleep(0.05)
        assert sorted(mail["To"] for mail in server.taken) == [
            "ada@valdoria.example", "bo@norland.example", "cato@valdoria.example",
        ]  # fmt: skip
        async with Door(stack.url, f"localhost:{stack.ports.api}", "").client() as browser:
            held = [await post(browser, "/api/invitations/redeem", {"secret": secret_in(m)}) for m in server.taken]
        assert {answer.json()["seat"] for answer in held} == set(seats)
        assert {answer.json()["meeting"] for answer in held} == {meeting}


async def test_jobs_that_are_told_to_leave_leave(tmp_path: Path) -> None:
    async with house(tmp_path) as stack:
        await invited(stack, names=1)
        await until(lambda: bool(list((stack.data_dir / "outbox").glob("*.eml"))))
        before = stack.pid("jobs")
    assert before is not None
    assert not Path(f"/proc/{before}").exists()
    log = stack.data_dir / "logs" / "jobs.log"
    assert not log.exists() or "Traceback" not in log.read_text(encoding="utf-8")

"""Both ways out for mail: a folder and a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from incamera.adapters.outbox import OutboxMailer
from incamera.adapters.smtp import SmtpMailer
from incamera.ports import PortFailed


def mail() -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = "house@example.org", "ada@example.org", "Überraschung"
    written.set_content("Grüße\n.\nEnd")
    return written


@asynccontextmanager
async def server(refuse: bytes = b"") -> AsyncIterator[tuple[int, list[bytes]]]:
    """A mail server of a few words; it answers `refuse` to the verb it begins with."""
    taken: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == refuse:
                writer.write(b"550 no\r\n")
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                taken.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 taken\r\n")
            else:
                writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")
            if verb == b"QUIT":
                break
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1], taken


async def test_the_folder_gets_a_whole_file_that_only_we_can_read(tmp_path: Path) -> None:
    box = tmp_path / "outbox"
    await OutboxMailer(box).send(mail())
    (file,) = box.iterdir()
    assert (file.suffix, file.stat().st_mode & 0o777, box.stat().st_mode & 0o777) == (".eml", 0o600, 0o700)
    read = message_from_bytes(file.read_bytes(), policy=default)
    assert (read["Subject"], read.get_content().split()) == ("Überraschung", ["Grüße", ".", "End"])


async def test_a_folder_that_cannot_be_made_is_a_failure_of_the_port(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(PortFailed):
        await OutboxMailer(tmp_path / "outbox").send(mail())


async def test_the_server_gets_the_mail() -> None:
    async with server() as (port, taken):
        await SmtpMailer("127.0.0.1", port).send(mail())
    (sent,) = taken
    read = message_from_bytes(sent, policy=default)
    assert (read["To"], read["Subject"]) == ("ada@example.org", "Überraschung")


@pytest.mark.parametrize("verb", [b"MAIL", b"RCPT", b"EHLO"])
async def test_a_server_that_refuses_is_a_failure_of_the_port(verb: bytes) -> None:
    async with server(refuse=verb) as (port, taken):
        if verb == b"EHLO":  # the old greeting is tried next, and works
            await SmtpMailer("127.0.0.1", port).send(mail())
            assert len(taken) == 1
        else:
            with pytest.raises(PortFailed):
                await SmtpMailer("127.0.0.1", port).send(mail())
            assert taken == []


async def test_no_server_is_a_failure_of_the_port() -> None:
    async with server() as (port, _):
        pass
    with pytest.raises(PortFailed):
        await SmtpMailer("127.0.0.1", port).send(mail())

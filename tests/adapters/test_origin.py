"""The origin port: one contract for the gate in memory and for a real origin process, and what a bad answer does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incamera.adapters.origin import OriginGate
from incamera.platform.ids import new_id
from incamera.platform.signed import sign_document
from incamera.ports import NoticeWanted, OriginFound, OriginPart, OriginPort, PermitWanted, PortFailed, RecordingFound
from tests.fakes.gate import FakeGate
from tests.media.origin.processes import LONG_S, SECOND, now_us, running

NOTICE = NoticeWanted("on_air", 1, "", None, "A meeting", 1, "UTC", ("North", "South"), ("Remarks",), None, 0)


def permit(span: int = 1, closes: int | None = None, opens: int | None = None) -> PermitWanted:
    return PermitWanted(
        span, now_us() - SECOND if opens is None else opens, closes, frozenset({"picture", "sound"}), ()
    )


@dataclass
class World:
    """A gate and whoever records behind it. `record`: what the recorder of a meeting says of itself; None: it goes away."""

    port: OriginPort
    record: Callable[[str, RecordingFound | None], Awaitable[None]]


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.process)])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    if request.param == "fake":
        fake = FakeGate(now=now_us)

        async def says(meeting: str, found: RecordingFound | None) -> None:
            fake.record(meeting, found)

        yield World(fake, says)
        return
    async with running(tmp_path) as origin, AsyncExitStack() as ending:
        made = OriginGate(
            origin.run_dir / "control.sock",
            sign=origin.key.sign,
            statement_key=lambda: bytes.fromhex((origin.run_dir / "origin.pub").read_text()),
            now=now_us,
            deadline_scale=3000,
        )
        ending.push_async_callback(made.close)
        yield World(made, ending.enter_context(Recorders(origin.run_dir / "sinks.sock")).say)


@pytest.fixture
def port(world: World) -> OriginPort:
    return world.port


class Recorders(ExitStack):
    """Connections to a real origin, one a meeting, that say what recorders say."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._open: dict[str, asyncio.StreamWriter] = {}
        self.callback(self._leave)

    def _leave(self) -> None:
        for writer in self._open.values():
            writer.transport.abort()

    async def say(self, meeting: str, found: RecordingFound | None) -> None:
        writer = self._open.pop(meeting, None)
        if writer is not None:
            writer.close()
            await writer.wait_closed()
        if found is None:
            return
        _, writer = await asyncio.open_unix_connection(str(self._path))
        self._open[meeting] = writer
        state = {name: getattr(found, name) for name in ("state", "since", "kept_until", "unfinished")}
        names = ("span", "from", "until", "file", "bytes", "sha256")
        rows = [{"passage": {**dict(zip(names, row, strict=True)), "still": None}} for row in found.passages]
        for line in ({"meeting": meeting, "recorder": True}, *rows, state):
            writer.write(json.dumps(line).encode() + b"\n")
        await writer.drain()


async def test_what_the_gate_is_told_is_what_it_states(port: OriginPort) -> None:
    meeting, other = new_id(), new_id()
    blank = await port.reconcile(OriginPart(meeting, (), NOTICE))
    assert blank.spans == ()

    given = permit()
    before = now_us()
    found = await port.reconcile(OriginPart(meeting, (given,), NOTICE))
    assert before <= found.asked <= now_us()
    assert [(s.span, s.closes) for s in found.spans] == [(1, None)]
    assert found.spans[0].passes_until > found.asked
    again = await port.reconcile(OriginPart(meeting, (given,), NOTICE))
    assert [(s.span, s.closes) for s in again.spans] == [(1, None)]
    assert again.spans[0].passes_until >= found.spans[0].passes_until

    limit = now_us()
    await port.shut(meeting, permit(closes=limit, opens=given.opens), NOTICE)
    await is_shut_at(port, meeting, given, limit)
    await port.reconcile(OriginPart(meeting, (permit(closes=limit + 5 * SECOND, opens=given.opens),), NOTICE))
    await is_shut_at(port, meeting, given, limit)
    await port.shut(meeting, permit(closes=limit - SECOND // 2, opens=given.opens), NOTICE)
    await is_shut_at(port, meeting, given, limit - SECOND // 2)

    reopened = await port.reconcile(OriginPart(meeting, (given, permit(span=3, opens=now_us())), NOTICE))
    assert [(s.span, s.closes) for s in reopened.spans] == [(1, limit - SECOND // 2), (3, None)]
    assert (await port.reconcile(OriginPart(other, (), NOTICE))).spans == ()


async def is_shut_at(port: OriginPort, meeting: str, given: PermitWanted, limit: int) -> None:
    """Also a permit without a limit does not open it again."""
    (span,) = (await port.reconcile(OriginPart(meeting, (given,), NOTICE))).spans
    assert span.closes == limit
    assert span.passes_until <= limit


async def test_a_pass_that_was_cancelled_anywhere_and_one_more_end_in_the_same_world(port: OriginPort) -> None:
    meeting, given = new_id(), permit()
    limit = now_us() + SECOND
    newer = permit(span=3, closes=limit)
    part = OriginPart(meeting, (given, newer), NOTICE)
    for turns in range(12):
        task = asyncio.ensure_future(port.reconcile(part))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
    found = await port.reconcile(part)
    # A span that opens shuts those before it.
    assert [(s.span, s.closes) for s in found.spans] == [(1, newer.opens), (3, limit)]


async def recording_stated(port: OriginPort, meeting: str, wanted: RecordingFound | None) -> None:
    """Asked until it is; a recorder's words take a moment."""
    found: RecordingFound | None = None
    async with asyncio.timeout(LONG_S):
        while (found := (await port.reconcile(OriginPart(meeting, (permit(),), NOTICE))).recording) != wanted:
            await asyncio.sleep(0.02)
    assert found == wanted


async def test_what_a_recorder_says_is_stated_of_its_meeting_as_long_as_it_is_there(world: World) -> None:
    meeting, other = new_id(), new_id()
    await recording_stated(world.port, meeting, None)
    passage = (1, 5, 9, "passage-001.mp4", 1_000, "ab" * 32)
    for said in (
        RecordingFound("recording", 3, 4, 1, ()),
        RecordingFound("waiting", 10, 9, 0, (passage, (1, 9, 12, "passage-002.mp4", 7, "cd" * 32))),
        RecordingFound("failed", 11, 9, 2, (passage,)),
        None,
    ):
        await world.record(meeting, said)
        await recording_stated(world.port, meeting, said)
        assert (await world.port.reconcile(OriginPart(other, (permit(),), NOTICE))).recording is None


# what is not a statement of this gate about this meeting now

KEY = Ed25519PrivateKey.generate()
Answer = Callable[[str], str]
"""From the statement's meeting to the text that is answered."""


def statement(meeting: str, key: Ed25519PrivateKey = KEY, kind: str = "statement", **changes: Any) -> str:
    body = {
        "meeting": meeting,
        "at": now_us(),
        "audience": {"webcast": 3},
        "spans": [],
        "feeds": [],
        "recording": None,
        **changes,
    }
    return sign_document(kind, {k: v for k, v in body.items() if v is not ...}, key.sign)


@asynccontextmanager
async def answering(
    folder: Path, answer: Answer, status: int = 200, *, is_slow: bool = False
) -> AsyncIterator[OriginPort]:
    """Something on the socket that takes every document and answers questions as told."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if head.startswith("GET"):
            if is_slow:
                await reader.read()
            text = answer(head.split()[1].rpartition("/")[2]).encode()
        else:
            text = b""
        code = status if head.startswith("GET") else 200
        writer.write(b"HTTP/1.1 %d X\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (code, len(text), text))
        writer.close()

    socket = folder / "control.sock"
    server = await asyncio.start_unix_server(serve, str(socket))
    public = KEY.public_key().public_bytes_raw()
    port = OriginGate(
        socket, sign=KEY.sign, statement_key=lambda: public, now=now_us, deadline_scale=50 if is_slow else 3000
    )
    async with server:
        yield port
        await port.close()


async def test_a_good_statement_is_read(tmp_path: Path) -> None:
    row = {
        "span": 1,
        "passes_until": 5,
        "closes": None,
        "public_until": 4,
        "kept_until": 0,
        "kept_ended": True,
        "destroyed": [{"from": 1, "to": 3, "public_until": 2}],
    }
    async with answering(tmp_path, lambda m: statement(m, spans=[row])) as port:
        found: OriginFound = await port.reconcile(OriginPart("m", (permit(),), NOTICE))
    assert [(s.span, s.passes_until, s.closes, s.public_until, s.destroyed) for s in found.spans] == [
        (1, 5, None, 4, ((1, 3, 2),))
    ]
    assert found.audience == {"webcast": 3}


RECORDER = {"state": "waiting", "since": 1, "kept_until": 0, "unfinished": 0}
BAD: dict[str, Answer] = {
    "unsigned": lambda _: '{"meeting": "m", "spans": [], "audience": {}}',
    "empty": lambda _: "",
    "signed by someone else": lambda m: statement(m, Ed25519PrivateKey.generate()),
    "another kind of document": lambda m: statement(m, kind="permit"),
    "of another meeting": lambda _: statement("another"),
    "of long ago": lambda m: statement(m, at=now_us() - 60 * SECOND),
    "without spans": lambda m: statement(m, spans=...),
    "spans of another shape": lambda m: statement(m, spans=[1]),
    "half a span": lambda m: statement(m, spans=[{"span": 1, "passes_until": 0}]),
    "half an answer": lambda m: statement(m)[:-20],
    "an audience of another shape": lambda m: statement(m, audience=[]),
    "without a word on the recorder": lambda m: statement(m, recording=...),
    "half a recorder": lambda m: statement(m, recording={"state": "waiting", "passages": []}),
    "half a passage": lambda m: statement(m, recording={**RECORDER, "passages": [{"span": 1}]}),
}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_no_statement_of_this_gate_is_no_measurement(what: str, tmp_path: Path) -> None:
    async with answering(tmp_path, BAD[what]) as port:
        with pytest.raises(PortFailed):
            await port.reconcile(OriginPart("m", (permit(),), NOTICE))


@pytest.mark.parametrize("status", [302, 403, 404, 500, 507])
async def test_a_refusal_is_no_measurement_whatever_it_says(status: int, tmp_path: Path) -> None:
    async with answering(tmp_path, statement, status) as port:
        with pytest.raises(PortFailed):
            await port.reconcile(OriginPart("m", (), NOTICE))


async def test_no_answer_in_time_is_no_measurement(tmp_path: Path) -> None:
    async with answering(tmp_path, statement, is_slow=True) as port:
        with pytest.raises(PortFailed):
            await port.reconcile(OriginPart("m", (), NOTICE))


async def test_where_nobody_listens_nothing_is_known_and_nothing_raised_but_that(tmp_path: Path) -> None:
    port = OriginGate(tmp_path / "control.sock", sign=KEY.sign, statement_key=lambda: b"", now=now_us)
    calls: list[Awaitable[object]] = [
        port.reconcile(OriginPart("m", (), NOTICE)),
        port.shut("m", permit(closes=now_us()), NOTICE),
    ]
    for call in calls:
        with pytest.raises(PortFailed):
            await call
    await port.close()

"""What strangers try at the public port of a whole house, and what of closed talks lies in the outside's memory, files and logs."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from incamera.house.ledger.signing import load_signer
from incamera.main.gate import KEY_FILE
from incamera.platform.ids import new_id
from incamera.platform.signed import sign_document
from tests.e2e.house import CLOSED_TITLES, House, open_house
from tests.e2e.output import gallery_url, public_url, show_pass
from tests.e2e.show import Show, show

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

SAID = f"in confidence {new_id()}"
ITEM = f"our lowest figure {new_id()}"
CHUNK = 1 << 20


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gated(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with open_house(tmp_path_factory.mktemp("gated"), has_gate=True) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def closed(gated: House) -> AsyncIterator[Show]:
    """A meeting that was on the record and is closed; a title, and words between two seats, are known inside alone."""
    items = [{"id": "border", "open_title": "Border traffic", "closed_title": ITEM, "phase": "closed", "minutes": 20}]
    async with show(gated, delay=0, items=items) as meeting:
        lines = await meeting.open()
        await meeting.close()
        for output, line in zip(meeting.outputs, lines, strict=True):
            await output.until_ended(line)
        teller, hearer = meeting.speaker.on("closed")[-1], meeting.listener.on("closed")[-1]
        await teller.until(lambda e: e["event"] == "permission" and e["publish"])
        await teller.tell(do="say", text=SAID)
        await hearer.until(lambda e: e["event"] == "data" and SAID in e["text"])
        view = await meeting.meeting["edmar"].view()
        assert ITEM in json.dumps(view), "inside the title is known"
        yield meeting


async def test_no_byte_of_closed_talks_is_in_files_memory_or_logs_of_the_outside(closed: Show) -> None:
    stack = closed.house.stack
    assert stack.runs is not None
    assert stack.runs.pid("programme") is None, "the worker of the open span is gone"
    origin = stack.pid("origin")
    assert origin is not None
    outside = [origin, *filter(None, [stack.runs.pid("recorder")])]
    marks = [mark.encode() for mark in (SAID, ITEM)]
    assert holds(memory(origin), [closed.meeting.id.encode()]), "what is there is found"
    for pid in outside:
        assert not holds(memory(pid), marks)
    folders = ("origin", "record", "run/origin", "slate")
    files = [f for name in folders for f in (stack.data_dir / name).rglob("*") if f.is_file()]
    logs = list((stack.data_dir / "logs").glob("*.log"))
    assert files
    assert {"origin", "programme", "api"} <= {f.stem for f in logs}
    for file in (*files, *logs):
        assert not holds(iter([file.read_bytes()]), marks), file
    public = json.dumps([closed.webcast.told, closed.gallery.told])
    assert "Border traffic" in public
    assert not any(mark in public for mark in (SAID, ITEM, *CLOSED_TITLES))
    for output in closed.outputs:
        for line in output.timelines.values():
            assert not holds(iter(line.pieces.values()), marks)


def memory(pid: int) -> Iterator[bytes]:
    """All that a process can read of itself, piece by piece, each beginning with the end of the one before."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as file:
        for row in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, may = row.split()[:2]
            first, last = (int(part, 16) for part in span.split("-"))
            if may.startswith("r") and "[v" not in row:
                kept = b""
                for at in range(first, last, CHUNK):
                    with suppress(OSError, OverflowError):
                        file.seek(at)
                        kept = kept[-256:] + file.read(min(CHUNK, last - at))
                        yield kept


def holds(pieces: Iterator[bytes], marks: list[bytes]) -> bool:
    return any(mark in piece for piece in pieces for mark in marks)


async def test_a_stranger_learns_from_no_answer_whether_something_closed_is_there(closed: Show) -> None:
    known, unknown = closed.meeting.id, new_id()
    path = closed.webcast.live()[0].path
    places = (
        "/live/{}/closed", "/live/{}/chamber/master.m3u8", "/live/{}/webcast/{other}/v0.m3u8", "/live/{}/record/closed.mp4",
        "/live/{}/webcast/{other}/v0/s1.mp4", "/live/{}/webcast/", "/live/{}/record/..%2f..%2forigin%2fkey",
        "/live/{}/webcast/..%2f..%2f..%2fkey", "/live/%2e%2e/{}/gallery/status.json", "/live/{}/webcast/master.m3u8%00",
    )  # fmt: skip
    async with httpx.AsyncClient(base_url=public_url(closed.house), timeout=20, trust_env=False) as client:
        for place in places:
            answers = [await client.get(place.format(m, other=new_id())) for m in (known, unknown)]
            assert [answer.status_code for answer in answers] == [404, 404], place
            assert answers[0].content == answers[1].content, place
        for query in ("_HLS_msn=999999999", "_HLS_msn=-1", "_HLS_msn=1e9", "_HLS_part=3", "_HLS_msn=1&_HLS_part=99",
                      "_HLS_msn=9999999999999999999", "_HLS_msn=%00", "_HLS_msn=1&_HLS_msn=2"):  # fmt: skip
            answer = await client.get(f"/live/{known}/webcast/{path}/v0.m3u8?{query}")
            is_plain(answer, 400, 404)
        for span in ("bytes=99999999999-", "bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=" + "0-1," * 500):
            name = next(name for stream, name in closed.webcast.live()[0].pieces if stream == "v0")
            is_plain(
                await client.get(f"/live/{known}/webcast/{path}/v0/{name}", headers={"Range": span}), 200, 404, 416
            )
        is_plain(await client.post(f"/live/{known}/status.json"), 405)


def is_plain(answer: httpx.Response, *statuses: int) -> None:
    """One of these answers, and nothing of the program behind it."""
    assert answer.status_code in statuses, (answer.url, answer.status_code, answer.text[:200])
    assert b"Traceback" not in answer.content
    assert b".py" not in answer.content
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_only_a_valid_pass_of_this_meeting_opens_the_gallery(gated: House, closed: Show) -> None:
    foreign = forged(gated, {"meeting": new_id(), "seat": "seat", "expires": now_us() + 30_000_000})
    expired = forged(gated, {"meeting": closed.meeting.id, "seat": "seat", "expires": now_us() - 1})
    endless = forged(gated, {"meeting": closed.meeting.id, "seat": "seat", "expires": now_us() + 10**12})
    mine = (await closed.meeting["journalist"].post("pass", {})).headers["set-cookie"].split(";")[0].partition("=")[2]
    assert mine.count(".") == 1
    bad = ["", "nonsense", foreign, expired, endless, mine[:-2], mine.partition(".")[0] + "." + "A" * 86]
    async with httpx.AsyncClient(base_url=gallery_url(gated), timeout=20, trust_env=False) as client:
        playlist = f"{closed.gallery.live()[0].path}/v0.m3u8"
        for place in ("status.json", "status", "master.m3u8", "stream.mp4", "pass", playlist):
            answers = set()
            for meeting, text in product((closed.meeting.id, new_id()), bad):
                cookie = {"Cookie": f"gallery_pass={text}"}
                answer = await client.get(f"/live/{meeting}/gallery/{place}", headers=cookie)
                answers.add((answer.status_code, answer.content))
            assert {status for status, _ in answers} == {403}, place
            assert len(answers) == 1, "the same answer, whatever was wrong and whatever is there"
        await show_pass(client, closed.meeting, "journalist")
        assert (await client.get(f"/live/{closed.meeting.id}/gallery/pass")).status_code == 204


def now_us() -> int:
    return time.time_ns() // 1_000


def forged(house: House, body: dict[str, object]) -> str:
    """Signed by the api's own key, which nobody outside has: only what it says can be wrong."""
    signer = load_signer(house.stack.data_dir / "secrets", KEY_FILE)
    return sign_document("pass", body, signer.sign)

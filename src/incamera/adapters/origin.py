"""The origin port: hands the gate its signed permits over a Unix socket and reads its signed statements."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import httpx

from incamera.platform.signed import NotSignedError, read_document, sign_document
from incamera.ports import (
    FeedFound,
    NoticeWanted,
    OriginFound,
    OriginPart,
    PermitWanted,
    PortFailed,
    RecordingFound,
    SpanFound,
)

LEASE_US: Final = 6_000_000
"""How long a permit lasts without being renewed; it is renewed with every pass."""
CALL_S: Final = 1.0
APART_US: Final = 1_000_000
"""The origin's clock follows ours slowly: a statement stamped earlier than this before it was asked for is an old one."""

_FAILED: Final = (httpx.HTTPError, NotSignedError, OSError, ValueError, KeyError, TypeError, AttributeError)


class OriginGate:
    """One origin. `sign` is the api's key for documents, `statement_key` reads the origin's public half as it is now."""

    def __init__(
        self,
        socket: Path,
        *,
        sign: Callable[[bytes], bytes],
        statement_key: Callable[[], bytes],
        now: Callable[[], int],
        deadline_scale: int = 100,
    ) -> None:
        self._sign = sign
        self._statement_key = statement_key
        self._now = now
        self._lease_us = LEASE_US * deadline_scale // 100
        self._rev = 0
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=str(socket)),
            base_url="http://origin",
            timeout=CALL_S * deadline_scale / 100,
        )

    async def reconcile(self, part: OriginPart) -> OriginFound:
        """See OriginPort. Permits go out together; the statement is asked for after all of them were taken."""
        try:
            puts = [self._put_permit(part.meeting, p, part.notice) for p in part.permits]
            await asyncio.gather(*puts, self._put_notice(part.meeting, part.notice))
            asked = self._now()
            answer = await self._client.get(f"/statement/{part.meeting}")
            return _found(asked, self._read(answer, part.meeting, asked))
        except _FAILED as error:
            raise PortFailed("the origin did not answer") from error

    async def shut(self, meeting: str, permit: PermitWanted, notice: NoticeWanted) -> None:
        """See OriginPort."""
        try:
            await self._put_permit(meeting, permit, notice)
        except _FAILED as error:
            raise PortFailed("the origin did not answer") from error

    async def close(self) -> None:
        """Give back the sockets."""
        await self._client.aclose()

    async def _put_permit(self, meeting: str, permit: PermitWanted, notice: NoticeWanted) -> None:
        await self._put(f"/permits/{meeting}/{permit.span}", "permit", self._permit(meeting, permit, notice))

    async def _put_notice(self, meeting: str, n: NoticeWanted) -> None:
        body = {
            "meeting": meeting,
            "rev": self._next_rev(),
            "words": _words(n),
            "title": n.title,
            "starts": n.starts,
            "zone": n.zone,
            "delegations": list(n.delegations),
            "items": [{"title": title} for title in n.items],
            "item": {"title": n.item[0], "since": n.item[1]} if n.item is not None else None,
            "delay_us": n.delay_us,
            "languages": [],
        }
        await self._put(f"/notices/{meeting}", "notice", body)

    async def _put(self, path: str, kind: str, body: Mapping[str, Any]) -> None:
        answer = await self._client.put(path, content=sign_document(kind, body, self._sign))
        answer.raise_for_status()

    def _permit(self, meeting: str, p: PermitWanted, notice: NoticeWanted) -> dict[str, Any]:
        return {
            "meeting": meeting,
            "span": p.span,
            "rev": self._next_rev(),
            "opens": p.opens,
            "closes": p.closes,
            "until": self._now() + self._lease_us,
            "sends": sorted(p.sends),
            "destroy": [list(passage) for passage in p.destroy],
            "words": _words(notice),
            "delay_us": notice.delay_us,
        }

    def _next_rev(self) -> int:
        """Rises with every document, also over restarts of the api."""
        self._rev = max(self._rev + 1, self._now())
        return self._rev

    def _read(self, answer: httpx.Response, meeting: str, asked: int) -> dict[str, Any]:
        answer.raise_for_status()
        body = read_document("statement", answer.text, self._statement_key())
        if body["meeting"] != meeting:
            raise ValueError("a statement about another meeting")
        if body["at"] < asked - APART_US:
            raise ValueError("a statement of before it was asked for")
        return body


def _words(n: NoticeWanted) -> dict[str, Any]:
    return {"state": n.state, "since": n.since, "reason": n.reason, "expected": n.expected}


def _found(asked: int, body: Mapping[str, Any]) -> OriginFound:
    spans = tuple(
        SpanFound(
            int(row["span"]),
            int(row["passes_until"]),
            None if row["closes"] is None else int(row["closes"]),
            int(row["public_until"]),
            tuple((int(d["from"]), int(d["to"]), int(d["public_until"])) for d in row["destroyed"]),
            int(row["kept_until"]),
            bool(row["kept_ended"]),
        )
        for row in body["spans"]
    )
    feeds = tuple(
        FeedFound(str(row["feed"]), str(row["state"]), int(row["since"]), int(row["given_until"]))
        for row in body["feeds"]
    )
    audience = {name: int(n) for name, n in body["audience"].items()}
    return OriginFound(asked, spans, audience, feeds, _recording(body["recording"]))


def _recording(told: Mapping[str, Any] | None) -> RecordingFound | None:
    if told is None:
        return None
    passages = tuple(
        (int(p["span"]), int(p["from"]), int(p["until"]), str(p["file"]), int(p["bytes"]), str(p["sha256"]))
        for p in told["passages"]
    )
    since, kept_until, unfinished = (int(told[name]) for name in ("since", "kept_until", "unfinished"))
    return RecordingFound(str(told["state"]), since, kept_until, unfinished, passages)

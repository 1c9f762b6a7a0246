"""Takes programmes in: one connection per run, a signed ticket first, then the table, the configurations and units."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import structlog

from incamera.media.origin.core import Origin
from incamera.media.origin.grid import Stream
from incamera.media.origin.keys import ApiKey
from incamera.media.origin.meeting import Meeting
from incamera.media.origin.span import RunRefused
from incamera.media.wire import (
    TICKET_KIND,
    Kind,
    Reader,
    Table,
    Ticket,
    Unit,
    WireError,
    read_table,
    read_ticket,
)
from incamera.platform.signed import NotSignedError

SILENCE_S: Final = 1.5
"""A connection that sends nothing, not even a heartbeat, for so long is lost."""
CONFIG_KINDS: Final = {Kind.VIDEO_CONFIG: Kind.VIDEO, Kind.AUDIO_CONFIG: Kind.AUDIO}

_log = structlog.get_logger(__name__)


class Connection(asyncio.Protocol):
    """One programme's connection. It ends with the first thing that is wrong; slate follows by itself."""

    def __init__(self, origin: Origin, api_key: ApiKey, running: dict[tuple[str, int], Connection]) -> None:
        self._origin = origin
        self._api_key = api_key
        self._running = running
        self._reader = Reader()
        self._transport: asyncio.Transport | None = None
        self._silence: asyncio.TimerHandle | None = None
        self._ticket: Ticket | None = None
        self._meeting: Meeting | None = None
        self._table: Table | None = None
        self._configs: dict[Stream, bytes] = {}
        self._has_begun = False
        self._fault: str | None = "the connection broke"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the ticket."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  (a stream server makes no other)
        self._transport = transport
        self._hear()

    def data_received(self, data: bytes) -> None:
        """Take what is whole."""
        self._hear()
        units: list[Unit] = []
        try:
            for message in self._reader.feed(data):
                self._take(message, units)
            self._feed(units)
        except (WireError, RunRefused, NotSignedError) as error:
            self._end(str(error))

    def eof_received(self) -> None:
        """The programme closed its side."""

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the span, if this is still its run."""
        del exc
        if self._silence is not None:
            self._silence.cancel()
        ticket = self._ticket
        if ticket is None or self._meeting is None:
            return
        if self._running.get((ticket.meeting, ticket.span)) is self:
            del self._running[ticket.meeting, ticket.span]
        self._meeting.span(ticket.span).end_run(ticket.run, self._fault)
        _log.info("run_ended", meeting=ticket.meeting, span=ticket.span, run=ticket.run, fault=self._fault)

    def _take(self, message: Unit, units: list[Unit]) -> None:
        if self._ticket is None:
            self._admit(message)
        elif message.kind is Kind.END:
            self._feed(units)
            units.clear()
            self._end(None)
        elif message.kind is Kind.TABLE:
            self._table = read_table(message.payload)
        elif message.kind in CONFIG_KINDS:
            self._configs[CONFIG_KINDS[message.kind], message.rendition] = bytes(message.payload)
        elif message.kind in {Kind.VIDEO, Kind.AUDIO}:
            if not self._has_begun:
                self._begin(self._ticket)
            units.append(message)
        elif message.kind is not Kind.HEARTBEAT and message.kind is not Kind.CUE:
            raise WireError("a second ticket")

    def _admit(self, message: Unit) -> None:
        if message.kind is not Kind.TICKET:
            raise WireError("no ticket")
        ticket = read_ticket(self._api_key.read(TICKET_KIND, message.payload.decode("ascii", "replace")))
        if ticket.expires <= self._origin.now():
            raise WireError("the ticket has expired")
        self._ticket = ticket
        self._meeting = self._origin.meeting(ticket.meeting)

    def _begin(self, ticket: Ticket) -> None:
        if self._meeting is None or self._table is None:
            raise WireError("units before the table")
        self._meeting.span(ticket.span).begin_run(ticket, self._table, self._configs)
        self._has_begun = True
        older = self._running.get((ticket.meeting, ticket.span))
        self._running[ticket.meeting, ticket.span] = self
        if older is not None:
            older.leave()
        _log.info("run_began", meeting=ticket.meeting, span=ticket.span, run=ticket.run)

    def leave(self) -> None:
        """A newer run has taken over."""
        self._end("a newer run")

    def _feed(self, units: list[Unit]) -> None:
        if not units or self._meeting is None or self._ticket is None:
            return
        if any((u.span, u.run) != (self._ticket.span, self._ticket.run) for u in units):
            raise WireError("units of another span or run")
        if not self._origin.feed(self._meeting, units):
            self._end(self._meeting.span(self._ticket.span).fault or "refused")

    def _hear(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
        self._silence = asyncio.get_running_loop().call_later(SILENCE_S, self._end, "silent for too long")

    def _end(self, fault: str | None) -> None:
        self._fault = fault
        if fault is not None:
            _log.warning("run_refused", fault=fault)
        if self._transport is not None:
            self._transport.abort()


async def listen(path: Path, origin: Origin, api_key: ApiKey) -> asyncio.Server:
    """Listen for programmes on a Unix socket in a folder that only this user may enter."""
    path.unlink(missing_ok=True)  # noqa: ASYNC240  (once, at start)
    running: dict[tuple[str, int], Connection] = {}
    return await asyncio.get_running_loop().create_unix_server(lambda: Connection(origin, api_key, running), str(path))

"""The far end: one connection to the one address that was approved, and what may wait on the way to it.

Nothing here waits for the far end. What it does not take is not queued beyond BACKLOG_MAX: it is left out up to the next
sync picture, and a far end that takes nothing for STALL_S is given up.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol, cast

from incamera.media.feed.mpegts import DATAGRAM, MpegTs
from incamera.media.feed.order import Order
from incamera.media.feed.rtmp import FarEndRefused, Rtmp
from incamera.media.feed.tags import Streams
from incamera.media.wire import Kind, Unit
from incamera.platform.egress import look_up

BACKLOG_MAX: Final = 2 * 1024 * 1024
"""Some seconds of programme."""
SOCKET_BUFFER: Final = 256 * 1024
REACH_S: Final = 10.0
STALL_S: Final = 5.0


class Line(Protocol):
    """The transport of a connection or of datagrams, as far as both are alike."""

    def get_write_buffer_size(self) -> int: ...
    def abort(self) -> None: ...


@dataclass(slots=True)
class FarEnd:
    """`pack` makes bytes of a unit, `write` sends them, `hear` ends when the far end does."""

    line: Line
    write: Callable[[bytes], None]
    pack: Callable[[Unit, int], bytes]
    hear: Callable[[], Awaitable[None]]
    stall_s: float
    left_out: int = 0
    """Units that the far end did not take in time."""
    _waits_for_sync: bool = True
    _written: int = 0
    _gone: int = 0
    """Bytes that have gone on their way, and `_moved` when they last did so."""
    _moved: float | None = None

    def send(self, unit: Unit, at_us: int) -> None:
        """Send a unit, or leave it out. It begins with a sync picture."""
        if self._waits_for_sync:
            self._waits_for_sync = unit.kind is not Kind.VIDEO or not unit.is_sync or self.behind > BACKLOG_MAX // 2
        elif self.behind > BACKLOG_MAX:
            self._waits_for_sync = True
        if self._waits_for_sync:
            self.left_out += 1
            return
        data = self.pack(unit, at_us)
        self._written += len(data)
        self.write(data)

    @property
    def behind(self) -> int:
        """Bytes that wait."""
        return self.line.get_write_buffer_size()

    def is_stuck(self, now: float) -> bool:
        """Whether bytes wait and none has gone for `stall_s`; `now` in seconds of a steady clock. To be asked often."""
        gone = self._written - self.behind
        if self._moved is None or self.behind == 0 or gone > self._gone:
            self._moved = now
        self._gone = gone
        return now - self._moved > self.stall_s

    def close(self) -> None:
        """Cut the connection, whatever waits."""
        self.line.abort()


async def reach(order: Order, streams: Streams, *, allow_private: bool, slowness: float) -> FarEnd:
    """Connect, and for RTMP talk until the far end takes what comes.

    Raises EgressRefused, FarEndRefused, OSError, ValueError, EOFError; TimeoutError after REACH_S times `slowness`.
    """
    async with asyncio.timeout(REACH_S * slowness):
        is_udp = order.scheme == "udp"
        address = await look_up(order.host, order.port, is_udp=is_udp, allow_private=allow_private)
        if is_udp:
            return await _datagrams(order, streams, address, STALL_S * slowness)
        reader, writer = await _connect(order, address)
        try:
            if order.is_rtmp:
                rtmp = Rtmp(reader, writer)
                await rtmp.open(order)
                pack, hear = _as_rtmp(rtmp, streams), rtmp.hear
            else:
                pack, hear = _as_mpegts(streams), partial(_until_closed, reader)
        except BaseException:
            writer.transport.abort()
            raise
        return FarEnd(writer.transport, writer.write, pack, hear, STALL_S * slowness)


async def _connect(order: Order, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if order.scheme == "rtmps":
        secure = ssl.create_default_context()
        reader, writer = await asyncio.open_connection(address, order.port, ssl=secure, server_hostname=order.host)
    else:
        reader, writer = await asyncio.open_connection(address, order.port)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER)
    return reader, writer


class _Datagrams(asyncio.DatagramProtocol):
    """Hears that nobody listens, where the network says so."""

    def __init__(self) -> None:
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there."""
        if not self.ended.done():
            self.ended.set_exception(exc)

    async def hear(self) -> None:
        """Until somebody says that nobody listens."""
        await self.ended


async def _datagrams(order: Order, streams: Streams, address: str, stall_s: float) -> FarEnd:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(_Datagrams, remote_addr=(address, order.port))

    def write(data: bytes) -> None:
        for at in range(0, len(data), DATAGRAM):
            transport.sendto(data[at : at + DATAGRAM])

    return FarEnd(cast("Line", transport), write, _as_mpegts(streams), protocol.hear, stall_s)


def _as_rtmp(rtmp: Rtmp, streams: Streams) -> Callable[[Unit, int], bytes]:
    is_told = False

    def pack(unit: Unit, at_us: int) -> bytes:
        nonlocal is_told
        ms, head = at_us // 1_000, b""
        if not is_told:
            is_told, head = True, rtmp.config(streams, ms=ms)
        return head + rtmp.unit(unit, ms=ms)

    return pack


def _as_mpegts(streams: Streams) -> Callable[[Unit, int], bytes]:
    mux = MpegTs(streams)
    return lambda unit, at_us: mux.unit(unit, at_us=at_us)


async def _until_closed(reader: asyncio.StreamReader) -> None:
    """A receiver of MPEG-TS has nothing to say."""
    while await reader.read(65536):
        pass
    raise FarEndRefused("the far end closed the connection")

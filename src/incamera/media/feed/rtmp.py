"""Publishing by RTMP over a connection that is already there. The dialogue is that of every encoder's.

FFmpeg would do this too, but it looks the name up and connects by itself, checks no certificate, and takes the key in an
address; here the socket is ours, to the one address that was approved.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any, Final

from incamera.media.feed import amf, tags
from incamera.media.feed.chunks import (
    COMMAND,
    CONTROL,
    DATA,
    FIRST_CHUNK_SIZE,
    SET_CHUNK_SIZE,
    ChunkReader,
    Message,
    cut,
)
from incamera.media.feed.order import Order
from incamera.media.feed.tags import Streams
from incamera.media.wire import AUDIO_HZ, Kind, Unit

VERSION: Final = b"\x03"
HANDSHAKE: Final = 1536
CHUNK: Final = 4096
_PING, _PONG = 6, 7
_PROTOCOL, _COMMANDS, _SOUND, _PICTURES = 2, 3, 4, 6
"""Channels: of our own choice, but for the first."""


class FarEndRefused(Exception):
    """The far end does not take what we send. The text is for an operator; it never holds the key."""


class Rtmp:
    """One publication. `open` does the dialogue; after it `config` and `unit` give bytes, and `hear` must be awaited."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._chunks = ChunkReader()
        self._waiting: list[Message] = []
        self._size = FIRST_CHUNK_SIZE
        self._stream = 0

    async def open(self, order: Order) -> None:
        """Until the far end says that it takes what comes. Raises FarEndRefused, OSError, ValueError."""
        await self._shake_hands()
        about = {
            "app": order.path,
            "type": "nonprivate",
            "flashVer": "FMLE/3.0 (compatible; Incamera)",
            "tcUrl": order.address,
        }
        self._command("connect", 1, about)
        await self._answer(1)
        self._write(_PROTOCOL, SET_CHUNK_SIZE, CHUNK.to_bytes(4, "big"))
        self._size = CHUNK
        self._command("releaseStream", 2, None, order.key)
        self._command("FCPublish", 3, None, order.key)
        self._command("createStream", 4, None)
        made = await self._answer(4)
        if len(made) < 4 or not isinstance(made[3], float):
            raise FarEndRefused("the far end made no stream")
        self._stream = int(made[3])
        self._command("publish", 5, None, order.key, "live", stream=self._stream)
        await self._started()

    def config(self, streams: Streams, *, ms: int) -> bytes:
        """What stands before the first unit."""
        meta: dict[str, amf.Value] = {
            "width": streams.width, "height": streams.height, "framerate": streams.fps, "videocodecid": 7,
            "audiocodecid": 10, "audiosamplerate": AUDIO_HZ, "stereo": False,
        }  # fmt: skip
        return (
            self._cut(_SOUND, DATA, amf.encode("@setDataFrame", "onMetaData") + amf.encode_array(meta), ms)
            + self._cut(_PICTURES, tags.VIDEO_TAG, tags.picture_config(streams.avcc), ms)
            + self._cut(_SOUND, tags.AUDIO_TAG, tags.sound_config(streams.asc), ms)
        )

    def unit(self, unit: Unit, *, ms: int) -> bytes:
        """One unit."""
        if unit.kind is Kind.VIDEO:
            return self._cut(_PICTURES, tags.VIDEO_TAG, tags.picture(unit.payload, is_sync=unit.is_sync), ms)
        return self._cut(_SOUND, tags.AUDIO_TAG, tags.sound(unit.payload), ms)

    async def hear(self) -> None:
        """Answer the far end's pings, until it ends the publication. Raises FarEndRefused, OSError, ValueError."""
        while True:
            message = await self._message()
            if message.kind == COMMAND:
                _check_status(amf.decode(message.payload))

    async def _shake_hands(self) -> None:
        self._writer.write(VERSION + bytes(8) + os.urandom(HANDSHAKE - 8))
        if await self._reader.readexactly(1) != VERSION:
            raise FarEndRefused("the far end does not speak RTMP")
        self._writer.write(await self._reader.readexactly(HANDSHAKE))
        await self._reader.readexactly(HANDSHAKE)

    async def _answer(self, number: int) -> list[Any]:
        """The far end's answer to one of our commands."""
        while True:
            message = await self._message()
            if message.kind != COMMAND:
                continue
            values = amf.decode(message.payload)
            _check_status(values)
            if len(values) > 1 and values[0] in {"_result", "_error"} and values[1] == number:
                if values[0] == "_error":
                    raise FarEndRefused(_words(values))
                return values

    async def _started(self) -> None:
        while True:
            message = await self._message()
            if message.kind == COMMAND:
                values = amf.decode(message.payload)
                _check_status(values)
                if values[:1] == ["onStatus"]:
                    return

    async def _message(self) -> Message:
        while not self._waiting:
            data = await self._reader.read(65536)
            if not data:
                raise FarEndRefused("the far end closed the connection")
            for message in self._chunks.feed(data):
                if message.kind == CONTROL and message.payload[:2] == _PING.to_bytes(2, "big"):
                    self._write(_PROTOCOL, CONTROL, _PONG.to_bytes(2, "big") + message.payload[2:6])
                else:
                    self._waiting.append(message)
        return self._waiting.pop(0)

    def _command(self, *values: amf.Value, stream: int = 0) -> None:
        self._writer.write(cut(_COMMANDS, COMMAND, amf.encode(*values), stream=stream, size=self._size))

    def _write(self, channel: int, kind: int, payload: bytes) -> None:
        self._writer.write(cut(channel, kind, payload, size=self._size))

    def _cut(self, channel: int, kind: int, payload: bytes, ms: int) -> bytes:
        return cut(channel, kind, payload, stream=self._stream, ms=ms, size=self._size)


def _check_status(values: list[Any]) -> None:
    """Raises FarEndRefused for a status that is an error."""
    if values[:1] == ["onStatus"] and (_info(values).get("level") == "error" or "Unpublish" in str(_info(values))):
        raise FarEndRefused(_words(values))


def _info(values: list[Any]) -> dict[str, Any]:
    return next((v for v in reversed(values) if isinstance(v, dict)), {})


def _words(values: list[Any]) -> str:
    """The code alone: a description may repeat the key."""
    code = str(_info(values).get("code", ""))
    known = code.startswith(("NetStream.", "NetConnection."))
    is_plain = known and code.isascii() and len(code) < 60 and code.replace(".", "").isalnum()
    return f"the far end refuses: {code}" if is_plain else "the far end refuses"

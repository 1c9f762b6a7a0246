"""Far ends: listeners by TCP and UDP for MPEG-TS, FFmpeg listening for RTMP in a process of its own, and TLS before it."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import json
import os
import socket
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import av
import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from incamera.platform.ids import new_id
from tests.media.origin.encoded import SLATE_GREY
from tests.media.origin.processes import LONG_S, Origin

LISTENS_RTMP = """
import sys, av
with av.open(sys.argv[1], "r", options={"listen": "1", "timeout": "60"}) as far:
    for packet in far.demux(far.streams.video[0], far.streams.audio[0]):
        for frame in packet.decode():
            at = int(frame.pts * frame.time_base * 1_000)
            if packet.stream.type == "video":
                print("video", at, int(frame.to_ndarray()[: frame.height].mean()), flush=True)
            else:
                print("audio", at, int(abs(frame.to_ndarray()).max() * 1_000), flush=True)
"""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@dataclass
class Seen:
    """What a receiver decoded: (milliseconds, level of grey) and (milliseconds, loudness in thousandths)."""

    video: list[tuple[int, int]] = field(default_factory=list)
    audio: list[tuple[int, int]] = field(default_factory=list)

    @property
    def live(self) -> list[tuple[int, int]]:
        return [row for row in self.video if not is_slate(row[1])]

    @property
    def loud(self) -> list[tuple[int, int]]:
        return [row for row in self.audio if row[1] > 100]

    def check_rises(self) -> None:
        for rows in (self.video, self.audio):
            times = [at for at, _ in rows]
            assert times == sorted(set(times))


def is_slate(grey: int) -> bool:
    return abs(grey - SLATE_GREY) < 12


@dataclass
class TsReceiver:
    """Keeps every byte of every connection."""

    port: int = field(default_factory=free_port)
    got: list[bytearray] = field(default_factory=list)
    reads: bool = True
    _server: asyncio.Server | None = None
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def start(self) -> None:
        # What nobody reads should fill up soon.
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind(("127.0.0.1", self.port))
        self._server = await asyncio.start_server(self._serve, sock=listener, limit=4096)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self.got.append(bytearray())
        mine = self.got[-1]
        if not self.reads:
            reader._transport.pause_reading()  # type: ignore[attr-defined]
            return
        while data := await reader.read(65536):
            mine += data

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()
        await asyncio.sleep(0)

    def seen(self, n: int = -1) -> Seen:
        """What can be decoded of a connection so far."""
        return decoded(bytes(self.got[n])) if self.got and self.got[n] else Seen()


@dataclass
class UdpReceiver(asyncio.DatagramProtocol):
    """Keeps every datagram."""

    port: int = field(default_factory=free_port)
    got: list[bytes] = field(default_factory=list)
    _transport: asyncio.DatagramTransport | None = None

    async def start(self) -> None:
        listener = socket.socket(type=socket.SOCK_DGRAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 * 1024 * 1024)  # it decodes between two looks
        listener.bind(("127.0.0.1", self.port))
        listener.setblocking(False)
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, sock=listener)

    def datagram_received(self, data: bytes, addr: object) -> None:
        del addr
        self.got.append(data)

    async def stop(self) -> None:
        if self._transport is not None:
            self._transport.close()
        await asyncio.sleep(0)

    def seen(self) -> Seen:
        return decoded(b"".join(self.got)) if self.got else Seen()


def decoded(data: bytes) -> Seen:
    seen = Seen()
    try:
        with av.open(io.BytesIO(data), "r", format="mpegts") as file:
            for frame in file.decode(video=0):
                seen.video.append((_ms(frame), int(frame.to_ndarray()[: frame.height].mean())))
        with av.open(io.BytesIO(data), "r", format="mpegts") as file:
            for sound in file.decode(audio=0):
                seen.audio.append((_ms(sound), int(np.abs(sound.to_ndarray()).max() * 1_000)))
    except (av.FFmpegError, IndexError):
        return seen  # the end of it is not there yet
    return seen


def _ms(frame: av.VideoFrame | av.AudioFrame) -> int:
    assert frame.pts is not None
    assert frame.time_base is not None
    return int(frame.pts * frame.time_base * 1_000)


@dataclass
class RtmpReceiver:
    """FFmpeg as a server for one publication."""

    port: int = field(default_factory=free_port)
    app: str = "live"
    key: str = "key-of-the-test"
    seen: Seen = field(default_factory=Seen)
    process: asyncio.subprocess.Process | None = None
    _reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        address = f"rtmp://127.0.0.1:{self.port}/{self.app}/{self.key}"
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            LISTENS_RTMP,
            address,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self.seen = Seen()
        self._reading = asyncio.create_task(self._read(self.process, self.seen))

    async def _read(self, process: asyncio.subprocess.Process, seen: Seen) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            kind, at, value = line.decode().split()
            (seen.video if kind == "video" else seen.audio).append((int(at), int(value)))

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if self._reading is not None:
            await self._reading


@dataclass
class Certificate:
    """A certificate for 127.0.0.1 or for a `name`, and the authority that has signed it, as files."""

    folder: Path
    name: str = ""

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    @property
    def chain(self) -> Path:
        return self.folder / "chain.pem"

    def make(self) -> None:
        authority, root = ec.generate_private_key(ec.SECP256R1()), _subject("An authority")
        signed = _certificate(root, root, authority.public_key())
        signed = signed.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.authority.write_bytes(_pem(signed.sign(authority, hashes.SHA256())))
        key = ec.generate_private_key(ec.SECP256R1())
        known = x509.DNSName(self.name) if self.name else x509.IPAddress(ip_address("127.0.0.1"))
        own = _certificate(_subject("A far end"), root, key.public_key())
        own = own.add_extension(x509.SubjectAlternativeName([known]), critical=False)
        form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        self.chain.write_bytes(key.private_bytes(*form) + _pem(own.sign(authority, hashes.SHA256())))


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(begin).not_valid_after(begin + dt.timedelta(days=36_500))


def _pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)


@dataclass
class Tls:
    """Takes TLS off what comes and hands it on to another port, as a broadcaster's entrance does."""

    certificate: Certificate
    onward: int
    port: int = field(default_factory=free_port)
    heard: bytearray = field(default_factory=bytearray)
    """What came in, in clear."""
    _server: asyncio.Server | None = None
    _passing: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> None:
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(self.certificate.chain)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=secure)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        their_reader, their_writer = await asyncio.open_connection("127.0.0.1", self.onward)
        passing = asyncio.create_task(self._pass(their_reader, writer, bytearray()))
        self._passing.add(passing)
        await self._pass(reader, their_writer, self.heard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: bytearray) -> None:
        try:
            while data := await reader.read(65536):
                heard += data
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for passing in self._passing:
            passing.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)


@dataclass
class FeedProcess:
    """`python -m incamera.media.feed` for a meeting of an origin."""

    origin: Origin
    meeting: str
    order: dict[str, Any]
    allow_private: bool = True
    trusts: Path | None = None
    """A file of the authorities whose certificates count; None: those of the machine."""
    feed: str = field(default_factory=new_id)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        env = {**os.environ, "INCAMERA_DATA_DIR": str(self.origin.data_dir)}
        env["INCAMERA_FEEDS_PRIVATE"] = "true" if self.allow_private else "false"
        if self.trusts is not None:
            env["SSL_CERT_FILE"] = str(self.trusts)
        with self.log_file.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "incamera.media.feed",
                env=env,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        assert self.process.stdin is not None
        socket = str(self.origin.run_dir / "sinks.sock")
        told = {"socket": socket, "meeting": self.meeting, "feed": self.feed, "host": "127.0.0.1", **self.order}
        self.process.stdin.write(json.dumps(told).encode() + b"\n")

    @property
    def log_file(self) -> Path:
        return self.origin.data_dir / f"feed-{self.feed}.log"

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    async def told(self) -> Mapping[str, Any] | None:
        rows = (await self.origin.statement(self.meeting))["feeds"]
        return next((row for row in rows if row["feed"] == self.feed), None)

    async def until(self, *states: str) -> None:
        async with asyncio.timeout(LONG_S):
            while (told := await self.told()) is None or told["state"] not in states:
                await asyncio.sleep(0.1)

    async def stop(self) -> int:
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        async with asyncio.timeout(LONG_S):
            return await self.process.wait()

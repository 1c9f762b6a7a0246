"""Starts real LiveKit processes for tests, on free loopback ports, each with its own key."""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

VERSION: Final = "1.13.5"
START_S: Final = 30.0
_CACHED: Final = Path(__file__).parents[1] / ".incamera" / "bin" / f"livekit-server-{VERSION}"
_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)


def server_path() -> str:
    """The LiveKit binary: LIVEKIT_SERVER, then PATH if it is the pinned version, then our build. Raises FileNotFoundError."""
    told, found = os.environ.get("LIVEKIT_SERVER"), shutil.which("livekit-server")
    if told:
        return told
    if found and VERSION in subprocess.check_output([found, "--version"], text=True):
        return found
    if _CACHED.is_file():
        return str(_CACHED)
    raise FileNotFoundError(f"no LiveKit server {VERSION}: set LIVEKIT_SERVER or run `make setup`")


class Engine:
    """One server process; signals and restarts are levers of a test."""

    def __init__(self, folder: Path, name: str) -> None:
        self.key = f"{name}-1"
        self.secret = secrets.token_urlsafe(36)
        port = _free_port(socket.SOCK_STREAM)
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / f"{name}.log"
        self._config = folder / f"{name}.yaml"
        self._config.touch(mode=0o600)
        self._config.write_text(json.dumps(self._settings(port)))  # JSON is YAML
        self._process = self._start()

    def kill(self) -> None:
        """As a crash: no good-byes."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Freeze it: sockets stay open, nothing is answered."""
        self._process.send_signal(signal.SIGSTOP)

    def cont(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        """Kill it and start it again on the same ports, with the same key and no memory."""
        self.kill()
        self._process = self._start()

    def _settings(self, port: int) -> dict[str, object]:
        return {
            "port": port,
            "bind_addresses": ["127.0.0.1"],
            "rtc": {
                "udp_port": _free_port(socket.SOCK_DGRAM),
                "tcp_port": 0,
                "use_external_ip": False,
                "node_ip": "127.0.0.1",
                "enable_loopback_candidate": True,
                "interfaces": {"includes": ["lo"]},
                "stun_servers": ["127.0.0.1:3478"],
            },
            "keys": {self.key: self.secret},
            "room": {
                "auto_create": False,
                "empty_timeout": 604800,
                "departure_timeout": 604800,
                "enabled_codecs": [{"mime": "audio/opus"}, {"mime": "video/vp8"}],
            },
            "enable_data_tracks": False,
            "logging": {"level": "warn"},
        }

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [server_path(), "--config", str(self._config)],
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - one system call, its library loaded before
            )
        until = time.monotonic() + START_S
        while not _answers(self.url):
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise RuntimeError(f"the engine did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.05)
        return process


@contextmanager
def running_engine(name: str) -> Iterator[Engine]:
    """A fresh engine that ends with the block, whatever state a test left it in."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder), name)
        try:
            yield engine
        finally:
            engine.kill()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_port(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

"""The browser way: Xvfb, PulseAudio with one null sink, Chromium with a page of the chamber, and ffmpeg that films it.

As egress services and recording add-ons do it. Needs the Debian packages `xvfb pulseaudio ffmpeg chromium`.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

from incamera.media.programme.encode import SIZES, SOUND_BITS, USUAL, Size
from incamera.media.wire import SEGMENT_FRAMES
from tests.e2e.browser import chromium_path

CLIENT: Final = Path(__file__).parents[1] / "web" / "node_modules" / "livekit-client" / "dist" / "livekit-client.umd.js"
NEEDED: Final = ("Xvfb", "pulseaudio", "ffmpeg")
PATIENCE_S: Final = 20.0
LOOKAHEAD: Final = 10
PAGE: Final = Path(__file__).with_name("programme_page.html")


class Browser:
    """The whole tree, running while the block lasts. `people`: identity -> what its name bar says, in order. `renditions`: how
    many of the product's sizes are encoded."""

    def __init__(self, url: str, token: str, people: Mapping[str, str], *, renditions: int, nice: int) -> None:
        self._told = {"url": url.replace("http", "ws", 1), "token": token, "people": dict(people)}
        self._sizes = SIZES[:renditions]
        self._nice = nice
        self._ending = ExitStack()
        self._progress: dict[str, str] = {}
        self.pids: set[int] = set()

    def __enter__(self) -> Self:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            raise SystemExit(f"{', '.join(missing)} missing: apt-get install xvfb pulseaudio ffmpeg")
        try:
            self._start()
        except BaseException:
            self._ending.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def frames(self) -> int:
        """Pictures of the screen encoded so far; what ffmpeg put in twice, to fill a gap, is none."""
        return int(self._progress.get("frame", 0)) - int(self._progress.get("dup_frames", 0))

    def _start(self) -> None:
        folder = Path(self._ending.enter_context(tempfile.TemporaryDirectory()))
        display = self._screen()
        env = {**os.environ, "DISPLAY": display, "PULSE_SERVER": f"unix:{folder}/sound.sock", "HOME": str(folder)}
        env |= {"XDG_RUNTIME_DIR": str(folder), "PULSE_COOKIE": str(folder / "cookie")}
        self._sound(folder, env)
        self._page(folder, env)
        self._film(folder, env)

    def _screen(self) -> str:
        read, write = os.pipe()
        with os.fdopen(read) as told:
            self._run(
                ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp"], pass_fds=(write,)
            )
            os.close(write)
            return f":{told.readline().strip()}"

    def _sound(self, folder: Path, env: dict[str, str]) -> None:
        self._run(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=no",
             "-L", "module-null-sink sink_name=out rate=48000",
             "-L", f"module-native-protocol-unix auth-anonymous=1 socket={folder}/sound.sock"],
            env=env,
        )  # fmt: skip
        _until((folder / "sound.sock").exists, "PulseAudio")

    def _page(self, folder: Path, env: dict[str, str]) -> None:
        site = folder / "site"
        site.mkdir()
        shutil.copy(CLIENT, site / "livekit-client.js")
        shutil.copy(PAGE, site / "index.html")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self._ending.callback(server.shutdown)
        page = f"http://127.0.0.1:{server.server_port}/index.html#{quote(json.dumps(self._told))}"
        self._run(
            [chromium_path(), "--no-sandbox", "--kiosk", "--disable-gpu", "--no-first-run", "--disable-extensions",
             "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection",
             "--window-size=1280,720", "--window-position=0,0", f"--user-data-dir={folder}/profile", f"--app={page}"],
            env=env,
        )  # fmt: skip

    def _film(self, folder: Path, env: dict[str, str]) -> None:
        pictures = [option for number, size in enumerate(self._sizes) for option in _rendition(number, size)]
        split = "".join(f"[v{number}]" for number in range(len(self._sizes)))
        scaled = "".join(
            f";[v{n}]scale={size.width}:{size.height}:flags=bilinear,format=yuv420p[s{n}]"
            for n, size in enumerate(self._sizes)
        )
        process = self._run(
            ["ffmpeg", "-loglevel", "error", "-nostdin", "-progress", "pipe:1", "-stats_period", "0.1",
             "-thread_queue_size", "64", "-f", "x11grab", "-framerate", "30", "-draw_mouse", "0", "-video_size", "1280x720",
             "-i", env["DISPLAY"], "-thread_queue_size", "64", "-f", "pulse", "-i", "out.monitor",
             "-filter_complex", f"[0:v]split={len(self._sizes)}{split}{scaled}", *pictures, "-map", "1:a",
             "-c:v", "libx264", "-preset", USUAL, "-crf", "23", "-threads", "1", "-r", "30",
             "-c:a", "aac", "-ac", "1", "-b:a", str(SOUND_BITS), "-f", "mpegts", str(folder / "out.ts")],
            env=env, stdout=subprocess.PIPE,
        )  # fmt: skip
        threading.Thread(target=self._read, args=(process,), daemon=True).start()
        _until(lambda: self.frames() > 0, "ffmpeg")

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101  (made with a pipe)
        for line in process.stdout:
            name, _, value = line.decode().strip().partition("=")
            self._progress[name] = value

    def _run(
        self,
        command: list[str],
        *,
        env: dict[str, str] | None = None,
        stdout: int = subprocess.DEVNULL,
        pass_fds: tuple[int, ...] = (),
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.DEVNULL, pass_fds=pass_fds,
            preexec_fn=self._take_priority,  # noqa: PLW1509 - one system call
        )  # fmt: skip
        self.pids.add(process.pid)
        self._ending.callback(_end, process)
        return process

    def _take_priority(self) -> None:
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, self._nice)


def _rendition(number: int, size: Size) -> tuple[str, ...]:
    kilobits = size.bits // 1000
    parameters = (
        f"keyint={SEGMENT_FRAMES}:min-keyint={SEGMENT_FRAMES}:scenecut=0:bframes=0:threads=1:rc-lookahead={LOOKAHEAD}:"
        f"sync-lookahead=0:mbtree=1:force-cfr=1:vbv-maxrate={kilobits}:vbv-bufsize={kilobits}"
    )
    return "-map", f"[s{number}]", f"-x264-params:v:{number}", parameters


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Nothing."""


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _until(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} did not start within {PATIENCE_S:.0f} s")
        time.sleep(0.05)

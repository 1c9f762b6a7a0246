"""One stretch of each way to make a programme of the same chamber, in the same seconds' length, with the same priority."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
from livekit import api

from benchmarks.programme_browser import Browser
from benchmarks.programme_heads import FPS, head_file
from benchmarks.programme_tree import memory, spent, tree
from incamera.media.programme.compose import Composer
from incamera.media.programme.encode import SIZES, PictureEncoder
from incamera.media.programme.layout import Layout
from incamera.media.programme.orders import Floor, Name
from incamera.media.programme.picture import Picture, of_frame
from incamera.media.wire import SEGMENT_FRAMES, VIDEO_HZ, Kind
from tests.engines import Engine
from tests.media.programme.outside import Origin
from tests.media.programme.rig import Programme

SETTLE_S: Final = 11.0
NICENESS: Final = -5
"""The worker takes this for itself where it may; the peer is given the same."""
ENCODED: Final = 300


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one stretch cost. `cpu`: cores; `bytes`: PSS of the tree at its end; `lost`: pictures left out of `due`."""

    cpu: float
    bytes: int
    processes: int
    due: int
    lost: int


def identities(tiles: int) -> list[str]:
    """Who is on the floor."""
    return [f"head-{number}" for number in range(tiles)]


def ours(engine: Engine, chamber: str, tiles: int, seconds: float) -> Stretch:
    """The product's worker, with an origin that only takes."""
    with tempfile.TemporaryDirectory() as folder:
        origin = Origin(Path(folder) / "media.sock")
        worker = Programme(engine, chamber, origin.path)
        try:
            worker.tell(floor_of(tiles))
            measured = _measured({worker.process.pid}, seconds, lambda: len(origin.of(Kind.VIDEO)))
            pts = [unit.pts * FPS // VIDEO_HZ for unit in origin.of(Kind.VIDEO)][measured.before : measured.after]
        finally:
            worker.end()
            origin.close()
    due = pts[-1] - pts[0] + 1
    return Stretch(measured.cpu, measured.bytes, measured.processes, due, due - len(pts))


def floor_of(tiles: int) -> dict[str, Any]:
    """What the worker is told."""
    names = {who: name_of(number) for number, who in enumerate(identities(tiles))}
    return {"speakers": identities(tiles), "layout": "all", "screen": None, "item": "", "names": names}


def name_of(number: int) -> dict[str, Any]:
    """What stands under a tile."""
    return {"person": f"Person {number}", "title": "Delegate", "delegation": "Valdoria", "colours": ["#1f3f78"]}


def browser_way(engine: Engine, chamber: str, tiles: int, seconds: float, *, renditions: int) -> Stretch:
    """The usual way: a browser's page on a screen that nobody sees, filmed and encoded."""
    grants = api.VideoGrants(room_join=True, room=chamber, can_publish=False, can_subscribe=True, hidden=True)
    token = api.AccessToken(engine.key, engine.secret).with_identity("browser").with_grants(grants).to_jwt()
    people = {who: f"{name_of(n)['person']}, {name_of(n)['title']}" for n, who in enumerate(identities(tiles))}
    with Browser(engine.url, token, people, renditions=renditions, nice=NICENESS) as browser:
        measured = _measured(browser.pids, seconds, browser.frames)
    due = round(measured.lasted * FPS)
    return Stretch(
        measured.cpu, measured.bytes, measured.processes, due, max(0, due - (measured.after - measured.before))
    )


def encoder_alone(tiles: int, *, renditions: int) -> Stretch:
    """x264 with the product's options on the pictures that the product composes of the same heads; nothing else counted."""
    shown = _composed(tiles)
    encoders = [PictureEncoder(size, FPS) for size in SIZES[:renditions]]
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    begun = time.thread_time()
    for tick, frames in enumerate(shown):
        for encoder, frame in zip(encoders, frames, strict=False):
            encoder.encode(frame, tick, is_sync=tick % SEGMENT_FRAMES == 0)
    for encoder in encoders:
        encoder.flush()
    return Stretch((time.thread_time() - begun) * FPS / ENCODED, 0, 1, ENCODED, 0)


def _composed(tiles: int) -> list[list[av.VideoFrame]]:
    """ENCODED pictures, one frame for each rendition."""
    loops = {who: _decoded(number) for number, who in enumerate(identities(tiles))}
    names = {who: Name(*_words(number)) for number, who in enumerate(identities(tiles))}
    floor = Floor(speakers=tuple(loops), layout=Layout.ALL, names=names)
    composer, shown = Composer(), []
    for tick in range(ENCODED):
        made = composer.compose(floor, lambda who, _screen, tick=tick: loops[who][tick % len(loops[who])])  # type: ignore[misc]
        shown.append([av.VideoFrame.from_ndarray(frame.to_ndarray(), format="yuv420p") for frame in made.frames])
    return shown


def _words(number: int) -> tuple[str, str, str, tuple[str, ...]]:
    words = name_of(number)
    return words["person"], words["title"], words["delegation"], tuple(words["colours"])


def _decoded(number: int) -> list[Picture]:
    with av.open(str(head_file(number)), format="ivf") as file:
        return [of_frame(frame) for frame in file.decode(video=0)]


@dataclass(frozen=True, slots=True)
class _Measured:
    cpu: float
    bytes: int
    processes: int
    lasted: float
    before: int
    after: int


def _measured(roots: set[int], seconds: float, pictures: Callable[[], int]) -> _Measured:
    """Wait until it has settled, then look for `seconds`."""
    _sleep(SETTLE_S)
    pids = tree(roots)
    begun, cpu, before = time.monotonic(), spent(pids), pictures()
    _sleep(seconds)
    pids = tree(roots)
    lasted, cpu, after = time.monotonic() - begun, spent(pids) - cpu, pictures()
    return _Measured(cpu / lasted, memory(pids), len(pids), lasted, before, after)


def _sleep(seconds: float) -> None:
    threading.Event().wait(seconds)

"""The api behind a real socket, in a thread of its own: for what only shows on the wire (streams, raw bodies, fuzzing)."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from incamera.main.api import create_app
from incamera.platform.clock import Clock, SystemClock
from tests.factories import settings_in


@contextmanager
def serving(folder: Path, clock: Clock | None = None, **more: Any) -> Iterator[tuple[FastAPI, str]]:
    """The app and the address of its pages, until the block ends. `more` are settings."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        app = create_app(settings_in(folder, port=port, **more), clock or SystemClock())
        config = uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=2)
        server = _Server(config)
        taken.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        try:
            assert server.is_up.wait(30)
            yield app, f"http://localhost:{port}"
        finally:
            server.should_exit = True
            thread.join(30)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.is_up.set()

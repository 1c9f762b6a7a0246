"""A chamber on a real engine, three speakers in it, a programme, and an origin that keeps what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import Engine, running_engine
from tests.media.programme.outside import Origin
from tests.media.programme.rig import Programme, Speaker, make_chamber, speakers


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with running_engine("open") as engine:
        yield engine


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture
def chamber(engine: Engine) -> str:
    return asyncio.run(make_chamber(engine))


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[Origin]:
    origin = Origin(tmp_path / "media.sock")
    yield origin
    origin.close()


@pytest.fixture
def stage(engine: Engine, chamber: str, clips: Path) -> Iterator[dict[str, Speaker]]:
    with speakers(engine, chamber, clips, "a", "b", "c") as started:
        yield started


@pytest.fixture
def programme(engine: Engine, chamber: str, origin: Origin) -> Iterator[Programme]:
    programme = Programme(engine, chamber, origin.path)
    yield programme
    programme.end()

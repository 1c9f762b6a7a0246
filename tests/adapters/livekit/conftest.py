"""A contract test asks for ``contract`` and runs once under virtual time on the fake, once on a real process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from tests.adapters.livekit.worlds import FakeWorld, World, real_world
from tests.engines import Engine, running_engine
from tests.fakes.virtual_loop import VirtualLoop

Contract = Callable[[Callable[[World], Awaitable[None]]], None]


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """One process for all tests: each has its own prefix."""
    with running_engine("open") as process:
        yield process


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.engine)])
def contract(request: pytest.FixtureRequest) -> Contract:
    """Runs a statement about a world to its end."""

    def run(statement: Callable[[World], Awaitable[None]]) -> None:
        if request.param == "fake":
            with asyncio.Runner(loop_factory=VirtualLoop) as runner:
                loop = runner.get_loop()
                assert isinstance(loop, VirtualLoop)
                runner.run(_on_fake(statement, loop))
        else:
            asyncio.run(_on_real(statement, request.getfixturevalue("engine")))

    return run


async def _on_fake(statement: Callable[[World], Awaitable[None]], loop: VirtualLoop) -> None:
    await statement(FakeWorld(loop.now))


async def _on_real(statement: Callable[[World], Awaitable[None]], engine: Engine) -> None:
    async with real_world(engine) as world:
        await statement(world)

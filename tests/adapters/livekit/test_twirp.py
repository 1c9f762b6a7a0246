"""Answers of a server that is not well, translated at the door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from incamera.adapters.livekit import healthy
from incamera.adapters.livekit.calls import CallFailed, Permission
from incamera.adapters.livekit.twirp import TwirpCalls

SECRET = "s" * 48


@asynccontextmanager
async def calls_to(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[TwirpCalls]:
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", handler)
    async with TestServer(app) as server:
        calls = TwirpCalls(str(server.make_url("/")), key="open-1", secret=SECRET)
        yield calls
        await calls.close()


def twirp_error(status: int, code: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response({"code": code, "msg": "no"}, status=status)

    return answer


async def test_what_is_gone_already_needs_nothing() -> None:
    async with calls_to(twirp_error(404, "not_found")) as calls:
        await calls.delete("m-a")
        await calls.remove("m-a", "x")
        await calls.permit("m-a", "x", Permission())
        await calls.mute("m-a", "x", "TR_1")
        with pytest.raises(CallFailed, match="not_found"):
            await calls.legs("m-a")


@pytest.mark.parametrize(("status", "code"), [(500, "internal"), (503, "unavailable"), (401, "unauthenticated")])
async def test_a_refusal_is_named_by_its_code_alone(status: int, code: str) -> None:
    async with calls_to(twirp_error(status, code)) as calls:
        for asked in (calls.chambers(), calls.create("m-a"), calls.delete("m-a")):
            with pytest.raises(CallFailed) as caught:
                await asked
            assert str(caught.value) == code


async def test_an_answer_that_cannot_be_read_is_a_failure() -> None:
    async def garbage(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\xff\xff\xff")

    async with calls_to(garbage) as calls:
        with pytest.raises(CallFailed, match="DecodeError"):
            await calls.chambers()


async def test_a_connection_closed_before_the_answer_is_tried_once_more() -> None:
    asked = 0

    async def once_away(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked == 1:
            assert request.transport is not None
            request.transport.close()
        return web.Response(body=b"")

    async with calls_to(once_away) as calls:
        assert await calls.chambers() == frozenset()
    assert asked == 2


async def test_nobody_there_is_a_failure_and_not_healthy() -> None:
    async with TestServer(web.Application()) as server:
        url = str(server.make_url("/"))
    calls = TwirpCalls(url, key="open-1", secret=SECRET)
    with pytest.raises(CallFailed, match="ClientConnectorError"):
        await calls.chambers()
    await calls.close()
    assert not await healthy(url)


@pytest.mark.parametrize(("status", "well"), [(200, True), (406, False)])
async def test_health_is_the_servers_own_word(status: int, well: bool) -> None:  # noqa: FBT001 - a case
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        assert await healthy(str(server.make_url("/")).replace("http", "ws", 1)) is well

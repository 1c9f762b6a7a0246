"""A stand-in for the api that a supervisor's test can kill and stop; it shows the environment it got."""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def environment(_request: Request) -> JSONResponse:
    return JSONResponse({name: value for name, value in os.environ.items() if name.startswith("INCAMERA_")})


async def health(_request: Request) -> JSONResponse:
    return JSONResponse({})


def app() -> Starlette:
    return Starlette(routes=[Route("/api/health", health), Route("/environment", environment)])


def broken() -> Starlette:
    raise RuntimeError("this app never starts")

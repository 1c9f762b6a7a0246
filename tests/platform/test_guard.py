"""What a request passes before a feature sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request

from incamera.platform.errors import install_errors
from incamera.platform.guard import BODY_MAX, Guard, Site, security_headers

SITE = Site("http://localhost:8000", ["ws://127.0.0.1:7880", "wss://engine.example.org"])


def app() -> FastAPI:
    made = FastAPI()
    install_errors(made)
    made.add_middleware(Guard, site=SITE)

    @made.post("/api/thing")
    async def thing(request: Request) -> int:
        return len(await request.body())

    @made.get("/api/thing")
    async def look() -> str:
        return "seen"

    @made.get("/api/health")
    async def health() -> str:
        return "ok"

    return made


def browser(url: str = "http://localhost:8000") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app()), base_url=url)


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 403, "mark_missing"),
        ({"X-Incamera": "0"}, 403, "mark_missing"),
        ({"X-Incamera": "1", "Origin": "http://evil.example"}, 403, "foreign_origin"),
        ({"X-Incamera": "1", "Origin": "null"}, 403, "foreign_origin"),
        ({"X-Incamera": "1", "Origin": "http://127.0.0.1:8000"}, 403, "foreign_origin"),
        ({"X-Incamera": "1", "Sec-Fetch-Site": "cross-site"}, 403, "foreign_origin"),
        ({"X-Incamera": "1", "Sec-Fetch-Site": "same-site"}, 403, "foreign_origin"),
        ({"X-Incamera": "1", "Host": "evil.example"}, 421, "wrong_host"),
        ({"X-Incamera": "1", "Host": "127.0.0.1:8000"}, 421, "wrong_host"),
        ({"X-Incamera": "1", "Content-Length": str(BODY_MAX + 1)}, 413, "too_large"),
        ({"X-Incamera": "1", "Content-Length": "many"}, 413, "too_large"),
    ],
)
async def test_what_our_own_pages_would_not_send_is_refused(headers: dict[str, str], status: int, code: str) -> None:
    answer = await browser().post("/api/thing", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_our_own_pages_send_passes() -> None:
    own = {"X-Incamera": "1", "Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"}
    answer = await browser().post("/api/thing", headers=own, content=b"x" * BODY_MAX)
    assert answer.json() == BODY_MAX
    assert (await browser().get("/api/thing")).json() == "seen"


async def test_a_body_without_a_length_is_cut_off() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(BODY_MAX // 1000 + 2):
            yield b"x" * 1000

    answer = await browser().post("/api/thing", headers={"X-Incamera": "1"}, content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_health_answers_under_any_name() -> None:
    assert (await browser("http://127.0.0.1:9").get("/api/health")).json() == "ok"


async def test_every_answer_carries_the_security_headers_and_the_api_is_never_cached() -> None:
    for answer in (await browser().get("/api/thing"), await browser().post("/api/thing"), await browser().get("/none")):
        assert {name: answer.headers[name] for name in security_headers(SITE)} == dict(security_headers(SITE))
    assert (await browser().get("/api/thing")).headers["cache-control"] == "no-store"


def test_pages_may_connect_to_us_and_the_engines_and_nowhere_else() -> None:
    policy = dict(part.split(" ", 1) for part in security_headers(SITE)["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == (
        "'self' ws://127.0.0.1:7880 http://127.0.0.1:7880 wss://engine.example.org https://engine.example.org"
    )
    assert policy["frame-ancestors"] == "'none'"
    assert not [value for value in policy.values() if "unsafe" in value or "*" in value]


def test_transport_security_is_asked_for_behind_https_only() -> None:
    assert "Strict-Transport-Security" not in security_headers(SITE)
    assert "Strict-Transport-Security" in security_headers(Site("https://meet.example.org"))


async def test_an_address_that_takes_files_has_a_limit_of_its_own() -> None:
    wide = FastAPI()
    wide.add_middleware(Guard, site=Site("http://localhost:8000", uploads={"/api/files": 2_000_000}))

    @wide.post("/api/files")
    @wide.post("/api/other")
    async def taken(request: Request) -> int:
        return len(await request.body())

    own = {"X-Incamera": "1"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=wide), base_url="http://localhost:8000") as page:
        assert (await page.post("/api/files", headers=own, content=b"x" * 2_000_000)).json() == 2_000_000
        refused = await page.post("/api/files", headers=own, content=b"x" * 2_000_001)
        assert refused.status_code == 413
        assert refused.json()["detail"] == "What is sent is too large: at most 2 MB can be taken in."
        assert (await page.post("/api/other", headers=own, content=b"x" * (BODY_MAX + 1))).status_code == 413

import errno
import sqlite3
from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, HTTPException, Query
from httpx import ASGITransport, AsyncClient, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy.exc import OperationalError

from incamera.platform.errors import PROBLEM_SCHEMA, ProductError, install_errors, problem_responses

CANARY = "C4N4RY"


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str = Field(max_length=5)

    @field_validator("title")
    @classmethod
    def _no_x(cls, value: str) -> str:
        if "x" in value:
            raise ValueError("a title without x")
        return value


class Plan(BaseModel):
    minutes: int
    items: list[Item]


class DriverError(Exception):
    """What a database's driver raises, with the number or state that it gives."""

    def __init__(self, **given: Any) -> None:
        super().__init__(CANARY)
        vars(self).update(given)


FAILURES: dict[str, Exception] = {
    "sqlite": DriverError(sqlite_errorcode=sqlite3.SQLITE_FULL),
    "sqlite-quota": DriverError(sqlite_errorcode=sqlite3.SQLITE_IOERR_WRITE),
    "postgresql": DriverError(sqlstate="53100"),
    "file": OSError(errno.ENOSPC, CANARY),
    "file-quota": OSError(errno.EDQUOT, CANARY),
    "locked": DriverError(sqlite_errorcode=sqlite3.SQLITE_BUSY),
    "read": DriverError(sqlite_errorcode=sqlite3.SQLITE_IOERR_READ),
    "deadlock": DriverError(sqlstate="40P01"),
    "gone": ConnectionResetError(errno.ECONNRESET, CANARY),
}


def make_app() -> FastAPI:
    app = FastAPI()
    install_errors(app)

    @app.post("/plans", responses=problem_responses(409, 422))
    async def plan(plan: Plan, size: Annotated[int, Query(ge=1)] = 1) -> None:
        raise ProductError("plan_stale", 409, "The plan has changed.", "minutes", f"at most {size}")

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError(CANARY)

    @app.get("/failing/{how}")
    async def failing(how: str) -> None:
        failure = FAILURES[how]
        raise failure if isinstance(failure, OSError) else OperationalError(CANARY, {}, failure)

    @app.get("/refused")
    async def refused() -> None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Cookie"})

    return app


@pytest.fixture
async def client() -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(make_app(), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def body_of(answer: Response) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body: dict[str, Any] = answer.json()
    assert set(body) == set(PROBLEM_SCHEMA["required"])
    assert body["status"] == answer.status_code
    return body


async def test_a_product_error_names_field_and_what_is_expected(client: AsyncClient) -> None:
    body = body_of(await client.post("/plans?size=3", json={"minutes": 1, "items": []}))
    assert body == {
        "type": "urn:problem:plan_stale",
        "title": "Conflict",
        "status": 409,
        "code": "plan_stale",
        "detail": "The plan has changed.",
        "errors": [{"field": "minutes", "expected": "at most 3"}],
    }


async def test_invalid_input_lists_every_field_and_repeats_no_value(client: AsyncClient) -> None:
    sent = {"minutes": CANARY, "items": [{"title": CANARY * 2}, {"title": "x"}, {CANARY[:3]: 1}]}
    answer = await client.post("/plans?size=0", json=sent)
    body = body_of(answer)
    assert body["status"] == 422
    assert {item["field"]: item["expected"] for item in body["errors"]} == {
        "size": "greater than or equal to 1",
        "minutes": "a valid integer, unable to parse string as an integer",
        "items.0.title": "at most 5 characters",
        "items.1.title": "a title without x",
        "items.2.title": "a value: this field is required",
        "items.2.C4N": "no such field",
    }
    assert CANARY not in answer.text


async def test_what_is_no_json_is_said_so(client: AsyncClient) -> None:
    answer = await client.post("/plans", content=b"{", headers={"content-type": "application/json"})
    assert body_of(answer)["errors"] == [{"field": "body", "expected": "valid JSON"}]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/none", 404), ("DELETE", "/plans", 405)])
async def test_unknown_addresses_and_methods(client: AsyncClient, method: str, path: str, status: int) -> None:
    assert body_of(await client.request(method, path))["status"] == status


async def test_headers_of_an_http_error_are_kept(client: AsyncClient) -> None:
    answer = await client.get("/refused")
    assert body_of(answer)["code"] == "unauthorized"
    assert answer.headers["www-authenticate"] == "Cookie"


async def test_a_fault_of_ours_shows_nothing_of_the_inside(client: AsyncClient) -> None:
    answer = await client.get("/broken")
    assert body_of(answer)["code"] == "internal_error"
    assert CANARY not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("how", ["sqlite", "sqlite-quota", "postgresql", "file", "file-quota"])
async def test_a_full_disk_is_said_in_a_sentence(client: AsyncClient, how: str) -> None:
    answer = await client.get(f"/failing/{how}")
    body = body_of(answer)
    assert (body["status"], body["code"], body["title"]) == (507, "disk_full", "Insufficient Storage")
    assert "disk is full" in body["detail"]
    assert CANARY not in answer.text


@pytest.mark.parametrize("how", ["locked", "read", "deadlock", "gone"])
async def test_another_failure_of_database_or_system_is_not_taken_for_a_full_disk(
    client: AsyncClient, how: str
) -> None:
    answer = await client.get(f"/failing/{how}")
    assert body_of(answer)["code"] == "internal_error"
    assert CANARY not in answer.text


def test_the_published_schema_says_what_failures_look_like() -> None:
    operation = make_app().openapi()["paths"]["/plans"]["post"]
    for status in ("409", "422"):
        assert operation["responses"][status]["content"]["application/problem+json"]["schema"] == PROBLEM_SCHEMA

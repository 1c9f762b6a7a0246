"""One error type with a status, and the one place that turns failures into `application/problem+json` (RFC 9457).

Shape of every error body::

    {"type": "urn:problem:<code>", "title": "<HTTP phrase>", "status": 409, "code": "<code>", "detail": "<sentence>",
     "errors": [{"field": "agenda.0.title", "expected": "at most 200 characters"}]}

`errors` is always there and may be empty. No answer repeats what was sent: it could be a secret.
"""

import errno
import re
import sqlite3
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

NOT_IN_REPERTOIRE: Final = "22021"
PG_DISK_FULL: Final = "53100"
SQLITE_FULL: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
"""SQLite calls a disk full only by ENOSPC; one that is full by quota cannot be written."""
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
MEDIA_TYPE: Final = "application/problem+json"
_log = structlog.get_logger(__name__)


class ProductError(Exception):
    """What a feature raises when it cannot do what was asked.

    `code` is constant and for programs, `message` is a sentence for people; `field` and `expected` name the input
    at fault and what it should have been.
    """

    def __init__(
        self, code: str, status: int, message: str, field: str | None = None, expected: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.field = field
        self.expected = expected

    @property
    def faults(self) -> list[dict[str, str]]:
        """The fields at fault: none or one."""
        return [] if self.field is None else [{"field": self.field, "expected": self.expected or "another value"}]


class ProblemResponse(JSONResponse):
    """A JSON answer marked as a problem and never cached."""

    media_type = MEDIA_TYPE


def problem(
    code: str,
    status: int,
    message: str,
    *,
    faults: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """The answer for one failure; `faults` are `{field, expected}`."""
    body = {
        "type": f"urn:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": message,
        "errors": [dict(fault) for fault in faults],
    }
    return ProblemResponse(body, status_code=status, headers={"Cache-Control": "no-store", **(headers or {})})


def install_errors(app: FastAPI) -> None:
    """Make every failure of `app` a problem document; a 500 says nothing about the inside."""
    app.add_exception_handler(ProductError, _product_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(OSError, _system_error)
    app.add_exception_handler(Exception, _unexpected)


async def _product_error(_request: Request, error: Exception) -> Response:
    failure = cast("ProductError", error)
    return problem(failure.code, failure.status, failure.message, faults=failure.faults)


async def _invalid_request(_request: Request, error: Exception) -> Response:
    faults = [_fault(item) for item in cast("RequestValidationError", error).errors()]
    return problem("invalid_request", 422, "The request does not have the expected form.", faults=faults)


async def _http_error(_request: Request, error: Exception) -> Response:
    failure = cast("HTTPException", error)
    phrase = HTTPStatus(failure.status_code).phrase
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    message = _SENTENCES.get(failure.status_code, f"{phrase}.")
    return problem(code, failure.status_code, message, headers=failure.headers)


async def _database_error(request: Request, error: Exception) -> Response:
    """PostgreSQL keeps no text with a zero byte and says so by its state; nothing was written then."""
    origin = cast("DBAPIError", error).orig
    state = getattr(origin, "sqlstate", None)
    if state == NOT_IN_REPERTOIRE:
        return problem("invalid_request", 422, "The request does not have the expected form.")
    if state == PG_DISK_FULL or getattr(origin, "sqlite_errorcode", None) in SQLITE_FULL:
        return _disk_full(request)
    raise error


async def _system_error(request: Request, error: Exception) -> Response:
    if cast("OSError", error).errno in FULL:
        return _disk_full(request)
    raise error


def _disk_full(request: Request) -> Response:
    """A transaction that finds no room is rolled back, so what was asked has not happened."""
    _log.error("disk_full", method=request.method, route=_route(request))
    return problem(
        "disk_full", 507, "Nothing was stored, because the server's disk is full: whoever runs it has to make room."
    )


async def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("request_failed", method=request.method, route=_route(request), exc_info=error)
    return problem("internal_error", 500, "Something went wrong here; it has been logged.")


_PREFIX: Final = re.compile(r"^(Input should be |[A-Z]\w+ should have |Value error, |Assertion failed, )")
_SENTENCES: Final = {
    400: "The request cannot be read.",
    404: "There is nothing here.",
    405: "This address does not take that method.",
}


def _fault(item: Mapping[str, Any]) -> dict[str, str]:
    """One entry of pydantic's error list without the value that was sent."""
    where = [str(part) for part in item["loc"]]
    if item["type"] == "json_invalid":
        return {"field": where[0], "expected": "valid JSON"}
    return {"field": ".".join(where[1:] or where), "expected": _expected(item)}


def _expected(item: Mapping[str, Any]) -> str:
    if item["type"] == "missing":
        return "a value: this field is required"
    if item["type"] == "extra_forbidden":
        return "no such field"
    return _PREFIX.sub("", str(item["msg"]))


def _route(request: Request) -> str:
    """The route's pattern, since the address itself may hold an id."""
    return str(getattr(request.scope.get("route"), "path", "unknown"))


PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "expected"],
                "properties": {"field": {"type": "string"}, "expected": {"type": "string"}},
            },
        },
    },
}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route's `responses=` says of its failures, for the published schema."""
    content = {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}

"""Every endpoint fed from its own schema, in and out of order: nothing makes the api fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core import NOT_SET

from incamera.main.api import create_app
from incamera.main.links import new_link
from incamera.office.records.kinds import KINDS
from incamera.platform.clock import SystemClock
from tests.factories import plan, settings_in
from tests.serving import serving

pytestmark = pytest.mark.process

EXAMPLES = 12
CALLS = sorted(
    {
        ("GET", "/api/desk/meetings"),
        ("GET", "/api/desk/meetings/{meeting}"),
        ("GET", "/api/desk/meetings/{meeting}/calendar.ics"),
        ("GET", "/api/desk/meetings/{meeting}/ledger"),
        ("GET", "/api/desk/office/coverage/{mandate}"),
        ("GET", "/api/desk/office/coverage/{mandate}/coverage.csv"),
        ("GET", "/api/desk/office/coverage/{mandate}/not_yet"),
        ("GET", "/api/desk/office/coverage/{mandate}/sentences"),
        ("GET", "/api/desk/office/coverage/{mandate}/{official}/{counterpart}"),
        ("GET", "/api/desk/office/documents/{document}"),
        ("GET", "/api/desk/office/documents/{document}/content"),
        ("DELETE", "/api/desk/office/addresses/{record}"),
        ("DELETE", "/api/desk/office/imports/{file}/lines/{number}"),
        ("GET", "/api/desk/office/addresses"),
        ("GET", "/api/desk/office/calendar.ics"),
        ("GET", "/api/desk/office/records/{record}/calendar.ics"),
        ("GET", "/api/desk/office/recordings/{meeting}"),
        ("GET", "/api/desk/office/recordings/{meeting}/{name}"),
        ("GET", "/api/desk/office/reminders"),
        ("PUT", "/api/desk/office/addresses/{record}"),
        ("GET", "/api/desk/office/imports"),
        ("GET", "/api/desk/office/imports/{file}"),
        ("GET", "/api/desk/office/ledger"),
        ("GET", "/api/desk/office/people.csv"),
        ("GET", "/api/desk/office/records"),
        ("DELETE", "/api/desk/office/reader"),
        ("DELETE", "/api/desk/office/readers/{reader}"),
        ("DELETE", "/api/desk/office/releases/{body}/{record}"),
        ("GET", "/api/desk/office/reader"),
        ("GET", "/api/desk/office/readers"),
        ("GET", "/api/desk/office/records/{record}"),
        ("GET", "/api/desk/office/releases/{body}"),
        ("GET", "/api/desk/office/timeline"),
        ("GET", "/api/desk/office/window"),
        ("GET", "/api/desk/office/requests"),
        ("GET", "/api/desk/office/requests/{request_id}"),
        ("GET", "/api/desk/office/requests/{request_id}/bundle.zip"),
        ("GET", "/api/desk/office/requests/{request_id}/reply.pdf"),
        ("GET", "/api/desk/profiles"),
        ("GET", "/api/health"),
        ("GET", "/api/runs"),
        ("GET", "/api/seats/{seat}/view"),
        ("POST", "/api/desk/meetings"),
        ("POST", "/api/desk/meetings/{meeting}/invitations"),
        ("POST", "/api/desk/meetings/{meeting}/links"),
        ("POST", "/api/desk/office/documents"),
        ("POST", "/api/desk/office/requests"),
        ("POST", "/api/desk/office/requests/{request_id}/prepare"),
        ("POST", "/api/desk/office/requests/{request_id}/questions"),
        ("POST", "/api/desk/office/requests/{request_id}/questions/{question}/sign"),
        ("POST", "/api/desk/office/requests/{request_id}/seal"),
        ("POST", "/api/desk/office/readers"),
        ("POST", "/api/desk/office/readers/{reader}/link"),
        ("POST", "/api/desk/office/redeem"),
        ("POST", "/api/desk/office/releases/{body}"),
        ("POST", "/api/desk/office/imports"),
        ("POST", "/api/desk/office/imports/{file}/lines/{number}"),
        ("POST", "/api/desk/plan/public"),
        ("POST", "/api/desk/redeem"),
        ("POST", "/api/invitations/redeem"),
        ("POST", "/api/seats/{seat}/commands"),
        ("POST", "/api/runs/{kind}/{meeting}/{name}"),
        ("POST", "/api/seats/{seat}/feeds"),
        ("POST", "/api/seats/{seat}/legs"),
        ("POST", "/api/seats/{seat}/pass"),
        ("POST", "/api/seats/{seat}/tokens"),
        ("PUT", "/api/desk/meetings/{meeting}"),
        ("PUT", "/api/desk/office/requests/{request_id}"),
        ("PUT", "/api/desk/office/requests/{request_id}/questions/{question}"),
        ("PUT", "/api/desk/office/requests/{request_id}/questions/{question}/draft"),
        *(("POST", f"/api/desk/office/{kind}") for kind in KINDS),
        *(("PUT", f"/api/desk/office/{kind}/{{record}}") for kind in KINDS),
    }
)
"""All but the event stream, which never ends."""


@dataclass(frozen=True)
class Place:
    """A running api with a planned meeting, a mandate, a cookie for its desk and one for a seat."""

    http: httpx.Client
    schema: Any
    names: dict[str, str]
    """What the parts of an address may be, by their names, so that something is there."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("fuzz")
    with serving(folder) as (app, url), httpx.Client(base_url=url, headers={"X-Incamera": "1"}, timeout=30) as http:
        secret = _desk_secret(app)
        assert http.post("/api/desk/redeem", json={"secret": secret}).status_code == 204
        sent = plan()
        meeting = http.post("/api/desk/meetings", json=sent).json()["id"]
        ada = sent["seats"][0]["id"]
        link = http.post(f"/api/desk/meetings/{meeting}/links", json={"seats": [ada]}).json()[0]["secret"]
        assert http.post("/api/invitations/redeem", json={"secret": link}).status_code == 200
        schema = schemathesis.openapi.from_dict(http.get("/api/openapi.json").json())
        person = http.post("/api/desk/office/person", json={"name": "Ada"}).json()["id"]
        given_by = {"title": "Work", "asked_by": person, "lead": person, "given_at": 5, "scopes": [{"since": 5}]}
        mandate = http.post("/api/desk/office/mandate", json=given_by | {"counterparts": [person]}).json()["id"]
        asked = {"subject": "Why?", "asker": person, "received": "2027-01-04", "questions": [{"text": "Why?"}]}
        request = http.post("/api/desk/office/requests", json=asked | {"letter_text": "Why?"}).json()["id"]
        shown = http.get(f"/api/desk/office/requests/{request}").json()
        body = http.post("/api/desk/office/organisation", json={"name": "House", "type": "institution"}).json()["id"]
        let = {"kind": "oversight", "name": "Clerk", "of": body}
        reader = http.post("/api/desk/office/readers", json=let).json()["reader"]
        sent_file = http.post("/api/desk/office/imports", params={"what": "letter", "name": "x"}, content=b"x")
        names = {
            "file": sent_file.json()["id"],
            "number": "1",
            "body": body,
            "reader": reader,
            "request_id": request,
            "question": shown["asked"][0]["id"],
            "document": shown["letter"]["id"],
            "meeting": meeting,
            "seat": ada,
            "kind": "programme",
            "name": "1",
            "mandate": mandate,
            "record": mandate,
        }
        yield Place(http, schema, names | {"official": person, "counterpart": person})


def _desk_secret(app: Any) -> str:
    link = asyncio.run(new_link(app.state.settings))
    assert link is not None
    return link.split("#")[1]


def test_every_call_of_the_api_is_fuzzed(tmp_path: Path) -> None:
    paths = create_app(settings_in(tmp_path), SystemClock()).openapi()["paths"]
    found = {(method.upper(), path) for path, item in paths.items() for method in item}
    assert found == {*CALLS, ("GET", "/api/seats/{seat}/events")}


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_no_input_makes_the_api_fail(place: Place, method: str, path: str) -> None:
    call = place.schema[path][method]
    cases = st.one_of(*(call.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=cases, known=st.booleans())
    def check(case: Any, known: bool) -> None:  # noqa: FBT001
        names = place.names
        given_parts = {k: str(v) for k, v in (case.path_parameters or {}).items()}
        address = path.format(**(names if known else {**names, **{k: _part(v) for k, v in given_parts.items()}}))
        body = _plausible(case.body) if known else case.body
        headers = {} if body is NOT_SET else {"Content-Type": "application/json"}
        answer = place.http.request(
            method, address, content=_written(body), headers=headers, params=_params(case.query)
        )
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert {"type", "title", "status", "detail", "errors"} <= answer.json().keys()

    check()


@pytest.mark.parametrize(("method", "path"), [call for call in CALLS if call[0] != "GET"])
@pytest.mark.parametrize("body", [b"", b"{", b"[[[[", b"\x00", b"\xff", b'{"a":' * 500, b"1e999", b'"\\ud800"', b"NaN"])
def test_no_bytes_make_the_api_fail(place: Place, method: str, path: str, body: bytes) -> None:
    address = path.format(**place.names)
    answer = place.http.request(method, address, content=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def _written(body: Any) -> bytes:
    if isinstance(body, bytes):
        return body
    return b"" if body is NOT_SET else json.dumps(body, default=str).encode("ascii")


def _plausible(body: Any) -> Any:
    """A plan with the words of a profile, so that what lies behind the first checks is reached too."""
    if not isinstance(body, dict) or "profile" not in body:
        return body
    words = {"profile": "diplomatic-bilateral", "zone": "UTC", "coverage": "closed_press", "starts": 1}
    seats = [row | {"role": "principal"} for row in _rows(body.get("seats"))]
    sides = [row | {"kind": "state"} for row in _rows(body.get("delegations"))]
    items = [row | {"phase": "closed"} for row in _rows(body.get("items"))]
    return body | words | {"seats": seats, "delegations": sides, "items": items}


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _part(value: str) -> str:
    return httpx.URL("http://x").copy_with(path=f"/{value}").raw_path.decode("ascii")[1:].replace("/", "%2F") or "x"


def _params(query: Any) -> dict[str, str]:
    return {str(k): str(v) for k, v in (query or {}).items()}

"""A list that does not fit into one answer, over HTTP: its parts together are the whole."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from incamera.office.coverage import service
from incamera.platform.ids import new_id
from tests.factories import at_desk, running, settings_in

pytestmark = pytest.mark.whole

PEOPLE = 7


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with running(settings_in(tmp_path)) as app:
        yield await at_desk(app)


async def enter(desk: httpx.AsyncClient, kind: str, **fields: Any) -> str:
    answer = await desk.post(f"/api/desk/office/{kind}", json=fields)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def listed(desk: httpx.AsyncClient) -> tuple[str, list[str], list[str]]:
    """A mandate, its two officials and seven counterparts; each official has called every third one."""
    ours = [await enter(desk, "person", name=f"Official {n}", is_official=True) for n in range(2)]
    theirs = [await enter(desk, "person", name=f"=Counterpart {n}") for n in range(PEOPLE)]
    for n, person in enumerate(theirs[::3]):
        took = {"officials": [{"person": p} for p in ours], "counterparts": [{"person": person}]}
        await enter(desk, "engagement", channel="phone", start=n, **took)
    mandate = {"title": "All", "asked_by": ours[0], "lead": ours[0], "given_at": 0, "scopes": [{"since": 0}]}
    return await enter(desk, "mandate", **mandate, officials=ours, counterparts=theirs), ours, theirs


async def parts(desk: httpx.AsyncClient, path: str, **asked: Any) -> list[Any]:
    found, since = [], 0
    while since is not None:
        answer = await desk.get(f"/api/desk/office/coverage/{path}", params={**asked, "since": since})
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        since = found[-1]["next"]
    return found


async def test_the_parts_of_a_matrix_are_the_whole(desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    mandate, ours, theirs = await listed(desk)
    [whole] = await parts(desk, mandate)
    monkeypatch.setattr(service, "PAIRS", 6)
    found = await parts(desk, mandate)
    assert [len(part["counterparts"]) for part in found] == [3, 3, 1]
    assert [row["id"] for part in found for row in part["counterparts"]] == theirs
    assert {(c["official"], c["counterpart"]) for part in found for c in part["cells"]} == {
        (a, b) for a in ours for b in theirs[::3]
    }
    for part in found:
        assert (part["pairs"], part["not_yet"]) == (whole["pairs"], whole["not_yet"]) == (14, 8)
        assert part["officials"] == whole["officials"]
        assert [row["not_yet"] for row in part["officials"]] == [4, 4]


async def test_whom_an_official_has_not_engaged_comes_in_parts(
    desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate, ours, theirs = await listed(desk)
    monkeypatch.setattr(service, "ROWS", 3)
    found = await parts(desk, f"{mandate}/not_yet", official=ours[1])
    missing = [i for i in theirs if i not in theirs[::3]]
    assert [len(part["counterparts"]) for part in found] == [3, 1]
    assert [row["id"] for part in found for row in part["counterparts"]] == missing
    assert {part["count"] for part in found} == {4}
    by_letter, *_ = await parts(desk, f"{mandate}/not_yet", official=ours[1], channel="letter")
    assert by_letter["count"] == PEOPLE


async def test_there_is_no_list_for_somebody_else(desk: httpx.AsyncClient) -> None:
    mandate, _, theirs = await listed(desk)
    for path, official in ((mandate, theirs[0]), (theirs[0], theirs[0])):
        answer = await desk.get(f"/api/desk/office/coverage/{path}/not_yet", params={"official": official})
        assert (answer.status_code, answer.json()["code"]) == (404, "record_unknown")


async def test_sentences_go_on_after_the_officials_known(
    desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate, ours, _ = await listed(desk)
    monkeypatch.setattr(service, "PAIRS", 6)
    found = []
    for since in range(3):
        answer = await desk.get(f"/api/desk/office/coverage/{mandate}/sentences", params={"since": since})
        found.append([said["official"] for said in answer.json()])
    assert found == [ours[:1], ours[1:], []]


async def test_a_file_has_every_pair_and_no_formula(desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    mandate, _, _ = await listed(desk)
    monkeypatch.setattr(service, "PAIRS", 6)
    answer = await desk.get(f"/api/desk/office/coverage/{mandate}/coverage.csv")
    head, *lines = csv.reader(io.StringIO(answer.text))
    assert head[0] == "official"
    assert [line[:4] for line in lines] == [
        [f"Official {a}", f"'=Counterpart {b}", *(["not_yet", ""] if b % 3 else ["engaged", "phone"])]
        for a in range(2)
        for b in range(PEOPLE)
    ]
    unknown = await desk.get(f"/api/desk/office/coverage/{new_id()}/coverage.csv")
    assert unknown.status_code == 404

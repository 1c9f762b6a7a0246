"""No answer to a reader tells of what they may not read: every endpoint's whole answer is the same whether it is there or not.

Marked records of every kind are planted twice, for an official and for another one. What each reader gets of one side is
compared byte for byte before and after more is planted, corrected and released on the other.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from incamera.office.answers.service import Answers
from incamera.platform.clock import SystemClock
from incamera.platform.errors import ProductError
from incamera.rules.office.access import Reader
from tests.factories import at_desk, browser, running, settings_in

pytestmark = pytest.mark.whole

OFFICE = "/api/desk/office"
DAY = "2027-01-04"
AT = 1_799_000_000_000_000
PART = re.compile(r"\{(\w+)\}")
READERS = ("official", "staff", "oversight")
"""An official's team reads by the same rule as the official."""
OURS, THEIRS = "quokka", "wombat"
"""Marks: a word of each side, in every text that is planted for it."""


DESK_ALONE = {"document": "document", "request_id": "request"}
"""What is planted that the desk alone reads, by the part of an address that names it."""


@dataclass
class Side:
    """What was planted with one mark: ids by kind."""

    mark: str
    ids: dict[str, str] = field(default_factory=dict)


@dataclass
class Place:
    app: FastAPI
    desk: httpx.AsyncClient
    guest: str
    """A counterpart whom both sides meet."""
    state: str
    sides: list[Side] = field(default_factory=list)
    sent: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """What was entered last, by id: its kind and fields."""

    async def enter(self, kind: str, **fields: Any) -> str:
        answer = await self.desk.post(f"{OFFICE}/{kind}", json=fields)
        assert answer.status_code == 201, answer.text
        made = str(answer.json()["id"])
        self.sent[made] = kind, fields
        return made

    async def correct(self, record: str) -> None:
        kind, fields = self.sent[record]
        body = {"record": {**fields, "note": f"{fields.get('note', '')} corrected"}, "reason": f"{THEIRS} misspelt"}
        answer = await self.desk.put(f"{OFFICE}/{kind}/{record}", json=body)
        assert answer.status_code == 204, answer.text

    async def plant(self, mark: str, *, also: str | None = None) -> Side:
        """Every kind of record; `also` takes part in one engagement under this side's mandate."""
        side = Side(mark)
        ids, note = side.ids, {"note": f"{mark} note"}
        body = {"name": f"{mark} body", "type": "institution", "country": "AST", **note}
        ids["organisation"] = await self.enter("organisation", **body)
        held = [{"organisation": ids["organisation"], "title": f"{mark} minister"}]
        ids["person"] = await self.enter("person", name=f"{mark} official", offices=held, is_official=True, **note)
        ids["other"] = await self.enter("person", name=f"{mark} counterpart", offices=held, **note)
        lists = {"officials": [ids["person"]], "counterparts": [self.guest, self.state, ids["other"]]}
        scope = {"since": 5, "words": f"{mark} scope", "topics": ["rivers"], "countries": ["AST"]}
        hand = {"asked_by": ids["person"], "lead": ids["person"], "given_at": 5, "scopes": [scope]}
        ids["mandate"] = under = await self.enter("mandate", title=f"{mark} mandate", **hand, **lists, **note)
        hand |= {"mandate": under, "scopes": [scope], "counterparts": lists["counterparts"]}
        ids["below"] = await self.enter("mandate", title=f"{mark} part", **hand, **note)
        for n, mandate in enumerate((under, ids["below"])):
            took = {"officials": [{"person": ids["person"]}], "counterparts": [{"person": self.guest}]}
            call = {"channel": ("phone", "virtual")[n], "start": AT + n, "place": f"{mark} place", "topics": [mark]}
            ids[f"engagement{n}"] = await self.enter("engagement", mandate=mandate, **took, **call, **note)
        who = {"official": ids["person"], "mandate": under, **note}
        where = {"country": "AST", "place": f"{mark} town"}
        ids["travel"] = await self.enter("travel", first=DAY, last=DAY, **where, **who)
        ids["public_event"] = await self.enter("public_event", title=f"{mark} speech", at=AT, **where, **who)
        promise = {"type": "visit", "owner": ids["person"], "counterpart": self.guest, "said_on": DAY, "mandate": under}
        said = {"words": f"{mark} words", "due_words": "in the month of June", "engagement": ids["engagement0"]}
        ids["commitment"] = await self.enter("commitment", what=f"{mark} visit", **promise, **said, **note)
        ids["directive"] = await self.enter("directive", to=ids["other"], what=f"{mark} order", at=AT, **who)
        if also is not None:
            took = {"officials": [{"person": also}], "counterparts": [{"person": self.guest}]}
            ids["shared"] = await self.enter("engagement", mandate=under, channel="letter", start=AT + 5, **took)
        await self._papers(side)
        self.sides.append(side)
        return side

    async def _papers(self, side: Side) -> None:
        """What the desk alone reads."""
        text = {"name": f"{side.mark} paper", "text": f"{side.mark} text"}
        paper = await self.desk.post(f"{OFFICE}/documents", json=text)
        assert paper.status_code == 201, paper.text
        asked = {"subject": f"{side.mark} letter", "asker": side.ids["organisation"], "received": DAY}
        questions = {"questions": [{"text": f"{side.mark} question"}], "letter_text": f"{side.mark} text"}
        request = await self.desk.post(f"{OFFICE}/requests", json=asked | questions)
        assert request.status_code == 201, request.text
        side.ids |= {"document": paper.json()["id"], "request": request.json()["id"]}

    async def release(self, body: str, records: list[str]) -> None:
        answer = await self.desk.post(f"{OFFICE}/releases/{body}", json={"records": records})
        assert answer.status_code == 204, answer.text

    def reader(self, kind: str) -> Reader:
        ours = self.sides[0].ids
        if kind == "staff":
            return Reader(kind, mandates=frozenset({ours["mandate"]}))
        return Reader(kind, ours["organisation"] if kind == "oversight" else ours["person"])

    async def reads_as(self, kind: str) -> httpx.AsyncClient:
        reader = self.reader(kind)
        sent = {"kind": kind, "name": "Reader", "of": reader.of, "mandates": sorted(reader.mandates)}
        link = await self.desk.post(f"{OFFICE}/readers", json=sent)
        assert link.status_code == 201, link.text
        http = browser(self.app)
        answer = await http.post(f"{OFFICE}/redeem", json={"secret": link.json()["secret"]})
        assert answer.status_code == 204, answer.text
        return http


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        made = Place(app, desk, "", "")
        made.state = await made.enter("organisation", name="Asteria", type="state", country="AST")
        held = [{"organisation": made.state, "title": "President"}]
        made.guest = await made.enter("person", name="Guest", offices=held)
        ours = await made.plant(OURS)
        await made.plant(THEIRS, also=ours.ids["person"])
        shared = [i for name, i in ours.ids.items() if name not in DESK_ALONE.values()]
        await made.release(ours.ids["organisation"], [*shared, made.guest])
        yield made


def addresses(place: Place) -> list[str]:
    """Every address below the office that is read, for everything that was planted by now."""
    everything = [place.guest, place.state, *(i for side in place.sides for i in side.ids.values()), "a" * 26]
    mandates = [i for side in place.sides for name, i in side.ids.items() if name in {"mandate", "below"}]
    values = {"record": everything, "mandate": mandates}
    values |= {name: [side.ids[kept] for side in place.sides] for name, kept in DESK_ALONE.items()}
    values["official"] = [side.ids["person"] for side in place.sides]
    values["counterpart"] = [place.guest, *(side.ids["other"] for side in place.sides)]
    paths = [p for p, item in place.app.openapi()["paths"].items() if p.startswith(OFFICE) and "get" in item]
    found = [
        path.format(**dict(zip(PART.findall(path), filled, strict=True)))
        for path in paths
        for filled in product(*(values.get(part, everything[:1]) for part in PART.findall(path)))
    ]
    asked = [
        f"kind={kind}" for kind in ("engagement", "person", "mandate", "commitment", "document", "oversight_request")
    ]
    asked += [f"words={word}" for word in (OURS, THEIRS, "president", "guest")]
    asked += [f"{name}={i}" for name in ("about", "after", "id") for i in everything]
    found += [f"{OFFICE}/records?{query}" for query in asked]
    found += [f"{OFFICE}/timeline?about={i}" for i in everything] + [f"{OFFICE}/timeline?country=AST"]
    found += [f"{OFFICE}/coverage/{i}/not_yet?official={who}" for i in mandates for who in values["official"]]
    return found + [f"{OFFICE}/coverage/{i}?channel=phone&level=principal" for i in mandates]


async def answers_to(http: httpx.AsyncClient, asked: list[str]) -> dict[str, tuple[int, bytes]]:
    found = {}
    for address in asked:
        answer = await http.get(address)
        assert answer.status_code in {200, 401, 404, 422}, address
        found[address] = answer.status_code, answer.content
    return found


async def told(place: Place, reader: Reader) -> list[str]:
    """Lines of the command line's questions, as this reader would be answered."""
    answers = Answers(place.app.state.database, SystemClock(), reader)
    lines: list[str] = []
    for mark in (OURS, THEIRS):
        who = f"{mark} official"
        for ask in (
            answers.not_yet(who),
            answers.not_yet(who, f"{mark} mandate"),
            answers.engaged_with(who, "Guest"),
            answers.promised(who),
            answers.directed(who),
        ):
            try:
                lines += [f"{line.text} {line.evidence}" for line in await ask]
            except ProductError as refusal:
                lines.append(refusal.code)
    return lines


async def plant_more_of_theirs(place: Place) -> None:
    """More, other versions and releases of what readers of our side may not read."""
    theirs = place.sides[1]
    more = await place.plant(THEIRS)
    for name, record in (*theirs.ids.items(), *more.ids.items()):
        if name not in {*DESK_ALONE.values(), "shared"}:
            await place.correct(record)
    await place.release(theirs.ids["organisation"], [place.guest, *(more.ids[n] for n in ("person", "engagement0"))])
    other = {"kind": "official", "name": f"{THEIRS} reader", "of": theirs.ids["person"]}
    assert (await place.desk.post(f"{OFFICE}/readers", json=other)).status_code == 201


@pytest.mark.parametrize("kind", READERS)
async def test_nothing_that_is_answered_depends_on_what_may_not_be_read(place: Place, kind: str) -> None:
    http, asked = await place.reads_as(kind), addresses(place)
    before, lines = await answers_to(http, asked), await told(place, place.reader(kind))
    await plant_more_of_theirs(place)
    after = await answers_to(http, asked)
    assert {a for a in asked if before[a] != after[a]} == set()
    assert await told(place, place.reader(kind)) == lines
    new = await answers_to(http, [a for a in addresses(place) if a not in after])
    for address, (_, body) in {**after, **new}.items():
        assert THEIRS.encode() not in body, address
    assert not any(THEIRS in line for line in lines)


@pytest.mark.parametrize("kind", READERS)
async def test_each_reads_all_of_their_own_side(place: Place, kind: str) -> None:
    http, ours = await place.reads_as(kind), place.sides[0]
    listed = {row["id"]: row for row in (await http.get(f"{OFFICE}/records")).json()}
    wanted = {i for name, i in ours.ids.items() if name not in DESK_ALONE.values()} | {place.guest}
    wanted |= set() if kind == "oversight" else {place.state}
    wanted |= {place.sides[1].ids["shared"]} if kind == "official" else set()
    assert listed.keys() == wanted
    for record in wanted:
        assert (await http.get(f"{OFFICE}/records/{record}")).json()["record"] == listed[record]
    shown = (await http.get(f"{OFFICE}/coverage/{ours.ids['mandate']}")).json()
    names = {row["name"] for row in shown["counterparts"]}
    assert names == {"Guest", f"{OURS} counterpart"} | (set() if kind == "oversight" else {"Asteria"})
    assert shown["pairs"] == len(names)
    said = await told(place, place.reader(kind))
    assert any(f"{OURS} visit to Guest" in line for line in said)


async def test_who_has_no_link_reads_nothing_at_all(place: Place) -> None:
    found = await answers_to(browser(place.app), addresses(place))
    assert {status for status, _ in found.values()} == {401}
    assert len({body for _, body in found.values()}) == 1


async def test_what_the_desk_alone_reads_is_closed_to_readers(place: Place) -> None:
    """A further address is the desk's until it is named here, with its answers made of what a reader may read."""
    found = await answers_to(await place.reads_as("official"), addresses(place))
    closed = {a for a, (status, _) in found.items() if status == 401}
    open_to_readers = ("records", "timeline", "window", "coverage", "reader")
    readable = re.compile(rf"{OFFICE}/({'|'.join(open_to_readers)})([/?][^.]*|/[a-z2-7]+/coverage\.csv)?$")
    assert closed == {a for a in found if not readable.match(a)}


async def test_the_desk_reads_both_sides(place: Place) -> None:
    listed = (await place.desk.get(f"{OFFICE}/records", params={"kind": "mandate"})).json()
    assert {row["fields"]["title"].split()[0] for row in listed} == {OURS, THEIRS}

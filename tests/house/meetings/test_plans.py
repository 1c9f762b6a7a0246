"""Plans over HTTP: what is saved comes back, what cannot be saved says why, and nothing closed is public."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from incamera.platform.ids import new_id
from tests.factories import STARTS, at_desk, browser, people, plan, planned, running, settings_in
from tests.fakes.clock import VirtualClock

CLOSED = "Dam at Kestrel Gap"


def changed(path: str, value: object) -> dict[str, Any]:
    """The plan with one field set, or taken out when `value` is ...; `path` as in an answer's `field`."""
    sent = plan()
    *way, last = path.split(".")
    at: Any = sent
    for part in way:
        at = at[int(part)] if part.isdecimal() else at[part]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return sent


async def test_a_plan_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        sent = plan()
        meeting = await planned(desk, sent)
        got = (await desk.get(f"/api/desk/meetings/{meeting}")).json()
        full = deepcopy(sent)
        for row in full["seats"]:
            for name, empty in (("title", ""), ("form", ""), ("holds_key", False), ("named_for", []), ("address", "")):
                row.setdefault(name, empty)
        for row in full["items"]:
            row.setdefault("closed_title", "")
        full["delay"] = 15
        assert got == {
            "id": meeting,
            "state": "draft",
            "plan": full,
            "invitations": [
                {"seat": s["id"], "address": s["address"], "sent": None, "redeemed": None} for s in full["seats"]
            ],
            "public": {
                "title": "Talks on the river",
                "starts": STARTS,
                "zone": "Europe/Vienna",
                "coverage": "pooled_spray_at_top",
                "delegations": ["Valdoria", "Norland"],
                "items": [
                    {"open_title": "Opening remarks", "minutes": 10, "phase": "on_record"},
                    {"open_title": "The river", "minutes": 40, "phase": "closed"},
                ],
                "warnings": [],
            },
        }
        assert (await desk.get("/api/desk/meetings")).json() == [
            {
                "id": meeting,
                "title": "Talks on the river",
                "starts": STARTS,
                "zone": "Europe/Vienna",
                "state": "draft",
                "seats": 5,
                "profile": app.state.meetings.profiles["diplomatic-bilateral"].name,
            }
        ]


async def test_ids_left_empty_are_given_and_ids_of_another_meeting_are_replaced(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        first = plan()
        await planned(desk, first)
        second = plan()
        second["seats"][0]["id"] = first["seats"][0]["id"]
        second["seats"][1]["id"] = ""
        second["seats"][2]["id"] = "mine"
        second["items"][0]["id"] = ""
        meeting = await planned(desk, second)
        got = (await desk.get(f"/api/desk/meetings/{meeting}")).json()["plan"]
        ids = [s["id"] for s in got["seats"]]
        assert not {first["seats"][0]["id"], "", "mine"} & set(ids)
        assert ids[3:] == [s["id"] for s in second["seats"][3:]]
        assert len(set(ids)) == 5
        assert got["items"][0]["id"]

        again = (await desk.put(f"/api/desk/meetings/{meeting}", json=got)).json()["plan"]
        assert again == got


FAULTY: list[tuple[str, object]] = [
    ("title", "   "),
    ("title", ...),
    ("title", "x" * 201),
    ("title", "two\nlines"),
    ("title", "bell\u0007"),
    ("title", "\u202eesrever"),
    ("purpose", "x" * 2001),
    ("starts", "tomorrow"),
    ("starts", 0),
    ("starts", 2**63),
    ("starts", 1.5),
    ("starts", True),
    ("zone", "Mars/Olympus"),
    ("zone", "../../etc/passwd"),
    ("coverage", "secret"),
    ("profile", "no-such-profile"),
    ("profile", "base"),
    ("chair", "me"),
    ("delegations.0.name", ""),
    ("delegations.0.kind", "band"),
    ("delegations.0.colours", ["red"]),
    ("delegations.1.id", "val"),
    ("seats.0.person", ""),
    ("seats.0.person", 7),
    ("seats.0.role", "emperor"),
    ("seats.0.delegation", "nobody"),
    ("seats.0.holds_key", True),
    ("seats.0.named_for", ["tea"]),
    ("seats.0.address", "not an address"),
    ("seats.0.address", "a@b\r\nBcc: c@d"),
    ("items.0.phase", "lunch"),
    ("items.0.phase", "ended"),
    ("items.0.minutes", -1),
    ("items.0.minutes", 1441),
    ("items.0.open_title", ""),
    ("items.1.closed_title", "the  RIVER"),
    ("items.1.id", "1"),
]

NO_PLANS = [b"", b"{", b"[]", b"null", b'"plan"', b"\xff\xfe", b'{"title": "\\ud800"}']


async def test_a_faulty_plan_is_refused_with_the_field_and_nothing_is_saved(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        for path, value in FAULTY:
            answer = await desk.post("/api/desk/meetings", json=changed(path, value))
            assert (path, answer.status_code) == (path, 422), answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            faults = answer.json()["errors"]
            other = {"items.1.closed_title": "items.1.open_title"}.get(path, path)
            assert [f for f in faults if f["field"] == other or f["field"].startswith(f"{other}.")], (path, faults)
            assert all(fault["expected"] for fault in faults)
        assert (await desk.get("/api/desk/meetings")).json() == []


async def test_what_is_no_plan_at_all_is_refused(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        for body in NO_PLANS:
            answer = await desk.post("/api/desk/meetings", content=body, headers={"Content-Type": "application/json"})
            assert answer.status_code in {400, 422}, (body, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"


async def test_the_public_face_of_a_plan_warns_of_slips_and_saves_nothing(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        sent = plan(title=f"On the {CLOSED.upper()}")
        sent["items"][1]["open_title"] = ""
        sent["seats"] = sent["seats"][:3]
        face = (await desk.post("/api/desk/plan/public", json=sent)).json()
        assert face["items"] == [
            {"open_title": "Opening remarks", "minutes": 10, "phase": "on_record"},
            {"open_title": "", "minutes": 40, "phase": "closed"},
        ]
        assert face["warnings"] == [
            {"field": "items.1.open_title", "text": "Item 2 is closed but has no open title."},
            {"field": "title", "text": "This is public and contains the closed title of item 2."},
            {
                "field": "seats",
                "text": "The key holders named do not suffice: this meeting could not go on the record.",
            },
        ]
        assert (await desk.get("/api/desk/meetings")).json() == []


async def test_a_convened_meeting_is_not_planned_any_more(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), VirtualClock()) as app:
        desk = await at_desk(app)
        sent = plan()
        meeting = await planned(desk, sent)
        sent["title"] = "Changed"
        assert (await desk.put(f"/api/desk/meetings/{meeting}", json=sent)).json()["plan"]["title"] == "Changed"
        here = await people(app, desk, meeting)
        await here["cato"].enter()
        await here["cato"].does("convene")
        answer = await desk.put(f"/api/desk/meetings/{meeting}", json=plan())
        assert (answer.status_code, answer.json()["code"]) == (409, "denied")
        assert (await desk.get(f"/api/desk/meetings/{meeting}")).json()["plan"]["title"] == "Changed"


async def test_the_calendar_entry_has_open_words_only(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        answer = await desk.get(f"/api/desk/meetings/{meeting}/calendar.ics")
        assert answer.headers["content-type"].startswith("text/calendar")
        text = answer.text.replace("\r\n ", "")
        assert "SUMMARY:Talks on the river" in text
        assert "DTSTART;TZID=Europe/Vienna:20270115T090000" in text
        assert "DTEND;TZID=Europe/Vienna:20270115T095000" in text
        assert CLOSED not in text


async def test_the_ledger_is_given_in_full_and_as_an_extract_without_a_word(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        full = await desk.get(f"/api/desk/meetings/{meeting}/ledger")
        extract = await desk.get(f"/api/desk/meetings/{meeting}/ledger", params={"extract": "public"})
        assert CLOSED in full.text
        assert [word for word in (CLOSED, "Ada Arden", "The river") if word in extract.text] == []
        refused = await desk.get(f"/api/desk/meetings/{meeting}/ledger", params={"extract": "all"})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "extract")


async def test_every_profile_is_listed_and_exactly_one_is_the_default(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        listed = (await (await at_desk(app)).get("/api/desk/profiles")).json()
        assert [p["id"] for p in listed if p["is_default"]] == ["diplomatic-bilateral"]
        assert {"us-massachusetts", "uk-commons-committee"} <= {p["id"] for p in listed}


async def test_the_desk_is_closed_without_its_cookie(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        meeting = await planned(desk)
        stranger = browser(app)
        stranger.cookies.set("incamera_desk", "x" * 52, path="/api/desk/")
        for method, path in (
            ("GET", "profiles"),
            ("GET", "meetings"),
            ("POST", "meetings"),
            ("POST", "plan/public"),
            ("GET", f"meetings/{meeting}"),
            ("PUT", f"meetings/{meeting}"),
            ("GET", f"meetings/{meeting}/ledger"),
            ("GET", f"meetings/{meeting}/calendar.ics"),
            ("POST", f"meetings/{meeting}/invitations"),
            ("POST", f"meetings/{meeting}/links"),
        ):
            answer = await stranger.request(method, f"/api/desk/{path}", json={} if method != "GET" else None)
            assert (answer.status_code, answer.json()["code"]) == (401, "desk_closed"), path


async def test_a_meeting_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path)) as app:
        desk = await at_desk(app)
        for path in ("", "/ledger", "/calendar.ics"):
            assert (await desk.get(f"/api/desk/meetings/{new_id()}{path}")).status_code == 404


async def test_an_administrators_link_works_once_and_not_for_ever(tmp_path: Path) -> None:
    clock = VirtualClock()
    async with running(settings_in(tmp_path), clock) as app:
        first = await app.state.desk.first_link()
        newer = await app.state.desk.first_link()
        answers = [await browser(app).post("/api/desk/redeem", json={"secret": s}) for s in (first, newer, newer)]
        assert [a.status_code for a in answers] == [404, 204, 410]
        assert await app.state.desk.first_link() is None
        cookie = answers[1].headers["set-cookie"].lower()
        assert [part in cookie for part in ("httponly", "samesite=strict", "path=/api/desk/")] == [True] * 3
        late = await app.state.desk.new_link()
        clock.advance(3_600_000_000)
        assert (await browser(app).post("/api/desk/redeem", json={"secret": late})).status_code == 410

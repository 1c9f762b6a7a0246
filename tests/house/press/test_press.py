"""Passes and tickets: who gets one, for what, for how long; and what a supervisor is told to run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incamera.house.meetings.service import MeetingUnknownError
from incamera.house.press.service import PROGRAMME, NoGalleryError, Press
from incamera.main.engines import Engines
from incamera.platform.errors import ProductError
from incamera.platform.signed import read_document
from incamera.rules import commands as c
from incamera.rules.meeting import Meeting
from incamera.rules.outside import programme
from incamera.rules.proof import LegSeen, Look, Seen
from incamera.rules.words import CAMERA, MICROPHONE, SCREEN, SECOND_US, Side
from tests.factories import at_desk, browser, people, plan, planned, running, seat, settings_in
from tests.fakes.clock import VirtualClock
from tests.rules.running import Running
from tests.rules.running import running as convened
from tests.rules.worlds import broadcast

CHAIR = "principal-1"
KEY = Ed25519PrivateKey.generate()
ENGINES = Engines({}, dict, "ws://engine", lambda chamber, name: f"{chamber}|{name}")


class House:
    """The meetings as the press side asks for them: one."""

    def __init__(self, run: Running) -> None:
        self.run = run
        self.measured = Seen()

    def ids(self) -> list[str]:
        return ["meeting"]

    def get(self, meeting: str) -> Meeting:
        if meeting != "meeting":
            raise MeetingUnknownError
        return self.run.m

    def seen(self, meeting: str) -> Seen:
        assert meeting == "meeting"
        return self.measured

    def meeting_of(self, seat_id: str) -> str:
        if self.run.m.seat(seat_id) is None:
            raise MeetingUnknownError
        return "meeting"


class NoFeeds:
    """No broadcaster takes this meeting."""

    def sweep(self) -> None:
        """There is no key to throw away."""

    def wanted(self, _m: Meeting) -> tuple[str, ...]:
        return ()

    def order(self, _m: Meeting, _name: str) -> dict[str, Any]:
        raise MeetingUnknownError


def press(run: Running, now: int | None = None) -> Press:
    """As after a start of the api: it remembers nothing."""
    clock = VirtualClock(run.now if now is None else now)
    house, mint = House(run), ENGINES.listen_hidden
    assert mint is not None
    return Press(house, clock, KEY.sign, "ws://engine", mint, Path("run"), Path("record"), NoFeeds())  # type: ignore[arg-type] # all that it asks of them


def on_record() -> Running:
    run = convened(broadcast())
    run.open()
    return run


def read(kind: str, text: str) -> dict[str, Any]:
    return read_document(kind, text, KEY.public_key().public_bytes_raw())


def may_see(run: Running) -> set[str]:
    made, found = press(run), set()
    for x in run.m.plan.seats:
        try:
            made.gallery_pass(x.id)
        except ProductError:
            continue
        found.add(x.role)
    return found


def test_a_pass_is_of_one_seat_and_one_meeting_for_a_minute() -> None:
    run = on_record()
    meeting, signed = press(run).gallery_pass("press_aide-1")
    assert meeting == "meeting"
    assert read("pass", signed) == {"meeting": "meeting", "seat": "press_aide-1", "expires": run.now + 60 * SECOND_US}


def test_the_public_and_the_delegations_have_no_place_in_the_gallery_nor_has_who_was_removed() -> None:
    run = on_record()
    seen = may_see(run)
    assert {"press_aide", "technician"} <= seen
    assert not {"public", "principal", "delegate", "note_taker", "chief_of_protocol", "interpreter"} & seen
    run.does(c.Remove("press_aide-1"), CHAIR)
    with pytest.raises(NoGalleryError):
        press(run).gallery_pass("press_aide-1")
    with pytest.raises(MeetingUnknownError):
        press(run).gallery_pass("nobody")


def test_nobody_gets_a_pass_for_a_meeting_that_nothing_leaves() -> None:
    assert may_see(convened()) == set()


def test_one_worker_runs_while_the_meeting_is_on_record_and_is_told_the_floor() -> None:
    run = convened(broadcast())
    assert [r for r in press(run).runs() if r.kind == PROGRAMME] == []
    run.open()
    made = press(run)
    (wanted,) = (r for r in made.runs() if r.kind == PROGRAMME)
    shown = programme(run.m)
    assert shown is not None
    assert (wanted.meeting, wanted.name, wanted.told["screen"]) == ("meeting", "1", None)
    assert wanted.told["speakers"] == [x.identity for x in shown.speakers]
    assert {x["person"] for x in wanted.told["names"].values()} == {x.person for x in shown.speakers}
    sharing = shown.speakers[0].identity
    legs = {shown.chamber: (LegSeen(sharing, frozenset({SCREEN})),)}
    made.meetings.measured = Seen(last={Side.OPEN: Look(run.now, legs)})  # type: ignore[attr-defined] # of our own house
    (wanted,) = (r for r in made.runs() if r.kind == PROGRAMME)
    assert wanted.told["screen"] == sharing
    run.close()
    assert [r for r in press(run).runs() if r.kind == PROGRAMME] == []


def test_who_shares_a_screen_in_the_open_chamber_by_the_engine_s_list_is_named_and_nobody_else() -> None:
    run = on_record()
    shown = programme(run.m)
    assert shown is not None
    made = press(run)

    def named(side: Side, **publishing: frozenset[str]) -> Any:
        legs = {shown.chamber: tuple(LegSeen(name, what) for name, what in publishing.items())}
        made.meetings.measured = Seen(last={side: Look(run.now, legs)})  # type: ignore[attr-defined] # of our own house
        (wanted,) = (r for r in made.runs() if r.kind == PROGRAMME)
        return wanted.told["screen"]

    everybody = [x.identity for x in shown.speakers]
    quiet = dict.fromkeys(everybody, frozenset({CAMERA, MICROPHONE}))
    assert len(everybody) > 1
    assert named(Side.OPEN, **quiet) is None
    for sharing in everybody:
        shares = {**quiet, sharing: quiet[sharing] | {SCREEN}}
        assert named(Side.OPEN, **shares) == sharing
        assert named(Side.CLOSED, **shares) is None, "another engine's list"
    elsewhere = {"another chamber": (LegSeen(everybody[0], frozenset({SCREEN})),)}
    made.meetings.measured = Seen(last={Side.OPEN: Look(run.now, elsewhere)})  # type: ignore[attr-defined] # as above
    (wanted,) = (r for r in made.runs() if r.kind == PROGRAMME)
    assert wanted.told["screen"] is None


def ticket(made: Press) -> dict[str, Any]:
    return read("ticket", made.start(PROGRAMME, "meeting", "1")["ticket"])


def test_a_start_is_a_token_of_the_open_chamber_and_a_ticket_for_the_gate() -> None:
    run = on_record()
    shown = programme(run.m)
    assert shown is not None
    given = press(run).start(PROGRAMME, "meeting", "1")
    assert given["token"] == f"{shown.chamber}|{shown.identity}"
    assert (given["engine"], given["socket"]) == ("ws://engine", str(Path("run") / "media.sock"))
    signed = read("ticket", given["ticket"])
    assert (signed["meeting"], signed["span"], signed["t0"]) == ("meeting", 1, run.current.live)
    assert signed["expires"] == run.now + 30 * SECOND_US


def test_no_run_is_ever_given_twice_also_over_restarts() -> None:
    run = on_record()
    live = run.current.live
    assert live is not None
    numbers = []
    for second in range(1, 4):
        made = press(run, live + second * SECOND_US)
        numbers.append(ticket(made)["run"])
    made = press(run, live + 9 * SECOND_US)
    numbers += [ticket(made)["run"] for _ in range(3)]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("kind", "meeting", "name"),
    [
        ("programme", "meeting", "0"),
        ("programme", "meeting", "2"),
        ("programme", "meeting", "x"),
        ("programme", "another", "1"),
        ("engine", "meeting", "1"),
        ("", "", ""),
    ],
)
def test_what_is_not_wanted_is_not_started(kind: str, meeting: str, name: str) -> None:
    with pytest.raises(MeetingUnknownError):
        press(on_record()).start(kind, meeting, name)


# the routes


async def test_what_the_routes_answer_gives_no_hint(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, origin_port=1, gallery_url="http://localhost:1")
    async with running(settings, engines=ENGINES) as app:
        app.state.supervisor_secret = "the secret"
        desk = await at_desk(app)
        sent = plan(coverage="open_press")
        sent["seats"].append(seat("Jo Jung", "journalist", ""))
        meeting = await planned(desk, sent)
        here = await people(app, desk, meeting)
        hushed = plan(coverage="closed_press")
        there = await people(app, desk, await planned(desk, hushed))

        stranger = browser(app)
        unknown = await stranger.get("/api/runs")
        for secret in ("", "Bearer", "Bearer ", "Bearer wrong", "the secret", "Basic the secret"):
            answer = await stranger.get("/api/runs", headers={"Authorization": secret})
            assert same(answer) == same(unknown)
        known = {"Authorization": "Bearer the secret"}
        assert (await stranger.get("/api/runs", headers=known)).json() == []
        for path in (f"programme/{meeting}/0", "programme/nothing/0", f"engine/{meeting}/0"):
            answer = await stranger.post(f"/api/runs/{path}", headers=known)
            assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
            assert meeting not in answer.text.replace(path, "")

        given = await here["dag"].http.post(f"{here['dag'].path}/pass")
        assert given.status_code == 200
        assert given.json() == {"meeting": meeting, "url": "http://localhost:1"}
        cookie = given.headers["set-cookie"]
        assert f"Path=/live/{meeting}/gallery/" in cookie
        assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Max-Age=60"))
        refused = await here["ada"].http.post(f"{here['ada'].path}/pass")
        hidden = await there["dag"].http.post(f"{there['dag'].path}/pass")
        assert same(refused) == same(hidden)
        assert (refused.status_code, refused.json()["code"]) == (403, "no_gallery")
        assert "set-cookie" not in refused.headers
        without = await stranger.post(f"{here['dag'].path}/pass")
        nobody = await stranger.post("/api/seats/nothing/pass")
        assert without.status_code == nobody.status_code == 404
        assert same(without) == same(nobody)


def same(answer: httpx.Response) -> dict[str, Any]:
    """A problem without the address that was asked."""
    return {key: value for key, value in answer.json().items() if key not in {"instance", "id", "request"}}


async def test_without_a_gate_there_is_nothing_here(tmp_path: Path) -> None:
    async with running(settings_in(tmp_path), engines=ENGINES) as app:
        app.state.supervisor_secret = "the secret"
        desk = await at_desk(app)
        here = await people(app, desk, await planned(desk))
        assert (await here["dag"].http.post(f"{here['dag'].path}/pass")).status_code == 404
        known = {"Authorization": "Bearer the secret"}
        assert (await browser(app).get("/api/runs", headers=known)).status_code == 404

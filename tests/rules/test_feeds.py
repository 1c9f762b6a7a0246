"""Feeds: two people for an address, what the room sees of it, and the row that proves it sealed."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide
from incamera.rules.feeds import AFTERWARDS_US, FEEDS_MAX, SCHEMES, address, feeds_wanted
from incamera.rules.meeting import Meeting
from incamera.rules.outside import EMBED, GALLERY, MARGIN_US, WEBCAST
from incamera.rules.proof import FeedSeen, GateLook, Passed, Seen, expected_rows, rows
from incamera.rules.views import view_for
from incamera.rules.words import SECOND_US, Side
from tests.rules.running import Running
from tests.rules.secrets_kept import AS_SENT
from tests.rules.wishes import check_can
from tests.rules.worlds import T0, does, draft, everyone_in

TECHNICIAN, AIDE, PRINCIPAL = "technician-1", "press_aide-1", "principal-1"
OUTPUTS = (GALLERY, WEBCAST, EMBED)
GIVEN: dict[str, Any] = {
    "label": "Channel One",
    "scheme": "rtmps",
    "host": "in.example.org",
    "port": 443,
    "path": "live2",
}
WHERE = "rtmps://in.example.org:443/live2"


def proposal(feed: str = "one", **changes: Any) -> c.ProposeFeed:
    return c.ProposeFeed(feed, **{**GIVEN, **changes})


def planned() -> Meeting:
    m = draft()
    return replace(everyone_in(m), outputs=OUTPUTS, plan=replace(m.plan, coverage="open_press"))


def proposed() -> Meeting:
    return does(planned(), proposal(), TECHNICIAN, T0)


def approved() -> Meeting:
    return does(proposed(), c.ApproveFeed("one"), AIDE, T0 + 1)


def refused(m: Meeting, command: c.Command, by: str) -> str:
    answer = decide(m, command, by=by, now=T0 + 2)
    assert isinstance(answer, Denied), answer
    return answer.reason


def with_gate(given_until: int = 0, state: str = "sending", asked: int = T0) -> Seen:
    return Seen(gate=GateLook(asked, feeds=MappingProxyType({"one": FeedSeen(state, T0, given_until)})))


def test_nothing_is_sent_before_a_second_person_has_approved() -> None:
    m = proposed()
    assert feeds_wanted(m, T0) == ()
    assert refused(m, c.ApproveFeed("one"), TECHNICIAN)
    assert [f.id for f in feeds_wanted(approved(), T0)] == ["one"]
    assert decide(approved(), c.ApproveFeed("one"), by=PRINCIPAL, now=T0) == ()


def test_nobody_approves_what_they_proposed_also_with_another_seat() -> None:
    m = does(planned(), proposal(), AIDE, T0)
    assert "Another person" in refused(m, c.ApproveFeed("one"), AIDE)
    twice = replace(m, plan=replace(m.plan, seats=tuple(replace(x, person="One Person") for x in m.plan.seats)))
    assert "Another person" in refused(twice, c.ApproveFeed("one"), PRINCIPAL)


@pytest.mark.parametrize(
    "change",
    [
        {"scheme": "https"}, {"scheme": ""}, {"host": ""}, {"host": "a b"}, {"host": "a/b"}, {"host": "u:p@host.example"},
        {"port": 0}, {"port": 65536}, {"path": ""}, {"path": "/live"}, {"path": "live?key=x"}, {"path": "a//b"},
        {"label": " "}, {"label": "x" * 81}, {"scheme": "udp"}, {"scheme": "tcp"}, {"feed": ""},
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_shown_whole_is_refused(change: dict[str, Any]) -> None:
    assert refused(planned(), proposal(**{"feed": "one", **change}), TECHNICIAN)


def test_an_address_stands_once_and_there_is_room_for_a_few() -> None:
    m = proposed()
    assert "already" in refused(m, proposal("one", host="else.example"), TECHNICIAN)
    assert "already" in refused(m, proposal("two"), TECHNICIAN)
    for n in range(FEEDS_MAX - 1):
        m = does(m, proposal(str(n), host=f"in{n}.example"), TECHNICIAN, T0)
    assert "at most" in refused(m, proposal("more", host="more.example"), TECHNICIAN)


def test_nothing_is_proposed_where_nothing_goes_out_or_after_the_end() -> None:
    assert "goes out" in refused(replace(planned(), outputs=()), proposal(), TECHNICIAN)
    closed = replace(planned(), plan=replace(planned().plan, coverage="closed_press"))
    assert "goes out" in refused(closed, proposal(), TECHNICIAN)


def test_one_hand_withdraws_and_the_feed_is_gone() -> None:
    for m, by in ((proposed(), TECHNICIAN), (approved(), TECHNICIAN), (approved(), PRINCIPAL)):
        assert does(m, c.WithdrawFeed("one"), by, T0 + 2).feeds == ()
    assert refused(approved(), c.WithdrawFeed("one"), "delegate-1")
    for command in (c.WithdrawFeed("two"), c.ApproveFeed("two")):
        assert refused(approved(), command, AIDE) == "There is no such feed."


def test_who_has_no_right_proposes_and_approves_nothing() -> None:
    may = planned().profile.may
    for seat in planned().plan.seats:
        assert isinstance(decide(planned(), proposal(), by=seat.id, now=T0), Denied) == (
            seat.role not in may["propose_feed"]
        )
        m = proposed()
        can_approve = seat.role in may["approve_feed"]
        assert isinstance(decide(m, c.ApproveFeed("one"), by=seat.id, now=T0), Denied) == (not can_approve)


def test_hints_equal_the_enforcement() -> None:
    for m in (planned(), proposed(), approved()):
        for seat in m.plan.seats:
            view = view_for(m, seat.id, Seen(), T0)
            assert view is not None
            check_can(m, seat.id, dict(view.can), T0)


def test_the_room_sees_what_is_approved_and_nobody_outside_does() -> None:
    for m, everybody in ((proposed(), False), (approved(), True)):
        may = m.profile.may["propose_feed"] | m.profile.may["approve_feed"]
        for seat in m.plan.seats:
            view = view_for(m, seat.id, with_gate(), T0)
            assert view is not None
            is_outside = seat.role in {"pooler", "journalist", "observer", "public"}
            reads = not is_outside and (everybody or seat.role in may)
            assert (WHERE in AS_SENT.dump_json(view).decode()) == reads, seat


def test_each_feed_is_shown_with_what_was_measured_of_it() -> None:
    def shown(m: Meeting, seen: Seen) -> Any:
        view = view_for(m, TECHNICIAN, seen, T0)
        assert view is not None
        assert view.outside is not None
        return view.outside.feeds[0]

    row = shown(proposed(), Seen())
    assert (row.label, row.address, row.proposed_by, row.approved_by) == ("Channel One", WHERE, "Technician 1", None)
    assert (row.mine, row.state, row.since) == (True, "proposed", None)
    row = shown(approved(), with_gate(state="lost"))
    assert (row.approved_by, row.state, row.since) == ("Press Aide 1", "lost", T0)
    assert shown(approved(), Seen()).state == "not_known"
    assert shown(approved(), with_gate(asked=T0 - 60 * SECOND_US)).state == "not_known"


def test_feeds_are_sealed_by_the_gate_and_the_row_names_the_one_that_is_not() -> None:
    run = Running(approved())
    run.convene()
    run.open()
    run.close()
    assert "feeds_sealed" in expected_rows(run.m)
    permit_closes = run.m.spans[-1].cut

    def row(given_until: int, passes_until: int = permit_closes) -> Any:
        spans = MappingProxyType({len(run.m.spans) - 2: Passed(passes_until, permit_closes)})
        feeds = MappingProxyType({"one": FeedSeen("sending", T0, given_until)})
        seen = replace(run.seen, gate=GateLook(run.now, spans, feeds=feeds))
        return next(r for r in rows(run.m, seen, run.now) if r.row == "feeds_sealed")

    assert row(permit_closes).ok is True
    assert row(permit_closes + 1).ok is False
    assert "Channel One" in row(permit_closes + 1).found
    assert row(0, permit_closes + 1).ok is False


def test_without_an_approved_feed_there_is_no_row() -> None:
    run = Running(proposed())
    run.convene()
    run.open()
    run.close()
    assert "feeds_sealed" not in expected_rows(run.m)


def test_feeds_end_when_the_delay_has_run_out_after_the_end() -> None:
    run = Running(approved())
    run.convene()
    run.open()
    run.does(c.Shut("ended"), PRINCIPAL)
    cut = run.m.spans[-1].cut
    last = cut + run.m.plan.delay * SECOND_US + MARGIN_US + AFTERWARDS_US
    assert feeds_wanted(run.m, last)
    assert feeds_wanted(run.m, last + 1) == ()
    assert run.m.profile.phases[run.m.spans[-1].phase].side is Side.CLOSED


@given(st.sampled_from(SCHEMES), st.text(max_size=30), st.integers(-1, 70_000), st.text(max_size=20))
def test_whatever_is_taken_reads_as_one_plain_address(scheme: str, host: str, port: int, path: str) -> None:
    command = proposal(scheme=scheme, host=host, port=port, path=path)
    answer = decide(planned(), command, by=TECHNICIAN, now=T0)
    if not isinstance(answer, Denied):
        m = does(planned(), command, TECHNICIAN, T0)
        shown = address(m.feeds[0])
        assert shown.isascii()
        assert not set(shown) & set(" @?#%&\\\"'<>\n")

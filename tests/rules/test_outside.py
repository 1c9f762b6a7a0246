"""What reaches the outside: outputs, permits, words and notice, the programme, dumps and layouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.meeting import Meeting, Plan, identity, programme_identity
from incamera.rules.outside import LAYOUTS, Words, notice, outputs, permits, programme, words
from incamera.rules.proof import rows
from incamera.rules.words import SECOND_US
from tests.rules.outside_world import OUTPUTS
from tests.rules.running import Running, running
from tests.rules.worlds import CLOSED_CANARY, COMMONS, T0, broadcast, draft

CHAIR, OTHER, PROTOCOL, AIDE = "principal-1", "principal-2", "chief_of_protocol-1", "press_aide-1"


def on_record(delay: int = 15) -> Running:
    run = running(broadcast(delay=delay))
    run.open()
    return run


def closed(delay: int = 15) -> Running:
    run = on_record(delay)
    run.close()
    return run


def passages(run: Running) -> list[tuple[int, int, int]]:
    return [(p.span, since, until) for p in permits(run.m) for since, until in p.destroy]


# outputs


def test_nothing_leaves_a_meeting_that_is_closed_to_the_press_nor_a_house_without_a_gate() -> None:
    shut = replace(broadcast(), plan=replace(broadcast().plan, coverage="closed_press"))
    assert (outputs(broadcast()), outputs(shut), outputs(draft())) == (OUTPUTS, (), ())
    run = running(shut)
    run.open()
    assert (programme(run.m), run.view(CHAIR).outside, {"dump", "choose_layout"} & run.view(CHAIR).can.keys()) == (
        None,
        None,
        set(),
    )
    assert all(want.worker is None for want in run.wants(run.side()))
    for command in (c.Dump(), c.ChooseLayout("two")):
        assert isinstance(run.tries(command, PROTOCOL), Denied)


# words and notice


def test_the_words_of_the_doors_all_the_way() -> None:
    run = Running(broadcast())
    run.enter_all()
    assert words(run.m) == Words("begins_soon", 0, "", None)
    run.convene()
    begun = run.current.cut
    assert words(run.m) == Words("begins_soon", begun, "", None)
    run.open()
    assert run.current.live is not None
    assert words(run.m) == Words("on_air", run.current.live, "", None)
    run.does(c.Shut("recess"), CHAIR)
    paused = run.current.cut
    assert words(run.m) == Words("recess", paused, "", None)
    run.settle()
    back = run.now + 600 * SECOND_US
    run.does(c.ExpectReturn(back), CHAIR)
    assert words(run.m) == Words("recess", paused, "", back)
    run.does(c.Shut("closed"), CHAIR)
    assert words(run.m) == Words("closed", run.current.cut, run.m.profile.closed_label, back)
    run.does(c.Shut("ended"), CHAIR)
    assert words(run.m) == Words("ended", run.current.cut, "", None)


def test_on_air_is_said_by_wish_and_closed_from_the_cut() -> None:
    run = running(broadcast())
    run.consent()
    while run.current.phase != "on_record":
        run.settle(0.25)
    assert run.current.live is None
    assert words(run.m).state == "on_air"
    run.settle()
    run.does(c.Shut("closed"), CHAIR)
    assert run.current.live is None
    assert words(run.m).state == "closed"


def test_a_body_that_begins_in_private_is_not_said_to_be_in_closed_talks_before_anybody_came() -> None:
    run = running(broadcast(COMMONS))
    assert words(run.m).state == ("closed" if run.current.phase == COMMONS.closed_phase else "begins_soon")
    assert words(run.m).since == run.m.spans[0].cut


CLOSED_ACTS: dict[str, Callable[[Running], None]] = {
    "renew": lambda run: run.does(c.Renew(), CHAIR),
    "remove": lambda run: run.does(c.Remove("delegate-1"), CHAIR),
    "take up": lambda run: run.does(c.TakeUp("border"), CHAIR),
    "floor": lambda run: run.does(c.Recognise("delegate-2", 60), CHAIR),
    "hold": lambda run: run.does(c.Hold("delegate-2"), CHAIR),
    "mute": lambda run: run.does(c.Mute("delegate-2"), CHAIR),
    "leave": lambda run: run.does(c.Leave(), "note_taker-1"),
    "lock": lambda run: run.does(c.Lock(), CHAIR),
    "alone": lambda run: run.does(c.StateAlone(), CHAIR),
    "ask": lambda run: run.does(c.Ask("on_record"), PROTOCOL),
    "engine dies": lambda run: run.engines[run.side()].chambers.clear(),
    "wait": lambda run: run.settle(3),
}


@settings(max_examples=settings().max_examples // 3)
@given(acts=st.lists(st.sampled_from(sorted(CLOSED_ACTS)), unique=True, max_size=8))
def test_the_outside_cannot_tell_two_meetings_apart_by_what_was_done_in_closed_talks(acts: list[str]) -> None:
    quiet, busy = closed(), closed()
    for act in acts:
        CLOSED_ACTS[act](busy)
        busy.settle(2)
    assert notice(busy.m) == notice(quiet.m)
    assert permits(busy.m) == permits(quiet.m)
    assert programme(busy.m) is programme(quiet.m) is None
    for run in (quiet, busy):
        run.does(c.Shut("ended"), CHAIR)
    assert replace(notice(busy.m).words, since=0) == replace(notice(quiet.m).words, since=0)


@settings(max_examples=settings().max_examples // 3)
@given(titles=st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_no_closed_title_changes_anything_outside(titles: list[str]) -> None:
    def told(m: Meeting) -> list[object]:
        run = running(m)
        found: list[object] = [notice(run.m)]
        run.open()
        run.does(c.TakeUp("remarks"), CHAIR)
        found += [notice(run.m), programme(run.m)]
        run.close()
        run.does(c.TakeUp("trade"), CHAIR)
        return [*found, notice(run.m)]

    def with_titles(plan: Plan) -> Plan:
        items = (
            replace(i, closed_title=f"{CLOSED_CANARY} {t}" if i.closed_title else "")
            for i, t in zip(plan.items, titles, strict=True)
        )
        return replace(plan, items=tuple(items))

    m = broadcast()
    assert told(replace(m, plan=with_titles(m.plan))) == told(m)
    assert CLOSED_CANARY not in repr(told(m))


def test_the_notice_is_what_the_plan_may_say_in_public() -> None:
    run = on_record()
    shown = notice(run.m)
    assert (shown.title, shown.starts, shown.zone, shown.delay_s) == ("A meeting", T0, "UTC", 15)
    assert (shown.delegations, shown.items) == (("North", "South"), ("Remarks", "Item two", ""))
    assert shown.item is None
    run.does(c.TakeUp("remarks"), CHAIR)
    assert notice(run.m).item == ("Remarks", run.last)
    run.does(c.Shut("recess"), CHAIR)
    assert notice(run.m).item is None
    run.settle()
    run.open()
    assert notice(run.m).item is None


# permits


def test_a_permit_for_what_was_dumped_stays_as_it_is_when_the_meeting_goes_on() -> None:
    run = on_record()
    run.clock += 20 * SECOND_US
    run.does(c.Dump(), CHAIR)
    run.close()
    run.open()
    first, second = permits(run.m)
    assert (len(first.destroy), second.destroy) == (1, ())
    assert (first.closes, second.closes) == (run.m.spans[2].cut, None)


# dump


def test_a_dump_reaches_back_by_the_delay_and_a_margin_and_not_before_the_span() -> None:
    run = on_record()
    live = run.current.live
    assert live is not None
    run.clock = live + 4 * SECOND_US
    run.does(c.Dump(), CHAIR)
    assert passages(run) == [(1, live, run.last)]
    run.clock = live + 100 * SECOND_US
    run.does(c.Dump(), OTHER)
    assert passages(run)[1:] == [(1, run.last - 16 * SECOND_US, run.last)]
    assert [p.seat for p in run.m.dumped] == [CHAIR, OTHER]


def test_after_the_cut_a_dump_destroys_what_still_plays_and_then_nothing_is_left_to_destroy() -> None:
    run = closed()
    assert run.m.spans[1].live is not None
    cut = run.m.spans[2].cut
    run.clock = cut + 5 * SECOND_US
    run.does(c.Dump(), CHAIR)
    assert passages(run) == [(1, max(run.m.spans[1].live, run.last - 16 * SECOND_US), cut)]
    run.clock = cut + 17 * SECOND_US
    assert run.tries(c.Dump(), CHAIR) == Denied("Nothing of it is held any more: all of it is public.")
    assert len(passages(run)) == 1


def test_a_dump_destroys_also_what_a_span_before_a_quick_return_still_holds() -> None:
    run = on_record(delay=60)
    run.clock += 60 * SECOND_US
    run.close()
    run.open()
    run.does(c.Dump(), CHAIR)
    first, second = permits(run.m)
    now = run.last
    assert passages(run) == [(1, now - 61 * SECOND_US, first.closes), (3, second.opens, now)]


def test_nothing_is_dumped_by_whoever_may_not_nor_before_anything_went_out() -> None:
    run = running(broadcast())
    assert run.tries(c.Dump(), CHAIR) == Denied("Nothing has gone out yet.")
    run.open()
    may = {x.id for x in run.m.plan.seats if not isinstance(run.tries(c.Dump(), x.id), Denied)}
    assert may == {x.id for x in run.m.plan.seats if x.role in run.m.profile.may["dump"]}
    assert may
    assert not any(x.startswith(("journalist", "pooler", "public", "observer")) for x in may)


# layout


def test_the_layout_is_one_of_four_and_is_chosen_by_whoever_may() -> None:
    run = on_record()
    assert run.tries(c.ChooseLayout("auto"), AIDE) == ()
    for layout in (*LAYOUTS[1:], "auto"):
        run.does(c.ChooseLayout(layout), AIDE)
        assert run.m.layout == layout
        assert run.view(CHAIR).outside is not None
    assert run.tries(c.ChooseLayout("three"), AIDE) == Denied("A layout is auto, one, two or all.")
    assert isinstance(run.tries(c.ChooseLayout("two"), "delegate-1"), Denied)


# programme


def test_a_programme_runs_while_something_is_on_the_record_and_never_else() -> None:
    run = running(broadcast())
    assert programme(run.m) is None
    run.consent()
    while run.current.phase != "on_record":
        assert programme(run.m) is None
        run.settle(0.25)
    assert programme(run.m) is None
    run.settle()
    shown = programme(run.m)
    assert shown is not None
    assert run.current.chamber is not None
    chamber = run.current.chamber.name
    assert (shown.span, shown.t0, shown.chamber) == (1, run.current.live, chamber)
    assert shown.identity == programme_identity(chamber)
    assert shown.identity not in {face.identity for face in shown.speakers}
    run.close(proven=False)
    assert programme(run.m) is None
    run.settle()
    assert programme(run.m) is None


def faces(run: Running) -> list[str]:
    shown = programme(run.m)
    assert shown is not None
    return [face.seat for face in shown.speakers]


def test_who_has_the_floor_is_alone_in_the_picture_where_the_layout_follows_the_floor() -> None:
    run = on_record()
    everybody = faces(run)
    sides = [x.split("-")[1] for x in everybody if x.startswith(("principal", "delegate"))]
    assert sides == sorted(sides)
    assert {"journalist-1", "public-1", "note_taker-1"} & set(everybody) == set()
    run.does(c.Recognise("delegate-2", 60), CHAIR)
    seen = {}
    for layout in LAYOUTS:
        run.tries(c.ChooseLayout(layout), AIDE)
        seen[layout] = faces(run)
    assert seen == {"auto": ["delegate-2"], "one": ["delegate-2"], "two": everybody, "all": everybody}


def test_who_is_held_or_gone_is_in_no_picture() -> None:
    run = on_record()
    run.does(c.Recognise("delegate-2", 60), CHAIR)
    run.does(c.Hold("delegate-2"), CHAIR)
    run.does(c.Leave(), "delegate-1")
    assert {"delegate-1", "delegate-2"} & set(faces(run)) == set()
    assert OTHER in faces(run)


def test_a_face_has_a_name_a_form_of_address_and_the_colours_of_its_side() -> None:
    m = broadcast()
    seats = tuple(replace(x, form="H.E.", title="Minister") if x.id == CHAIR else x for x in m.plan.seats)
    sides = tuple(replace(d, colours=("#112233",)) if d.id == "north" else d for d in m.plan.delegations)
    run = running(replace(m, plan=replace(m.plan, seats=seats, delegations=sides)))
    run.open()
    run.does(c.TakeUp("remarks"), CHAIR)
    shown = programme(run.m)
    assert shown is not None
    face = next(x for x in shown.speakers if x.seat == CHAIR)
    assert (face.person, face.title) == ("H.E. Principal 1", "Minister")
    assert (face.delegation, face.colours) == ("North", ("#112233",))
    assert face.identity == identity(shown.chamber, run.m.legs[CHAIR])
    assert shown.item == "Remarks"
    alone = [x for x in shown.speakers if run.m.seat(x.seat).delegation == ""]  # type: ignore[union-attr] # it has a seat
    assert all((x.delegation, x.colours) == ("", ()) for x in alone)
    assert alone


# what each kind of viewer sees of it


def test_who_sits_in_the_meeting_sees_what_goes_out_and_how_many_watch() -> None:
    run = on_record()
    see = {x.id for x in run.m.plan.seats if run.view(x.id).outside is not None}
    outside = {"pooler", "journalist", "observer", "public"}
    assert see == {x.id for x in run.m.plan.seats if x.role not in outside}
    shown = run.view(CHAIR).outside
    assert shown is not None
    assert (shown.outputs, shown.delay, shown.layout, shown.dumps) == (OUTPUTS, 15, "auto", ())
    assert shown.audience is not None
    assert sum(shown.audience.values()) == 42
    run.clock += 5 * SECOND_US
    assert run.view(CHAIR).outside == replace(shown, audience=None)
    run.does(c.Remove("delegate-1"), CHAIR)
    assert run.view("delegate-1").outside is None


def test_the_room_sees_who_destroyed_what_and_how_much_of_it_was_public() -> None:
    run = on_record()
    run.clock += 20 * SECOND_US
    run.does(c.Dump(), CHAIR)
    passage = passages(run)[0][1:]

    def dumps(seat: str) -> list[tuple[str, int, int, int | None]]:
        shown = run.view(seat).outside
        assert shown is not None
        return [(d.person, d.since, d.until, d.public_until) for d in shown.dumps]

    assert dumps(AIDE) == [("Principal 1", *passage, None)]
    run.tend_gate()
    assert dumps(AIDE) == [("Principal 1", *passage, passage[0])]
    run.hear_gate(None)
    assert dumps(AIDE) == [("Principal 1", *passage, None)]


@pytest.mark.parametrize("delay", [0, 15])
def test_a_closing_has_a_row_of_each_output_and_one_more_where_nothing_delays_it(delay: int) -> None:
    run = closed(delay)
    rows = [row.row for row in run.view(CHAIR).door.rows]
    for output in OUTPUTS:
        assert f"{output}_sealed" in rows
        assert (f"{output}_dark" in rows) == (delay == 0 or output == "gallery")


def test_an_outside_that_cannot_be_reached_proves_nothing_dark() -> None:
    run = closed(0)
    assert (before := run.seen).outside is not None
    run.hear_outside(None)
    assert run.seen == replace(before, outside=None)
    dark = [row.ok for row in rows(run.m, run.seen, run.now) if row.row.endswith("_dark")]
    assert dark
    assert True not in dark

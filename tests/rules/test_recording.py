"""What is recorded becomes a fact: passages, their end, the row of the proof, and what the room reads of it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incamera.rules import commands as c
from incamera.rules.decide import Denied
from incamera.rules.meeting import KeptPassage
from incamera.rules.outside import RECORDING, permits
from incamera.rules.proof import GateLook, RecorderSeen, Seen, rows
from incamera.rules.recording import GIVE_UP_US, SETTLE_US, EndRecording, Keep, pending, recording_step
from incamera.rules.steps import keeps
from incamera.rules.words import SECOND_US
from tests.rules.outside_world import OUTPUTS
from tests.rules.running import Running, running
from tests.rules.worlds import broadcast

CHAIR = "principal-1"
DELAY_US = 15 * SECOND_US
ROW = "recording_sealed"


def on_record() -> Running:
    run = running(replace(broadcast(), outputs=(*OUTPUTS, RECORDING)))
    run.open()
    return run


def closed() -> Running:
    run = on_record()
    run.close()
    return run


def opened(run: Running) -> int:
    """The number of the last span that was on the record."""
    return permits(run.m)[-1].span


def passage(run: Running, n: int = 1, span: int | None = None) -> KeptPassage:
    since = permits(run.m)[-1].opens + n * SECOND_US
    number = opened(run) if span is None else span
    return KeptPassage(number, since, since + SECOND_US, f"passage-{n:03d}.mp4", 1_000 + n, f"{n:064x}")


def recorder(*passages: KeptPassage, state: str = "waiting", kept_until: int = 0, unfinished: int = 0) -> RecorderSeen:
    return RecorderSeen(state, 1, kept_until, unfinished, passages)


def look(
    run: Running, said: RecorderSeen | None, *, kept_until: int = 0, ended: bool = True, asked: int | None = None
) -> GateLook:
    """A statement of the gate now, with what it gave to its children of each span."""
    stated = run.gate.look(run.now if asked is None else asked)
    spans = {n: replace(span, kept_until=kept_until, kept_ended=ended) for n, span in stated.spans.items()}
    return replace(stated, spans=MappingProxyType(spans), recorder=said)


def drained(run: Running) -> int:
    """When the delay of the last span on the record has run out."""
    closes = permits(run.m)[-1].closes
    assert closes is not None
    return closes + DELAY_US


# passages


def test_each_finished_passage_is_entered_once_with_its_hash() -> None:
    run = on_record()
    first, second = passage(run, 1), passage(run, 2)
    for said in (recorder(first), recorder(first, second), recorder(first, second)):
        run.hear_gate(look(run, said))
        while run.judge() is not None:
            pass
    assert run.m.recorded == (first, second)
    assert [kind for _, kind, _ in run.log].count("passage_recorded") == 2
    assert run.replayed().recorded == (first, second)


def test_passages_come_in_while_the_doors_are_closed_and_after_the_end() -> None:
    run = closed()
    run.hear_gate(look(run, recorder(passage(run, 1), state="recording"), ended=False))
    assert run.judge() == Keep(passage(run, 1))
    run.does(c.Shut("ended"), CHAIR)
    run.settle()
    assert keeps(run.m)
    run.hear_gate(look(run, recorder(passage(run, 1), passage(run, 2))))
    assert run.judge() == Keep(passage(run, 2))
    run.clock = drained(run) + SETTLE_US
    run.hear_gate(look(run, recorder(passage(run, 1), passage(run, 2))))
    assert run.judge() == EndRecording(opened(run), complete=True)
    assert not keeps(run.m)


def test_what_is_said_of_a_span_that_was_never_open_or_is_over_is_not_taken() -> None:
    run = closed()
    shut = len(run.m.spans) - 1
    run.hear_gate(look(run, recorder(passage(run, 1, span=shut)), ended=False))
    assert recording_step(run.m, run.seen, run.now) is None
    run.clock = drained(run) + SETTLE_US
    run.hear_gate(look(run, recorder()))
    assert run.judge() == EndRecording(opened(run), complete=True)
    run.hear_gate(look(run, recorder(passage(run, 1))))
    assert recording_step(run.m, run.seen, run.now) is None
    assert isinstance(run.steps(Keep(passage(run, 1))), Denied)


def test_nothing_is_waited_for_where_nothing_is_recorded() -> None:
    run = running(broadcast())
    run.open()
    assert pending(run.m) == ()
    run.hear_gate(look(run, recorder(passage(run, 1))))
    assert recording_step(run.m, run.seen, run.now) is None
    outside = run.view(CHAIR).outside
    assert outside is not None
    assert outside.recording is None


# the end


def test_no_span_is_over_before_its_delay_and_the_time_to_finish_have_run_out() -> None:
    run = on_record()
    run.hear_gate(look(run, recorder()))
    assert recording_step(run.m, run.seen, run.now + GIVE_UP_US) is None, "it is still on the record"
    run.close()
    at = drained(run) + SETTLE_US
    seen = Seen(gate=look(run, recorder(), asked=at))
    assert recording_step(run.m, seen, at - 1) is None
    assert recording_step(run.m, seen, at) == EndRecording(opened(run), complete=True)


@pytest.mark.parametrize(
    "state",
    ["no statement", "no recorder", "recording", "failed", "unfinished", "still given", "not stated", "long ago"],
)
def test_a_span_of_which_more_may_come_ends_only_when_nothing_more_is_waited_for(state: str) -> None:
    run = closed()
    last = drained(run) + GIVE_UP_US
    said = recorder(state=state if state in {"recording", "failed"} else "waiting", unfinished=state == "unfinished")
    stated = look(
        run,
        None if state == "no recorder" else said,
        ended=state != "still given",
        asked=last - 60 * SECOND_US if state == "long ago" else last,
    )
    if state == "not stated":
        stated = replace(stated, spans=MappingProxyType({}))
    seen = Seen(gate=None if state == "no statement" else stated)
    assert recording_step(run.m, seen, last - 1) is None
    assert recording_step(run.m, seen, last) == EndRecording(opened(run), complete=False)


@settings(max_examples=settings().max_examples // 3)
@given(
    heard=st.lists(
        st.tuples(st.lists(st.integers(1, 6), unique=True), st.sampled_from(["waiting", "recording", "failed"])),
        max_size=8,
    ),
    waits_s=st.integers(0, 700),
)
def test_whatever_is_said_in_whatever_order_each_file_is_entered_once_and_none_after_the_end(
    heard: list[tuple[list[int], str]], waits_s: int
) -> None:
    run = closed()
    said: list[int] = []
    for numbers, state in heard:
        run.clock = run.now + waits_s * SECOND_US // len(heard)
        is_over = opened(run) in run.m.recordings_ended
        said += [] if is_over else [n for n in numbers if n not in said]
        run.hear_gate(look(run, recorder(*(passage(run, n) for n in numbers), state=state)))
        while recording_step(run.m, run.seen, run.now) is not None:
            assert not isinstance(run.steps(_step(run)), Denied)
    assert [kept.file for kept in run.m.recorded] == [passage(run, n).file for n in said]
    assert run.replayed() == run.m
    kinds = [kind for _, kind, _ in run.log]
    assert kinds.count("recording_ended") <= 1


def _step(run: Running) -> Keep | EndRecording:
    """The doors come first; here they are left as they are."""
    step = recording_step(run.m, run.seen, run.now)
    assert step is not None
    run.seen = Seen(gate=run.seen.gate)
    return step


# the row of the proof


def sealed(run: Running, stated: GateLook | None) -> tuple[bool | None, str]:
    (row,) = [row for row in rows(run.m, Seen(gate=stated), run.now) if row.row == ROW]
    return row.ok, row.found


def test_a_recording_is_sealed_when_neither_gate_nor_recorder_went_beyond_the_cut() -> None:
    run = closed()
    cut = run.current.cut
    assert sealed(run, None)[0] is None
    assert sealed(run, look(run, recorder(kept_until=cut), kept_until=cut)) == (True, "sealed")
    beyond = cut + 1
    assert sealed(run, look(run, recorder(kept_until=beyond))) == (False, "still records")
    assert sealed(run, look(run, recorder(), kept_until=beyond)) == (False, "still records")
    assert sealed(run, look(run, None, kept_until=beyond)) == (False, "still records")


def test_the_row_says_what_still_comes_and_what_never_will() -> None:
    run = closed()
    still = (True, "sealed, what was said before is still recorded")
    assert sealed(run, look(run, recorder(state="recording"), ended=False)) == still
    assert sealed(run, look(run, recorder(unfinished=1))) == still
    assert sealed(run, look(run, recorder(state="failed"))) == (True, "sealed, recording failed")
    assert sealed(run, look(run, None)) == (True, "sealed, nothing records")


def test_a_gate_that_gave_something_of_a_span_that_never_opened_is_not_sealed() -> None:
    run = closed()
    stated = look(run, recorder())
    spans = {**stated.spans, len(run.m.spans) - 1: replace(stated.spans[opened(run)], kept_until=1)}
    assert sealed(run, replace(stated, spans=MappingProxyType(spans))) == (False, "still records")


# what the room reads


@pytest.mark.parametrize("state", ["waiting", "recording", "failed"])
def test_the_room_reads_how_the_recording_does(state: str) -> None:
    run = on_record()
    run.hear_gate(look(run, recorder(passage(run, 1), passage(run, 2), state=state)))
    while run.judge() is not None:
        pass
    outside = run.view(CHAIR).outside
    assert outside is not None
    assert outside.recording is not None
    assert (outside.recording.state, outside.recording.since) == (state, 1)
    assert (outside.recording.passages, outside.recording.seconds) == (2, 2)


def test_without_a_recorder_or_a_statement_the_room_reads_that() -> None:
    run = on_record()
    for stated, state in ((look(run, None), "missing"), (None, "not_known")):
        run.hear_gate(stated)
        outside = run.view(CHAIR).outside
        assert outside is not None
        assert outside.recording is not None
        assert (outside.recording.state, outside.recording.since) == (state, None)

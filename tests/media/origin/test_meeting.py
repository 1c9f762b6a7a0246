"""What a meeting's stable addresses lead to, and what the outside reads."""

from __future__ import annotations

from dataclasses import replace

from incamera.media.origin.documents import Item, Notice, Words
from incamera.media.origin.meeting import Meeting
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.timeline import Timeline
from tests.media.origin.worlds import CONFIGS, MEETING, SECOND, T0, Programme, paths, permit, slate, table

LAG = 120_000
STEP = 20_000


def notice(**changes: object) -> Notice:
    made = Notice(
        meeting=MEETING,
        rev=1,
        words=Words("begins_soon", T0 - 60 * SECOND),
        title="A meeting",
        starts=T0,
        zone="UTC",
        delegations=(),
        items=("One",),
        item=None,
        delay=0,
        languages=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def meeting_of(limits: dict[int, int] | None = None) -> Meeting:
    made = Meeting(MEETING, slate(), paths().__next__, limits or {})
    made.tell(notice())
    return made


def play(meeting: Meeting, programme: Programme, begin: int, end: int) -> None:
    for now in range(begin, end, STEP):
        for unit in programme.until(now - LAG):
            meeting.span(programme.span).feed(unit, now)
        meeting.tick(now)


def opened(meeting: Meeting, number: int, at: int, delay: int = 0) -> Programme:
    programme = Programme(span=number, t0=at)
    words = Words("on_air", at)
    meeting.renew(permit(number, opens=at, until=at + 600 * SECOND, delay=delay, words=words), at)
    meeting.span(number).begin_run(programme.ticket, table(), CONFIGS)
    return programme


def shown(meeting: Meeting, now: int) -> Timeline | SlateLoop:
    return meeting.shown(now, is_gallery=False)


def test_nobody_knows_a_meeting_that_nobody_told_of() -> None:
    meeting = Meeting(MEETING, slate(), paths().__next__)
    meeting.span(3)
    assert not meeting.is_known
    assert meeting.tell(notice())
    assert meeting.is_known
    assert not meeting.tell(notice())
    assert not meeting.tell(notice(meeting="another", rev=9))


def test_a_newer_span_closes_the_older_where_it_opens() -> None:
    meeting = meeting_of()
    meeting.renew(permit(0), T0)
    meeting.renew(permit(2, opens=T0 + 5 * SECOND), T0 + 5 * SECOND)
    assert meeting.known_limits() == {0: T0 + 5 * SECOND}
    meeting.renew(permit(0, rev=2), T0 + 6 * SECOND)
    assert meeting.known_limits() == {0: T0 + 5 * SECOND}
    meeting.renew(permit(1), T0 + 6 * SECOND)
    assert meeting.known_limits()[1] == T0 + 5 * SECOND


def test_a_remembered_limit_means_over() -> None:
    meeting = meeting_of({0: T0 + 3600 * SECOND})
    meeting.renew(permit(0), T0)
    gate = meeting.span(0).gate
    assert gate.is_over
    assert gate.limit == T0 + 3600 * SECOND


def test_words_are_those_said_last_and_on_air_needs_a_lease() -> None:
    meeting = meeting_of()
    assert meeting.words(T0).state == "begins_soon"
    meeting.renew(permit(words=Words("on_air", T0), until=T0 + 6 * SECOND), T0)
    assert meeting.words(T0 + SECOND).state == "on_air"
    assert meeting.words(T0 + 6 * SECOND) == Words("fault", T0 + 6 * SECOND)
    meeting.tell(notice(rev=2, words=Words("on_air", T0 + SECOND)))
    assert meeting.words(T0 + 6 * SECOND).state == "fault"
    meeting.renew(permit(rev=2, closes=T0 + 7 * SECOND, words=Words("closed", T0 + 7 * SECOND)), T0 + 7 * SECOND)
    assert meeting.words(T0 + 7 * SECOND).state == "closed"


def test_an_item_waits_out_the_delay() -> None:
    meeting = meeting_of()
    item = Item("One", T0)
    meeting.tell(notice(rev=2, item=item, delay=15 * SECOND))
    assert meeting.item(T0 + 15 * SECOND - 1) is None
    assert meeting.item(T0 + 15 * SECOND) == item


def test_slate_live_slate_live_each_under_its_own_path() -> None:
    meeting = meeting_of()
    seen = [shown(meeting, T0)]
    first = opened(meeting, 0, T0)
    play(meeting, first, T0, T0 + 3 * SECOND)
    seen.append(shown(meeting, T0 + 3 * SECOND))
    limit = T0 + 3 * SECOND
    meeting.renew(permit(0, rev=2, closes=limit, words=Words("closed", limit)), limit)
    play(meeting, first, limit, limit + SECOND)
    seen.append(shown(meeting, limit + SECOND))
    second = opened(meeting, 2, T0 + 10 * SECOND)
    play(meeting, second, T0 + 10 * SECOND, T0 + 13 * SECOND)
    seen.append(shown(meeting, T0 + 13 * SECOND))
    assert [type(s) for s in seen] == [SlateLoop, Timeline, SlateLoop, Timeline]
    assert len({s.path for s in seen}) == 4
    slates = [s.state for s in seen if isinstance(s, SlateLoop)]
    assert slates == ["begins_soon", "closed"]


def test_the_delayed_webcast_drains_while_the_gallery_is_dark() -> None:
    meeting = meeting_of()
    programme = opened(meeting, 0, T0, delay=6 * SECOND)
    waiting = shown(meeting, T0 + SECOND)
    assert isinstance(waiting, SlateLoop)
    assert waiting.state == "begins_soon"
    play(meeting, programme, T0, T0 + 9 * SECOND)
    limit = T0 + 9 * SECOND
    meeting.renew(permit(0, rev=2, closes=limit, delay=6 * SECOND, words=Words("closed", limit)), limit)
    play(meeting, programme, limit, limit + SECOND)
    assert isinstance(meeting.shown(limit + SECOND, is_gallery=True), SlateLoop)
    assert isinstance(shown(meeting, limit + SECOND), Timeline)
    assert meeting.span(0).passes_until == limit
    play(meeting, programme, limit + SECOND, limit + 7 * SECOND)
    assert isinstance(shown(meeting, limit + 7 * SECOND), SlateLoop)
    assert meeting.span(0).is_drained

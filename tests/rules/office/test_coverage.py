from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.coverage import (
    CHANNELS,
    LEVELS,
    Cell,
    Engagement,
    Pair,
    Participant,
    Standing,
    cell,
    level_of,
    matrix,
    not_yet,
)


def day(number: int) -> date:
    return date(2027, 1, number)


PEOPLE = ["vp", "minister", "aide"]
THEIRS = ["president_a", "deputy_a", "president_b"]
STATES = ["a", "b"]
LEVEL = st.sampled_from(LEVELS)
OURS = st.builds(Participant, st.sampled_from(PEOPLE), LEVEL, stands_for=st.none() | st.just("vp"))
OTHERS = st.builds(
    Participant, st.sampled_from(THEIRS), LEVEL, st.sampled_from(STATES), st.none() | st.just("president_a")
)
ENGAGEMENTS = st.lists(
    st.builds(
        Engagement,
        st.uuids().map(str),
        st.sampled_from(CHANNELS),
        st.integers(0, 9),
        st.integers(1, 9).map(day),
        st.booleans(),
        st.lists(OURS, max_size=3).map(tuple),
        st.lists(OTHERS, max_size=3).map(tuple),
    ),
    max_size=8,
)
PAIRS = st.builds(Pair, st.sampled_from(PEOPLE), st.sampled_from(THEIRS + STATES))
SOME_CHANNELS = st.frozensets(st.sampled_from(CHANNELS))


def call(
    channel: str = "phone", at: int = 1, *, ours: str = "principal", theirs: str = "principal", **changed: object
) -> Engagement:
    made = Engagement(
        f"{channel}-{at}",
        channel,
        at,
        day(at),
        happened=True,
        officials=(Participant("vp", ours),),
        counterparts=(Participant("president_a", theirs, "a"),),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def test_an_organisation_is_engaged_through_whoever_held_office_in_it_then() -> None:
    before, after = call(at=1), call("in_person", at=5, counterparts=(Participant("successor", "principal", "a"),))
    assert cell(Pair("vp", "a"), [after, before]) == Cell(
        Standing.ENGAGED, ("in_person", "phone"), day(1), day(5), ("phone-1", "in_person-5")
    )
    assert cell(Pair("vp", "president_a"), [after, before]).evidence == ("phone-1",)
    assert "in_person" not in cell(Pair("vp", "president_a"), [after, before]).channels
    assert "in_person" in cell(Pair("vp", "a"), [after, before]).channels


def test_deputies_on_either_side_are_deputies_only() -> None:
    pair = Pair("vp", "a")
    assert cell(pair, [call(ours="deputy")]).standing is Standing.DEPUTIES_ONLY
    assert cell(pair, [call(theirs="working")]).standing is Standing.DEPUTIES_ONLY
    assert cell(pair, [call(theirs="working"), call(at=2)]).standing is Standing.ENGAGED


def test_who_is_stood_for_was_not_there() -> None:
    stood = call(officials=(Participant("aide", "principal", stands_for="vp"),))
    assert level_of(Pair("vp", "a"), stood) == "deputy"
    assert level_of(Pair("aide", "a"), stood) == "principal"
    theirs = call(counterparts=(Participant("deputy_a", "working", "a", "president_a"),))
    assert level_of(Pair("vp", "president_a"), theirs) == "working"


def test_what_is_only_planned_is_no_contact() -> None:
    assert cell(Pair("vp", "a"), [call(happened=False)]) == Cell()


@given(ENGAGEMENTS, st.lists(PAIRS, unique=True), SOME_CHANNELS)
def test_every_pair_is_either_not_yet_or_has_evidence(
    known: list[Engagement], pairs: list[Pair], channels: frozenset[str]
) -> None:
    cells = matrix(pairs, known, channels)
    missing = not_yet(cells)
    by_id = {e.id: e for e in known}
    assert list(cells) == pairs
    for pair, found in cells.items():
        assert (pair in missing) == (found.evidence == ()) == (found.standing is Standing.NOT_YET)
        behind = [by_id[i] for i in found.evidence]
        assert all(e.happened and e.channel in channels for e in behind)
        assert {e.channel for e in behind} == set(found.channels)
        days = sorted(e.day for e in behind)
        assert [found.first, found.last] == ([days[0], days[-1]] if behind else [None, None])
        assert sorted(e.at for e in behind) == [e.at for e in behind]


@given(ENGAGEMENTS, PAIRS, SOME_CHANNELS, st.data())
def test_one_more_engagement_never_takes_a_contact_away(
    known: list[Engagement], pair: Pair, channels: frozenset[str], data: st.DataObject
) -> None:
    fewer = [e for e in known if data.draw(st.booleans())]
    less, more = cell(pair, fewer, channels), cell(pair, known, channels)
    assert less.standing <= more.standing
    assert set(less.evidence) <= set(more.evidence)
    assert less.first is None or (more.first is not None and more.first <= less.first)


@given(ENGAGEMENTS, PAIRS, SOME_CHANNELS)
def test_the_order_of_entry_changes_nothing(known: list[Engagement], pair: Pair, channels: frozenset[str]) -> None:
    assert cell(pair, known, channels) == cell(pair, reversed(known), channels)


@given(ENGAGEMENTS, PAIRS)
def test_an_organisation_has_every_contact_of_its_people(known: list[Engagement], pair: Pair) -> None:
    own = set(cell(pair, known).evidence)
    for engagement in (e for e in known if e.id in own):
        for p in (p for p in engagement.counterparts if p.person == pair.counterpart):
            assert engagement.id in cell(Pair(pair.official, str(p.organisation)), known).evidence


@given(ENGAGEMENTS, PAIRS, SOME_CHANNELS)
def test_each_contact_counts_at_one_level(known: list[Engagement], pair: Pair, channels: frozenset[str]) -> None:
    by_level = [cell(pair, known, channels, frozenset({level})) for level in LEVELS]
    assert sorted(e for found in by_level for e in found.evidence) == sorted(cell(pair, known, channels).evidence)
    assert by_level[0].standing is not Standing.DEPUTIES_ONLY
    assert Standing.ENGAGED not in {found.standing for found in by_level[1:]}

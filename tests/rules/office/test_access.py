from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.access import ACTS, AT_DESK, SHARED, Facts, Reader, may_see

ADA, BO, HOUSE = "ada", "bo", "house"
OTHER_KINDS = ("document", "oversight_request", "", "Engagement", "anything")
WORK = Facts("work", "mandate", led_by=frozenset({ADA}))
PART = Facts("part", "mandate", led_by=frozenset({BO}), above=(WORK,))

IDS = st.sampled_from((ADA, BO, HOUSE, "work", "part", "other"))
SETS = st.frozensets(IDS)
KIND = st.sampled_from((*sorted(SHARED), *OTHER_KINDS))
PLAIN = st.builds(Facts, IDS, KIND, SETS, SETS, released_to=SETS)
FACTS = st.builds(
    Facts, IDS, KIND, SETS, SETS, st.lists(PLAIN, max_size=3).map(tuple), st.lists(PLAIN, max_size=3).map(tuple), SETS
)
READERS = st.builds(
    Reader, st.sampled_from(("official", "team", "staff", "oversight", "press", "")), st.none() | IDS, SETS
)


def official(who: str) -> Reader:
    return Reader("official", who)


def test_an_official_reads_what_they_take_part_in_and_what_stands_under_mandates_they_lead() -> None:
    call = Facts("call", "engagement", names=frozenset({BO, "guest"}), above=(WORK,))
    assert may_see(official(BO), call)
    assert may_see(official(ADA), call)  # it stands under her mandate
    assert may_see(official(ADA), PART)  # and so does a mandate below it, with what stands under that
    assert may_see(official(ADA), replace(call, names=frozenset(), above=(PART, WORK)))
    assert not may_see(official(BO), WORK)
    assert not may_see(official(BO), replace(call, names=frozenset()))
    assert not may_see(official("guest"), WORK)


def test_to_be_on_a_target_list_is_not_to_take_part() -> None:
    listed = Facts("listed", "mandate", names=frozenset({ADA, BO}), led_by=frozenset({BO}))
    assert not may_see(official(ADA), listed)


def test_an_official_s_team_reads_as_the_official_does() -> None:
    call = Facts("call", "engagement", names=frozenset({BO}))
    for record in (call, WORK, PART, Facts(BO, "person")):
        assert may_see(Reader("team", BO), record) == may_see(official(BO), record)


def test_staff_read_the_mandates_they_work_on_and_what_stands_under_them() -> None:
    staff = Reader("staff", mandates=frozenset({"part"}))
    assert may_see(staff, PART)
    assert may_see(staff, Facts("call", "engagement", above=(PART, WORK)))
    assert not may_see(staff, WORK)
    assert not may_see(staff, Facts("call", "engagement", above=(WORK,)))


def test_whoever_is_named_is_read_with_what_names_them() -> None:
    call = Facts("call", "engagement", names=frozenset({BO, "guest"}))
    guest = Facts("guest", "person", names=frozenset({"state"}), named_by=(call,))
    state = Facts("state", "organisation", named_by=(guest,))
    assert may_see(official(BO), guest)
    assert may_see(official(BO), state)
    assert not may_see(official(ADA), guest)
    assert not may_see(official(ADA), state)
    assert not may_see(official(BO), replace(WORK, named_by=(call,)))  # a mandate is not read by being named


def test_oversight_reads_what_was_released_to_it_and_nothing_besides() -> None:
    body = Reader("oversight", HOUSE)
    call = Facts("call", "engagement", names=frozenset({HOUSE}), above=(WORK,))
    assert not may_see(body, call)
    assert may_see(body, replace(call, released_to=frozenset({HOUSE})))
    assert not may_see(body, replace(call, released_to=frozenset({"other"})))
    guest = Facts("guest", "person", named_by=(replace(call, released_to=frozenset({HOUSE})),))
    assert not may_see(body, guest)


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_kind_without_a_rule_is_the_desk_s_alone(kind: str) -> None:
    record = Facts("x", kind, frozenset({ADA}), frozenset({ADA}), (WORK,), (), frozenset({ADA}))
    assert may_see(AT_DESK, record)
    for reader in ("official", "team", "staff", "oversight", "press"):
        assert not may_see(Reader(reader, ADA, frozenset({"work", "x"})), record)


@given(FACTS, st.sampled_from(("press", "", "journalist", "Desk", "public")), IDS, SETS)
def test_a_kind_of_reader_without_a_rule_reads_nothing(
    record: Facts, kind: str, of: str, mandates: frozenset[str]
) -> None:
    assert not may_see(Reader(kind, of, mandates), record)


@given(FACTS, READERS)
def test_the_desk_reads_all_that_anybody_reads(record: Facts, reader: Reader) -> None:
    assert may_see(AT_DESK, record)
    assert not may_see(replace(reader, of=None, mandates=frozenset()), record)


@given(FACTS, READERS, st.lists(PLAIN, min_size=1, max_size=2).map(tuple), SETS)
def test_more_that_names_a_record_or_releases_it_takes_nothing_away(
    record: Facts, reader: Reader, more: tuple[Facts, ...], to: frozenset[str]
) -> None:
    if may_see(reader, record):
        assert may_see(reader, replace(record, named_by=record.named_by + more))
        assert may_see(reader, replace(record, released_to=record.released_to | to))


@given(FACTS, SETS, READERS)
def test_a_release_opens_a_record_to_that_body_alone(record: Facts, to: frozenset[str], reader: Reader) -> None:
    released = replace(record, released_to=to)
    if reader.kind == "oversight":
        assert may_see(reader, released) == (reader.of in to and record.kind in SHARED)
    else:
        assert may_see(reader, released) == may_see(reader, record)


@given(FACTS, READERS)
def test_an_act_is_read_for_itself_whoever_names_it(record: Facts, reader: Reader) -> None:
    if record.kind in ACTS:
        assert may_see(reader, record) == may_see(reader, replace(record, named_by=()))

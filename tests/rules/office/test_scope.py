from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.scope import Outside, Scope, in_force, is_circular, outside

NAMES = st.frozensets(st.sampled_from("abcd"))
SCOPES = st.lists(st.builds(Scope, st.integers(0, 9), st.none() | NAMES, st.none() | NAMES, NAMES, NAMES), max_size=5)


def test_each_contact_is_judged_by_the_scope_of_its_day() -> None:
    wide = Scope(10, topics=frozenset({"migration", "trade"}))
    narrowed = Scope(20, topics=frozenset({"migration"}), countries_out=frozenset({"c"}))
    scopes = [wide, narrowed]
    trade, c = frozenset({"trade"}), frozenset({"c"})
    assert not outside(scopes, 15, trade, c)
    assert outside(scopes, 25, trade, c) == Outside(topics=trade, countries=c)
    assert outside(scopes, 5, trade, c) == Outside(is_before=True)


@given(SCOPES, st.integers(0, 9), NAMES, NAMES)
def test_an_entry_made_later_changes_nothing_of_what_was_before(
    scopes: list[Scope], at: int, topics: frozenset[str], countries: frozenset[str]
) -> None:
    later = Scope(at + 1, frozenset(), frozenset())
    assert outside([*scopes, later], at, topics, countries) == outside(scopes, at, topics, countries)
    assert in_force([*scopes, Scope(at)], at) == Scope(at)


@given(SCOPES, st.integers(0, 9), NAMES, NAMES)
def test_all_of_it_is_either_covered_or_named_outside(
    scopes: list[Scope], at: int, topics: frozenset[str], countries: frozenset[str]
) -> None:
    found, scope = outside(scopes, at, topics, countries), in_force(scopes, at)
    assert found.is_before == (scope is None)
    assert found.topics <= topics
    assert found.countries <= countries
    if scope is not None:
        covered = topics - found.topics
        assert not covered & scope.topics_out
        assert scope.topics is None or covered <= scope.topics
        in_scope = frozenset("abcd") if scope.topics is None else scope.topics
        assert found.topics.isdisjoint(in_scope - scope.topics_out)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdef")), max_size=12))
def test_mandates_never_come_to_stand_under_themselves(entries: list[tuple[str, str | None]]) -> None:
    parents: dict[str, str | None] = {}
    for mandate, parent in entries:
        if not is_circular(parents, mandate, parent):
            parents[mandate] = parent
    for mandate, parent in parents.items():
        above, at = set(), parent
        while at is not None:
            assert at != mandate
            assert at not in above
            above.add(at)
            at = parents.get(at)

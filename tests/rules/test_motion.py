"""Roll calls counted by trying every way in which the missing votes could still fall; and the words read aloud."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.meeting import Meeting, Motion
from incamera.rules.motion import is_locked, outcome, script, undone, voters
from tests.rules.worlds import MASSACHUSETTS, SMALL_COUNCIL, draft, everyone_in

VOTERS = ("chair-1", "member-1", "member-2")


def voting(votes: dict[str, str], threshold: str = "majority") -> Meeting:
    m = everyone_in(draft(replace(SMALL_COUNCIL, vote_threshold=threshold)))
    return replace(m, motion=Motion("land", vote_open=True, votes=tuple(votes.items())))


def carries(votes: tuple[str, ...], threshold: str) -> bool:
    ayes, nays = votes.count("aye"), votes.count("nay")
    return ayes > nays if threshold != "two_thirds" else ayes > 0 and ayes >= 2 * nays


@given(
    votes=st.dictionaries(st.sampled_from(VOTERS), st.sampled_from(["aye", "nay", "abstain"])),
    threshold=st.sampled_from(["majority", "two_thirds", "unspecified"]),
)
def test_a_roll_call_is_decided_when_nothing_can_change_it(votes: dict[str, str], threshold: str) -> None:
    missing = len(VOTERS) - len(votes)
    ends = {carries((*votes.values(), *rest), threshold) for rest in product(("aye", "nay", "abstain"), repeat=missing)}
    expected = "open" if not votes or len(ends) == 2 else "carried" if ends == {True} else "lost"
    assert outcome(voting(votes, threshold)) == expected


def test_only_those_who_are_in_and_may_vote_count() -> None:
    m = voting({"chair-1": "aye", "member-1": "nay", "clerk-1": "nay"})
    assert voters(m) == set(VOTERS)
    m = replace(m, inside=m.inside - {"member-1", "member-2"})
    assert outcome(m) == "carried"


def test_without_a_roll_call_there_is_no_outcome() -> None:
    assert (outcome(draft()), outcome(replace(draft(), motion=Motion("land")))) == ("", "")


def test_the_steps_are_done_one_by_one_in_the_profiles_order() -> None:
    m = everyone_in(draft(MASSACHUSETTS))
    assert undone(m) == ("choose_ground", "read_announcement", "vote")
    m = replace(m, motion=Motion("litigation", "subjects"))
    assert undone(m) == ("read_announcement", "vote")
    m = replace(m, motion=Motion("litigation", "subjects", announced="words"))
    assert undone(m) == ("vote",)
    votes = tuple((seat, "aye") for seat in voters(m))
    assert undone(replace(m, motion=Motion("g", "s", announced="w", vote_open=True, votes=votes))) == ()


def test_steps_that_closing_does_by_itself_lock_nothing() -> None:
    assert undone(draft()) == ()
    assert is_locked(draft()) == ()


def test_the_words_are_filled_from_what_was_chosen() -> None:
    m = draft(SMALL_COUNCIL)
    assert script(m) == ""
    known = replace(m, motion=Motion("land", "the quay", reconvene=False))
    assert script(known) == "Closing under Charter 4: buying land. We do not return."
    own = replace(m, motion=Motion("a ground of our own", "the quay"))
    assert script(own) == ""  # the law that is cited is missing
    uncited = replace(SMALL_COUNCIL, announcement_fields=("ground",), script="Closing: {ground}.")
    assert script(replace(own, profile=uncited)) == "Closing: a ground of our own."
    assert script(replace(known, profile=replace(SMALL_COUNCIL, script=""))) == ""

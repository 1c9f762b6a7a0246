from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.releasable import Piece, betrayed, contradicted, released, withheld

PIECES = st.lists(st.builds(Piece, of=st.sampled_from("abcd"), releasable=st.sampled_from([True, False, None])))
WORDS = st.lists(st.sampled_from(["Memo", "of", "the", "Strait", "öst", "7"]), min_size=1, max_size=4)


@given(pieces=PIECES)
def test_whatever_anybody_withholds_or_nobody_decides_stays(pieces: list[Piece]) -> None:
    out = released(pieces)
    assert len(set(out)) == len(out)
    assert not set(out) & withheld(pieces)
    assert set(out) | withheld(pieces) == {piece.of for piece in pieces}
    assert not set(out) & contradicted(pieces)


@given(pieces=PIECES, more=PIECES)
def test_a_further_piece_never_releases_what_was_withheld(pieces: list[Piece], more: list[Piece]) -> None:
    assert withheld(pieces) <= withheld([*pieces, *more])


def test_the_order_is_that_in_which_pieces_are_named() -> None:
    assert released([Piece("b", True), Piece("a", True), Piece("c"), Piece("b", True)]) == ("b", "a")


def test_a_contradiction_is_a_yes_against_a_no() -> None:
    assert contradicted([Piece("a", True), Piece("a", False), Piece("b", True), Piece("b"), Piece("c", False)]) == {"a"}


@given(name=WORDS, before=WORDS, after=WORDS, joint=st.sampled_from([" ", "\n", ", ", "-", " «"]))
def test_a_name_is_found_however_it_is_written(
    name: list[str], before: list[str], after: list[str], joint: str
) -> None:
    text = " ".join([*before, joint.join(name).swapcase(), *after])
    assert betrayed(["nothing", text], {"x": ["other thing", " ".join(name)]}) == {"x"}


def test_parts_of_words_and_empty_names_are_no_names() -> None:
    assert betrayed(["The memorandum of the strait"], {"x": ["memo"], "y": [""], "z": ["—"]}) == frozenset()
    assert betrayed([], {"x": ["memo"]}) == frozenset()

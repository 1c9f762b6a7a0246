"""What a delegate does by itself, case by case."""

from typing import Any

import pytest

from incamera.demo.manners import SECOND_US, Act, next_act, speaks

LIVE = 1_000 * SECOND_US


def view(**changes: Any) -> dict[str, Any]:
    """An ordinary view of seat `me`; a dotted name changes one value."""
    made: dict[str, Any] = {
        "me": {"seat": "me", "place": "inside", "must_state_alone": True, "stated_alone": False},
        "door": {"state": "on_air", "since": LIVE},
        "floor": {"holder": None, "since": 0, "seconds": 0, "waiting": []},
        "motion": None,
        "can": {"ask_floor": None, "yield_floor": None, "state_alone": None, "cast_vote": None},
    }
    for name, value in changes.items():
        part, _, key = name.partition("__")
        if key:
            made[part][key] = value
        else:
            made[part] = value
    return made


CLOSED = {"door": {"state": "closed", "since": LIVE}}
OPEN_VOTE = {"motion": {"vote_open": True, "votes": [["another", "nay"]]}}


@pytest.mark.parametrize(
    ("seen", "after_s", "number", "act"),
    [
        (view(), 1, 0, None),
        (view(), 8, 0, Act("ask_floor", {})),
        (view(), 8, 1, None),
        (view(), 60, 0, None),
        (view(floor__waiting=[{"seat": "me"}]), 8, 0, None),
        (view(floor__holder="me", floor__since=LIVE), 8, 0, None),
        (view(floor__holder="me", floor__since=LIVE, floor__seconds=5), 8, 0, Act("yield_floor", {})),
        (view(floor__holder="me", floor__since=LIVE), 31, 0, Act("yield_floor", {})),
        (view(floor__holder="another", floor__since=LIVE, floor__seconds=5), 60, 0, None),
        (view(can={"ask_floor": "You have no voice in this phase."}), 8, 0, None),
        (view(can={}), 8, 0, None),
        (view(**CLOSED), 1, 0, None),
        (view(**CLOSED), 4, 0, Act("state_alone", {})),
        (view(**CLOSED), 4, 3, None),
        (view(**CLOSED), 8, 3, Act("state_alone", {})),
        (view(**CLOSED, me__stated_alone=True), 8, 0, None),
        (view(**CLOSED, me__must_state_alone=False), 8, 0, None),
        (view(**CLOSED, me__place="outside"), 8, 0, None),
        (view(door={"state": "closing", "since": LIVE}), 8, 0, None),
        (view(door={"state": "draft", "since": None}), 8, 0, None),
        (view(**OPEN_VOTE), 1, 2, Act("cast_vote", {"vote": "aye"})),
        (view(motion={"vote_open": True, "votes": [["me", "aye"]]}), 1, 2, None),
        (view(motion={"vote_open": False, "votes": []}), 1, 2, None),
        (view(**OPEN_VOTE, can={}), 1, 2, None),
    ],
)
def test_what_a_delegate_does(seen: dict[str, Any], after_s: int, number: int, act: Act | None) -> None:
    assert next_act(seen, LIVE + after_s * SECOND_US, number) == act


@pytest.mark.parametrize(("holder", "answer"), [(None, None), ("me", True), ("another", False)])
def test_who_has_the_floor_speaks(holder: str | None, answer: bool | None) -> None:  # noqa: FBT001
    assert speaks(view(floor__holder=holder)) is answer


def test_nothing_it_does_opens_or_shuts() -> None:
    every = dict.fromkeys(("convene", "ask", "turn", "stop", "close", "recess", "adjourn", "renew", "remove"))
    for state in ("draft", "doors_closed", "on_air", "closing", "not_dark", "closed", "recess", "opening", "ended"):
        for after_s in range(0, 120, 3):
            seen = view(door={"state": state, "since": LIVE}, can=every)
            assert next_act(seen, LIVE + after_s * SECOND_US, 0) is None

"""What the origin makes of a recorder's lines: the newest state, the newest passages, and nothing that is not theirs."""

from __future__ import annotations

from typing import Any

import pytest

from incamera.media.origin.recording import PASSAGES_MAX, SILENCE_US, WORD_MAX, Recording

NOW = 1_000_000_000
STATE = {"state": "recording", "since": 5, "kept_until": 9, "unfinished": 1}
ROW = {"span": 1, "from": 3, "until": 8, "file": "passage-001.mp4", "still": "x.jpg", "bytes": 7, "sha256": "ab" * 32}


def taken(*lines: dict[str, Any]) -> Recording:
    recording = Recording()
    for line in lines:
        recording.take(line, NOW)
    return recording


def test_before_its_first_line_a_recorder_waits_and_has_nothing() -> None:
    assert Recording().told(0) == {"state": "waiting", "since": 0, "kept_until": 0, "unfinished": 0, "passages": []}


def test_the_newest_state_and_every_passage_are_told_without_the_still() -> None:
    told = taken({"passage": ROW}, STATE, {"passage": {**ROW, "file": "passage-002.mp4"}}, {**STATE, "state": "failed"})
    row = {name: value for name, value in ROW.items() if name != "still"}
    assert told.told(NOW) == {**STATE, "state": "failed", "passages": [row, {**row, "file": "passage-002.mp4"}]}


def test_only_the_newest_passages_are_told() -> None:
    told = taken(*({"passage": {**ROW, "bytes": n}} for n in range(PASSAGES_MAX + 3))).told(NOW)
    assert [row["bytes"] for row in told["passages"]] == list(range(3, PASSAGES_MAX + 3))


def test_what_is_told_is_not_changed_by_what_comes_after() -> None:
    recording = taken({"passage": ROW})
    before = recording.told(NOW)
    recording.take({"passage": ROW}, NOW)
    assert len(before["passages"]) == 1


def test_of_a_recorder_that_hangs_only_that_is_known() -> None:
    recording = taken(STATE)
    assert recording.told(NOW + SILENCE_US)["state"] == "recording"
    assert recording.told(NOW + SILENCE_US + 1) == {**recording.told(NOW), "state": "not_known"}
    recording.take(STATE, NOW + 2 * SILENCE_US)
    assert recording.told(NOW + 2 * SILENCE_US)["state"] == "recording"


def test_words_are_short() -> None:
    told = taken({**STATE, "state": "x" * 100}, {"passage": {**ROW, "file": "y" * 100}}).told(NOW)
    assert (len(told["state"]), len(told["passages"][0]["file"])) == (WORD_MAX, WORD_MAX)


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"state": "waiting"},
        {**STATE, "since": None},
        {**STATE, "unfinished": "many"},
        {"passage": None},
        {"passage": {}},
        {"passage": {**ROW, "sha256": "not hexadecimal"}},
        {"passage": {**ROW, "sha256": 5}},
        {"passage": {**ROW, "until": []}},
    ],
)
def test_a_line_of_another_shape_is_refused_and_changes_nothing(line: dict[str, Any]) -> None:
    recording = taken(STATE, {"passage": ROW})
    before = recording.told(NOW)
    with pytest.raises((KeyError, TypeError, ValueError)):
        recording.take(line, NOW)
    assert recording.told(NOW) == before

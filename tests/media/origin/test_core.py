"""What the origin's loop does around the pure parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from incamera.media.origin.core import Origin
from incamera.media.origin.limits import Limits
from incamera.media.origin.span import Span
from incamera.platform.ids import new_id
from tests.media.origin.processes import SECOND, now_us
from tests.media.origin.test_meeting import notice
from tests.media.origin.worlds import permit, slate


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return Origin(slate(), Limits(tmp_path / "limits"))


def test_a_meeting_that_fails_goes_dark_alone_and_keeps_its_limits(
    origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = new_id(), new_id()
    at = now_us()
    for meeting in (bad, good):
        origin.tell(replace(notice(), meeting=meeting))
    origin.renew(replace(permit(closes=at), meeting=bad))
    assert set(origin.published) == {bad, good}

    def fail(_span: Span, _now: int) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Span, "tick", fail)
    stale = origin.meetings[bad]
    origin.tick()
    assert set(origin.published) == {good}
    monkeypatch.undo()
    assert not origin.feed(stale, [])
    origin.renew(replace(permit(rev=9), meeting=bad))
    assert origin.statement(bad)["spans"][0]["closes"] == at
    assert origin.meetings[bad].span(0).gate.is_over


def test_readers_hear_of_every_change_once(origin: Origin) -> None:
    heard: list[list[str]] = []
    origin.changed = heard.append
    meeting = new_id()
    made = replace(notice(), meeting=meeting)
    origin.tell(made)
    assert heard == [[meeting]]
    origin.tick()
    origin.tell(made)
    assert heard == [[meeting]]
    before = origin.published[meeting]
    origin.tell(replace(made, rev=2, title="Another"))
    assert heard == [[meeting], [meeting]]
    assert origin.published[meeting].status[False] != before.status[False]


def test_after_a_stall_the_api_is_heard_first(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    let_out: list[Any] = []
    monkeypatch.setattr(Origin, "_let_out", lambda _self, meeting, _now: let_out.append(meeting))
    origin.tell(notice())
    origin.tick()
    assert len(let_out) == 1
    origin._ticked -= SECOND
    origin.tick()
    assert len(let_out) == 1
    assert origin.worst_lag_us >= SECOND
    origin._listens_until = 0
    origin.tick()
    assert len(let_out) == 2


def test_an_unknown_meeting_passes_nothing(origin: Origin) -> None:
    told = origin.statement(new_id())
    assert (told["spans"], told["words"], told["path"], told["is_live"]) == ([], None, None, False)
    assert origin.meetings == {}

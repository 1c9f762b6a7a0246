"""Where a feed's key is: in its own file for as long as it is needed, and nowhere else."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from incamera.house.meetings.codec import encode
from incamera.house.meetings.planning import DeniedError
from incamera.house.meetings.service import Meetings, MeetingUnknownError
from incamera.house.press.feeds import Feeds, Proposal
from incamera.platform.clock import Clock
from incamera.rules import commands as c
from incamera.rules.decide import Denied, decide
from incamera.rules.events import Event
from incamera.rules.evolve import evolve
from incamera.rules.meeting import Meeting
from incamera.rules.outside import GALLERY
from tests.rules.worlds import T0, draft, everyone_in

KEY = "planted-stream-key"
TECHNICIAN, AIDE = "technician-1", "press_aide-1"


@dataclass
class House:
    """One meeting, decided and folded as everywhere."""

    m: Meeting
    entered: list[Event]

    def ids(self) -> tuple[str, ...]:
        return (self.m.id,)

    def get(self, meeting: str) -> Meeting:
        assert meeting == self.m.id
        return self.m

    def meeting_of(self, _seat: str) -> str:
        return self.m.id

    def now(self) -> int:
        return T0

    async def execute(self, _meeting: str, command: c.Command, *, by: str, command_id: str = "id") -> int | Denied:
        assert command_id
        events = decide(self.m, command, by=by, now=T0)
        if isinstance(events, Denied):
            return events
        for event in events:
            self.m = evolve(self.m, event, T0)
            self.entered.append(event)
        return len(self.entered)


@pytest.fixture
def house() -> House:
    m = everyone_in(draft())
    return House(replace(m, outputs=(GALLERY,), plan=replace(m.plan, coverage="open_press")), [])


@pytest.fixture
def feeds(house: House, tmp_path: Path) -> Feeds:
    return Feeds(cast("Meetings", house), cast("Clock", house), tmp_path / "feeds", "sinks.sock", allow_private=False)


def proposal(**changes: Any) -> Proposal:
    given = {
        "label": "Channel One",
        "scheme": "rtmps",
        "host": "in.example.org",
        "port": 443,
        "path": "live2",
        "key": KEY,
    }
    return Proposal("id", **{**given, **changes})


async def test_the_key_goes_to_the_worker_alone_and_not_before_the_approval(house: House, feeds: Feeds) -> None:
    await feeds.propose(TECHNICIAN, proposal())
    assert feeds.wanted(house.m) == []
    feed = house.m.feeds[0].id
    with pytest.raises(MeetingUnknownError):
        feeds.order(house.m, feed)
    await house.execute(house.m.id, c.ApproveFeed(feed), by=AIDE)
    assert feeds.order(house.m, feed)["key"] == KEY
    assert KEY not in repr(house.m) + repr([encode(event) for event in house.entered]) + repr(proposal())
    file = feeds.folder / feed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(feeds.folder.stat().st_mode) == 0o700


async def test_the_key_is_deleted_when_its_feed_is_withdrawn(house: House, feeds: Feeds) -> None:
    await feeds.propose(TECHNICIAN, proposal())
    await feeds.propose(TECHNICIAN, proposal(host="else.example.org"))
    gone, kept = (f.id for f in house.m.feeds)
    await house.execute(house.m.id, c.WithdrawFeed(gone), by=AIDE)
    feeds.sweep()
    assert [file.name for file in feeds.folder.iterdir()] == [kept]


async def test_a_refused_proposal_leaves_no_key_behind(house: House, feeds: Feeds) -> None:
    await feeds.propose(TECHNICIAN, proposal())
    for by, changes in ((TECHNICIAN, {}), ("delegate-1", {"host": "else.example.org"})):
        with pytest.raises(DeniedError):
            await feeds.propose(by, proposal(**changes))
    assert [file.name for file in feeds.folder.iterdir()] == [house.m.feeds[0].id]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "a.local"]
)
async def test_a_private_address_is_refused_with_the_reason(house: House, feeds: Feeds, host: str) -> None:
    with pytest.raises(DeniedError) as refused:
        await feeds.propose(TECHNICIAN, proposal(host=host))
    assert "INCAMERA_FEEDS_PRIVATE" in str(refused.value)
    assert house.m.feeds == ()
    await replace(feeds, allow_private=True).propose(TECHNICIAN, proposal(host=host))
    assert len(house.m.feeds) == 1

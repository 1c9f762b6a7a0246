"""A meeting as its ledger tells it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from incamera.house.ledger.reader import Recorded
from incamera.house.meetings.codec import decode
from incamera.rules.events import Event, PassageRecorded, Planned, RecordingEnded, SpanCut, WentLive
from incamera.rules.evolve import evolve
from incamera.rules.meeting import Limits, Meeting, side_of
from incamera.rules.profile import Profile
from incamera.rules.words import ENDED, Instant, Side


@dataclass(frozen=True, slots=True)
class Replayed:
    """A meeting, how many entries made it, and the instant of the last of them."""

    meeting: Meeting
    rev: int = 0
    last: Instant = 0


@dataclass(frozen=True, slots=True)
class Fold:
    """`evolve` with what only this house knows: its profiles, and how long things may take here."""

    profiles: Mapping[str, Profile]
    limits: Limits
    outputs: tuple[str, ...] = ()
    """What leaves this house through its gate, where it has one."""

    def blank(self, meeting_id: str) -> Replayed:
        """A meeting of which nothing has happened. Its profile is a placeholder until it has a plan."""
        return Replayed(Meeting(meeting_id, next(iter(self.profiles.values())), self.limits, outputs=self.outputs))

    def evolve(self, m: Meeting, event: Event, at: Instant) -> Meeting:
        """The meeting after `event`. Raises LookupError for a plan under a profile that is not there."""
        if isinstance(event, Planned):
            m = replace(m, profile=self.profiles[event.plan.profile])
        return evolve(m, event, at)

    def states(self, meeting_id: str, entries: Iterable[Recorded]) -> Iterator[Meeting]:
        """The meeting after each entry. Raises as `replay` does."""
        m = self.blank(meeting_id).meeting
        for entry in entries:
            m = self.evolve(m, decode(entry.kind, entry.body), entry.at)
            yield m

    def replay(self, meeting_id: str, entries: Sequence[Recorded]) -> Replayed:
        """What the entries make of a meeting. Raises LookupError as above, ValueError for a body it cannot read."""
        done = self.blank(meeting_id)
        for entry in entries:
            meeting = self.evolve(done.meeting, decode(entry.kind, entry.body), entry.at)
            done = Replayed(meeting, done.rev + 1, max(done.last, entry.at))
        return done


def is_closed_act(before: Meeting, after: Meeting, event: Event) -> bool:
    """Whether an event belongs into the sub-ledger: what happens while the closed side is current.

    When the doors closed, by which proof, and when they opened again is public: crossings stand in the main ledger. So does
    what was recorded of open spans, which comes in when it has waited out the delay.
    """
    if isinstance(event, PassageRecorded | RecordingEnded):
        return False
    return (_is_closed(before) or _is_closed(after)) and not _is_crossing(before, after, event)


def _is_crossing(before: Meeting, after: Meeting, event: Event) -> bool:
    """Whether an event cuts from one side to the other, or into the end, or proves such a cut."""
    if after.current is not None and after.current.phase == ENDED:
        return True
    if isinstance(event, SpanCut):
        return before.current is not None and _is_closed(before) != _is_closed(after)
    former = after.spans[-2] if len(after.spans) > 1 else None
    return (
        isinstance(event, WentLive)
        and former is not None
        and (side_of(after, former) is Side.CLOSED) != _is_closed(after)
    )


def ends_closed_stretch(before: Meeting, after: Meeting, event: Event) -> bool:
    """Whether after this event closed acts are anchored: the open side is in force, or the ended meeting is."""
    current = after.current
    if current is None or current.live is None or not (isinstance(event, WentLive) or current != before.current):
        return False
    former = after.spans[-2] if len(after.spans) > 1 else None
    if current.phase == ENDED:
        return True
    return not _is_closed(after) and former is not None and side_of(after, former) is Side.CLOSED


def _is_closed(m: Meeting) -> bool:
    return m.current is not None and side_of(m, m.current) is Side.CLOSED

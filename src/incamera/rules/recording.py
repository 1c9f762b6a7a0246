"""The recording of open spans: what the recorder has finished becomes a fact, and so does that no more will come.

Only what left the gate is recorded, as late as the webcast. So passages of a span come in while the next one is under
way, and the last of them after the meeting has ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from incamera.rules import events as e
from incamera.rules.meeting import KeptPassage, Meeting
from incamera.rules.outside import RECORDING, Permit, outputs, permits
from incamera.rules.proof import GateLook, Seen
from incamera.rules.words import SECOND_US, Instant

SETTLE_US: Final = 5 * SECOND_US
"""After the delay of a span has run out: so long its last passage may take to be finished and stated."""
GIVE_UP_US: Final = 600 * SECOND_US
"""After the delay of a span has run out: nothing more is waited for."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The recorder has finished a passage that the ledger does not have yet."""

    passage: KeptPassage


@dataclass(frozen=True, slots=True)
class EndRecording:
    """No more passages of this span will come. Not `complete`: the recorder did not say that it has all there was."""

    span: int
    complete: bool


RecordingStep: TypeAlias = Keep | EndRecording


def pending(m: Meeting) -> tuple[Permit, ...]:
    """Open spans of which passages may still come."""
    if RECORDING not in outputs(m):
        return ()
    return tuple(p for p in permits(m) if p.span not in m.recordings_ended)


def recording_step(m: Meeting, seen: Seen, now: Instant) -> RecordingStep | None:
    """What the newest statement of the gate makes a fact of the recording."""
    waits = pending(m)
    if not waits:
        return None
    known = {kept.file for kept in m.recorded}
    recorder = seen.gate.recorder if seen.gate is not None else None
    for passage in recorder.passages if recorder is not None else ():
        if passage.file not in known and any(p.span == passage.span for p in waits):
            return Keep(passage)
    for p in waits:
        drained = None if p.closes is None else p.closes + m.plan.delay * SECOND_US
        if drained is None or now < drained + SETTLE_US:
            continue
        if _has_all(m, seen.gate, p.span, now):
            return EndRecording(p.span, complete=True)
        if now >= drained + GIVE_UP_US:
            return EndRecording(p.span, complete=False)
    return None


def _has_all(m: Meeting, gate: GateLook | None, span: int, now: Instant) -> bool:
    """Whether the gate gives nothing more of a span, and the recorder holds nothing that it has not stated."""
    if gate is None or gate.recorder is None or gate.asked < now - m.limits.fresh:
        return False
    stated = gate.spans.get(span)
    is_over = stated is not None and stated.kept_ended
    return is_over and gate.recorder.state == "waiting" and not gate.recorder.unfinished


def recording_event(step: RecordingStep) -> e.Event:
    """What a step makes happen."""
    if isinstance(step, EndRecording):
        return e.RecordingEnded(step.span, step.complete)
    kept = step.passage
    return e.PassageRecorded(kept.span, kept.since, kept.until, kept.file, kept.bytes, kept.sha256)

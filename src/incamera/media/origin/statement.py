"""What the origin states of a meeting, and what it tells the public. Shapes: `media/README.md`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incamera.media.origin.documents import Words
from incamera.media.origin.meeting import Meeting
from incamera.media.origin.slate_loop import SlateLoop
from incamera.media.origin.span import Destroyed, Span


def statement(meeting: Meeting, now: int, started: int, audience: Mapping[str, int]) -> dict[str, Any]:
    """The body of the signed statement."""
    shown = meeting.shown(now, is_gallery=False) if meeting.is_known else None
    return {
        "meeting": meeting.id,
        "at": now,
        "started": started,
        "words": _words(meeting.words(now)) if meeting.is_known else None,
        "path": shown.path if shown is not None else None,
        "is_live": shown is not None and not isinstance(shown, SlateLoop),
        "audience": dict(audience),
        "feeds": [dict(told) for sink in meeting.sinks if (told := sink.told()) is not None],
        "recording": meeting.recording.told(now) if meeting.recording is not None else None,
        "spans": [_span(number, meeting.spans[number]) for number in sorted(meeting.spans)],
    }


def status(meeting: Meeting, now: int, *, is_gallery: bool) -> dict[str, Any]:
    """What anyone may know of a known meeting; the gallery's has no delay."""
    notice = meeting.notice
    shown = meeting.shown(now, is_gallery=is_gallery)
    item = notice.item if is_gallery and notice is not None else meeting.item(now)
    return {
        "words": _words(meeting.words(now)),
        "title": notice.title if notice is not None else "",
        "starts": notice.starts if notice is not None else 0,
        "zone": notice.zone if notice is not None else "UTC",
        "delegations": list(notice.delegations) if notice is not None else [],
        "items": [{"title": title} for title in notice.items] if notice is not None else [],
        "item": {"title": item.title, "since": item.since} if item is not None else None,
        "delay_us": 0 if is_gallery or notice is None else notice.delay,
        "languages": list(notice.languages) if notice is not None else [],
        "path": shown.path,
        "is_live": not isinstance(shown, SlateLoop),
    }


def _words(words: Words) -> dict[str, Any]:
    return {"state": words.state, "since": words.since, "reason": words.reason, "expected": words.expected}


def _span(number: int, span: Span) -> dict[str, Any]:
    gate = span.gate
    return {
        "span": number,
        "rev": gate.permit.rev if gate.permit is not None else -1,
        "opens": gate.opens,
        "closes": gate.limit,
        "until": gate.until,
        "passes_until": span.passes_until,
        "sealed": gate.limit is not None and span.passes_until <= gate.limit,
        "run": span.run,
        "receiving": span.is_receiving,
        "fault": span.fault,
        "gallery_until": span.gallery_until,
        "gallery_ended": span.gallery is None or span.gallery.is_ended,
        "public_until": span.public_until,
        "public_ended": span.public is None or span.public.is_ended,
        "kept_until": span.kept_until,
        "kept_ended": span.is_kept_ended,
        "held_from": span.held_from,
        "destroyed": [_destroyed(row) for row in span.destroyed],
    }


def _destroyed(row: Destroyed) -> dict[str, Any]:
    return {
        "from": row.begin,
        "to": row.to,
        "public_until": row.public_until,
        "gallery_saw": row.gallery_saw,
        "units": row.units,
        "sha256": row.sha256,
    }

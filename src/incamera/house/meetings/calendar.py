"""A meeting as a calendar entry: open titles and times, no secret, nothing closed."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from incamera.platform.clock import SECOND_US
from incamera.rules.meeting import Plan
from incamera.rules.public import PublicFace

LENGTH_MIN: Final = 60
"""How long a meeting is shown to last when its agenda does not say."""


def calendar(meeting_id: str, plan: Plan, face: PublicFace, *, host: str, now: int) -> bytes:
    """The entry as a file. `plan` gives time and zone, `face` every word; `host` makes its id unique in the world."""
    event = Event()
    starts = _at(plan.starts).astimezone(ZoneInfo(plan.zone))
    minutes = sum(item.minutes for item in face.items) or LENGTH_MIN
    event.add("uid", f"{meeting_id}@{host}")
    event.add("dtstamp", _at(now))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=minutes))
    event.add("summary", face.title)
    event.add("description", "\n".join(_lines(face)))
    entry = Calendar()
    entry.add("prodid", "-//Incamera//Meetings//EN")
    entry.add("version", "2.0")
    entry.add("method", "PUBLISH")
    entry.add_component(event)
    return bytes(entry.to_ical())


def _lines(face: PublicFace) -> list[str]:
    agenda = [f"{n}. {item.open_title}" for n, item in enumerate(face.items, 1) if item.open_title]
    return [", ".join(face.delegations), *agenda, "Your personal link is in your invitation."]


def _at(instant: int) -> datetime:
    return datetime.fromtimestamp(instant // SECOND_US, UTC)

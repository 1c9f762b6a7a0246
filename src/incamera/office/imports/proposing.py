"""What an event of an official's calendar is proposed as: an engagement, a journey or a public event.

Somebody known from another side takes part: an engagement. Whole days in a place: a journey. Anything else: a public
event. A person decides; what the calendar does not say is left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from incamera.office.imports.parsed import EventRead
from incamera.office.records.timing import midnight


@dataclass(frozen=True, slots=True)
class Faces:
    """Who and which places are known, by their names in small letters: people (id, whether ours), countries."""

    people: Mapping[str, tuple[str, bool]]
    countries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record as far as the calendar tells it."""

    kind: str
    fields: Mapping[str, Any]


def proposed(event: EventRead, official: str, faces: Faces, now: int) -> Proposal:
    """What the event may have been or will be, seen from `official`, in whose calendar it stands."""
    known = dict.fromkeys(faces.people[n.casefold()] for n in event.people if n.casefold() in faces.people)
    theirs = [who for who, is_ours in known if not is_ours and who != official]
    ours = [official, *(who for who, is_ours in known if is_ours and who != official)]
    country = _country(event.place, faces)
    if event.start is None:
        if event.place:
            return Proposal("travel", _travel(event, official, country, now))
        return Proposal("public_event", {"official": official, "title": event.title, "note": _noted(event)})
    common = {"place": event.place, "zone": event.zone, "country": country, "happened": event.start <= now}
    if theirs:
        sides = {"officials": [{"person": who} for who in ours], "counterparts": [{"person": who} for who in theirs]}
        times = {"start": event.start, "end": event.end}
        fields = {"channel": _channel(event.place), **times, **common, **sides, "note": _noted(event)}
        return Proposal("engagement", fields)
    said = {"official": official, "title": event.title, "at": event.start, "note": event.words}
    return Proposal("public_event", {**said, **common})


def _travel(event: EventRead, official: str, country: str | None, now: int) -> dict[str, Any]:
    days = {"first": event.first, "last": event.last}
    fields: dict[str, Any] = {"official": official, "place": event.place, "purpose": event.title, **days}
    if country is not None:
        fields["country"] = country
    return fields | {"happened": midnight(date.fromisoformat(str(event.first))) <= now, "note": event.words}


def _noted(event: EventRead) -> str:
    """An engagement has no title of its own: the event's stands in its note."""
    return "\n".join(part for part in (event.title, event.words) if part)[:2_000]


def _country(place: str, faces: Faces) -> str | None:
    """Of a state that the place names at its end, as in `Old Port, Karsova`."""
    return faces.countries.get(place.rpartition(",")[2].strip().casefold())


def _channel(place: str) -> str:
    lowered = place.casefold()
    if lowered.startswith(("tel:", "phone", "+")):
        return "phone"
    return "virtual" if "://" in lowered or lowered.startswith(("online", "video", "virtual")) else "in_person"

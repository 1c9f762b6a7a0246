"""What the worker is told: once where to go, then, as often as it changes, what the floor decides. Pure.

`Start` is one JSON object: {"engine": url, "token": text, "socket": path, "ticket": signed text, "fps": 25 | 30}.
Span, run and t0 stand in the ticket. `Floor` is one JSON object a line, always whole:
{"speakers": [identity, ...] in protocol order, "layout": "auto" | "one" | "two" | "all", "item": text,
 "screen": identity | null, "names": {identity: {"person", "title", "delegation": text, "colours": ["#rrggbb", ...]}}}.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from incamera.media.programme.layout import Layout
from incamera.media.wire import Ticket, WireError, read_ticket

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_RATES: Final = (25, 30)
_TEXT_MAX: Final = 400


class OrderError(ValueError):
    """The text names the field and what is expected there. It repeats no value: some are secret."""


@dataclass(frozen=True, slots=True)
class Name:
    """Who is shown. `colours` of the delegation, from top to bottom; none: no mark."""

    person: str = ""
    title: str = ""
    delegation: str = ""
    colours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """The whole of what the floor decides. `speakers` and `screen` are the only ones whose media is taken."""

    speakers: tuple[str, ...] = ()
    layout: Layout = Layout.AUTO
    names: Mapping[str, Name] = field(default_factory=dict)
    item: str = ""
    screen: str | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Where to go. `token` opens one chamber for listening, `ticket_text` one run at the origin: both secret."""

    engine: str
    token: str = field(repr=False)
    socket: str
    ticket_text: str = field(repr=False)
    ticket: Ticket
    fps: int


def read_start(text: str) -> Start:
    """Raises OrderError."""
    body = _object(text)
    fps = body.get("fps", 30)
    if fps not in _RATES:
        raise OrderError("fps: expected 25 or 30")
    ticket_text = _text(body, "ticket", None)
    return Start(
        engine=_text(body, "engine", None),
        token=_text(body, "token", None),
        socket=_text(body, "socket", None),
        ticket_text=ticket_text,
        ticket=_ticket(ticket_text),
        fps=fps,
    )


def read_floor(text: str) -> Floor:
    """Raises OrderError."""
    body = _object(text)
    speakers = body.get("speakers")
    if not isinstance(speakers, list) or not all(isinstance(who, str) and who for who in speakers):
        raise OrderError("speakers: expected a list of identities")
    screen = body.get("screen")
    if screen is not None and not (isinstance(screen, str) and screen):
        raise OrderError("screen: expected an identity or null")
    names = body.get("names", {})
    if not isinstance(names, dict):
        raise OrderError("names: expected an object of identities")
    return Floor(
        speakers=tuple(dict.fromkeys(speakers)),
        layout=_layout(body.get("layout", Layout.AUTO)),
        names={identity: _name(row) for identity, row in names.items()},
        item=_text(body, "item", ""),
        screen=screen,
    )


def _object(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise OrderError("expected one JSON object") from None
    if not isinstance(body, dict):
        raise OrderError("expected one JSON object")
    return body


def _text(body: Mapping[str, Any], name: str, default: str | None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise OrderError(f"{name}: expected a text")
    return value if default is None else value[:_TEXT_MAX]


def _layout(value: object) -> Layout:
    try:
        return Layout(str(value))
    except ValueError:
        raise OrderError("layout: expected auto, one, two or all") from None


def _name(row: object) -> Name:
    if not isinstance(row, dict):
        raise OrderError("names: expected an object for each identity")
    colours = row.get("colours", [])
    if not isinstance(colours, list) or not all(isinstance(c, str) and _COLOUR.fullmatch(c) for c in colours):
        raise OrderError("colours: expected a list of #rrggbb")
    return Name(
        person=_text(row, "person", ""),
        title=_text(row, "title", ""),
        delegation=_text(row, "delegation", ""),
        colours=tuple(colours[:5]),
    )


def _ticket(text: str) -> Ticket:
    """The ticket's body, unverified: it is the origin who must be convinced, and it is."""
    body = text.partition(".")[0]
    try:
        return read_ticket(_object(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()))
    except (WireError, OrderError, binascii.Error, UnicodeError):
        raise OrderError("ticket: expected a signed ticket") from None

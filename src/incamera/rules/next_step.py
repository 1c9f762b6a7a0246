"""The one sentence that tells a person what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from incamera.rules.shown import ShownOpening

_BY_PLACE: Final = {
    "removed": "You were removed from this meeting.",
    "door": "You are at the door. You will be let in by who presides.",
    "lobby": "Check your devices, then take your seat.",
}

_INSIDE: Final = {
    "draft": "The meeting has not been convened yet. Your place is held.",
    "closing": "Do not speak. The doors are being proven shut.",
    "not_dark": "Do not speak yet. The doors are not proven shut.",
    "moving": "Do not speak. A new chamber is being proven.",
    "not_known": "Wait: the chamber is not measured. Treat it as open.",
    "on_air": "You are on the record.",
    "recess": "The meeting is in recess.",
    "ended": "The meeting has ended. Thank you.",
    "doors_closed": "The doors are closed. Nothing leaves this room.",
    "closed": "You are in closed session.",
    "opening": "The meeting is about to open. Put papers away.",
}

_OUTSIDE: Final = {
    **_INSIDE,
    "on_air": "The meeting is on the record. You hold no place in this part of it.",
    "doors_closed": "The doors are closed. You hold no place in this part; you see its state.",
    "closed": "Closed talks are under way. You hold no place in them; you see their state.",
}

_PUBLIC: Final = {
    "draft": "The meeting has not begun yet.",
    "on_air": "The meeting is on the record.",
    "recess": "The meeting is in recess.",
    "ended": "The meeting has ended.",
    "opening": "The meeting is not on the record yet.",
}
_NOT_PUBLIC: Final = "The meeting is not on the record now."


def next_step_words(
    state: str, place: str, can: Mapping[str, str | None], opening: ShownOpening | None, *, is_public: bool = False
) -> str:
    """What this person can do next, the most pressing first. `is_public`: press and public, who do nothing inside."""
    if place == "removed":
        return _BY_PLACE[place]
    if is_public:
        return _PUBLIC.get(state, _NOT_PUBLIC)
    if place in _BY_PLACE and state != "ended":
        return _BY_PLACE[place]
    if opening is not None and opening.due is None and "turn" in can and can["turn"] is None:
        return "Opening is asked. Hold your key to turn it."
    if state == "draft" and "convene" in can and can["convene"] is None:
        return "Convene when both sides are ready."
    return (_OUTSIDE if place == "outside" else _INSIDE)[state]

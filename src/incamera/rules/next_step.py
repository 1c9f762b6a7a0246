"""The one sentence that tells a person what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from incamera.rules.shown import ShownOpening

_BY_PLACE = {
    "removed": "You were removed from this meeting.",
    "door": "You are at the door. You will be let in by who presides.",
    "lobby": "Check your devices, then take your seat.",
}

_BY_STATE = {
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


def next_step_words(state: str, place: str, can: Mapping[str, str | None], opening: ShownOpening | None) -> str:
    """What this person can do next, the most pressing first."""
    if place in _BY_PLACE and state != "ended":
        return _BY_PLACE[place]
    if opening is not None and opening.due is None and "turn" in can and can["turn"] is None:
        return "Opening is asked. Hold your key to turn it."
    if state == "draft" and "convene" in can and can["convene"] is None:
        return "Convene when both sides are ready."
    if state == "closed" and place == "outside":
        return "Closed talks are under way. You hold no place in them; you see their state."
    return _BY_STATE.get(state, "")

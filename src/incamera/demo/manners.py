"""What a synthetic delegate does by itself, as a pure function of its view and the server's clock.

It never opens or shuts anything: that is for the people the demonstration is made for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

SECOND_US: Final = 1_000_000
STATES_AFTER_US: Final = 3 * SECOND_US
ASKS_AFTER_US: Final = 6 * SECOND_US
ASKS_UNTIL_US: Final = 12 * SECOND_US
SPEAKS_US: Final = 30 * SECOND_US
"""How long it speaks when it has the floor without a limit."""
APART_US: Final = SECOND_US
"""From one delegate to the next, so that they do not act as one."""


@dataclass(frozen=True, slots=True)
class Act:
    """A command with its arguments."""

    command: str
    arguments: Mapping[str, Any]


def next_act(view: Mapping[str, Any], now: int, number: int) -> Act | None:
    """What delegate `number` does at `now`, or None."""
    for command, arguments, is_due in (
        ("cast_vote", {"vote": "aye"}, _votes(view)),
        ("state_alone", {}, _states_alone(view, now, number)),
        ("yield_floor", {}, _yields(view, now)),
        ("ask_floor", {}, number == 0 and _asks(view, now)),
    ):
        if is_due and view["can"].get(command, "never this seat's") is None:
            return Act(command, arguments)
    return None


def speaks(view: Mapping[str, Any]) -> bool | None:
    """Whether the delegate talks now: True with the floor, False while another has it, None when nobody has it."""
    holder = view["floor"]["holder"]
    return None if holder is None else bool(holder == view["me"]["seat"])


def _states_alone(view: Mapping[str, Any], now: int, number: int) -> bool:
    door, me = view["door"], view["me"]
    is_due = door["state"] == "closed" and now > (door["since"] or now) + STATES_AFTER_US + number * APART_US
    return bool(is_due and me["must_state_alone"] and not me["stated_alone"] and me["place"] == "inside")


def _votes(view: Mapping[str, Any]) -> bool:
    motion, me = view["motion"], view["me"]["seat"]
    return bool(motion and motion["vote_open"] and all(seat != me for seat, _ in motion["votes"]))


def _asks(view: Mapping[str, Any], now: int) -> bool:
    """Once, early in each stretch on the record."""
    door, floor, me = view["door"], view["floor"], view["me"]["seat"]
    is_early = door["state"] == "on_air" and ASKS_AFTER_US < now - (door["since"] or now) < ASKS_UNTIL_US
    waits = floor["holder"] == me or any(waiting["seat"] == me for waiting in floor["waiting"])
    return bool(is_early and not waits)


def _yields(view: Mapping[str, Any], now: int) -> bool:
    floor = view["floor"]
    has_spoken_us = floor["seconds"] * SECOND_US or SPEAKS_US
    return bool(floor["holder"] == view["me"]["seat"] and now > floor["since"] + has_spoken_us)

"""Make the meetings of the demonstration, or find those of an earlier start, and draw fresh links to them.

Over HTTP alone, as a secretary at the desk would; the administrator's link comes from whoever started the house.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from incamera.demo.cast import Member, write_cast
from incamera.demo.desk import Desk, Plan
from incamera.demo.http import Door, Refused
from incamera.demo.office import sow_office
from incamera.demo.plans import bilateral, council
from incamera.up.keys import write_private

MEETINGS: Final[dict[str, Callable[[int], tuple[Plan, frozenset[str]]]]] = {"bilateral": bilateral, "council": council}
STEP_US: Final = 5 * 60 * 1_000_000
OVERDUE_US: Final = 60 * 60 * 1_000_000
"""A meeting that has not been convened an hour after its time is moved to the present."""


@dataclass(frozen=True, slots=True)
class Link:
    """A single-use link for one person."""

    role: str
    person: str
    delegation: str
    address: str


@dataclass(frozen=True, slots=True)
class Sown:
    """One meeting that is ready. `cast` is the file of its synthetic delegates."""

    title: str
    links: tuple[Link, ...]
    cast: Path
    meeting: str


async def sow(door: Door, secret: str, folder: Path, now: int) -> tuple[Sown, ...]:
    """Make all meetings ready at `now`. `secret` is an administrator's; `folder` remembers what was made.

    Raises Refused, httpx.TransportError.
    """
    async with Desk(door) as desk:
        await desk.redeem(secret)
        await _sow_office_once(desk, folder / "office.json", now)
        return tuple([await _sow_one(desk, door, name, folder, now) for name in MEETINGS])


async def _sow_office_once(desk: Desk, remembered: Path, now: int) -> None:
    """What an office entered once stays; a second start adds nothing."""
    if not _remembered(remembered):
        write_private(remembered, json.dumps({"mandate": await sow_office(desk, now)}))


async def _sow_one(desk: Desk, door: Door, name: str, folder: Path, now: int) -> Sown:
    remembered = folder / f"{name}.json"
    known = _remembered(remembered)
    meeting = await _found(desk, known.get("meeting", ""), now)
    if meeting is None:
        plan, synthetic = MEETINGS[name](_starts(now))
        known = {"meeting": await desk.plan(plan), "synthetic": sorted(synthetic)}
        write_private(remembered, json.dumps(known))
        meeting = await desk.meeting(known["meeting"])
    return await _with_links(desk, door, meeting, frozenset(known["synthetic"]), folder / f"{name}.cast")


def _remembered(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


async def _found(desk: Desk, meeting_id: str, now: int) -> dict[str, Any] | None:
    """The meeting of an earlier start, if it is still there and has not ended; brought to the present if it is a draft."""
    if not meeting_id:
        return None
    try:
        meeting = await desk.meeting(meeting_id)
    except Refused as refused:
        if refused.status != 404:
            raise
        return None
    if meeting["state"] == "draft" and meeting["plan"]["starts"] < now - OVERDUE_US:
        await desk.change(meeting_id, meeting["plan"] | {"starts": _starts(now)})
    return None if meeting["state"] == "ended" else meeting


def _starts(now: int) -> int:
    """The next full five minutes."""
    return now // STEP_US * STEP_US + STEP_US


async def _with_links(desk: Desk, door: Door, meeting: dict[str, Any], synthetic: frozenset[str], cast: Path) -> Sown:
    plan = meeting["plan"]
    secrets = await desk.links(meeting["id"], [seat["id"] for seat in plan["seats"]])
    sides = {side["id"]: side for side in plan["delegations"]}
    write_cast(
        cast,
        (
            Member(
                seat["id"],
                meeting["id"],
                seat["person"],
                tuple(sides[seat["delegation"]]["colours"]),
                secrets[seat["id"]],
            )
            for seat in plan["seats"]
            if seat["id"] in synthetic
        ),
    )
    links = tuple(
        Link(
            seat["role"].replace("_", " "),
            seat["person"],
            sides[seat["delegation"]]["name"] if seat["delegation"] else "",
            f"{door.public_url}/invitation#{secrets[seat['id']]}",
        )
        for seat in plan["seats"]
        if seat["id"] not in synthetic
    )
    return Sown(plan["title"], links, cast, meeting["id"])

"""What `incamera demo` adds to a running house: the meetings, their links on the terminal, and the delegates."""

import sys
from collections.abc import Iterable
from typing import Final

import httpx

from incamera.demo.http import Refused, door_of
from incamera.demo.pictures import CLIPS, ClipMissing, require_clips
from incamera.demo.seed import Sown, sow
from incamera.main.links import new_link
from incamera.platform.clock import SystemClock
from incamera.platform.settings import PREFIX, Settings
from incamera.up.child import Program
from incamera.up.handover import hand_over
from incamera.up.stack import NotReady, Stack

NEEDED: Final = frozenset({"DATA_DIR", "HOST", "PORT", "PUBLIC_URL"})
"""The settings that a delegate's process gets: where the api is. No engine's key, no password."""

HOW: Final = {
    "bilateral": "A chief of protocol convenes and asks to go on the record; both turn their keys. One hand closes.",
    "council": "Chair or clerk convenes and asks; both turn their keys. Closing takes a ground, the words and a roll call.",
}
"""How a meeting gets going, by the name of its cast."""


async def start_demonstration(stack: Stack, settings: Settings) -> None:
    """Seed, print, play. Raises NotReady with what to do."""
    try:
        require_clips(CLIPS)
        sown = await sow(door_of(settings), await _secret(settings), stack.data_dir / "demo", now=SystemClock().now())
    except ClipMissing as missing:
        raise NotReady(str(missing)) from missing
    except (Refused, httpx.TransportError) as error:
        raise NotReady(
            f"The demonstration could not be set up: {error}. A fresh one: stop, remove {stack.data_dir}, start again."
        ) from error
    for meeting in sown:
        stack.add(delegates_program(meeting, stack))
    links = _told(sown, await new_link(settings) or "", _public_url(stack))
    hand_over("\n".join(links), stack.data_dir / "demo" / "links.txt")


def delegates_program(meeting: Sown, stack: Stack) -> Program:
    """The process that plays the synthetic delegates of one meeting."""
    env = {name: value for name, value in stack.env.items() if not name.startswith(PREFIX)}
    env |= {f"{PREFIX}{name}": stack.env[f"{PREFIX}{name}"] for name in NEEDED if f"{PREFIX}{name}" in stack.env}
    command = (sys.executable, "-m", "incamera.demo.delegates", str(meeting.cast))
    return Program(meeting.cast.stem, command, env, leave_s=3.0, once=True)


def _public_url(stack: Stack) -> str:
    """The public side on this machine, where the stack has a gate."""
    return f"http://127.0.0.1:{stack.ports.origin}" if stack.plan.has_gate else ""


async def _secret(settings: Settings) -> str:
    link = await new_link(settings) or ""
    return link.rpartition("#")[2]


def _told(sown: Iterable[Sown], desk: str, public: str) -> Iterable[str]:
    """What a person reads: a link per role and meeting."""
    for meeting in sown:
        yield f"\n{meeting.title}\n  {HOW[meeting.cast.stem]}"
        sides = {link.delegation for link in meeting.links}
        for link in meeting.links:
            role = f"{link.role}, {link.delegation}" if len(sides) > 1 and link.delegation else link.role
            yield f"  {role:<41}{link.person:<17}{link.address}"
        if public:
            yield f"  {'public page, nobody logs in':<58}{public}/m/{meeting.meeting}"
    yield f"\nPlanning desk\n  {'administrator':<58}{desk}"
    yield "\nEach link works once and for an hour; open each in a window of its own. Ctrl-C ends everything.\n"

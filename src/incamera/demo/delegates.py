"""All synthetic delegates of one meeting in one process: `python -m incamera.demo.delegates FILE` (see cast.py)."""

import asyncio
import logging
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx

from incamera.demo.cast import Member, read_cast, write_cast
from incamera.demo.delegate import Delegate, SeatLost
from incamera.demo.http import Door, Refused, door_of
from incamera.demo.looks import look_of
from incamera.demo.pictures import CLIPS, access_units, loop_file
from incamera.demo.seat import redeem
from incamera.demo.speech import speech_of
from incamera.platform.settings import load_settings


async def play(door: Door, path: Path, clips: Path = CLIPS) -> None:
    """Play everybody in the file until cancelled, or until nobody has a seat any more."""
    members = await _seated(door, path)
    delegates = [
        Delegate(door, member.held, number=number, among=len(members), note=partial(_say, member))
        for number, member in enumerate(members)
        if member.held is not None
    ]
    async with asyncio.TaskGroup() as group:
        group.create_task(_dress(delegates, members, clips))
        for delegate, member in zip(delegates, members, strict=True):
            group.create_task(_run(delegate, member))


async def _seated(door: Door, path: Path) -> list[Member]:
    """Redeem what has not been redeemed. Each cookie is kept at once: an invitation works only once."""
    members = read_cast(path)
    for number, member in enumerate(members):
        if member.secret:
            try:
                members[number] = member.seated(await redeem(door, member.secret))
                write_cast(path, members)
            except Refused as refused:
                _say(member, f"stays away: {refused}")
    return [member for member in members if member.held is not None]


async def _dress(delegates: list[Delegate], members: list[Member], clips: Path) -> None:
    """Give each its pictures and voice, as soon as they are made: the first time that takes seconds."""
    for number, (delegate, member) in enumerate(zip(delegates, members, strict=True)):
        look = look_of(number)
        loop = await asyncio.to_thread(loop_file, clips, look, member.person, member.colours)
        delegate.give(await asyncio.to_thread(access_units, loop), await asyncio.to_thread(speech_of, clips, look))


async def _run(delegate: Delegate, member: Member) -> None:
    try:
        await delegate.run()
    except SeatLost as lost:
        _say(member, f"lost its seat: {lost}")


def _say(member: Member, text: str) -> None:
    print(f"{member.person}: {text}", flush=True)


async def _until_told(path: Path) -> None:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  (we are a coroutine)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await play(door_of(load_settings()), path)


def main(path: Path) -> int:
    """Run until told to end. 1 when the api cannot be reached: whoever watches over this process starts it again."""
    logging.getLogger("livekit").setLevel(logging.CRITICAL)  # it complains of every chamber that is deleted under it
    with suppress(asyncio.CancelledError):
        try:
            asyncio.run(_until_told(path))
        except httpx.TransportError as error:
            print(f"the api does not answer: {type(error).__name__}", flush=True)
            return 1
    return 0


if __name__ == "__main__":
    code = main(Path(sys.argv[1]))
    sys.stdout.flush()
    os._exit(code)  # the media library's threads may abort an ordinary exit

"""The naive way, on the same engine: one room, and at the closing the outsiders are removed from it, one after another.

Whoever is listed is removed; two empty lists a quarter of a second apart are called closed; from then on the list is
looked at four times a second and whoever came back is removed again. The outsider does what anybody may do with a token that nobody can revoke: it joins again. The speakers stay where they
are and go on speaking, since that is the point of one room.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any, Final

from livekit import api

from benchmarks.child import Crowd, crowd, groups
from benchmarks.legs import now_us
from benchmarks.size import Size
from incamera.up.stack import Stack

EMPTY_APART_S: Final = 0.25
BUSY_APART_S: Final = 0.02
WATCHED_S: Final = 3.0
"""How long the closing is tried and watched."""
LIFE: Final = timedelta(hours=6)
"""A token's life: the library's default."""
FOREVER: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class NaiveClose:
    """One closing, in microseconds after the command. None: not within WATCHED_S."""

    called: int | None
    """When two lists in a row held no outsider: what a naive product calls closed."""
    last_received: int | None
    """The last picture or sound of others that reached the outsider; near WATCHED_S: it was never kept out."""
    removals: int
    rejoins: int
    made_after: int
    """Pictures and sounds made after the command that reached the outsider."""
    made_after_called: int
    """Those made after it was called closed: closed talks, heard outside."""
    newest_made: int


@dataclass(frozen=True, slots=True)
class Look:
    """One list: when it was worked off, after the command, and how many outsiders it held."""

    at: int
    outsiders: int


class Room:
    """One room with everybody in it."""

    def __init__(self, calls: api.LiveKitAPI, name: str, outside: Crowd, size: Size) -> None:
        self._calls = calls
        self._name = name
        self._outside = outside
        self._size = size

    async def close(self) -> NaiveClose:
        """Remove the outsider until it stays away, or until WATCHED_S are over."""
        await self._until_heard(now_us())
        await asyncio.sleep(0.5)
        sent = now_us()
        seen: list[Look] = []
        while now_us() < sent + WATCHED_S * 1e6:
            outsiders = await self._outsiders()
            for identity in outsiders:
                await self._remove(identity)
            seen.append(Look(now_us() - sent, len(outsiders)))
            await asyncio.sleep(EMPTY_APART_S if not outsiders else BUSY_APART_S)
        out = await self._outside.report(sent)
        rejoins = sum(1 for e in self._outside.events if e["event"] == "tried" and e["again"] and e["at"] > sent)
        called = _called(seen)
        made = [one.made - sent for one in out if one.made is not None]
        return NaiveClose(
            called=called,
            last_received=max((one.at for one in out), default=sent) - sent if out else None,
            removals=sum(look.outsiders for look in seen),
            rejoins=rejoins,
            made_after=sum(at > 0 for at in made),
            made_after_called=sum(called is not None and at > called for at in made),
            newest_made=max(made, default=0),
        )

    async def _outsiders(self) -> list[str]:
        found = await self._calls.room.list_participants(api.ListParticipantsRequest(room=self._name))
        return [one.identity for one in found.participants if one.identity.startswith("outside")]

    async def _remove(self, identity: str) -> None:
        try:
            await self._calls.room.remove_participant(api.RoomParticipantIdentity(room=self._name, identity=identity))
        except api.ServerError as error:
            if error.code != api.ServerErrorCode.NOT_FOUND:
                raise

    async def _until_heard(self, since: int) -> None:
        """Until the outsider hears and sees everybody (again). Raises TimeoutError."""
        async with asyncio.timeout(60):
            while True:
                received = await self._outside.report(since)
                heard, shown = ({one.sender for one in received if one.kind == kind} for kind in ("sound", "picture"))
                if (len(heard), len(shown)) == (self._size.talkers, self._size.seats):
                    return
                await asyncio.sleep(0.3)


def _called(seen: list[Look]) -> int | None:
    return next((b.at for a, b in pairwise(seen) if not a.outsiders and not b.outsiders), None)


@asynccontextmanager
async def room(stack: Stack, size: Size) -> AsyncIterator[Room]:
    """A room of engine open with everybody who sends, and one outsider who comes back whenever it is put out."""
    key, url = stack.engine_key("open"), stack.engine_url("open")
    name = secrets.token_hex(16)

    def person(identity: str, *, sends: int, talks: bool) -> dict[str, Any]:
        grants = api.VideoGrants(room_join=True, room=name, can_publish=bool(sends), can_subscribe=True)
        token = api.AccessToken(key.name, key.secret()).with_identity(identity).with_grants(grants).with_ttl(LIFE)
        returns = 0 if sends else FOREVER
        return {
            "name": identity,
            "sends": sends,
            "talks": talks,
            "returns": returns,
            "url": url,
            "token": token.to_jwt(),
        }

    async with AsyncExitStack() as ending:
        calls = await ending.enter_async_context(api.LiveKitAPI(url, key.name, key.secret()))
        await calls.room.create_room(api.CreateRoomRequest(name=name))
        speakers = [person(f"speaker-{n}", sends=size.rate, talks=n < size.talkers) for n in range(size.seats)]
        for group in groups(speakers):
            await ending.enter_async_context(crowd(None, group))
        outside = await ending.enter_async_context(crowd(None, [person("outside", sends=0, talks=False)]))
        try:
            yield Room(calls, name, outside, size)
        finally:
            await calls.room.delete_room(api.DeleteRoomRequest(room=name))

"""What has to be changed so that a chamber's legs are as wanted: pure, from what was listed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from incamera.adapters.livekit.calls import UNKNOWN_SOURCE, LegSeen, Permission
from incamera.ports import ChamberWanted


@dataclass(frozen=True, slots=True)
class Correction:
    """What to do to one leg: track ids to mute, a permission to set, and whether to put it out."""

    identity: str
    mutes: tuple[str, ...]
    permission: Permission | None
    out: bool


def corrections(wanted: ChamberWanted, legs: tuple[LegSeen, ...]) -> tuple[Correction, ...]:
    """One correction for each leg that is not as wanted; nothing when all are."""
    found = (_correction(wanted, leg) for leg in legs)
    return tuple(correction for correction in found if correction is not None)


def strips(legs: tuple[LegSeen, ...]) -> tuple[Correction, ...]:
    """Take every right to publish from every leg that has one or still publishes."""
    return corrections(ChamberWanted("", frozenset(leg.identity for leg in legs), {}), legs)


def permission_for(leg: LegSeen, sources: frozenset[str]) -> Permission:
    """What a member may do: publish exactly ``sources`` and send data, or only listen if there are none.

    Hidden stays as the leg's token said: a replacement without it would show the programme to everybody.
    """
    speaks = bool(sources)
    return Permission(publish=speaks, data=speaks, sources=sources, hidden=leg.permission.hidden)


def _correction(wanted: ChamberWanted, leg: LegSeen) -> Correction | None:
    member = leg.identity in wanted.members
    sources = wanted.publishers.get(leg.identity, frozenset()) if member else frozenset()
    strays = tuple(track for track in leg.tracks if track.source not in sources)
    if any(track.source == UNKNOWN_SOURCE for track in strays):
        sources = frozenset()  # a picture that calls itself a microphone is covered by no shorter list: take all
    permission = _to_set(leg, sources, forced=bool(strays))
    if member and permission is None:
        return None
    return Correction(leg.identity, tuple(track.sid for track in strays), permission, out=not member)


def _to_set(leg: LegSeen, sources: frozenset[str], *, forced: bool) -> Permission | None:
    """The permission to send, or None if the leg has it.

    The engine looks at published tracks only when the permission differs from the one it holds. A track that slipped
    past an earlier change is therefore cut by sending the wanted permission with ``metrics`` turned round.
    """
    permission = permission_for(leg, sources)
    same = replace(leg.permission, metrics=False) == (
        permission if permission.publish else replace(permission, sources=leg.permission.sources)
    )
    if same and not forced:
        return None
    return replace(permission, metrics=same and not leg.permission.metrics)

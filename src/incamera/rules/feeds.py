"""Feeds: addresses outside that the clean programme is sent to, behind the gate and the dump.

One person proposes an address, another approves it, and the room sees it. A changed address is a new proposal. The stream
key is no part of it: it never enters the facts, the ledger or a view.
"""

from __future__ import annotations

import re
from typing import Final

from incamera.rules import commands as c
from incamera.rules import events as e
from incamera.rules.meeting import Feed, Meeting, Seat
from incamera.rules.outside import MARGIN_US, outputs
from incamera.rules.rights import NO_RIGHT, Denied, Events, has_right, is_ended, lacks
from incamera.rules.words import SECOND_US, Instant

RTMP: Final = frozenset({"rtmp", "rtmps"})
SCHEMES: Final = ("rtmp", "rtmps", "tcp", "udp")
"""RTMP with or without TLS; MPEG-TS over TCP or UDP."""
FEEDS_MAX: Final = 8
LABEL_MAX: Final = 80
AFTERWARDS_US: Final = 30 * SECOND_US
"""Slate that a feed sends after the end, once the delay has run out."""
_HOST: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}")
_PATH: Final = re.compile(r"[A-Za-z0-9._~/-]{1,200}")


def address(feed: Feed) -> str:
    """The address as everybody reads it."""
    host = f"[{feed.host}]" if ":" in feed.host else feed.host
    return f"{feed.scheme}://{host}:{feed.port}" + (f"/{feed.path}" if feed.path else "")


def approved(m: Meeting) -> tuple[Feed, ...]:
    """The feeds that two people stand for."""
    return tuple(f for f in m.feeds if f.approved is not None)


def feeds_wanted(m: Meeting, now: Instant) -> tuple[Feed, ...]:
    """The feeds that should be sent now: from their approval until what the delay held at the end has gone, and slate."""
    if not outputs(m) or (is_ended(m) and now > m.spans[-1].cut + _drains(m)):
        return ()
    return approved(m)


def _drains(m: Meeting) -> int:
    return m.plan.delay * SECOND_US + MARGIN_US + AFTERWARDS_US


def propose_feed(m: Meeting, cmd: c.ProposeFeed, me: Seat, _now: Instant) -> Events | Denied:
    """Propose an address. It is sent nothing before another person has approved it."""
    if no := lacks(m, me, "propose_feed"):
        return no
    if not outputs(m):
        return Denied("Nothing goes out of this meeting.")
    if fault := _fault(cmd):
        return Denied(fault)
    proposed = Feed(cmd.feed, cmd.label, cmd.scheme, cmd.host, cmd.port, cmd.path, me.id)
    if any(f.id == cmd.feed for f in m.feeds):
        return Denied("This feed is proposed already.")
    if any(address(f) == address(proposed) for f in m.feeds):
        return Denied("This address is on the list already.")
    if len(m.feeds) >= FEEDS_MAX:
        return Denied(f"A meeting has at most {FEEDS_MAX} feeds.")
    return (e.FeedProposed(cmd.feed, cmd.label, cmd.scheme, cmd.host, cmd.port, cmd.path, me.id),)


def approve_feed(m: Meeting, cmd: c.ApproveFeed, me: Seat, _now: Instant) -> Events | Denied:
    """Approve what another person proposed."""
    if no := lacks(m, me, "approve_feed"):
        return no
    feed = _feed(m, cmd.feed)
    if feed is None:
        return _NO_FEED
    if feed.approved is not None:
        return ()
    proposer = m.seat(feed.proposed_by)
    if feed.proposed_by == me.id or (proposer is not None and proposer.person == me.person):
        return Denied("Another person has to approve what you proposed.")
    return (e.FeedApproved(feed.id, me.id),)


def withdraw_feed(m: Meeting, cmd: c.WithdrawFeed, me: Seat, _now: Instant) -> Events | Denied:
    """End a feed, or take a proposal back: one hand is enough."""
    if not (has_right(m, me, "propose_feed") or has_right(m, me, "approve_feed")):
        return NO_RIGHT
    feed = _feed(m, cmd.feed)
    return _NO_FEED if feed is None else (e.FeedWithdrawn(feed.id, me.id),)


_NO_FEED: Final = Denied("There is no such feed.")


def _feed(m: Meeting, feed: str) -> Feed | None:
    return next((f for f in m.feeds if f.id == feed), None)


def _fault(cmd: c.ProposeFeed) -> str:
    """What is wrong with an address, as a sentence; empty if nothing is."""
    if not cmd.feed or not cmd.label.strip() or len(cmd.label) > LABEL_MAX:
        return "A feed needs a name by which the room knows it."
    if cmd.scheme not in SCHEMES:
        return "A feed goes by rtmps, rtmp, tcp or udp."
    if not _HOST.fullmatch(cmd.host) or not 0 < cmd.port < 65536:
        return "An address needs a host name and a port from 1 to 65535."
    if cmd.scheme in RTMP:
        is_path = _PATH.fullmatch(cmd.path) and not cmd.path.startswith("/") and "//" not in cmd.path
        return "" if is_path else "RTMP needs the application behind the host, such as live2, without the stream key."
    return "MPEG-TS has nothing behind the port." if cmd.path else ""

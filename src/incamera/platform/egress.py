"""Where a child of ours may connect to: exactly one approved host and port, and nothing on this machine or its networks.

The name is looked up here and the connection goes to the address that was looked at, so that a name cannot first lead
to a public address and then, when it is asked again, to a private one.
"""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

_CARRIERS: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
"""IPv6 addresses that stand for an IPv4 address, which may be any."""


class EgressRefused(Exception):
    """There is no address that may be connected to. The text says why, in words for an operator."""


def is_public(address: str) -> bool:
    """Whether `address` (a literal) is one host of the public internet. Raises ValueError for what is no address."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if any(found in network for network in _CARRIERS):
            return False
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
    return found.is_global and not found.is_multicast


def is_private_literal(host: str) -> bool:
    """Whether `host` names, without asking anybody, something that is not public."""
    try:
        return not is_public(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".home.arpa"))


async def look_up(host: str, port: int, *, is_udp: bool = False, allow_private: bool = False) -> str:
    """The address to connect to. Raises EgressRefused if every one is private, OSError if there is none."""
    kind = socket.SOCK_DGRAM if is_udp else socket.SOCK_STREAM
    rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=kind)
    addresses = [str(row[4][0]) for row in rows]
    allowed = [a for a in addresses if allow_private or is_public(a)]
    if not allowed:
        raise EgressRefused("this address is on this machine or in a private network")
    return allowed[0]

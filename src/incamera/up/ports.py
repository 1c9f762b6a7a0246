"""The loopback ports of one stack: which, whether they are free, and free ones for tests."""

import secrets
import socket
from dataclasses import dataclass, fields

from incamera.adapters.livekit.config import LOOPBACK


class PortTaken(Exception):
    """Something else listens where a part of the stack wants to; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Ports:
    """`*_udp` carry media, the others HTTP."""

    api: int
    open_http: int
    open_udp: int
    closed_http: int
    closed_udp: int
    origin: int


SETTINGS = {
    "api": "INCAMERA_PORT",
    "open_http": "INCAMERA_ENGINE_OPEN_URL",
    "open_udp": "INCAMERA_ENGINE_OPEN_URL (media uses the next port but one)",
    "closed_http": "INCAMERA_ENGINE_CLOSED_URL",
    "closed_udp": "INCAMERA_ENGINE_CLOSED_URL (media uses the next port but one)",
    "origin": "INCAMERA_ORIGIN_PORT",
}
"""What to change when a port is taken."""


def require_free(ports: Ports, *, api_host: str = LOOPBACK) -> None:
    """Raise PortTaken for the first port that cannot be bound now."""
    for field in fields(ports):
        number = getattr(ports, field.name)
        kind = socket.SOCK_DGRAM if field.name.endswith("_udp") else socket.SOCK_STREAM
        host = api_host if field.name in {"api", "origin"} else LOOPBACK
        if not _is_free(host, number, kind):
            raise PortTaken(
                f"Port {number} on {host} is taken: stop what listens there (`ss -lnptu` names it) "
                f"or set {SETTINGS[field.name]} to another."
            )


def free_ports() -> Ports:
    """Six ports that nobody uses now, below the range from which the kernel hands out its own."""
    found: list[int] = []
    while len(found) < len(fields(Ports)):
        number = 20_000 + secrets.randbelow(12_000)
        both = (socket.SOCK_STREAM, socket.SOCK_DGRAM)
        if number not in found and all(_is_free(LOOPBACK, number, kind) for kind in both):
            found.append(number)
    return Ports(*found)


def _is_free(host: str, number: int, kind: socket.SocketKind) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as trial:
        if kind == socket.SOCK_STREAM:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a closed connection's remains do not count
        try:
            trial.bind((host, number))
        except OSError:
            return False
    return True

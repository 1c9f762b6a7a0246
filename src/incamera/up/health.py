"""Asking a child over HTTP whether it still answers."""

import asyncio
from urllib.parse import urlsplit

LONGEST_STATUS = 64


async def answers(url: str, deadline_s: float) -> bool:
    """Whether GET `url` brings a status below 500 before the deadline. Never raises: silence is an answer too.

    Plain sockets: it must ask even when nothing else of this program works, and never through a proxy.
    """
    parts = urlsplit(url)
    try:
        async with asyncio.timeout(deadline_s):
            return await _ask(parts.hostname or "", parts.port or 80, parts.path or "/")
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return False


async def _ask(host: str, port: int, path: str) -> bool:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode("ascii"))
        await writer.drain()
        line = await reader.readuntil(b"\r\n")
        return int(line[:LONGEST_STATUS].split()[1]) < 500
    except IndexError:
        return False
    finally:
        writer.close()

"""Identifiers and secrets: the only place that draws random bits, and what is kept of a secret.

Nothing is ordered in time, so that whoever sees two ids learns nothing about what lies between them.
"""

import base64
import re
import secrets
from hashlib import sha256
from typing import Final

_ID: Final = re.compile(r"[a-z2-7]{25}[aeimquy4]")  # the last character carries three bits: eight spellings exist


def new_id() -> str:
    """128 random bits as 26 characters of lower-case base32."""
    return _base32(secrets.token_bytes(16))


def new_secret() -> str:
    """256 random bits as 52 characters of lower-case base32, for what must not be guessed."""
    return _base32(secrets.token_bytes(32))


def secret_hash(secret: str) -> bytes:
    """What is stored of a secret. Secrets here have 256 random bits, so that a plain hash cannot be searched."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def new_salt() -> bytes:
    """128 random bits: enough to hide whatever is hashed behind them."""
    return secrets.token_bytes(16)


def is_id(text: str) -> bool:
    """Whether `new_id` could have made this text."""
    return _ID.fullmatch(text) is not None


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()

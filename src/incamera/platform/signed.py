r"""Signed documents between our own processes: whole JSON objects under Ed25519, each of a kind.

Text form: `base64url(body) "." base64url(signature)`, both without padding. The signature is over
`incamera/<kind>/1\n` and the body's bytes as sent, so that nobody has to agree on a spelling of JSON, and a document
of one kind is worthless as another. Protects against: forging and altering. Does not protect against: replay; each
kind carries what makes an old one harmless (a revision that only rises, an instant after which it is nothing).
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIZE_MAX: Final = 64 * 1024
"""Characters. A longer text is refused unread."""


class NotSignedError(ValueError):
    """The text is no document of this kind under this key. It says no more: the sender may be anyone."""


def sign_document(kind: str, body: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """The text form of `body`, signed by `sign` (Ed25519, 64 bytes) as a document of `kind`."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()
    return f"{_encode(data)}.{_encode(sign(_signed_bytes(kind, data)))}"


def read_document(kind: str, text: str, public_key: bytes) -> dict[str, Any]:
    """The body of a document of `kind` signed under `public_key` (32 raw bytes); raises `NotSignedError`."""
    if len(text) > SIZE_MAX:
        raise NotSignedError("too long")
    head, dot, tail = text.strip().partition(".")
    try:
        data, signature = _decode(head), _decode(tail)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _signed_bytes(kind, data))
        body = json.loads(data)
    except (ValueError, binascii.Error, InvalidSignature, RecursionError):
        raise NotSignedError("no document of this kind under this key") from None
    if not dot or not isinstance(body, dict):
        raise NotSignedError("no document of this kind under this key")
    return body


def _signed_bytes(kind: str, data: bytes) -> bytes:
    return f"incamera/{kind}/1\n".encode() + data


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)

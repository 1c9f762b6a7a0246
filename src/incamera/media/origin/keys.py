"""The two keys of the origin: the api's public one, read from a file, and its own for statements, made at first start."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from incamera.platform.signed import NotSignedError, read_document


class ApiKey:
    """The api's public key as hexadecimal text in a file; read again when a signature does not fit, since the api may
    have made it after the origin began."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: bytes | None = None
        self._read_at = 0

    def read(self, kind: str, text: str) -> dict[str, Any]:
        """The body of a document that the api signed; raises `NotSignedError`."""
        if self._key is not None:
            try:
                return read_document(kind, text, self._key)
            except NotSignedError:
                if not self._has_changed():
                    raise
        self._load()
        if self._key is None:
            raise NotSignedError("the api's key is not known yet")
        return read_document(kind, text, self._key)

    def _has_changed(self) -> bool:
        try:
            return self._path.stat().st_mtime_ns != self._read_at
        except OSError:
            return False

    def _load(self) -> None:
        try:
            self._read_at = self._path.stat().st_mtime_ns
            self._key = bytes.fromhex(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            self._key = None


def own_signer(private: Path, public: Path) -> Callable[[bytes], bytes]:
    """Signs statements. The private key lies in `private` (32 raw bytes, 0600), the public one beside it as hexadecimal
    text for the api. Raises OSError, or ValueError for a file that holds no key."""
    private.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not private.exists():
        made = Ed25519PrivateKey.generate().private_bytes_raw()
        descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made)
    key = Ed25519PrivateKey.from_private_bytes(private.read_bytes())
    half = public.with_name(f".{public.name}.half")
    half.write_text(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex(), encoding="ascii")
    half.replace(public)
    return key.sign

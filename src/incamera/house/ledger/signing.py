"""The ledger's signing key: Ed25519, made at first start, kept in one file that only this user may read.

Protects against: anyone without that file writing a ledger that verifies under the published key. Does not protect
against: whoever can read the file, or an operator who signs two histories (witnesses of checkpoints show that).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from incamera.platform.ids import new_id

KEY_FILE: Final = "ledger.key"


class SigningKeyError(Exception):
    """The key file cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs; holds the public key as 32 raw bytes. Its text form shows no secret."""

    public_key: bytes
    sign: Callable[[bytes], bytes]

    @property
    def fingerprint(self) -> str:
        """What people compare."""
        return fingerprint(self.public_key)


def load_signer(secrets_dir: Path, name: str = KEY_FILE) -> Signer:
    """The signer from `secrets_dir`/`name`, made now if there is none yet; raises `SigningKeyError`."""
    path = secrets_dir / name
    secrets_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise SigningKeyError(f"{path} can be read by others: chmod 600 it, and consider its key known.")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError:
        raise SigningKeyError(f"{path} holds no key: restore it from a backup.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(f"{path} holds a key of another kind: Ed25519 is needed.")
    return signer_from(key)


def signer_from(key: Ed25519PrivateKey) -> Signer:
    """A signer around a key in memory."""
    return Signer(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), key.sign)


def verify_signature(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `public_key` (32 raw bytes) signed `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of the raw public key in hexadecimal."""
    return sha256(public_key).hexdigest()


def _make_key(path: Path) -> None:
    """Written whole under another name and linked into place: two first starts at once agree on one key."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{path.name}.{new_id()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other start was first: its key counts
    finally:
        draft.unlink()

"""A checkpoint states how long the main ledger is and what its root is, signed: the C2SP signed-note form.

::

    incamera.ledger/<meeting>          origin: which ledger
    <size>                             number of main entries
    <root>                             base64
    at <microseconds>                  when it was signed
    <empty line>
    — incamera.ledger/<meeting> <base64(key id ‖ Ed25519 signature of the four lines)>

The key id is SHA-256(origin ‖ 0x0A ‖ 0x01 ‖ public key), first four bytes.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]
"""`verify(public key, message, signature)`."""

_NOTE: Final = re.compile(
    r"(?P<text>(?P<origin>incamera\.ledger/(?P<meeting>[a-z2-7]{26}))\n"
    r"(?P<size>0|[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\nat (?P<at>0|[1-9][0-9]{0,15})\n)"
    r"\n\u2014 (?P=origin) (?P<signature>[A-Za-z0-9+/]{91}=)\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is signed: `size` main entries have this `root` at the instant `at`."""

    meeting: str
    size: int
    root: bytes
    at: int

    def origin(self) -> str:
        """The name of the ledger."""
        return f"incamera.ledger/{self.meeting}"

    def text(self) -> str:
        """The signed lines."""
        return f"{self.origin()}\n{self.size}\n{b64encode(self.root).decode()}\nat {self.at}\n"


def note(checkpoint: Checkpoint, public_key: bytes, sign: Sign) -> str:
    """The signed note."""
    text = checkpoint.text()
    signature = key_id(checkpoint.origin(), public_key) + sign(text.encode())
    return f"{text}\n\u2014 {checkpoint.origin()} {b64encode(signature).decode()}\n"


def read_note(text: str, public_key: bytes, verify: Verify) -> Checkpoint | None:
    """The checkpoint that `public_key` signed, or None when form, key or signature are wrong."""
    found = _NOTE.fullmatch(text)
    if found is None:
        return None
    root, signed = b64decode(found["root"]), b64decode(found["signature"])
    checkpoint = Checkpoint(found["meeting"], int(found["size"]), root, int(found["at"]))
    named = signed[:4] == key_id(checkpoint.origin(), public_key)
    exact = found["text"] == checkpoint.text() and found["signature"] == b64encode(signed).decode()
    if not (named and exact and verify(public_key, found["text"].encode(), signed[4:])):
        return None
    return checkpoint


def key_id(name: str, public_key: bytes) -> bytes:
    """Four bytes that tell keys apart; 0x01 means Ed25519."""
    return sha256(name.encode() + b"\n\x01" + public_key).digest()[:4]

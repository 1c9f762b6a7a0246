"""A second verifier of bundles, written from docs/bundle.md and docs/ledger.md alone, without the product's code."""

import hashlib
import json
import re
import struct
import sys
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def canonical(value: Any) -> bytes:
    def ordered(v: Any) -> Any:
        if isinstance(v, dict):
            return {k: ordered(v[k]) for k in sorted(v, key=lambda name: name.encode("utf-16-be"))}
        return [ordered(x) for x in v] if isinstance(v, list) else v

    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def members(data: bytes) -> dict[str, bytes]:
    """The files in their order; everything else about the container must be as it is written."""
    found: dict[str, bytes] = {}
    at, lines = 0, b""
    while data[at : at + 4] == b"PK\x03\x04":
        size, length = struct.unpack_from("<IH", data, at + 22)
        name, body = data[at + 30 : at + 30 + length], data[at + 30 + length : at + 30 + length + size]
        crc = zlib.crc32(body)
        head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 10, 0, 0, 0, 33, crc, size, size, length, 0) + name
        assert data[at : at + len(head)] == head
        assert len(body) == size
        lines += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 10, 10, 0, 0, 0, 33, crc, size, size, length, *[0] * 5, at)
        lines += name
        assert name.decode("ascii") not in found
        found[name.decode("ascii")] = body
        at += len(head) + size
    count = len(found)
    assert data[at:] == lines + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(lines), at, 0)
    return found


def signed_root(note: str, key: bytes) -> tuple[str, int, bytes]:
    """The ledger's name, its size and its root."""
    pattern = r"((incamera\.ledger/([a-z2-7]{26}))\n(\d+)\n(\S+)\nat \d+\n)\n\u2014 (\S+) (\S+)\n"
    found = re.fullmatch(pattern, note)
    assert found
    text, origin, ledger, size, root, named, signature = found.groups()
    raw = b64decode(signature)
    assert (named, raw[:4]) == (origin, sha(origin.encode() + b"\n\x01" + key)[:4])
    Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], text.encode())
    return ledger, int(size), b64decode(root)


def climb(leaf: bytes, index: int, size: int, path: list[str]) -> bytes:
    steps = [bytes.fromhex(step) for step in path]
    while size > 1:
        if index ^ 1 < size:
            beside = steps.pop(0)
            leaf = sha(b"\x01" + (beside + leaf if index % 2 else leaf + beside))
        index, size = index // 2, (size + 1) // 2
    assert not steps
    return leaf


def verify(data: bytes) -> int:
    """How many files the reply lists; raises whatever first goes wrong."""
    files = members(data)
    extract = json.loads(files["ledger.json"])
    assert canonical(extract) == files["ledger.json"]
    ledger, size, root = signed_root(extract["checkpoint"], bytes.fromhex(extract["key"]))
    for entry in extract["entries"]:
        header = entry["header"]
        assert (header["meeting"], header["chain"]) == (ledger, "main")
        assert sha(bytes.fromhex(entry["salt"]) + canonical(entry["body"])).hex() == header["body"]
        assert climb(sha(b"\x00" + canonical(header)), header["seq"], size, entry["path"]) == root
    *enclosed, last = extract["entries"]
    assert last["header"]["kind"] == "reply_entered"
    reply = last["body"]["record"]
    assert [(e["body"]["subject"], e["header"]["seq"]) for e in enclosed] == sorted(
        ((one["of"], one["seq"]) for one in reply["enclosures"]), key=lambda one: one[1]
    )
    assert list(files) == ["ledger.json", *(file["path"] for file in reply["files"]), "SHA256SUMS"]
    for file in reply["files"]:
        assert (len(files[file["path"]]), sha(files[file["path"]]).hex()) == (file["bytes"], file["sha256"])
    checked = "".join(f"{sha(body).hex()}  {path}\n" for path, body in list(files.items())[:-1])
    assert files["SHA256SUMS"].decode() == checked
    return len(reply["files"])


if __name__ == "__main__":
    print("OK", verify(Path(sys.argv[1]).read_bytes()))

"""A second verifier, written from docs/ledger.md alone: Python's standard library and one Ed25519 implementation."""

import json
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEX64, ID = re.compile("[0-9a-f]{64}"), re.compile("[a-z2-7]{26}")


class Wrong(Exception):
    pass


def need(holds: object, what: str) -> None:
    if not holds:
        raise Wrong(what)


def canonical(value: Any) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    need(not isinstance(value, float), "a fraction")
    need(not isinstance(value, int) or abs(value) < 2**53, "too large a number")
    return json.dumps(value, ensure_ascii=False)


def tree(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + tree(leaves[:split]) + tree(leaves[split:])).digest()


def check_checkpoint(note: str, key: bytes) -> tuple[str, int, bytes]:
    lines = note.split("\n")
    need(len(lines) == 7 and lines[4] == lines[6] == "", "checkpoint: form")
    origin, size, root, at, sentence = lines[0], lines[1], lines[2], lines[3], lines[5]
    meeting = origin.removeprefix("incamera.ledger/")
    need(origin != meeting and ID.fullmatch(meeting) is not None, "checkpoint: origin")
    need(str(int(size)) == size and at == f"at {int(at[3:])}", "checkpoint: numbers")
    dash, name, encoded = sentence.split(" ")
    blob = b64decode(encoded, validate=True)
    need(dash == "\u2014" and name == origin, "checkpoint: signature line")
    need(b64encode(blob).decode() == encoded and b64encode(b64decode(root)).decode() == root, "checkpoint: base64")
    need(blob[:4] == sha256(origin.encode() + b"\n\x01" + key).digest()[:4], "checkpoint: key id")
    Ed25519PublicKey.from_public_bytes(key).verify(blob[4:], "".join(f"{line}\n" for line in lines[:4]).encode())
    return meeting, int(size), b64decode(root)


def check_chain(entries: list[Any], meeting: str, chain: str) -> bytes:
    prev, leaves = bytes(32), list[bytes]()
    for seq, entry in enumerate(entries):
        header, where = entry["header"], f"{chain} {seq}"
        names = {"v", "meeting", "chain", "seq", "at", "kind", "prev", "body"}
        need(
            set(header) == names | ({"root"} if header["kind"] == "sub_ledger_anchored" else set()), f"{where}: header"
        )
        need(all(type(header[name]) is int for name in ("v", "seq", "at")), f"{where}: numbers")
        expected = (1, meeting, chain, seq, prev.hex())
        need(tuple(header[name] for name in ("v", "meeting", "chain", "seq", "prev")) == expected, f"{where}: place")
        if set(entry) != {"header"}:
            need(set(entry) == {"header", "body", "salt"} and type(entry["body"]) is dict, f"{where}: members")
            salt = bytes.fromhex(entry["salt"])
            need(len(salt) == 16 and salt.hex() == entry["salt"], f"{where}: salt")
            committed = sha256(salt + canonical(entry["body"]).encode()).hexdigest()
            need(committed == header["body"], f"{where}: body")
        prev = sha256(b"\x00" + canonical(header).encode()).digest()
        leaves.append(prev)
    return tree(leaves)


def wrong(file: Any) -> str | None:
    """What is wrong with a parsed ledger file, or None."""
    try:
        need(set(file) == {"format", "key", "checkpoint", "entries", "subledgers"}, "file: members")
        need(type(file["entries"]) is list and type(file["subledgers"]) is list, "file: lists")
        need(file["format"] == "incamera-ledger/1" and HEX64.fullmatch(file["key"]) is not None, "file: format, key")
        meeting, size, root = check_checkpoint(file["checkpoint"], bytes.fromhex(file["key"]))
        need(len(file["entries"]) == size and check_chain(file["entries"], meeting, "main") == root, "main: root")
        anchors = [e["header"] for e in file["entries"] if e["header"]["kind"] == "sub_ledger_anchored"]
        need([sub["anchor"] for sub in file["subledgers"]] == [anchor["seq"] for anchor in anchors], "anchors")
        for anchor, sub in zip(anchors, file["subledgers"], strict=True):
            need(type(sub["anchor"]) is int and set(sub) <= {"anchor", "entries"}, "sub-ledger: members")
            if "entries" in sub:
                first = sub["entries"][0]["header"]
                need(first["kind"] == "sub_ledger_opened" and ID.fullmatch(first["chain"]) is not None, "sub-ledger")
                need(check_chain(sub["entries"], meeting, first["chain"]).hex() == anchor["root"], "sub-ledger: root")
    except (Wrong, InvalidSignature, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"
    return None

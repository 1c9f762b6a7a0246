"""The Merkle tree of RFC 6962: leaves and inner nodes are hashed apart, so that neither can pass for the other."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree hash over leaf hashes, in order.

    Built level by level: an odd last node moves up as it is, which gives the RFC's tree (split at the largest power
    of two) without recursion.
    """
    if not leaves:
        return sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def paths(leaves: Sequence[bytes], indexes: Iterable[int]) -> Mapping[int, tuple[bytes, ...]]:
    """For each of these leaves the hashes that lead from it to the root, lowest first (the RFC's audit path)."""
    level, places = list(leaves), {index: index for index in indexes}
    found: dict[int, list[bytes]] = {index: [] for index in places}
    while len(level) > 1:
        for index, place in places.items():
            if place ^ 1 < len(level):  # an odd last node moves up alone
                found[index].append(level[place ^ 1])
            places[index] = place // 2
        level = _above(level)
    return {index: tuple(path) for index, path in found.items()}


def root_by(path: Sequence[bytes], leaf: bytes, index: int, size: int) -> bytes | None:
    """The root of a tree of `size` leaves to which `path` leads from leaf `index`; None for a path of another length."""
    node, rest = leaf, list(reversed(path))
    while size > 1:
        if index ^ 1 < size:
            if not rest:
                return None
            beside = rest.pop()
            node = node_hash(beside, node) if index % 2 else node_hash(node, beside)
        index, size = index // 2, (size + 1) // 2
    return None if rest else node


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[len(pairs) * 2 :]

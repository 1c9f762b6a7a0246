"""What of the evidence may leave the office. Whatever was not decided on, or withheld once, stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A record or a document behind an answer. `releasable` is None until somebody decides; a no has its ground."""

    of: str
    releasable: bool | None = None
    ground: str = ""


def released(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """What goes out, each once, in the order in which it is first named: what somebody released and nobody withholds."""
    listed = tuple(pieces)
    kept = withheld(listed)
    return tuple(dict.fromkeys(piece.of for piece in listed if piece.of not in kept))


def withheld(pieces: Iterable[Piece]) -> frozenset[str]:
    """What does not go out."""
    return frozenset(piece.of for piece in pieces if piece.releasable is not True)


def contradicted(pieces: Iterable[Piece]) -> frozenset[str]:
    """What one question releases and another withholds."""
    listed = tuple(pieces)
    yes = frozenset(piece.of for piece in listed if piece.releasable is True)
    return yes & frozenset(piece.of for piece in listed if piece.releasable is False)


def betrayed(texts: Iterable[str], names: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Which withheld pieces these texts name. `names` are what each is known by: id, title, checksum.

    Whole words count, whatever their case and what stands between them; a name without any word is no name.
    """
    said = tuple(_words(text) for text in texts)
    sought = {piece: tuple(words for words in map(_words, known) if words.strip()) for piece, known in names.items()}
    return frozenset(piece for piece, known in sought.items() if any(words in text for words in known for text in said))


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "

"""What a mandate covers, and when: a narrowing or widening is a further entry, and each contact is judged by the scope
that was in force on its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incamera.rules.words import Instant


@dataclass(frozen=True, slots=True)
class Scope:
    """Topics and countries by their ids. `None` covers all of them; what is named as out is out whatever else says."""

    since: Instant
    topics: frozenset[str] | None = None
    countries: frozenset[str] | None = None
    topics_out: frozenset[str] = frozenset()
    countries_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outside:
    """What of a contact its mandate does not cover. Falsy when it covers all of it."""

    topics: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    is_before: bool = False
    """The mandate had not been given yet."""

    def __bool__(self) -> bool:
        return self.is_before or bool(self.topics or self.countries)


def in_force(scopes: Iterable[Scope], at: Instant) -> Scope | None:
    """The scope of that instant; of two of the same instant the later entry. None before the mandate was given."""
    found = None
    for scope in scopes:
        if scope.since <= at and (found is None or scope.since >= found.since):
            found = scope
    return found


def outside(scopes: Iterable[Scope], at: Instant, topics: frozenset[str], countries: frozenset[str]) -> Outside:
    """What of these topics and countries the mandate did not cover at that instant."""
    scope = in_force(scopes, at)
    if scope is None:
        return Outside(is_before=True)
    return Outside(
        _outside(topics, scope.topics, scope.topics_out), _outside(countries, scope.countries, scope.countries_out)
    )


def is_circular(parents: Mapping[str, str | None], mandate: str, parent: str | None) -> bool:
    """Whether `mandate` under `parent` would in the end stand under itself. `parents` must not be circular itself."""
    while parent is not None:
        if parent == mandate:
            return True
        parent = parents.get(parent)
    return False


def _outside(of: frozenset[str], covered: frozenset[str] | None, out: frozenset[str]) -> frozenset[str]:
    return of & out if covered is None else of - (covered - out)

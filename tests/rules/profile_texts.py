"""Profile files for the tests: the shipped ones as text, and ones of invented institutions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

PROFILES = files("incamera.rules") / "profiles"
SHIPPED = {
    file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
    for file in sorted(PROFILES.iterdir(), key=lambda file: file.name)
    if file.name.endswith(".toml")
}
BASE = SHIPPED["base"]

Tables = Mapping[str, Mapping[str, Any]]


def value(of: Any) -> str:
    """One value in TOML: JSON writes texts, numbers, truths and lists of them the same way."""
    if isinstance(of, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {value(one)}" for key, one in of.items()) + "}"
    if isinstance(of, list):
        return "[" + ", ".join(value(one) for one in of) + "]"
    return json.dumps(of)


def toml(tables: Tables) -> str:
    """A file of flat tables (`close.vote` -> keys; the empty path is the top level)."""
    lines: list[str] = []
    for path, table in sorted(tables.items()):
        lines += [f"[{path}]"] if path else []
        lines += [f"{json.dumps(key)} = {value(of)}" for key, of in table.items()]
    return "\n".join(lines) + "\n"


COUNCIL: dict[str, dict[str, Any]] = {
    "": {
        "schema_version": 1,
        "sources": [{"id": "charter", "cite": "City Charter", "covers": "all", "confidence": "read"}],
    },
    "profile": {
        "id": "harbour-council",
        "name": "Council of the Harbour",
        "jurisdiction": "invented",
        "institution": "council_or_board",
        "summary": "Closes by two thirds, for one of two reasons.",
        "roles": ["chair", "member", "clerk", "interpreter", "technician", "journalist", "public"],
    },
    "labels": {"closed": "quiet sitting"},
    "labels.roles": {"chair": "mayor", "member": "alderman"},
    "close": {
        "before_gate": ["choose_ground", "read_announcement", "vote"],
        "before_talk": ["shut_gate", "confirm_dark", "check_roster", "attest_alone"],
    },
    "close.ground": {
        "needed": "required",
        "citation_needed": "required",
        "complete": True,
        "grounds": [
            {
                "id": "land",
                "citation": "Charter 4",
                "text": "buying land",
                "confidence": "read",
                "sources": ["charter"],
            },
            {"id": "suit", "citation": "Charter 5", "text": "a law suit", "confidence": "design"},
        ],
        "confidence": "read",
        "sources": ["charter"],
    },
    "close.vote": {"needed": "required", "kind": "roll_call", "threshold": "two_thirds", "confidence": "design"},
    "close.announcement": {
        "needed": "required",
        "fields": ["ground", "citation", "expects_to_reconvene"],
        "script": "Closing under {citation}: {ground}. We {expects_to_reconvene:return|do not return}.",
        "confidence": "design",
    },
    "during.attestation": {"alone": "required", "who": "all_remote", "repeat_after_rejoin": False},
    "access.closed": {
        "speak": ["chair", "member", "clerk"],
        "hear": ["interpreter"],
        "nothing": ["technician", "journalist", "public"],
    },
    "keys.open": {"request": ["chair"], "confirm": ["chair", "clerk"], "rule": "any_one"},
    "keys.close": {"holders": ["chair"], "override": "none"},
    "keys.cut": {"holders": ["clerk"]},
    "may": {"take_up": ["chair"]},
}
"""An invented council: sparse, as a site would write it."""

COURT: dict[str, dict[str, Any]] = {
    "": {"schema_version": 1},
    "profile": {
        "id": "river-court",
        "name": "Court on the River",
        "institution": "court",
        "roles": ["chair", "party", "clerk", "court_reporter", "observer", "public"],
    },
    "labels": {"closed": "chambers hearing"},
    "labels.roles": {"chair": "judge"},
    "close": {"before_gate": ["judge_directs"]},
    "keys.close": {"holders": ["chair"]},
    "keys.cut": {"holders": ["chair"]},
}
"""An invented court: closing takes a step that the product cannot do."""


def changed(tables: Tables, changes: Tables) -> dict[str, dict[str, Any]]:
    """`tables` with the keys of `changes` in place of their own."""
    return {path: {**tables.get(path, {}), **changes.get(path, {})} for path in (*tables, *changes)}

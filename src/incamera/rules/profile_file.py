"""Profile files to profiles: the base and a sparse file laid over it, checked as one, read into values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from incamera.rules.profile_ability import missing, unavailable
from incamera.rules.profile_checks import CHECKS, ceilings
from incamera.rules.profile_schema import COMMANDS, LEVELS
from incamera.rules.profile_sheet import Sheet, absent, lay_over, read_sheet
from incamera.rules.profile_trust import holes, local_rules, trust
from incamera.rules.profile_values import Ground, Keys, Notice, Phase, Profile, ProfileRefused
from incamera.rules.words import Access, Role, Side

BASE: Final = "base"
"""The id of the file that all others are laid over. It is complete, and no meeting runs on it."""


def parse(text: str, *, base: str = "", name: str = "") -> Profile:
    """Merge the sparse TOML `text` over `base` (tables merge by key, lists are replaced whole), check it, read it.

    Without `base` the text must be complete. `name` is the file's name without `.toml`; it must equal `profile.id`.
    Raises `ProfileRefused` with every fault found.
    """
    own, own_faults = read_sheet(text)
    under, base_faults = read_sheet(base)
    merged = lay_over(under, own)
    faults = (
        *own_faults,
        *(f"base: {fault}" for fault in base_faults),
        *(_faults(merged, under if base else None, name)),
    )
    if faults:
        raise ProfileRefused(faults)
    return _read(merged)


def load_all(files: Mapping[str, str]) -> dict[str, Profile]:
    """Every profile of a folder by id, the base left out: `files` is name (without `.toml`) -> text, with `base`.

    Raises `ProfileRefused` when any file is refused or not exactly one is the default; each fault begins with its file.
    """
    if BASE not in files:
        raise ProfileRefused((f"{BASE}.toml: missing",))
    faults: list[str] = []
    profiles: dict[str, Profile] = {}
    for name, text in files.items():
        try:
            profiles[name] = parse(text, base="" if name == BASE else files[BASE], name=name)
        except ProfileRefused as refused:
            faults.extend(f"{name}.toml: {fault}" for fault in refused.faults)
    defaults = sorted(name for name, profile in profiles.items() if profile.is_default)
    if not faults and (len(defaults) != 1 or BASE in defaults):
        found = ", ".join(defaults) or "none"
        faults.append(f"profile.default: expects true in exactly one file beside the base, found {found}")
    if faults:
        raise ProfileRefused(tuple(faults))
    return {name: profile for name, profile in profiles.items() if name != BASE}


def _faults(merged: Sheet, base: Sheet | None, name: str) -> Iterator[str]:
    yield from absent(merged)
    if name and merged["profile"].get("id") != name:
        yield f"profile.id: expects {name}, the name of the file"
    for check in (*CHECKS, trust, holes, local_rules):
        yield from check(merged)
    if base is not None:
        yield from ceilings(merged, base)


def _read(sheet: Sheet) -> Profile:
    """The values of a sheet without fault."""
    head, close = sheet["profile"], sheet["close"]
    announcement, ground = sheet["close.announcement"], sheet["close.ground"]
    kind = sheet["close.vote"]["kind"]
    return Profile(
        id=head["id"],
        name=head["name"],
        institution=head["institution"],
        summary=head["summary"],
        is_default=head["default"],
        phases=MappingProxyType({phase: _phase(sheet, phase) for phase in head["phases"]}),
        roles=tuple(head["roles"]),
        start=sheet["order"]["start"],
        closed_phase="closed",
        closed_label=sheet["labels"]["closed"],
        role_labels=MappingProxyType(dict(sheet["labels.roles"])),
        may=MappingProxyType(_may(sheet)),
        before_gate=tuple(close["before_gate"]),
        before_talk=tuple(close["before_talk"]),
        grounds=tuple(Ground(row["id"], row["citation"], row["text"]) for row in ground["grounds"]),
        grounds_complete=ground["complete"],
        citation_needed=ground["citation_needed"] == "required",
        announcement_fields=tuple(announcement["fields"]),
        script=announcement["script"],
        vote_kind=_vote_kind(kind, is_step="vote" in close["before_gate"]),
        vote_threshold=sheet["close.vote"]["threshold"],
        attest_who=sheet["during.attestation"]["who"] if "attest_alone" in close["before_talk"] else "nobody",
        attest_again=sheet["during.attestation"]["repeat_after_rejoin"],
        override=sheet["keys.close"]["override"] == "chair_logged",
        keys=Keys(_roles(sheet, "open", "request"), _roles(sheet, "open", "confirm"), sheet["keys.open"]["rule"]),
        notices=tuple(Notice(frozenset(row["to"]), row["phase"], row["text"]) for row in sheet[""]["notices"]),
        unavailable=MappingProxyType(unavailable(sheet)),
        missing=missing(sheet),
    )


def _vote_kind(kind: str, *, is_step: bool) -> str:
    """A vote that is required in an unknown form is taken by roll call, which records more than any other form."""
    if kind != "unspecified":
        return kind
    return "roll_call" if is_step else "none"


def _phase(sheet: Sheet, phase: str) -> Phase:
    row = sheet[f"phases.{phase}"]
    return Phase(
        name=phase,
        side=Side(row["side"]),
        access=MappingProxyType(
            {role: Access(i) for i, level in enumerate(LEVELS) for role in sheet.words(f"access.{phase}", level)}
        ),
        named_only=frozenset(row["named_only"]),
        sends=frozenset(row["sends"]),
    )


def _roles(sheet: Sheet, key: str, which: str) -> frozenset[Role]:
    return frozenset(sheet.words(f"keys.{key}", which))


def _may(sheet: Sheet) -> dict[str, frozenset[Role]]:
    """The table of commands, with the four that the keys say. Whoever may shut, and every key holder, may stop."""
    may = {command: frozenset(sheet.words("may", command)) for command in COMMANDS}
    close, confirm = _roles(sheet, "close", "holders"), _roles(sheet, "open", "confirm")
    cut = _roles(sheet, "cut", "holders") | close
    return {
        **may,
        "close": close,
        "cut": cut,
        "dump": cut,
        "ask": _roles(sheet, "open", "request"),
        "stop": may["stop"] | cut | confirm,
    }

"""The words read aloud before a meeting closes: a script of the profile with the meeting's own facts in it.

A script holds `{field}`, which is replaced by the field's text, and `{field:one|other}`, which reads `one` where the
field is `yes` and `other` where it is `no`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from incamera.rules.profile_values import Profile

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)(?::([^{}|]*)\|([^{}|]*))?\}")


class AnnouncementIncomplete(ValueError):
    """The script cannot be read out: `field` is not filled, or not with what `expected` says."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: expects {expected}")
        self.field = field
        self.expected = expected


def script_fields(script: str) -> tuple[str, ...]:
    """The fields a script uses, in the order of their first use."""
    return tuple(dict.fromkeys(found.group(1) for found in PLACEHOLDER.finditer(script)))


def is_well_formed(script: str) -> bool:
    """Whether every brace of the script belongs to a placeholder."""
    return not re.search(r"[{}]", PLACEHOLDER.sub("", script))


def render_announcement(profile: Profile, fields: Mapping[str, str]) -> str:
    """The script of `profile` with `fields` in it; what a field holds is never read as script.

    Every field the profile asks for must be filled, also one that its script does not use. Fields it does not ask for
    are left aside. Raises `AnnouncementIncomplete` for the first that is blank, or is not `yes` or `no` where it must be.
    """
    for name in profile.announcement_fields:
        if not fields.get(name, "").strip():
            raise AnnouncementIncomplete(name, "a text that is not blank")

    def fill(found: re.Match[str]) -> str:
        name, yes, no = found.groups()
        said = fields[name].strip()
        if yes is None:
            return said
        if said not in {"yes", "no"}:
            raise AnnouncementIncomplete(name, "yes or no")
        return str(yes if said == "yes" else no)

    return PLACEHOLDER.sub(fill, profile.script)

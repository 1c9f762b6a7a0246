"""The checks of what a profile says about itself: how far to trust a value, and by which source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from incamera.rules.profile_schema import ANNOTATIONS, TABLES
from incamera.rules.profile_sheet import Sheet


def trust(sheet: Sheet) -> Iterator[str]:
    """Every source resolves, what was read names one, and a hole in what was read is said to be one."""
    cited = [source["id"] for source in sheet[""].get("sources", ())]
    yield from (f"sources: {one} stands twice" for one in dict.fromkeys(cited) if cited.count(one) > 1)
    for path, table in _statements(sheet):
        yield from (
            f"{path}.sources: {one} is not in [[sources]]" for one in table.get("sources", ()) if one not in cited
        )
        if table.get("confidence") != "read":
            continue
        if not table.get("sources"):
            yield f"{path}.sources: expects a source, since confidence is read"
        for key, value in table.items():
            if value == "unspecified" and key not in table.get("unverified", ()):
                yield f"{path}.unverified: {key} is unspecified in a table that was read, and is not listed"


def holes(sheet: Sheet) -> Iterator[str]:
    """What is listed as unverified is a key of its table."""
    for path, kinds in TABLES.items():
        for key in sheet.words(path, "unverified"):
            if key not in kinds or key in ANNOTATIONS:
                yield f"{path}.unverified: {key} is not a key of this table"


def local_rules(sheet: Sheet) -> Iterator[str]:
    """A local rule sets keys that exist."""
    for place, rule in enumerate(sheet[""].get("local_rules", ())):
        for line in rule["sets"]:
            path, _, key = line.partition("=")[0].rpartition(".")
            if "=" not in line or key not in TABLES.get(path, {}):
                yield f"local_rules[{place}].sets: {line} expects table.key=value with a key of a profile"


def _statements(sheet: Sheet) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each table, and each row of a list of tables, that says how far to trust it; `[[sources]]` speak for others."""
    for path, kinds in TABLES.items():
        if "confidence" in kinds:
            yield path, sheet[path]
    for path, key in (("", "notices"), ("", "local_rules"), ("close.ground", "grounds")):
        for place, row in enumerate(sheet[path].get(key, ())):
            yield f"{path}.{key}[{place}]" if path else f"{key}[{place}]", row

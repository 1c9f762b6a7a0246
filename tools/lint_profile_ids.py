"""Refuse code that branches on which profile a meeting has: a profile is data, its rows decide.

Found is every comparison, `in` test, match or subscript with the id of a shipped profile, or with something named
`profile.id` / `profile_id`, outside the files that load profiles. Tests and migrations are not read.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROFILES = ROOT / "src" / "incamera" / "rules" / "profiles"
LOADERS = ("src/incamera/rules/profile", "src/incamera/main.py")
"""Where ids are looked up by name: they must compare them to find the file."""

ADVICE = "give the profile a row that says what differs, and branch on that"


def ids() -> frozenset[str]:
    """The ids of the profiles we ship, which are their file names."""
    return frozenset(path.stem for path in PROFILES.glob("*.toml"))


def faults(source: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and text of every branch on a profile's id."""
    for node in ast.walk(ast.parse(source)):
        compared: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            compared = [node.left, *node.comparators]
        elif isinstance(node, ast.match_case) and isinstance(node.pattern, ast.MatchValue):
            compared = [node.pattern.value]
        elif isinstance(node, ast.Subscript):
            compared = [node.slice]
        for part in compared:
            if _is_profile_id(part, known):
                yield part.lineno, ast.unparse(part)


def _is_profile_id(part: ast.expr, known: frozenset[str]) -> bool:
    if isinstance(part, ast.Constant):
        return part.value in known - {"base"}
    if isinstance(part, ast.Tuple | ast.List | ast.Set):
        return any(_is_profile_id(item, known) for item in part.elts)
    if isinstance(part, ast.Attribute) and part.attr == "id":
        owner = part.value
        return (isinstance(owner, ast.Name) and owner.id == "profile") or (
            isinstance(owner, ast.Attribute) and owner.attr == "profile"
        )
    return False


def main() -> int:
    """Print each fault with its place; 1 when there is any."""
    found = 0
    for path in sorted((ROOT / "src").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        if place.startswith(LOADERS):
            continue
        for line, text in faults(path.read_text(encoding="utf-8"), ids()):
            print(f"{place}:{line}: branches on a profile's id ({text}): {ADVICE}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

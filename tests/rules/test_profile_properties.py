"""Whatever happens to a profile file, nobody gets more by it, and it is read or refused."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.profile import Profile, ProfileRefused, parse
from incamera.rules.profile_schema import PHASES, ROLES, TABLES
from incamera.rules.words import OUTSIDE_ROLES, Access, Side
from tests.rules.profile_texts import BASE, COUNCIL, COURT, SHIPPED, changed, toml, value

BASE_PROFILE = parse(BASE)
FILES = [toml(COUNCIL), toml(COURT), *(text for name, text in SHIPPED.items() if name != "base")]
WORDS = sorted({word for kinds in TABLES.values() for word in kinds} | {path.rpartition(".")[2] for path in TABLES})

junk = st.recursive(
    st.none().map(lambda _: "unspecified")
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from([*ROLES, *PHASES, "required", "not_required", "read", "design", "none", "{x}", "P90D", ""]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=8,
)


def paths(raw: dict[str, Any], under: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Where every key of a file stands, tables included."""
    return [
        path
        for key, of in raw.items()
        for path in ((*under, key), *(paths(of, (*under, key)) if isinstance(of, dict) else ()))
    ]


def table_at(raw: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for key in path[:-1]:
        raw = raw[key]
    return raw


def written(raw: dict[str, Any]) -> str:
    return "\n".join(f'"{key}" = {value(of)}' for key, of in raw.items())


@st.composite
def damaged(draw: st.DrawFn, *, with_junk: bool) -> str:
    """A sound file with some keys deleted, renamed or, `with_junk`, given another value."""
    raw = tomllib.loads(draw(st.sampled_from(FILES)))
    for _ in range(draw(st.integers(1, 4))):
        every = paths(raw)
        if not every:
            break
        path = draw(st.sampled_from(every))
        table, key = table_at(raw, path), path[-1]
        was = table.pop(key)
        match draw(st.sampled_from(["delete", "rename", "replace"] if with_junk else ["delete", "rename"])):
            case "rename":
                table[draw(st.sampled_from(WORDS) | st.just("x" + key))] = was
            case "replace":
                table[key] = draw(junk)
    return written(raw)


def parsed(text: str, **arguments: str) -> Profile | None:
    """The profile, or None when it is refused. Any other exception is a failure of the test."""
    try:
        return parse(text, **arguments)
    except ProfileRefused:
        return None


def assert_no_more_than_the_base(profile: Profile) -> None:
    for phase in (*PHASES, "lunch"):
        for role in (*ROLES, "stranger"):
            if phase == "closed" and role in OUTSIDE_ROLES and profile.missing:
                continue  # press that may stay: such a profile cannot be chosen
            ceiling = BASE_PROFILE.access(role, phase)
            if phase == "image_op" and phase in profile.phases:
                ceiling = Access.SEE if role in OUTSIDE_ROLES else Access.SPEAK
            assert profile.access(role, phase) <= ceiling
    for row in profile.phases.values():
        assert (row.side is Side.OPEN) == (row.name in {"on_record", "image_op"})
        assert row.side is Side.OPEN or not row.sends
    assert {role for roles in profile.may.values() for role in roles} <= set(profile.roles) - OUTSIDE_ROLES
    assert profile.may["close"]
    assert profile.may["cut"] >= profile.may["close"]
    assert profile.keys.confirm
    assert profile.before_talk[0] == "shut_gate"


@given(text=damaged(with_junk=False))
def test_deleting_and_renaming_keys_gives_nobody_more(text: str) -> None:
    profile = parsed(text, base=BASE)
    if profile is not None:
        assert_no_more_than_the_base(profile)


@given(text=damaged(with_junk=True))
def test_other_values_give_nobody_more(text: str) -> None:
    profile = parsed(text, base=BASE)
    if profile is not None:
        assert_no_more_than_the_base(profile)


@given(st.data())
def test_a_base_with_a_key_missing_is_refused(data: st.DataObject) -> None:
    raw = tomllib.loads(BASE)
    path = data.draw(st.sampled_from([path for path in paths(raw) if path[:2] != ("labels", "roles")]))
    table_at(raw, path).pop(path[-1])
    assert parsed(written(raw)) is None


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    parsed(text, base=BASE)
    parsed(toml(COURT), base=text)


@given(role=st.text(), phase=st.text(), command=st.text())
def test_what_is_not_known_is_nothing(role: str, phase: str, command: str) -> None:
    profile = parse(toml(changed(COUNCIL, {})), base=BASE)
    if role not in profile.roles or phase not in profile.phases:
        assert profile.access(role, phase) is Access.NOTHING
    if command not in profile.may:
        assert profile.may.get(command, frozenset()) == frozenset()

"""The words read aloud before closing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.announcement import is_well_formed, script_fields
from incamera.rules.profile import AnnouncementIncomplete, parse, render_announcement
from tests.rules.profile_texts import BASE, COUNCIL, SHIPPED, toml

COUNCIL_PROFILE = parse(toml(COUNCIL), base=BASE)
FIELDS = {"ground": "buying land", "citation": "Charter 4", "expects_to_reconvene": "yes"}


@pytest.mark.parametrize(("answer", "ending"), [("yes", "We return."), ("no", "We do not return.")])
def test_fields_and_choices_are_filled(answer: str, ending: str) -> None:
    fields = {**FIELDS, "expects_to_reconvene": answer, "colour": "blue"}
    assert render_announcement(COUNCIL_PROFILE, fields) == f"Closing under Charter 4: buying land. {ending}"


def test_massachusetts_says_reason_subjects_and_return() -> None:
    profile = parse(SHIPPED["us-massachusetts"], base=BASE)
    fields = {"ground": "strategy in litigation", "subjects": "Pier v. Harbour", "expects_to_reconvene": "no"}
    assert render_announcement(profile, fields) == (
        "The body will go into executive session for this reason: strategy in litigation. "
        "The subjects are: Pier v. Harbour. The body will not reconvene in open session."
    )


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({**FIELDS, "ground": " "}, "ground", "a text that is not blank"),
        ({"ground": "x", "expects_to_reconvene": "yes"}, "citation", "a text that is not blank"),
        ({**FIELDS, "expects_to_reconvene": "maybe"}, "expects_to_reconvene", "yes or no"),
    ],
)
def test_a_script_is_not_read_half(fields: dict[str, str], name: str, expected: str) -> None:
    with pytest.raises(AnnouncementIncomplete) as incomplete:
        render_announcement(COUNCIL_PROFILE, fields)
    assert (incomplete.value.field, incomplete.value.expected) == (name, expected)
    assert str(incomplete.value) == f"{name}: expects {expected}"


@given(said=st.text(min_size=1).filter(str.strip))
def test_what_a_field_holds_is_never_read_as_script(said: str) -> None:
    text = render_announcement(COUNCIL_PROFILE, {**FIELDS, "ground": said + "{citation}"})
    assert text == f"Closing under Charter 4: {(said + '{citation}').strip()}. We return."


@pytest.mark.parametrize(
    ("script", "fields", "well"),
    [
        ("", (), True),
        ("{a} and {b:x|y}, {a}", ("a", "b"), True),
        ("{b:|}", ("b",), True),
        ("{a", (), False),
        ("{A}", (), False),
        ("{b:x}", (), False),
        ("{b:x|y|z}", (), False),
        ("a}", (), False),
    ],
)
def test_placeholders(script: str, fields: tuple[str, ...], *, well: bool) -> None:
    assert (script_fields(script), is_well_formed(script)) == (fields, well)

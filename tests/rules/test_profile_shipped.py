"""The profiles in the box."""

from __future__ import annotations

import pytest

from incamera.rules.profile import Keys, Profile, load_all, parse
from incamera.rules.words import OUTSIDE_ROLES, Access, Side
from tests.rules.profile_texts import BASE, SHIPPED

PROFILES = load_all(SHIPPED)
EVERYONE = {"base": parse(BASE, name="base"), **PROFILES}
DIPLOMATIC, MASSACHUSETTS, COMMONS = (
    PROFILES[one] for one in ("diplomatic-bilateral", "us-massachusetts", "uk-commons-committee")
)


def levels(profile: Profile, phase: str, level: Access) -> set[str]:
    return {role for role in profile.roles if profile.access(role, phase) is level}


def test_these_are_in_the_box_and_can_be_chosen() -> None:
    assert {one: profile.missing for one, profile in PROFILES.items()} == {
        "diplomatic-bilateral": (),
        "us-massachusetts": (),
        "uk-commons-committee": (),
    }


@pytest.mark.parametrize("profile", EVERYONE.values(), ids=EVERYONE)
def test_closed_and_recess_admit_the_same_people(profile: Profile) -> None:
    closed, recess = profile.phases["closed"], profile.phases["recess"]
    assert (closed.access, closed.named_only) == (recess.access, recess.named_only)


@pytest.mark.parametrize("profile", EVERYONE.values(), ids=EVERYONE)
def test_nobody_outside_and_no_technician_gets_anything_of_the_closed_side(profile: Profile) -> None:
    for row in profile.phases.values():
        if row.side is Side.CLOSED:
            assert {role for role in OUTSIDE_ROLES if profile.access(role, row.name)} == set()
            assert row.sends == frozenset()
    kept_out = {"technician", "press_aide", "chief_of_protocol"} & set(profile.roles)
    assert kept_out <= levels(profile, "closed", Access.NOTHING)
    assert levels(profile, "ended", Access.NOTHING) == set(profile.roles)


@pytest.mark.parametrize("profile", EVERYONE.values(), ids=EVERYONE)
def test_rights_are_those_of_the_keys(profile: Profile) -> None:
    assert profile.may["ask"] == profile.keys.request
    assert profile.may["close"] <= profile.may["cut"] <= profile.may["stop"]
    assert profile.keys.confirm <= profile.may["stop"]
    assert profile.may["convene"]
    assert all(roles <= set(profile.roles) - OUTSIDE_ROLES for roles in profile.may.values())


def test_between_two_delegations_both_chiefs_of_protocol_open_and_any_principal_closes() -> None:
    assert DIPLOMATIC.is_default
    assert DIPLOMATIC.keys == Keys(
        frozenset({"chief_of_protocol"}), frozenset({"chief_of_protocol"}), "one_per_delegation"
    )
    assert DIPLOMATIC.may["close"] == {"principal", "chief_of_protocol"}
    assert DIPLOMATIC.may["cut"] == {"principal", "chief_of_protocol", "press_aide"}
    desk = {"recess", "adjourn", "take_up", "recognise", "mute", "admit", "hold", "remove", "renew", "lock"}
    assert {command: DIPLOMATIC.may[command] for command in desk} == dict.fromkeys(
        desk, frozenset({"principal", "chief_of_protocol"})
    )
    assert DIPLOMATIC.may["vote"] == DIPLOMATIC.may["open_vote"] == frozenset()
    assert levels(DIPLOMATIC, "closed", Access.SPEAK) == {
        "principal",
        "delegate",
        "interpreter",
        "sign_interpreter",
        "captioner",
    }
    assert levels(DIPLOMATIC, "closed", Access.HEAR) == {"note_taker"}
    assert DIPLOMATIC.phases["closed"].named_only == {"interpreter", "sign_interpreter", "captioner"}
    assert (DIPLOMATIC.before_gate, DIPLOMATIC.vote_kind, DIPLOMATIC.attest_who) == (
        ("cue_press",),
        "none",
        "all_remote",
    )
    assert set(DIPLOMATIC.unavailable) == {"read_code"}
    assert not DIPLOMATIC.override


def test_massachusetts_asks_for_ground_announcement_roll_call_and_being_alone() -> None:
    assert MASSACHUSETTS.start == "on_record"
    assert MASSACHUSETTS.closed_label == "executive session"
    assert MASSACHUSETTS.before_gate == ("choose_ground", "read_announcement", "vote")
    assert MASSACHUSETTS.before_talk == ("shut_gate", "confirm_dark", "check_roster", "attest_alone")
    assert (MASSACHUSETTS.vote_kind, MASSACHUSETTS.vote_threshold) == ("roll_call", "unspecified")
    assert (MASSACHUSETTS.attest_who, MASSACHUSETTS.attest_again) == ("remote_members", True)
    assert MASSACHUSETTS.may["close"] == MASSACHUSETTS.may["cut"] == {"chair", "clerk"}
    assert MASSACHUSETTS.may["vote"] == {"chair", "member"}
    assert MASSACHUSETTS.keys.rule == "each_role"
    assert MASSACHUSETTS.override


def test_a_commons_committee_begins_in_private() -> None:
    assert COMMONS.start == "closed"
    assert (COMMONS.before_gate, COMMONS.attest_who, COMMONS.vote_kind) == ((), "nobody", "none")
    assert COMMONS.role_labels["observer"] == "non-member"
    assert levels(COMMONS, "closed", Access.HEAR) == {"staff"}
    assert [notice.phase for notice in COMMONS.notices] == ["closed"]

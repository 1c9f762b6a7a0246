"""Profiles that a test wrote: data alone makes an institution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from incamera.rules.profile import Ground, Keys, Notice, ProfileRefused, load_all, parse
from incamera.rules.words import Access, Side
from tests.rules.profile_texts import BASE, COUNCIL, COURT, SHIPPED, changed, toml


def test_an_invented_council_says_what_its_file_says() -> None:
    council = parse(toml(COUNCIL), base=BASE, name="harbour-council")
    assert council.institution == "council_or_board"
    assert not council.is_default
    assert council.roles == ("chair", "member", "clerk", "interpreter", "technician", "journalist", "public")
    assert (council.start, council.closed_phase, council.closed_label) == ("on_record", "closed", "quiet sitting")
    assert council.role_labels == {
        "chair": "mayor",
        "member": "alderman",
        "clerk": "clerk",
        "interpreter": "interpreter",
        "technician": "technician",
        "journalist": "journalist",
        "public": "public",
    }
    assert council.before_gate == ("choose_ground", "read_announcement", "vote")
    assert council.before_talk == ("shut_gate", "confirm_dark", "check_roster", "attest_alone")
    assert council.grounds == (Ground("land", "Charter 4", "buying land"), Ground("suit", "Charter 5", "a law suit"))
    assert council.grounds_complete
    assert council.citation_needed
    assert (council.vote_kind, council.vote_threshold) == ("roll_call", "two_thirds")
    assert (council.attest_who, council.attest_again) == ("all_remote", False)
    assert council.announcement_fields == ("ground", "citation", "expects_to_reconvene")
    assert not council.override
    assert council.keys == Keys(frozenset({"chair"}), frozenset({"chair", "clerk"}), "any_one")
    assert (council.notices, council.unavailable, council.missing) == ((), {}, ())


def test_lists_of_roles_are_replaced_whole_and_inherited_ones_keep_only_roles_of_the_profile() -> None:
    council = parse(toml(COUNCIL), base=BASE)
    assert council.phases["closed"].access == {
        "chair": Access.SPEAK,
        "member": Access.SPEAK,
        "clerk": Access.SPEAK,
        "interpreter": Access.HEAR,
        "technician": Access.NOTHING,
        "journalist": Access.NOTHING,
        "public": Access.NOTHING,
    }
    assert council.phases["doors_closed"].access == {
        "chair": Access.SPEAK,
        "member": Access.SPEAK,
        "clerk": Access.SPEAK,
        "interpreter": Access.SPEAK,
        "technician": Access.SPEAK,
        "journalist": Access.NOTHING,
        "public": Access.NOTHING,
    }
    assert council.phases["closed"].named_only == {"interpreter"}
    assert council.may["take_up"] == {"chair"}
    assert council.may["recognise"] == {"chair", "clerk"}
    assert council.may["vote"] == {"chair", "member"}


def test_close_cut_and_ask_are_what_the_keys_say_and_who_holds_one_may_stop() -> None:
    text = toml(changed(COUNCIL, {"may": {"stop": []}}))
    council = parse(text, base=BASE)
    assert council.may["close"] == {"chair"}
    assert council.may["cut"] == {"chair", "clerk"}
    assert council.may["ask"] == {"chair"}
    assert council.may["stop"] == {"chair", "clerk"}


def test_phases_are_the_rows_of_the_base() -> None:
    council = parse(toml(COUNCIL), base=BASE)
    assert {name: (row.name, row.side, row.sends) for name, row in council.phases.items()} == {
        "doors_closed": ("doors_closed", Side.CLOSED, frozenset()),
        "on_record": ("on_record", Side.OPEN, frozenset({"picture", "sound"})),
        "closed": ("closed", Side.CLOSED, frozenset()),
        "recess": ("recess", Side.CLOSED, frozenset()),
        "ended": ("ended", Side.CLOSED, frozenset()),
    }


def test_what_is_not_known_is_nothing() -> None:
    council = parse(toml(COUNCIL), base=BASE)
    assert council.access("chair", "closed") is Access.SPEAK
    assert council.access("principal", "closed") is Access.NOTHING
    assert council.access("stranger", "closed") is Access.NOTHING
    assert council.access("chair", "image_op") is Access.NOTHING
    assert council.access("chair", "") is Access.NOTHING
    assert council.may.get("broadcast", frozenset()) == frozenset()


def test_a_court_is_shown_with_the_reason_why_it_cannot_be_chosen() -> None:
    court = parse(toml(COURT), base=BASE, name="river-court")
    assert court.missing == ("A judge's direction to sit in private cannot be recorded yet.",)
    assert court.role_labels["chair"] == "judge"
    assert court.may["cut"] == court.may["close"] == {"chair"}
    assert court.access("party", "doors_closed") is Access.NOTHING
    assert court.access("court_reporter", "closed") is Access.HEAR
    assert court.attest_who == "nobody"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"close": {"before_gate": ["move"]}, "close.motion": {"needed": "required"}},
            "A motion to close cannot be put yet.",
        ),
        (
            {"close": {"before_gate": ["second"]}, "close.motion": {"seconder": "required"}},
            "A motion to close cannot be seconded yet.",
        ),
        (
            {"close": {"before_gate": ["direct_press_not_to_report"]}, "close.announcement": {"needed": "required"}},
            "A direction to the press not to report cannot be given yet.",
        ),
        (
            {"profile": {"phases": ["doors_closed", "image_op", "on_record", "closed", "recess", "ended"]}},
            "An image opportunity (pictures without sound) cannot be sent yet.",
        ),
        (
            {
                "close": {"before_gate": ["read_announcement"]},
                "close.announcement": {"needed": "required", "fields": ["estimated_end"], "script": "Until then."},
            },
            "The announcement asks for estimated_end, which cannot be filled in yet.",
        ),
        (
            {
                "close": {"before_gate": ["read_announcement"]},
                "close.announcement": {"needed": "required", "fields": ["citation"], "script": "Under {citation}."},
            },
            "The announcement cites a provision, and a ground that is not in the list cannot be given one yet.",
        ),
        ({"during.press": {"may_stay": True}}, "Press that may stay in the closed part cannot be admitted yet."),
        (
            {"during.legs": {"phone": "declared_exception"}},
            "Phones in the closed part, as a declared exception, cannot be admitted yet.",
        ),
        (
            {"during.legs": {"unverified_leg": "declared_exception"}},
            "Unverified legs in the closed part, as a declared exception, cannot be admitted yet.",
        ),
        (
            {"during.extension": {"announcement": "required"}},
            "A later end of the closed part cannot be announced to the public yet.",
        ),
        (
            {"during.media_loss": {"member_counts_absent": "required"}},
            "A member whose picture or sound is lost cannot be counted absent yet.",
        ),
        (
            {"during.media_loss": {"public_cannot_follow": "recess"}},
            "A recess when the public cannot follow cannot be called by the product yet.",
        ),
        ({"reopen": {"must_return": "required"}}, "The return to the open part cannot be enforced yet."),
        ({"reopen": {"report_out": "required"}}, "Reporting out of the closed part cannot be recorded yet."),
        ({"reopen": {"final_action_in_open": "required"}}, "Final action in the open part cannot be enforced yet."),
    ],
)
def test_what_cannot_be_done_yet_is_said(changes: dict[str, dict[str, Any]], reason: str) -> None:
    tables = changed(COURT, {"close": {"before_gate": []}})
    assert parse(toml(changed(tables, changes)), base=BASE).missing == (reason,)


def test_a_recording_under_seal_is_said_to_be_impossible() -> None:
    steps = ["shut_gate", "confirm_dark", "check_roster"]
    sealed: dict[str, dict[str, Any]] = {
        "close": {"before_gate": [], "before_talk": steps},
        "during.recording": {"policy": "sealed"},
    }
    recording = "The closed part must be recorded under seal, which cannot be done yet."
    for step, reason in (
        ("start_sealed_recording", "A sealed recording of the closed part cannot be made yet."),
        ("court_reporter_ready", "A court reporter's readiness cannot be confirmed yet."),
    ):
        tables = changed(changed(COURT, sealed), {"close": {"before_talk": [*steps, step]}})
        assert parse(toml(tables), base=BASE).missing == (reason, recording)


def test_reading_the_code_is_skipped_aloud() -> None:
    steps = ["shut_gate", "confirm_dark", "check_roster", "read_code"]
    tables = changed(COURT, {"close": {"before_gate": [], "before_talk": steps}})
    court = parse(toml(tables), base=BASE)
    assert court.before_talk == tuple(steps)
    assert court.unavailable == {"read_code": "Not end-to-end encrypted: there is no code to read."}
    assert court.missing == ()


def test_press_that_may_stay_hears_the_closed_part_and_nothing_else_of_it() -> None:
    row = {"speak": ["chair", "party", "clerk"], "hear": ["court_reporter", "observer"], "nothing": ["public"]}
    tables = changed(COURT, {"during.press": {"may_stay": True}, "access.closed": row})
    court = parse(toml(tables), base=BASE)
    assert court.access("observer", "closed") is Access.HEAR
    assert court.access("observer", "recess") is Access.NOTHING


def test_notices_are_read() -> None:
    notice = {"to": ["chair"], "phase": "closed", "text": "Look at the sign.", "confidence": "design"}
    court = parse(toml(changed(COURT, {"": {"notices": [notice]}})), base=BASE)
    assert court.notices == (Notice(frozenset({"chair"}), "closed", "Look at the sign."),)


@pytest.mark.parametrize(
    ("vote", "kind"),
    [
        ({"needed": "required"}, "roll_call"),
        ({"needed": "required", "kind": "resolution"}, "resolution"),
        ({"needed": "not_required"}, "none"),
        ({"needed": "unspecified", "kind": "roll_call"}, "roll_call"),
    ],
)
def test_a_required_vote_of_unknown_form_is_by_roll_call(vote: dict[str, str], kind: str) -> None:
    gate = ["vote"] if vote["needed"] == "required" else []
    plain = {path: table for path, table in COUNCIL.items() if path not in {"close", "close.vote", "close.ground"}}
    tables = changed(
        plain, {"close": {"before_gate": gate}, "close.vote": vote, "close.announcement": {"needed": "unspecified"}}
    )
    attest = {"during.attestation": {"alone": "unspecified"}}
    assert parse(toml(changed(tables, attest)), base=BASE).vote_kind == kind


def test_all_files_of_a_folder_load_without_the_base() -> None:
    profiles = load_all({**SHIPPED, "harbour-council": toml(COUNCIL), "river-court": toml(COURT)})
    assert set(profiles) == {*SHIPPED, "harbour-council", "river-court"} - {"base"}
    assert [profile.id for profile in profiles.values() if profile.is_default] == ["diplomatic-bilateral"]


def test_a_folder_has_a_base() -> None:
    with pytest.raises(ProfileRefused) as refused:
        load_all({"river-court": toml(COURT)})
    assert refused.value.faults == ("base.toml: missing",)


@pytest.mark.parametrize(
    ("court_is_default", "shipped", "found"),
    [(False, False, "none"), (True, True, "diplomatic-bilateral, river-court")],
)
def test_exactly_one_file_is_the_default(*, court_is_default: bool, shipped: bool, found: str) -> None:
    court = toml(changed(COURT, {"profile": {"default": court_is_default}}))
    folder = SHIPPED if shipped else {"base": BASE}
    with pytest.raises(ProfileRefused) as refused:
        load_all({**folder, "river-court": court})
    assert refused.value.faults == (
        f"profile.default: expects true in exactly one file beside the base, found {found}",
    )


def test_the_base_cannot_be_the_default() -> None:
    with pytest.raises(ProfileRefused, match="beside the base"):
        load_all({"base": BASE.replace("default = false", "default = true"), "river-court": toml(COURT)})


def test_a_fault_says_in_which_file_it_is() -> None:
    with pytest.raises(ProfileRefused) as refused:
        load_all({**SHIPPED, "lake-court": toml(COURT)})
    assert refused.value.faults == ("lake-court.toml: profile.id: expects lake-court, the name of the file",)


def test_a_faulty_base_is_named_as_such() -> None:
    with pytest.raises(ProfileRefused) as refused:
        parse(toml(COURT), base=BASE + "\n[doors]\n")
    assert refused.value.faults == ("base: doors: unknown key",)


def test_the_example_of_the_documentation_is_a_profile() -> None:
    document = (Path(__file__).parents[2] / "docs" / "profiles.md").read_text(encoding="utf-8")
    example = document.partition("```toml\n")[2].partition("```")[0]
    council = parse(example, base=BASE, name="harbour-council")
    assert (council.before_gate, council.vote_threshold, council.missing) == (("vote",), "two_thirds", ())

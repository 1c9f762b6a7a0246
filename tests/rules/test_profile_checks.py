"""Each thing a profile may get wrong, and the whole of what is said of it. Without its check, each case fails."""

from __future__ import annotations

from typing import Any

import pytest

from incamera.rules.profile import ProfileRefused, parse
from incamera.rules.profile_checks import CHECKS, ceilings
from incamera.rules.profile_sheet import lay_over, read_sheet
from incamera.rules.profile_trust import holes, local_rules, trust
from tests.rules.profile_texts import BASE, COUNCIL, changed, toml

Changes = dict[str, dict[str, Any]]

SOURCE = {"id": "charter", "cite": "City Charter", "covers": "all", "confidence": "read"}
NOTICE = {"to": ["chair"], "phase": "closed", "text": "Look at the sign.", "confidence": "design"}
RULE = {"place": "Pier", "citation": "1", "text": "Voices.", "sets": [], "confidence": "design"}
INSTITUTIONS = "ministry_or_government, council_or_board, parliamentary_committee, court, international_body"
TALK = ["shut_gate", "confirm_dark", "check_roster", "attest_alone"]

CASES: list[tuple[str, Changes, tuple[str, ...]]] = [
    # what is not known, and what is not of its kind
    ("unknown table", {"doors": {"open": True}}, ("doors: unknown key",)),
    ("unknown key", {"close.vote": {"treshold": "majority"}}, ("close.vote.treshold: unknown key",)),
    ("unknown command", {"may": {"broadcast": ["chair"]}}, ("may.broadcast: unknown key",)),
    ("close stands in keys alone", {"may": {"close": ["clerk"]}}, ("may.close: unknown key",)),
    ("cut stands in keys alone", {"may": {"cut": ["clerk"]}}, ("may.cut: unknown key",)),
    ("ask stands in keys alone", {"may": {"ask": ["clerk"]}}, ("may.ask: unknown key",)),
    ("unknown phase", {"access.lunch": {"speak": []}}, ("access.lunch: unknown key",)),
    ("unknown level", {"access.closed": {"whisper": []}}, ("access.closed.whisper: unknown key",)),
    ("a table that is none", {"": {"after": 1}}, ("after: expects a table",)),
    ("another version", {"": {"schema_version": 2}}, ("schema_version: expects 1; no other version is known",)),
    (
        "a version that is true",
        {"": {"schema_version": True}},
        ("schema_version: expects 1; no other version is known",),
    ),
    (
        "an unknown institution",
        {"profile": {"institution": "club"}},
        (f"profile.institution: expects one of {INSTITUTIONS}",),
    ),
    (
        "an unknown word",
        {"reopen": {"report_out": True}},
        ("reopen.report_out: expects one of required, not_required, unspecified",),
    ),
    (
        "a list where a word stands",
        {"order": {"start": ["closed"]}},
        ("order.start: expects one of on_record, closed",),
    ),
    ("no truth", {"profile": {"default": "yes"}}, ("profile.default: expects true or false",)),
    ("a blank name", {"profile": {"name": " "}}, ("profile.name: expects a text that is not blank",)),
    (
        "a number for a script",
        {"close.announcement": {"script": 1}},
        (
            "close.announcement.script: expects a text",
            "close.announcement.script: expects the words to read, since close.before_gate has read_announcement",
        ),
    ),
    (
        "a bad field name",
        {"close.notice": {"fields": ["The end"]}},
        ("close.notice.fields[0]: expects a word in lower case",),
    ),
    (
        "a bad duration",
        {"during.recording": {"retention": "90 days"}},
        ("during.recording.retention: expects a duration such as P90D or unspecified",),
    ),
    ("no list", {"may": {"hold": "chair"}}, ("may.hold: expects a list",)),
    ("twice in a list", {"may": {"hold": ["chair", "chair"]}}, ("may.hold[1]: stands twice in the list",)),
    (
        "a motion that may close by itself",
        {"close": {"if_refused": "close"}},
        ("close.if_refused: expects stay_open; a motion that fails changes nothing",),
    ),
    (
        "opening in one step",
        {"keys.open": {"two_step": False}},
        ("keys.open.two_step: expects true; opening always takes a request, a countdown and keys",),
    ),
    (
        "two hands to close",
        {"keys.close": {"rule": "each_role"}},
        ("keys.close.rule: expects any_one; one hand shuts",),
    ),
    ("two hands to cut", {"keys.cut": {"rule": "each_role"}}, ("keys.cut.rule: expects any_one; one hand cuts",)),
    (
        "a secret cut",
        {"keys.cut": {"shown_in_room": False}},
        ("keys.cut.shown_in_room: expects true; a cut is always shown in the room",),
    ),
    ("rows that are none", {"": {"notices": ["x"]}}, ("notices: expects tables, each written [[notices]]",)),
    ("a row with more", {"": {"notices": [{**NOTICE, "loud": True}]}}, ("notices[0].loud: unknown key",)),
    (
        "a row with less",
        {"": {"local_rules": [{"place": "Pier", "sets": [], "text": "a", "confidence": "read"}]}},
        ("local_rules[0].citation: missing",),
    ),
    (
        "a row with a wrong word",
        {"": {"notices": [{**NOTICE, "phase": "lunch"}]}},
        ("notices[0].phase: expects one of doors_closed, image_op, on_record, closed, recess, ended",),
    ),
    # phases
    (
        "a phase too few",
        {"profile": {"phases": ["doors_closed", "on_record", "closed", "ended"]}},
        ("profile.phases: recess is missing",),
    ),
    (
        "closed on the open side",
        {"phases.closed": {"side": "open"}},
        ("phases.closed.side: expects closed; closed is on that side in every profile",),
    ),
    (
        "on the record on the closed side",
        {"phases.on_record": {"side": "closed"}},
        ("phases.on_record.side: expects open; on_record is on that side in every profile",),
    ),
    (
        "sending while in recess",
        {"phases.recess": {"sends": ["sound"]}},
        ("phases.recess.sends: expects an empty list; nothing leaves on the closed side",),
    ),
    # roles
    (
        "a role twice in a phase",
        {"access.closed": {"hear": ["interpreter", "member"]}},
        ("access.closed: member stands in hear and speak; every role stands once in each phase",),
    ),
    (
        "a role nowhere in a phase",
        {"access.closed": {"hear": []}},
        ("access.closed: interpreter stands nowhere; every role stands once in each phase",),
    ),
    (
        "a role the profile does not have",
        {"access.closed": {"hear": ["interpreter", "staff"]}, "may": {"hold": ["principal"]}},
        (
            "access.closed.hear: staff is not a role of this profile",
            "may.hold: principal is not a role of this profile",
        ),
    ),
    (
        "a label and a notice for nobody",
        {"labels.roles": {"staff": "officers"}, "": {"notices": [{**NOTICE, "to": ["staff"], "phase": "image_op"}]}},
        (
            "labels.roles.staff: staff is not a role of this profile",
            "notices[0].to: staff is not a role of this profile",
            "notices[0].phase: image_op is not a phase of this profile",
        ),
    ),
    # outside the gate
    (
        "press in the closed part",
        {"access.closed": {"hear": ["interpreter", "journalist"], "nothing": ["technician", "public"]}},
        (
            "access.closed.hear: journalist is outside the gate and has nothing in closed",
            "access.closed.hear: journalist gets at most nothing in closed",
        ),
    ),
    (
        "press that stays is not in recess",
        {
            "during.press": {"may_stay": True},
            "access.recess": {
                "speak": ["chair", "member", "clerk", "interpreter"],
                "see": ["journalist"],
                "nothing": ["technician", "public"],
            },
        },
        (
            "access.recess.see: journalist is outside the gate and has nothing in recess",
            "access.recess.see: journalist gets at most nothing in recess",
        ),
    ),
    (
        "the public speaks",
        {
            "access.on_record": {
                "speak": ["chair", "member", "clerk", "interpreter", "public"],
                "hear": ["technician", "journalist"],
            }
        },
        (
            "access.on_record.speak: public is outside the gate and never speaks",
            "access.on_record.speak: public gets at most hear in on_record",
        ),
    ),
    (
        "the public with a key, a command and a name on the roster",
        {
            "keys.open": {"request": ["public"]},
            "may": {"hold": ["public"]},
            "phases.closed": {"named_only": ["public"]},
        },
        (
            "phases.closed.named_only: public is outside the gate and holds no key, command or place on a roster",
            "may.hold: public is outside the gate and holds no key, command or place on a roster",
            "keys.open.request: public is outside the gate and holds no key, command or place on a roster",
        ),
    ),
    (
        "more than the base",
        {"access.closed": {"hear": ["interpreter", "technician"], "nothing": ["journalist", "public"]}},
        ("access.closed.hear: technician gets at most nothing in closed",),
    ),
    # keys
    (
        "nobody holds a key",
        {
            "keys.open": {"request": [], "confirm": []},
            "keys.close": {"holders": []},
            "keys.cut": {"holders": []},
        },
        (
            "keys.close.holders: expects at least one role of this profile",
            "keys.cut.holders: expects at least one role of this profile",
            "keys.open.request: expects at least one role of this profile",
            "keys.open.confirm: expects at least one role of this profile",
        ),
    ),
    # steps
    (
        "required without their steps",
        {
            "close": {"before_gate": [], "before_talk": ["shut_gate", "confirm_dark", "check_roster"]},
            "close.motion": {"needed": "required", "seconder": "required"},
        },
        (
            "close.before_gate: choose_ground is missing, since close.ground.needed is required",
            "close.before_gate: move is missing, since close.motion.needed is required",
            "close.before_gate: second is missing, since close.motion.seconder is required",
            "close.before_gate: vote is missing, since close.vote.needed is required",
            "close.before_gate: read_announcement is missing, since close.announcement.needed is required",
            "close.before_talk: attest_alone is missing, since during.attestation.alone is required",
        ),
    ),
    (
        "steps that nothing requires",
        {
            "close": {"before_gate": ["choose_ground", "move", "second", "vote", "read_announcement"]},
            "close.ground": {"needed": "not_required"},
            "close.vote": {"needed": "unspecified"},
            "close.announcement": {"needed": "not_required"},
            "during.attestation": {"alone": "unspecified"},
        },
        (
            "close.before_gate: choose_ground would lock closing, but close.ground.needed is not required",
            "close.before_gate: move would lock closing, but close.motion.needed is not required",
            "close.before_gate: second would lock closing, but close.motion.seconder is not required",
            "close.before_gate: vote would lock closing, but close.vote.needed is not required",
            "close.before_gate: read_announcement would lock closing, but close.announcement.needed is not required",
            "close.before_talk: attest_alone would lock closing, but during.attestation.alone is not required",
        ),
    ),
    (
        "no first steps in private",
        {"close": {"before_talk": ["attest_alone"]}},
        (
            "close.before_talk: shut_gate is missing; no profile goes without it",
            "close.before_talk: confirm_dark is missing; no profile goes without it",
            "close.before_talk: check_roster is missing; no profile goes without it",
        ),
    ),
    (
        "the gate late",
        {"close": {"before_talk": ["confirm_dark", "shut_gate", "check_roster", "attest_alone"]}},
        ("close.before_talk: shut_gate comes first",),
    ),
    (
        "steps that nobody may do",
        {"may": {"choose_ground": [], "read_announcement": [], "open_vote": [], "vote": [], "attest_alone": []}},
        (
            "may.choose_ground: expects at least one role, since close.before_gate has choose_ground",
            "may.read_announcement: expects at least one role, since close.before_gate has read_announcement",
            "may.open_vote: expects at least one role, since close.before_gate has vote",
            "may.vote: expects at least one role, since close.before_gate has vote",
            "may.attest_alone: expects at least one role, since close.before_talk has attest_alone",
        ),
    ),
    # closing
    (
        "a ground from a list that is empty and complete",
        {"close.ground": {"grounds": []}},
        ("close.ground.grounds: expects a ground, since one is required and the list is said to be complete",),
    ),
    (
        "two grounds of one name",
        {
            "close.ground": {
                "grounds": [
                    {"id": "land", "citation": "4", "text": text, "confidence": "design"}
                    for text in ("to buy", "to sell")
                ]
            }
        },
        ("close.ground.grounds: land stands twice",),
    ),
    (
        "a vote of no kind",
        {"close.vote": {"kind": "none"}},
        ("close.vote.kind: expects a kind of vote, since one is required",),
    ),
    (
        "a recording that nothing starts",
        {"during.recording": {"policy": "sealed"}},
        ("close.before_talk: start_sealed_recording is missing, since during.recording.policy asks for a recording",),
    ),
    (
        "a recording that nothing asks for",
        {"close": {"before_talk": [*TALK, "start_sealed_recording"]}},
        ("during.recording.policy: expects sealed, since close.before_talk has start_sealed_recording",),
    ),
    # script
    (
        "no words to read",
        {"close.announcement": {"script": " "}},
        ("close.announcement.script: expects the words to read, since close.before_gate has read_announcement",),
    ),
    (
        "a field nobody fills",
        {"close.announcement": {"script": "For {ground}, until {estimated_end}."}},
        ("close.announcement.script: estimated_end does not stand in close.announcement.fields",),
    ),
    (
        "a brace astray",
        {"close.announcement": {"script": "For {ground or so."}},
        ("close.announcement.script: expects each brace to belong to {field} or {field:one|other}",),
    ),
    # trust
    (
        "a source that is not there",
        {"close.vote": {"sources": ["bylaw"]}, "": {"notices": [{**NOTICE, "sources": ["bylaw"]}]}},
        ("close.vote.sources: bylaw is not in [[sources]]", "notices[0].sources: bylaw is not in [[sources]]"),
    ),
    (
        "read without a source",
        {
            "close.vote": {"confidence": "read"},
            "close.ground": {"grounds": [{"id": "land", "citation": "4", "text": "x", "confidence": "read"}]},
        },
        (
            "close.vote.sources: expects a source, since confidence is read",
            "close.ground.grounds[0].sources: expects a source, since confidence is read",
        ),
    ),
    (
        "a hole in what was read",
        {"close.vote": {"confidence": "read", "sources": ["charter"], "threshold": "unspecified"}},
        ("close.vote.unverified: threshold is unspecified in a table that was read, and is not listed",),
    ),
    ("a source twice", {"": {"sources": [SOURCE, {**SOURCE, "cite": "another"}]}}, ("sources: charter stands twice",)),
    (
        "an unverified key that is none",
        {"close.vote": {"unverified": ["treshold", "sources"]}},
        (
            "close.vote.unverified: treshold is not a key of this table",
            "close.vote.unverified: sources is not a key of this table",
        ),
    ),
    (
        "a local rule for no key",
        {"": {"local_rules": [{**RULE, "sets": ["during.roster.voice=required", "during.roster.needed"]}]}},
        (
            "local_rules[0].sets: during.roster.voice=required expects table.key=value with a key of a profile",
            "local_rules[0].sets: during.roster.needed expects table.key=value with a key of a profile",
        ),
    ),
]


def faults_of(text: str, **arguments: str) -> tuple[str, ...]:
    with pytest.raises(ProfileRefused) as refused:
        parse(text, **arguments)
    assert str(refused.value) == "; ".join(refused.value.faults)
    return refused.value.faults


@pytest.mark.parametrize(("changes", "faults"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_a_fault_is_named_and_nothing_else_is(changes: Changes, faults: tuple[str, ...]) -> None:
    assert faults_of(toml(changed(COUNCIL, changes)), base=BASE) == faults


def test_every_check_is_tried_by_a_case() -> None:
    base, _ = read_sheet(BASE)
    sheets = [lay_over(base, read_sheet(toml(changed(COUNCIL, changes)))[0]) for _, changes, _ in CASES]
    idle = [
        check.__name__ for check in (*CHECKS, trust, holes, local_rules) if not any(list(check(one)) for one in sheets)
    ]
    assert idle == ["labels"]  # a sparse file inherits its labels; see below
    assert any(list(ceilings(one, base)) for one in sheets)


def test_a_local_rule_that_sets_keys_of_a_profile_is_taken() -> None:
    rule = {**RULE, "sets": ["close.vote.kind=roll_call", "profile.name=Pier"]}
    sheet = read_sheet(toml(changed(COUNCIL, {"": {"local_rules": [rule]}})))[0]
    assert list(local_rules(lay_over(read_sheet(BASE)[0], sheet))) == []


def test_all_faults_are_told_at_once() -> None:
    text = toml(changed(COUNCIL, {"close.vote": {"kind": "show_of_hands", "treshold": 1}, "keys.cut": {"holders": []}}))
    assert faults_of(text, base=BASE, name="other") == (
        "close.vote.kind: expects one of roll_call, resolution, none, unspecified",
        "close.vote.treshold: unknown key",
        "profile.id: expects other, the name of the file",
        "keys.cut.holders: expects at least one role of this profile",
    )


def test_a_file_that_is_not_toml_says_so() -> None:
    faults = faults_of("[profile\n", base=BASE)
    assert faults[0].startswith("not TOML: ")


def test_a_file_nested_without_end_is_refused() -> None:
    assert faults_of("open_questions = " + "[" * 100_000, base=BASE)[0].startswith("not TOML: ")


def test_a_base_must_say_everything() -> None:
    base = (
        BASE.replace("cut = [", "cut = [").replace('override = "chair_logged"\n', "").replace("two_step = true\n", "")
    )
    assert faults_of(base) == ("keys.open.two_step: missing", "keys.close.override: missing")


def test_every_role_has_a_label() -> None:
    assert faults_of(BASE.replace('clerk = "clerk"\n', "")) == ("labels.roles.clerk: missing",)


def test_a_profile_has_roles() -> None:
    faults = faults_of(toml({"profile": {"roles": []}}), base=BASE)
    assert faults[0] == "profile.roles: expects at least one role"

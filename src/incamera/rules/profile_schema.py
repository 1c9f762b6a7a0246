"""The tables and keys of a profile file, and the kind of value that each expects.

The words are those of docs/profiles.md. A key that is not here does not exist: a file that holds it is refused, so that
a misspelt rule is never a rule that silently does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from incamera.rules.profile_kinds import (
    DURATION,
    NAME,
    WORD,
    Flag,
    Kind,
    ListOf,
    Matching,
    OneOf,
    Only,
    Rows,
    Text,
)

ROLES: Final = (
    "principal",
    "chair",
    "delegate",
    "member",
    "party",
    "chief_of_protocol",
    "note_taker",
    "staff",
    "clerk",
    "court_reporter",
    "interpreter",
    "sign_interpreter",
    "captioner",
    "technician",
    "press_aide",
    "pooler",
    "journalist",
    "observer",
    "public",
)
PHASES: Final = ("doors_closed", "image_op", "on_record", "closed", "recess", "ended")
LEVELS: Final = ("nothing", "see", "hear", "speak")
"""From low to high, as `words.Access`."""
GATE_STEPS: Final = (
    "cue_press",
    "choose_ground",
    "move",
    "second",
    "vote",
    "read_announcement",
    "direct_press_not_to_report",
    "judge_directs",
)
TALK_STEPS: Final = (
    "shut_gate",
    "stamp_pool_out",
    "confirm_dark",
    "check_roster",
    "attest_alone",
    "read_code",
    "start_sealed_recording",
    "court_reporter_ready",
)
COMMANDS: Final = (
    "convene",
    "recess",
    "adjourn",
    "stop",
    "take_up",
    "recognise",
    "ask_floor",
    "mute",
    "admit",
    "hold",
    "remove",
    "renew",
    "lock",
    "choose_ground",
    "read_announcement",
    "open_vote",
    "vote",
    "attest_alone",
    "expect_return",
    "layout",
    "propose_feed",
    "approve_feed",
    "say",
    "share_screen",
)
"""What `[may]` may list. `close`, `cut`, `dump` and `ask` are read from `[keys]` and stand nowhere else.

To undo goes with the right to do: who may hold may release, who may ask for the floor may yield it."""

_UNSPECIFIED = "unspecified"
_NEEDED = OneOf(("required", "not_required", _UNSPECIFIED))
_CONFIDENCE = OneOf(("read", "own_knowledge", "design", "unverified"))
_WORD = Matching(WORD, "a word in lower case")
_WORDS = ListOf(_WORD)
_ROLE = OneOf(ROLES)
_ROLES = ListOf(_ROLE)
_TEXT = Text()
_SPAN_OF_TIME = Matching(DURATION, "a duration such as P90D", (_UNSPECIFIED,))
_LEG = OneOf(("refused", "declared_exception"))

ANNOTATIONS: Final[Mapping[str, Kind]] = {"confidence": _CONFIDENCE, "unverified": _WORDS, "sources": ListOf(_TEXT)}
"""How far to trust a table; of these only `confidence` must stand."""


def _words(*words: str) -> Kind:
    return OneOf((*words, _UNSPECIFIED))


def _stated(**kinds: Kind) -> dict[str, Kind]:
    """A table that states something, and therefore says how far to trust it."""
    return {**kinds, **ANNOTATIONS}


_GROUNDS = Rows({"id": _WORD, "citation": _TEXT, "text": _TEXT, "confidence": _CONFIDENCE}, {"sources": ListOf(_TEXT)})
_NOTICES = Rows(
    {"to": _ROLES, "phase": OneOf(PHASES), "text": _TEXT, "confidence": _CONFIDENCE}, {"sources": ListOf(_TEXT)}
)
_SOURCES = Rows({"id": Matching(NAME, "a short name"), "cite": _TEXT, "covers": _TEXT, "confidence": _CONFIDENCE}, {})
_LOCAL_RULES = Rows(
    {"place": _TEXT, "citation": _TEXT, "text": _TEXT, "sets": ListOf(_TEXT), "confidence": _CONFIDENCE},
    {"sources": ListOf(_TEXT)},
)

_HEAD: Final[Mapping[str, Mapping[str, Kind]]] = {
    "": {
        "schema_version": Only(1, "no other version is known"),
        "open_questions": ListOf(_TEXT),
        "notices": _NOTICES,
        "local_rules": _LOCAL_RULES,
        "sources": _SOURCES,
    },
    "profile": {
        "id": Matching(NAME, "a name of lower-case letters, digits and hyphens"),
        "name": _TEXT,
        "jurisdiction": _TEXT,
        "institution": OneOf(
            ("ministry_or_government", "council_or_board", "parliamentary_committee", "court", "international_body")
        ),
        "default": Flag(),
        "summary": _TEXT,
        "phases": ListOf(OneOf(PHASES)),
        "roles": _ROLES,
    },
    "labels": _stated(closed=_TEXT),
    "labels.roles": dict.fromkeys(ROLES, _TEXT),
    "order": _stated(start=OneOf(("on_record", "closed")), convene_in_public=_NEEDED),
}

_CLOSE: Final[Mapping[str, Mapping[str, Kind]]] = {
    "close": _stated(
        before_gate=ListOf(OneOf(GATE_STEPS)),
        before_talk=ListOf(OneOf(TALK_STEPS)),
        if_refused=Only("stay_open", "a motion that fails changes nothing"),
        delayed_webcast=OneOf(("drain", "flush")),
    ),
    "close.notice": _stated(needed=_NEEDED, fields=_WORDS),
    "close.ground": _stated(needed=_NEEDED, citation_needed=_NEEDED, complete=Flag(), grounds=_GROUNDS),
    "close.subject": _stated(
        needed=_NEEDED,
        disclosure=_words("all_subjects", "purpose", "specific_motion", "part_of_proceedings", "open_title", "topics"),
        via=_words("announcement", "motion", "schedule"),
    ),
    "close.motion": _stated(needed=_NEEDED, mover=_NEEDED, seconder=_NEEDED, fields=_WORDS),
    "close.vote": _stated(
        needed=_NEEDED,
        kind=_words("roll_call", "resolution", "none"),
        threshold=_words("majority", "two_thirds", "none"),
    ),
    "close.announcement": _stated(needed=_NEEDED, fields=_WORDS, script=Text(blank=True)),
}

_DURING: Final[Mapping[str, Mapping[str, Kind]]] = {
    "during": {},
    "during.roster": _stated(needed=_NEEDED, record=_WORDS, identify_by_voice=_NEEDED),
    "during.attestation": _stated(
        alone=_NEEDED, who=OneOf(("all_remote", "remote_members")), repeat_after_rejoin=Flag()
    ),
    "during.attendance": _stated(non_members=_words("withdraw"), staff=_words("plus_n", "one_per_member")),
    "during.recording": _stated(
        policy=OneOf(("none", "sealed", "sealed_except_privileged")),
        kind=_words("none", "audio", "audio_or_video", "verbatim_by_court_reporter"),
        made_by=_words("none", "clerk", "court_reporter"),
        retention=_SPAN_OF_TIME,
        retention_is=_words("at_least", "at_most"),
        destroy_needs=_WORDS,
        release_when=_WORD,
        cite_provision_on_recording=_NEEDED,
        privileged_statement=_NEEDED,
    ),
    "during.extension": _stated(
        announcement=_NEEDED, fields=_WORDS, where=ListOf(OneOf(("on_record_audio", "slate", "ledger")))
    ),
    "during.media_loss": _stated(
        member_counts_absent=_NEEDED,
        quorum=_words("recount_on_loss", "not_applicable"),
        public_cannot_follow=_words("recess"),
    ),
    "during.legs": _stated(phone=_LEG, unverified_leg=_LEG),
    "during.outage": _stated(
        steps=ListOf(OneOf(("slate", "announce", "recess", "good_faith_repair"))), max_wait=_SPAN_OF_TIME
    ),
    "during.press": _stated(
        may_stay=Flag(),
        tag=OneOf(("none", "not_to_report")),
        remote_press=_words("none", "gallery_only", "site_decides"),
    ),
}

_AFTER: Final[Mapping[str, Mapping[str, Kind]]] = {
    "reopen": _stated(
        must_return=_NEEDED,
        report_out=_NEEDED,
        report_out_fields=_WORDS,
        final_action_in_open=_NEEDED,
        open_vote_kind=_words("roll_call", "none"),
    ),
    "after": _stated(documents=_WORDS),
    "after.minutes": _stated(
        closed_minutes=OneOf(("required", "not_required", "by_decision", _UNSPECIFIED)), contents=_WORDS
    ),
    "after.transcript": _stated(closed=_words("none", "by_decision", "verbatim_by_court_reporter")),
    "after.release_review": _stated(interval=Matching(DURATION, "a duration such as P6M", ("none", _UNSPECIFIED))),
}

_PRESS: Final[Mapping[str, Mapping[str, Kind]]] = {
    "gallery": _stated(
        entry=OneOf(("open", "accredited", "by_direction")),
        coverage=OneOf(
            ("open_press", "pooled_press", "pooled_spray_at_top", "closed_press", "host_determined", "virtual_open")
        ),
        ground_rules=_words("accept_before_entry"),
        image_op_sound=OneOf(("ambient", "none", "not_applicable")),
        questions=_words("after_both_principals_spoke", "none", "not_applicable"),
        observer_fields=_WORDS,
        audience_recording=_words("offence"),
    ),
    "interpretation": _stated(
        consent_to_record=_NEEDED,
        record=ListOf(OneOf(("floor_channel", "each_language"))),
        authentic=_words("floor_channel"),
        inside_closed_phase=Flag(),
    ),
}

_RIGHTS: Final[Mapping[str, Mapping[str, Kind]]] = {
    "keys": {},
    "keys.open": _stated(
        request=_ROLES,
        confirm=_ROLES,
        rule=OneOf(("any_one", "each_role", "one_per_delegation")),
        two_step=Only(True, "opening always takes a request, a countdown and keys"),
    ),
    "keys.close": _stated(
        holders=_ROLES,
        rule=Only("any_one", "one hand shuts"),
        override=OneOf(("none", "chair_logged")),
    ),
    "keys.cut": _stated(
        holders=_ROLES,
        rule=Only("any_one", "one hand cuts"),
        shown_in_room=Only(True, "a cut is always shown in the room"),
    ),
    "phases": _stated(),
    **{
        f"phases.{phase}": {
            "side": OneOf(("open", "closed")),
            "sends": ListOf(OneOf(("picture", "sound"))),
            "named_only": _ROLES,
        }
        for phase in PHASES
    },
    "access": _stated(),
    **{f"access.{phase}": dict.fromkeys(LEVELS, _ROLES) for phase in PHASES},
    "may": _stated(**dict.fromkeys(COMMANDS, _ROLES)),
}

TABLES: Final[Mapping[str, Mapping[str, Kind]]] = {**_HEAD, **_CLOSE, **_DURING, **_AFTER, **_PRESS, **_RIGHTS}
"""Path of a table -> its keys; the tables inside it stand under their own paths."""

OPTIONAL: Final = frozenset({"unverified", "sources"})
"""Keys that even a complete file may leave out of a table that states something."""

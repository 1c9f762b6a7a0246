"""What a profile may ask for and the product cannot do yet.

A step that alone is skipped aloud is `unavailable`. Anything else that is required and cannot be done makes the profile
one that is shown with its reasons and not offered for a meeting: `missing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from incamera.rules.profile_sheet import Sheet

DOABLE: Final = frozenset(
    {
        "choose_ground",
        "read_announcement",
        "vote",
        "cue_press",
        "shut_gate",
        "stamp_pool_out",
        "confirm_dark",
        "check_roster",
        "attest_alone",
    }
)
FILLABLE: Final = frozenset({"ground", "citation", "subjects", "expects_to_reconvene"})
"""Fields of an announcement that choosing a ground fills."""
SKIPPED_ALOUD: Final[Mapping[str, str]] = {"read_code": "Not end-to-end encrypted: there is no code to read."}

_STEPS: Final[Mapping[str, str]] = {
    "move": "A motion to close cannot be put yet.",
    "second": "A motion to close cannot be seconded yet.",
    "direct_press_not_to_report": "A direction to the press not to report cannot be given yet.",
    "judge_directs": "A judge's direction to sit in private cannot be recorded yet.",
    "start_sealed_recording": "A sealed recording of the closed part cannot be made yet.",
    "court_reporter_ready": "A court reporter's readiness cannot be confirmed yet.",
}

_WANTS: Final[tuple[tuple[str, str, frozenset[object], str], ...]] = (
    (
        "during.recording",
        "policy",
        frozenset({"sealed", "sealed_except_privileged"}),
        "The closed part must be recorded under seal, which cannot be done yet.",
    ),
    ("during.press", "may_stay", frozenset({True}), "Press that may stay in the closed part cannot be admitted yet."),
    (
        "during.legs",
        "phone",
        frozenset({"declared_exception"}),
        "Phones in the closed part, as a declared exception, cannot be admitted yet.",
    ),
    (
        "during.legs",
        "unverified_leg",
        frozenset({"declared_exception"}),
        "Unverified legs in the closed part, as a declared exception, cannot be admitted yet.",
    ),
    (
        "during.extension",
        "announcement",
        frozenset({"required"}),
        "A later end of the closed part cannot be announced to the public yet.",
    ),
    (
        "during.media_loss",
        "member_counts_absent",
        frozenset({"required"}),
        "A member whose picture or sound is lost cannot be counted absent yet.",
    ),
    (
        "during.media_loss",
        "public_cannot_follow",
        frozenset({"recess"}),
        "A recess when the public cannot follow cannot be called by the product yet.",
    ),
    ("reopen", "must_return", frozenset({"required"}), "The return to the open part cannot be enforced yet."),
    ("reopen", "report_out", frozenset({"required"}), "Reporting out of the closed part cannot be recorded yet."),
    (
        "reopen",
        "final_action_in_open",
        frozenset({"required"}),
        "Final action in the open part cannot be enforced yet.",
    ),
)


def unavailable(sheet: Sheet) -> dict[str, str]:
    """Steps of the profile that the product skips aloud, each with the sentence for the screen."""
    return {step: SKIPPED_ALOUD[step] for step in sheet.words("close", "before_talk") if step in SKIPPED_ALOUD}


def missing(sheet: Sheet) -> tuple[str, ...]:
    """A sentence for each thing the profile requires and the product cannot do."""
    return tuple(dict.fromkeys(_reasons(sheet)))


def _reasons(sheet: Sheet) -> Iterator[str]:
    if "image_op" in sheet.words("profile", "phases"):
        yield "An image opportunity (pictures without sound) cannot be sent yet."
    for step in (*sheet.words("close", "before_gate"), *sheet.words("close", "before_talk")):
        if step not in DOABLE and step not in SKIPPED_ALOUD:
            yield _STEPS[step]
    if "read_announcement" in sheet.words("close", "before_gate"):
        for name in sheet.words("close.announcement", "fields"):
            if name not in FILLABLE:
                yield f"The announcement asks for {name}, which cannot be filled in yet."
            elif name == "citation" and not sheet["close.ground"].get("complete"):
                yield "The announcement cites a provision, and a ground that is not in the list cannot be given one yet."
    for path, key, values, reason in _WANTS:
        if sheet[path].get(key) in values:
            yield reason

"""The checks of a merged profile: each function yields one sentence for each fault of one sort.

They run after every key has been found to be of its kind, so a value here is of the right type; it may still not stand
at all when the file was faulty there, which has its own sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from incamera.rules.announcement import is_well_formed, script_fields
from incamera.rules.profile_schema import LEVELS, PHASES
from incamera.rules.profile_sheet import ROLE_LISTS, Sheet
from incamera.rules.words import OUTSIDE_ROLES

NEEDED_PHASES: Final = ("doors_closed", "on_record", "closed", "recess", "ended")
CLOSED_SIDE: Final = frozenset({"doors_closed", "closed", "recess", "ended"})
FIRST_IN_PRIVATE: Final = ("shut_gate", "confirm_dark", "check_roster")
"""Steps that no profile may leave out before the first closed word; the gate comes first."""


def phases(sheet: Sheet) -> Iterator[str]:
    """Every phase the rules reach for is there, on its side, and the closed side sends nothing."""
    listed = sheet.words("profile", "phases")
    for phase in NEEDED_PHASES:
        if phase not in listed:
            yield f"profile.phases: {phase} is missing"
    for phase in PHASES:
        row = sheet[f"phases.{phase}"]
        wanted = "closed" if phase in CLOSED_SIDE else "open"
        if row.get("side", wanted) != wanted:
            yield f"phases.{phase}.side: expects {wanted}; {phase} is on that side in every profile"
        if phase in CLOSED_SIDE and row.get("sends"):
            yield f"phases.{phase}.sends: expects an empty list; nothing leaves on the closed side"


def roles_once(sheet: Sheet) -> Iterator[str]:
    """Each role of the profile stands exactly once in each of its phases."""
    roles = sheet.words("profile", "roles")
    if not roles:
        yield "profile.roles: expects at least one role"
    for phase in sheet.words("profile", "phases"):
        path = f"access.{phase}"
        for role in roles:
            levels = [level for level in LEVELS if role in sheet.words(path, level)]
            if not levels:
                yield f"{path}: {role} stands nowhere; every role stands once in each phase"
            elif len(levels) > 1:
                yield f"{path}: {role} stands in {' and '.join(levels)}; every role stands once in each phase"


def known_roles(sheet: Sheet) -> Iterator[str]:
    """Lists of roles, labels and notices name only roles and phases that the profile has."""
    roles = sheet.words("profile", "roles")
    for path, key in ROLE_LISTS:
        for role in sheet.words(path, key):
            if role not in roles:
                yield f"{path}.{key}: {role} is not a role of this profile"
    for role in sheet["labels.roles"]:
        if role not in roles:
            yield f"labels.roles.{role}: {role} is not a role of this profile"
    for place, notice in enumerate(sheet[""].get("notices", ())):
        for role in notice["to"]:
            if role not in roles:
                yield f"notices[{place}].to: {role} is not a role of this profile"
        if notice["phase"] not in sheet.words("profile", "phases"):
            yield f"notices[{place}].phase: {notice['phase']} is not a phase of this profile"


def labels(sheet: Sheet) -> Iterator[str]:
    """Every role has a word for the screen."""
    for role in sheet.words("profile", "roles"):
        if role not in sheet["labels.roles"]:
            yield f"labels.roles.{role}: missing"


def outside(sheet: Sheet) -> Iterator[str]:
    """Press and public get at most the programme, nothing on the closed side, and no command or key."""
    stays = sheet["during.press"].get("may_stay") is True
    for path, key in ROLE_LISTS:
        phase = path.removeprefix("access.")
        for role in (role for role in sheet.words(path, key) if role in OUTSIDE_ROLES):
            if not path.startswith("access."):
                yield f"{path}.{key}: {role} is outside the gate and holds no key, command or place on a roster"
            elif key == "speak":
                yield f"{path}.speak: {role} is outside the gate and never speaks"
            elif phase in CLOSED_SIDE and key != "nothing" and not (stays and phase == "closed"):
                yield f"{path}.{key}: {role} is outside the gate and has nothing in {phase}"


def keys(sheet: Sheet) -> Iterator[str]:
    """Somebody can close, cut, ask to open, and open."""
    for path, key in (("close", "holders"), ("cut", "holders"), ("open", "request"), ("open", "confirm")):
        if not sheet.words(f"keys.{path}", key):
            yield f"keys.{path}.{key}: expects at least one role of this profile"


_STEP_OF: Final[tuple[tuple[str, str, tuple[str, ...], str], ...]] = (
    ("close.ground", "needed", ("choose_ground",), "before_gate"),
    ("close.motion", "needed", ("move",), "before_gate"),
    ("close.motion", "seconder", ("second",), "before_gate"),
    ("close.vote", "needed", ("vote",), "before_gate"),
    ("close.announcement", "needed", ("read_announcement", "direct_press_not_to_report"), "before_gate"),
    ("during.attestation", "alone", ("attest_alone",), "before_talk"),
)
"""What may be required, and the steps of which one answers it."""


def steps(sheet: Sheet) -> Iterator[str]:
    """What is required has its step, what is optional has none, and the first steps in private are all there."""
    for path, key, answers, where in _STEP_OF:
        found = [step for step in answers if step in sheet.words("close", where)]
        is_required = sheet[path].get(key) == "required"
        if is_required and not found:
            yield f"close.{where}: {answers[0]} is missing, since {path}.{key} is required"
        if found and not is_required:
            yield f"close.{where}: {found[0]} would lock closing, but {path}.{key} is not required"
    talk = sheet.words("close", "before_talk")
    for step in FIRST_IN_PRIVATE:
        if step not in talk:
            yield f"close.before_talk: {step} is missing; no profile goes without it"
    if "shut_gate" in talk[1:]:
        yield "close.before_talk: shut_gate comes first"


_DONE_BY: Final = (
    ("before_gate", "choose_ground", ("choose_ground",)),
    ("before_gate", "read_announcement", ("read_announcement",)),
    ("before_gate", "vote", ("open_vote", "vote")),
    ("before_talk", "attest_alone", ("attest_alone",)),
)


def doers(sheet: Sheet) -> Iterator[str]:
    """A step that locks can be done by somebody."""
    for where, step, commands in _DONE_BY:
        for command in commands:
            if step in sheet.words("close", where) and not sheet.words("may", command):
                yield f"may.{command}: expects at least one role, since close.{where} has {step}"


def closing(sheet: Sheet) -> Iterator[str]:
    """Ground, vote, announcement and recording can be met as they are asked for."""
    ground = sheet["close.ground"]
    grounds = ground.get("grounds", ())
    if ground.get("needed") == "required" and ground.get("complete") and not grounds:
        yield "close.ground.grounds: expects a ground, since one is required and the list is said to be complete"
    ids = [row["id"] for row in grounds]
    yield from (f"close.ground.grounds: {one} stands twice" for one in dict.fromkeys(ids) if ids.count(one) > 1)
    if sheet["close.vote"].get("needed") == "required" and sheet["close.vote"].get("kind") == "none":
        yield "close.vote.kind: expects a kind of vote, since one is required"
    sealing = {"start_sealed_recording", "court_reporter_ready"} & set(sheet.words("close", "before_talk"))
    recorded = sheet["during.recording"].get("policy", "none") != "none"
    if recorded and not sealing:
        yield "close.before_talk: start_sealed_recording is missing, since during.recording.policy asks for a recording"
    if sealing and not recorded:
        yield f"during.recording.policy: expects sealed, since close.before_talk has {', '.join(sorted(sealing))}"


def script(sheet: Sheet) -> Iterator[str]:
    """What must be read out has its words, and the script uses only fields that are asked for."""
    text = sheet["close.announcement"].get("script", "")
    if not text.strip() and "read_announcement" in sheet.words("close", "before_gate"):
        yield "close.announcement.script: expects the words to read, since close.before_gate has read_announcement"
    if not is_well_formed(text):
        yield "close.announcement.script: expects each brace to belong to {field} or {field:one|other}"
    for name in script_fields(text):
        if name not in sheet.words("close.announcement", "fields"):
            yield f"close.announcement.script: {name} does not stand in close.announcement.fields"


CHECKS: Final[tuple[Callable[[Sheet], Iterator[str]], ...]] = (
    phases,
    roles_once,
    known_roles,
    labels,
    outside,
    keys,
    steps,
    doers,
    closing,
    script,
)


def ceilings(sheet: Sheet, base: Sheet) -> Iterator[str]:
    """No role gets more of a chamber than the base gives it: a profile may only narrow."""
    stays = sheet["during.press"].get("may_stay") is True
    for phase in PHASES:
        path = f"access.{phase}"
        for height, level in enumerate(LEVELS):
            for role in sheet.words(path, level):
                highest = max((i for i, one in enumerate(LEVELS) if role in base.words(path, one)), default=0)
                is_press_that_stays = stays and phase == "closed" and role in OUTSIDE_ROLES
                if height > highest and not is_press_that_stays:
                    yield f"{path}.{level}: {role} gets at most {LEVELS[highest]} in {phase}"

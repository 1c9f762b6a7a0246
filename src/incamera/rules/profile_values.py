"""What a profile file says, as values: the part of it that the rules read.

Nothing here parses or checks; `profile_file` does. A value of these types has passed every check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from incamera.rules.words import Access, PhaseName, Role, Side


@dataclass(frozen=True, slots=True)
class Phase:
    """A row of the profile: part of a meeting with one access rule. Code branches on `side` alone."""

    name: PhaseName
    side: Side
    access: Mapping[Role, Access]
    named_only: frozenset[Role] = frozenset()
    """Roles that the roster admits only by name (a captioner or interpreter in a closed phase)."""
    sends: frozenset[str] = frozenset()
    """What may leave the chamber: `picture`, `sound`. Empty on the closed side."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason in law for closing."""

    id: str
    citation: str
    text: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Who may ask to open, whose keys open, and by which rule they suffice."""

    request: frozenset[Role]
    confirm: frozenset[Role]
    rule: str
    """`any_one`, `each_role` (one of every role in `confirm`), `one_per_delegation`."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence shown to some roles in one phase."""

    to: frozenset[Role]
    phase: PhaseName
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the rules read of a merged, checked profile file."""

    id: str
    name: str
    institution: str
    summary: str
    is_default: bool
    phases: Mapping[PhaseName, Phase]
    roles: tuple[Role, ...]
    """In protocol order."""
    start: PhaseName
    """The first phase after `doors_closed`: `on_record`, or `closed` for a body that begins in private."""
    closed_phase: PhaseName
    """Where `close` leads; its label is `closed_label`."""
    closed_label: str
    role_labels: Mapping[Role, str]
    may: Mapping[str, frozenset[Role]]
    """Command -> roles. Unlisted is Denied."""
    before_gate: tuple[str, ...]
    """Steps that lock `close` (never `cut`) until done."""
    before_talk: tuple[str, ...]
    """Steps between the gate shutting and the first closed word."""
    grounds: tuple[Ground, ...]
    grounds_complete: bool
    citation_needed: bool
    announcement_fields: tuple[str, ...]
    script: str
    vote_kind: str
    """`roll_call`, `resolution`, `none`."""
    vote_threshold: str
    """`majority`, `two_thirds`, `none`, `unspecified` (a site must say; the product then asks only for a majority of those voting)."""
    attest_who: str
    """`all_remote`, `remote_members`, `nobody`."""
    attest_again: bool
    """Whether who re-joins states again that they are alone."""
    override: bool
    """Whether who presides may skip locked steps in an emergency; the ledger says so."""
    keys: Keys
    notices: tuple[Notice, ...] = ()
    unavailable: Mapping[str, str] = field(default_factory=dict)
    """Steps the product cannot do yet and skips aloud: step -> sentence for the screen (`read_code`)."""
    missing: tuple[str, ...] = ()
    """Required steps the product cannot do yet: the profile is shown, not selectable, with these reasons."""

    def access(self, role: Role, phase: PhaseName) -> Access:
        """The ceiling of a role in a phase; an unknown role or phase is NOTHING."""
        row = self.phases.get(phase)
        return Access.NOTHING if row is None else row.access.get(role, Access.NOTHING)


class ProfileRefused(ValueError):
    """A profile file failed its checks. `faults` has one sentence each, naming table and key."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults

"""A plan as it travels between the desk and the api."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from incamera.platform.fields import InstantSent, Line, Prose
from incamera.rules.meeting import Delegation, Item, Plan, Seat
from incamera.rules.profile import Profile
from incamera.rules.public import PublicFace
from incamera.rules.words import OUTSIDE_ROLES

Name = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_.:/+-]*$")]
"""An id, or a word of the profile."""
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Address = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^([^\s@<>,;:\"\\()\[\]]+@[^\s@<>,;:\"\\()\[\]]+)?$")
]


class Sent(BaseModel):
    """Whatever a page sends: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DelegationSent(Sent):
    """One side."""

    id: Name = ""
    name: Line
    kind: Name
    colours: Annotated[list[Colour], Field(max_length=4)] = []


class SeatSent(Sent):
    """One person's place. `address` is for the invitation and is shown to nobody but the desk."""

    id: Name = ""
    person: Line
    role: Name
    title: Line = ""
    form: Line = ""
    delegation: Name = ""
    holds_key: bool = False
    named_for: Annotated[list[Name], Field(max_length=20)] = []
    address: Address = ""


class ItemSent(Sent):
    """An agenda point."""

    id: Name = ""
    open_title: Line = ""
    closed_title: Line = ""
    phase: Name = ""
    minutes: Annotated[int, Field(ge=0, le=1_440)] = 0


class PlanSent(Sent):
    """A whole plan. Empty ids are filled in by the api."""

    title: Line
    purpose: Prose = ""
    starts: InstantSent
    zone: Name = "UTC"
    coverage: Name = "closed_press"
    profile: Name
    delegations: Annotated[list[DelegationSent], Field(max_length=60)] = []
    seats: Annotated[list[SeatSent], Field(max_length=300)] = []
    items: Annotated[list[ItemSent], Field(max_length=200)] = []
    delay: Annotated[int, Field(ge=0, le=60)] = 15
    """Of the webcast, in seconds."""

    def to_plan(self) -> Plan:
        """The plan as the rules know it; addresses are left behind."""
        seats = (
            s.model_dump(exclude={"address", "named_for"}) | {"named_for": frozenset(s.named_for)} for s in self.seats
        )
        return Plan(
            **self.model_dump(exclude={"delegations", "seats", "items"}),
            delegations=tuple(Delegation(d.id, d.name, d.kind, tuple(d.colours)) for d in self.delegations),
            seats=tuple(Seat(**s) for s in seats),
            items=tuple(Item(**i.model_dump()) for i in self.items),
        )


def sent_from(plan: Plan, addresses: dict[str, str]) -> PlanSent:
    """A stored plan as the desk edits it."""
    return PlanSent.model_construct(
        title=plan.title,
        purpose=plan.purpose,
        starts=plan.starts,
        zone=plan.zone,
        coverage=plan.coverage,
        profile=plan.profile,
        delegations=[
            DelegationSent.model_construct(id=d.id, name=d.name, kind=d.kind, colours=list(d.colours))
            for d in plan.delegations
        ],
        seats=[_seat_from(s, addresses.get(s.id, "")) for s in plan.seats],
        items=[
            ItemSent.model_construct(
                id=i.id, open_title=i.open_title, closed_title=i.closed_title, phase=i.phase, minutes=i.minutes
            )
            for i in plan.items
        ],
        delay=plan.delay,
    )


def _seat_from(seat: Seat, address: str) -> SeatSent:
    return SeatSent.model_construct(
        id=seat.id,
        person=seat.person,
        role=seat.role,
        title=seat.title,
        form=seat.form,
        delegation=seat.delegation,
        holds_key=seat.holds_key,
        named_for=sorted(seat.named_for),
        address=address,
    )


class SecretSent(Sent):
    """The secret of a link."""

    secret: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class SeatsSent(Sent):
    """Seats of one meeting."""

    seats: Annotated[list[Name], Field(min_length=1, max_length=300)]


class RoleShown(BaseModel):
    """A role that a seat can have under a profile."""

    role: str
    label: str
    inside: bool


class ProfileShown(BaseModel):
    """A profile as the desk chooses among them; one with `missing` reasons cannot be chosen."""

    id: str
    name: str
    institution: str
    summary: str
    closed_label: str
    roles: list[RoleShown]
    phases: list[str]
    key_roles: list[str]
    is_default: bool
    missing: list[str]


def profile_shown(profile: Profile) -> ProfileShown:
    """What the desk needs to know of a profile."""
    label = profile.role_labels.get
    return ProfileShown(
        id=profile.id,
        name=profile.name,
        institution=profile.institution,
        summary=profile.summary,
        closed_label=profile.closed_label,
        roles=[
            RoleShown(role=r, label=label(r, r.replace("_", " ")), inside=r not in OUTSIDE_ROLES) for r in profile.roles
        ],
        phases=list(profile.phases),
        key_roles=sorted(profile.keys.confirm),
        is_default=profile.is_default,
        missing=list(profile.missing),
    )


class MeetingMade(BaseModel):
    """The id of a new meeting."""

    id: str


class MeetingListed(BaseModel):
    """A line of the desk's list."""

    id: str
    title: str
    starts: int
    zone: str
    state: str
    seats: int
    profile: str


class InvitationShown(BaseModel):
    """What became of a seat's invitation."""

    seat: str
    address: str
    sent: int | None
    redeemed: int | None


class MeetingPlanned(BaseModel):
    """A meeting as the desk edits it."""

    id: str
    state: str
    plan: PlanSent
    invitations: list[InvitationShown]
    public: PublicFace


LedgerDocument = dict[str, Any]

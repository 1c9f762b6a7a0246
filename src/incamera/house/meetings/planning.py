"""What the desk does with plans: check, save, show."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from incamera.house.meetings.schemas import InvitationShown, MeetingListed, MeetingPlanned, PlanSent, sent_from
from incamera.house.meetings.service import Meetings, MeetingUnknownError
from incamera.house.meetings.store import addresses_of, put_addresses
from incamera.platform.db import Database
from incamera.platform.errors import ProductError
from incamera.platform.ids import is_id, new_id
from incamera.rules.decide import Denied
from incamera.rules.meeting import Plan
from incamera.rules.profile import Profile
from incamera.rules.public import PublicFace, plan_faults, public_face
from incamera.rules.views import view_for
from incamera.rules.words import DRAFT

Invited: TypeAlias = Callable[[str], Awaitable[list[InvitationShown]]]
"""What became of the invitations of a meeting's seats."""

Release: TypeAlias = Callable[[AsyncSession, Sequence[str]], Awaitable[None]]
"""Takes seats away from whoever holds them or has a link to them, with the caller's transaction."""


class PlanFaultyError(ProductError):
    """The plan cannot be saved; every fault is named."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("plan_faulty", 422, "This plan cannot be saved yet.")
        self._faults = [{"field": field, "expected": expected} for field, expected in faults]

    @property
    def faults(self) -> list[dict[str, str]]:
        """All fields at fault."""
        return self._faults


class DeniedError(ProductError):
    """The rules said no, with their reason."""

    def __init__(self, denied: Denied) -> None:
        super().__init__("denied", 409, denied.reason)


@dataclass(frozen=True, slots=True)
class Planning:
    """Plans of meetings, as the desk sees them."""

    meetings: Meetings
    database: Database
    invited: Invited
    release: Release

    async def create(self, sent: PlanSent) -> str:
        """Save a new meeting in draft; gives its id. Raises PlanFaultyError."""
        plan, addresses = self._checked(sent, "")
        made: str | Denied = await self.meetings.create(plan, also=lambda s, m: put_addresses(s, m, addresses))
        if isinstance(made, Denied):
            raise DeniedError(made)
        return made

    async def change(self, meeting_id: str, sent: PlanSent) -> None:
        """Save another plan of a meeting in draft. Raises PlanFaultyError, DeniedError, MeetingUnknownError.

        A seat that is gone, or whose address is another one now, is somebody else's: former links and browsers lose it.
        """
        self.meetings.get(meeting_id)
        plan, addresses = self._checked(sent, meeting_id)

        async def also(session: AsyncSession) -> None:
            former = await addresses_of(session, meeting_id)
            here = {seat.id for seat in self.meetings.get(meeting_id).plan.seats}
            gone = here - addresses.keys()
            await self.release(session, sorted(gone | {s for s, to in former.items() if addresses.get(s) != to}))
            await put_addresses(session, meeting_id, addresses)

        done = await self.meetings.plan(meeting_id, plan, also=also)
        if isinstance(done, Denied):
            raise DeniedError(done)

    async def shown(self, meeting_id: str) -> MeetingPlanned:
        """A meeting as the desk edits it."""
        m = self.meetings.get(meeting_id)
        async with self.database.reading() as session:
            addresses = await addresses_of(session, meeting_id)
        return MeetingPlanned(
            id=meeting_id,
            state=self._state(meeting_id),
            plan=sent_from(m.plan, addresses),
            invitations=await self.invited(meeting_id),
            public=public_face(m.plan, m.profile),
        )

    def listed(self) -> list[MeetingListed]:
        """All meetings, newest start last."""
        found = [self.meetings.get(meeting_id) for meeting_id in self.meetings.ids()]
        return [
            MeetingListed(
                id=m.id,
                title=m.plan.title,
                starts=m.plan.starts,
                zone=m.plan.zone,
                state=self._state(m.id),
                seats=len(m.plan.seats),
                profile=m.profile.name,
            )
            for m in sorted(found, key=lambda m: m.plan.starts)
        ]

    def public(self, sent: PlanSent) -> PublicFace:
        """What the public would read of a plan that need not be complete yet."""
        return public_face(sent.to_plan(), self._profile(sent))

    def _state(self, meeting_id: str) -> str:
        """The state that every screen of the meeting repeats."""
        of = self.meetings
        m = of.get(meeting_id)
        view = view_for(m, m.plan.seats[0].id, of.seen(meeting_id), of.now(meeting_id)) if m.plan.seats else None
        return DRAFT if view is None else view.door.state

    def _profile(self, sent: PlanSent) -> Profile:
        profile = self.meetings.profiles.get(sent.profile)
        if profile is None:
            raise PlanFaultyError([("profile", "one of " + ", ".join(sorted(self.meetings.profiles)))])
        return profile

    def _checked(self, sent: PlanSent, meeting_id: str) -> tuple[Plan, dict[str, str]]:
        """The plan with all ids given, and the addresses by seat."""
        profile = self._profile(sent)
        plan = self._with_ids(sent.to_plan(), meeting_id)
        faults = plan_faults(plan, profile)
        if faults:
            raise PlanFaultyError(faults)
        return plan, {seat.id: row.address for seat, row in zip(plan.seats, sent.seats, strict=True)}

    def _with_ids(self, plan: Plan, meeting_id: str) -> Plan:
        return replace(
            plan,
            delegations=tuple(replace(d, id=d.id or new_id()) for d in plan.delegations),
            seats=tuple(replace(s, id=s.id if self._may_keep(s.id, meeting_id) else new_id()) for s in plan.seats),
            items=tuple(replace(i, id=i.id or new_id()) for i in plan.items),
        )

    def _may_keep(self, seat: str, meeting_id: str) -> bool:
        """Seat ids are addresses, one of a kind in the whole house; anything else a page sent is replaced."""
        try:
            return is_id(seat) and self.meetings.meeting_of(seat) == meeting_id
        except MeetingUnknownError:
            return True

"""The office of the demonstration: a mandate, whom it has engaged and whom not yet, what was promised. All of it invented.

True of this seed, and of nothing else: of the three presidents of the region one has been called; the other two have not
been engaged; no journey led to the region, one led elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from incamera.demo.desk import Desk
from incamera.demo.letter import Behind, sow_letter

SECOND_US: Final = 1_000_000
DAY_US: Final = 86_400 * SECOND_US
REGION: Final = (("Karsova", "KAR"), ("Lunemark", "LUN"), ("Ishara", "ISH"))


@dataclass(slots=True)
class _Office:
    """Enters records through the desk; `now` is in microseconds."""

    desk: Desk
    now: int

    async def enter(self, kind: str, **fields: Any) -> str:
        return await self.desk.enter(kind, fields)

    def ago(self, days: int) -> int:
        return self.now - days * DAY_US

    def day(self, days: int) -> str:
        """The calendar day so many days ago, in UTC."""
        return (datetime.fromtimestamp(self.now // SECOND_US, UTC) - timedelta(days)).date().isoformat()


async def sow_office(desk: Desk, now: int) -> str:
    """Enter everything; gives the mandate's id. Raises Refused, httpx.TransportError."""
    office = _Office(desk, now)
    ours = await office.enter("organisation", name="Republic of Valdoria", type="state", country="VAL", is_ours=True)
    vice, aide, president = await _officials(office, ours)
    states, presidents = await _region(office)
    bank = await office.enter("organisation", name="Strait Development Bank", type="institution")
    coast = await office.enter("organisation", name="Coastal Harvest Foundation", type="foundation")
    mandate = await _mandate(office, president, vice, [*presidents, bank, coast])
    call = await _engagements(office, mandate, vice, aide, presidents[0], bank, coast)
    await _movements(office, mandate, vice)
    visit, directive = await _promises(office, mandate, vice, presidents[0], states[0], call)
    await sow_letter(desk, Behind(vice, aide, president, call, visit, directive), received=office.day(5))
    return mandate


async def _officials(office: _Office, ours: str) -> tuple[str, str, str]:
    def held(title: str) -> list[Mapping[str, Any]]:
        return [{"organisation": ours, "title": title, "since": office.day(400)}]

    vice = await office.enter(
        "person",
        name="Mirela Okvist",
        form="H.E.",
        languages=["en", "fr"],
        offices=held("Vice President"),
        is_official=True,
    )
    aide = await office.enter("person", name="Janek Orsund", offices=held("Special Envoy"), is_official=True)
    president = await office.enter(
        "person", name="Anselka Dravic", form="H.E.", offices=held("President of the Republic"), is_official=True
    )
    return vice, aide, president


async def _region(office: _Office) -> tuple[list[str], list[str]]:
    names = ("Davor Selmic", "Runa Aldvik", "Tariq Benhalla")
    states = [await office.enter("organisation", name=name, type="state", country=code) for name, code in REGION]
    presidents = [
        await office.enter(
            "person",
            name=who,
            form="H.E.",
            offices=[{"organisation": land, "title": "President", "since": office.day(300)}],
        )
        for who, land in zip(names, states, strict=True)
    ]
    return states, presidents


async def _mandate(office: _Office, president: str, vice: str, counterparts: Sequence[str]) -> str:
    wide = {
        "since": office.ago(75),
        "words": "Lead the government's work on irregular migration through the Sundrift Strait, and on trade with the region.",
        "topics": ["migration", "trade"],
        "countries": [code for _, code in REGION],
    }
    narrowed = wide | {
        "since": office.ago(30),
        "words": "Lead the diplomatic work on the causes of migration. Border matters and trade lie with the ministries.",
        "topics": ["migration"],
        "topics_out": ["border", "trade"],
    }
    return await office.enter(
        "mandate",
        title="Causes of migration in the Strait region",
        asked_by=president,
        lead=vice,
        given_at=office.ago(75),
        instrument="Announced at the cabinet meeting; letter 14/3",
        scopes=[wide, narrowed],
        officials=[vice],
        counterparts=list(counterparts),
    )


async def _engagements(
    office: _Office, mandate: str, vice: str, aide: str, president: str, bank: str, coast: str
) -> str:
    envoy = await office.enter(
        "person",
        name="Odile Marchetti",
        offices=[{"organisation": bank, "title": "Head of Programmes", "since": office.day(900)}],
    )
    director = await office.enter(
        "person", name="Hanne Brekk", offices=[{"organisation": coast, "title": "Director", "since": office.day(500)}]
    )
    call = await office.enter(
        "engagement",
        channel="phone",
        start=office.ago(31),
        end=office.ago(31) + 25 * 60 * SECOND_US,
        zone="Europe/Vienna",
        initiated_by="ours",
        topics=["migration"],
        mandate=mandate,
        officials=[{"person": vice}],
        counterparts=[{"person": president}],
    )
    await office.enter(
        "engagement",
        channel="virtual",
        start=office.ago(12),
        zone="Europe/Vienna",
        initiated_by="ours",
        topics=["migration"],
        mandate=mandate,
        officials=[{"person": aide, "level": "deputy", "stands_for": vice}],
        counterparts=[{"person": envoy, "level": "working"}],
    )
    await office.enter(
        "engagement",
        channel="letter",
        start=office.ago(20),
        initiated_by="theirs",
        topics=["trade"],
        mandate=mandate,
        officials=[{"person": vice}],
        counterparts=[{"person": director}],
    )
    return call


async def _movements(office: _Office, mandate: str, vice: str) -> None:
    await office.enter(
        "travel",
        official=vice,
        country="HAL",
        place="Halvern",
        first=office.day(40),
        last=office.day(38),
        purpose="Launch of the harbour works",
    )
    for days, title, place in (
        (22, "Remarks to the Council of Coastal Mayors", "Valdoria City"),
        (9, "Press conference", "Orsund"),
    ):
        await office.enter(
            "public_event",
            official=vice,
            title=title,
            at=office.ago(days),
            zone="Europe/Vienna",
            place=place,
            mandate=mandate,
        )


async def _promises(office: _Office, mandate: str, vice: str, president: str, state: str, call: str) -> tuple[str, str]:
    """The promised visit and the directive."""
    visit = await office.enter(
        "commitment",
        what="Visit to Karsova",
        type="visit",
        owner=vice,
        counterpart=president,
        words="I look forward to visiting your country in the month of June.",
        said_on=office.day(31),
        due_words="in the month of June",
        engagement=call,
        mandate=mandate,
    )
    await office.enter(
        "commitment",
        what="Send the draft of the joint work plan",
        type="document",
        owner=vice,
        counterpart=state,
        words="You will have our draft within two weeks.",
        said_on=office.day(31),
        due_words="within two weeks",
        engagement=call,
        mandate=mandate,
    )
    directive = await office.enter(
        "directive",
        official=vice,
        to=await office.enter("organisation", name="Ministry for Development", type="institution", is_ours=True),
        what="Prepare a work plan with the region's foundations",
        at=office.ago(28),
        state="under_way",
        mandate=mandate,
    )
    return visit, directive

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incamera.office.coverage.store import Counted, Summary, cells, engaged, engaged_by, evidence
from incamera.office.records.kinds import Engagement, Mandate, OfficeHeld, Organisation, Person, Scope, TookPart
from incamera.office.records.service import Records
from incamera.office.records.store import as_contact
from incamera.rules.office.access import AT_DESK, STAFF, Reader
from incamera.rules.office.coverage import CHANNELS, LEVELS, Pair, matrix, not_yet

LEVEL = st.sampled_from(LEVELS)


async def people(records: Records) -> tuple[list[str], list[str], list[str]]:
    """Three officials, three counterparts in two states, and the two states."""
    states = [await records.enter(Organisation(name=name, type="state"), by="desk") for name in ("Asteria", "Belmora")]
    officials = [await records.enter(Person(name=f"Official {n}", is_official=True), by="desk") for n in range(3)]
    counterparts = [
        await records.enter(
            Person(name=f"Counterpart {n}", offices=[OfficeHeld(organisation=states[n % 2], title="President")]),
            by="desk",
        )
        for n in range(3)
    ]
    return officials, counterparts, states


def engagements(ours: list[str], theirs: list[str], mandate: str) -> st.SearchStrategy[list[Engagement]]:
    def side(of: list[str]) -> st.SearchStrategy[list[TookPart]]:
        took = st.builds(TookPart, person=st.sampled_from(of), level=LEVEL, stands_for=st.none() | st.sampled_from(of))
        return st.lists(took, min_size=1, max_size=3, unique_by=lambda p: p.person)

    one: dict[str, Any] = {
        "mandate": st.just(mandate),
        "channel": st.sampled_from(CHANNELS),
        "happened": st.booleans(),
        "start": st.integers(0, 9).map(lambda hours: hours * 3_600_000_000),
        "zone": st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
        "officials": side(ours),
        "counterparts": side(theirs),
    }
    return st.lists(st.builds(Engagement, **one), max_size=6)


@given(data=st.data())
@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_database_answers_what_the_rules_say(records: Records, data: st.DataObject) -> None:
    officials, counterparts, states = await people(records)
    first = Scope(since=0)
    mandate = await records.enter(
        Mandate(title="All", asked_by=officials[0], lead=officials[0], given_at=0, scopes=[first]), by="desk"
    )
    drawn, later = (data.draw(engagements(officials, counterparts, mandate)) for _ in range(2))
    counted = Counted(
        data.draw(st.frozensets(st.sampled_from(CHANNELS), min_size=1)),
        data.draw(st.frozensets(LEVEL, min_size=1)),
    )
    ids = [await records.enter(e, by="desk") for e in drawn]
    for record, corrected in zip(ids, later, strict=False):
        await records.correct(record, corrected, reason="A mistake", by="desk")
    stored = [(await records.shown(AT_DESK, i))[0].fields for i in ids]
    known = [as_contact(i, Engagement.model_validate(f)) for i, f in zip(ids, stored, strict=True)]
    targets = data.draw(st.lists(st.sampled_from(counterparts + states), unique=True))
    wanted = matrix([Pair(a, b) for a in officials for b in targets], known, counted.channels, counted.levels)
    reader = data.draw(st.sampled_from([AT_DESK, Reader(STAFF, mandates=frozenset({mandate}))]))
    async with records.database.reading() as session:
        found = await cells(session, reader, officials, targets, counted)
        behind = await evidence(session, reader, officials, targets, counted)
        have = await engaged(session, reader, officials, targets, counted)
        by = {a: await engaged_by(session, reader, a, counted) for a in officials}
    missing = not_yet(wanted)
    assert {a: len(targets) - have.get(a, 0) for a in officials} == {
        a: len([pair for pair in missing if pair.official == a]) for a in officials
    }
    for pair, cell in wanted.items():
        assert behind.get(pair, ()) == cell.evidence
        assert (pair not in missing) == (pair in found) == (pair.counterpart in by[pair.official])
        got = found.get(pair, Summary())
        assert (got.standing, got.channels, got.first, got.last, got.count) == (
            cell.standing,
            cell.channels,
            cell.first,
            cell.last,
            len(cell.evidence),
        )

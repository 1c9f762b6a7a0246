from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incamera.office.coverage.store import cells, engaged, evidence
from incamera.office.records.kinds import Engagement, OfficeHeld, Organisation, Person, TookPart
from incamera.office.records.service import Records
from incamera.office.records.store import as_contact
from incamera.rules.office.access import AT_DESK
from incamera.rules.office.coverage import CHANNELS, LEVELS, Pair, Standing, matrix

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


def engagements(ours: list[str], theirs: list[str]) -> st.SearchStrategy[list[Engagement]]:
    def side(of: list[str]) -> st.SearchStrategy[list[TookPart]]:
        took = st.builds(TookPart, person=st.sampled_from(of), level=LEVEL, stands_for=st.none() | st.sampled_from(of))
        return st.lists(took, min_size=1, max_size=3, unique_by=lambda p: p.person)

    one: dict[str, Any] = {
        "channel": st.sampled_from(CHANNELS),
        "happened": st.booleans(),
        "start": st.integers(0, 9),
        "officials": side(ours),
        "counterparts": side(theirs),
    }
    return st.lists(st.builds(Engagement, **one), max_size=6)


@given(data=st.data())
@settings(max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_database_answers_what_the_rules_say(records: Records, data: st.DataObject) -> None:
    officials, counterparts, states = await people(records)
    drawn = data.draw(engagements(officials, counterparts))
    channels = data.draw(st.frozensets(st.sampled_from(CHANNELS), min_size=1))
    levels = data.draw(st.frozensets(LEVEL, min_size=1))
    ids = [await records.enter(e, by="desk") for e in drawn]
    known = [as_contact(i, Engagement.model_validate((await records.shown(AT_DESK, i))[0].fields)) for i in ids]
    targets = counterparts + states
    pairs = [Pair(a, b) for a in officials for b in targets]
    wanted = matrix(pairs, known, channels, levels)
    async with records.database.reading() as session:
        found = await cells(session, AT_DESK, officials, targets, channels, levels)
        have = await engaged(session, AT_DESK, officials, targets, channels, levels)
        behind = await evidence(session, AT_DESK, officials, targets, channels, levels)
        for pair, cell in wanted.items():
            assert behind.get(pair, ()) == cell.evidence
            assert (pair in have) == (cell.standing is not Standing.NOT_YET) == (pair in found)
            if pair in found:
                got = found[pair]
                assert (got.standing, got.channels, got.first, got.last, got.count) == (
                    cell.standing,
                    cell.channels,
                    cell.first,
                    cell.last,
                    len(cell.evidence),
                )

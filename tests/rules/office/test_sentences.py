from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from incamera.rules.office.coverage import CHANNELS, Cell, Standing
from incamera.rules.office.sentences import Journeys, Named, Piece, sentence, spelled

DAY = date(2027, 1, 4)
NEVER = Cell()
CELLS = st.just(NEVER) | st.builds(
    lambda standing, channels, ids: Cell(standing, tuple(c for c in CHANNELS if c in channels), DAY, DAY, tuple(ids)),
    st.sampled_from([Standing.ENGAGED, Standing.DEPUTIES_ONLY]),
    st.sets(st.sampled_from(CHANNELS), min_size=1),
    st.lists(st.uuids().map(str), min_size=1, max_size=3),
)
LISTED = st.lists(CELLS, max_size=6).map(lambda cells: [Named(f"Name{n}", cell) for n, cell in enumerate(cells)])


def engaged(*channels: str, evidence: tuple[str, ...] = ("e1",)) -> Cell:
    return Cell(Standing.ENGAGED, channels, DAY, DAY, evidence)


def rests_on(said: tuple[Piece, ...]) -> dict[str, tuple[str, ...]]:
    return {piece.text: piece.evidence for piece in said if piece.evidence}


def test_it_can_be_read_aloud() -> None:
    said = sentence(
        "The Vice President",
        [
            Named("the President of Asteria", engaged("virtual", "phone")),
            Named("the President of Belmora", engaged("virtual", "phone", evidence=("e2", "e3"))),
            Named("the President of Corvane", NEVER),
            Named("the President of Dorvia", NEVER),
            Named("the Regional Bank", engaged("letter", evidence=("e4",))),
            Named("the Farmers' League", Cell(Standing.DEPUTIES_ONLY, ("phone",), DAY, DAY, ("e5",))),
        ],
        Journeys("the region"),
    )
    assert spelled(said) == (
        "The Vice President has spoken with the President of Asteria and the President of Belmora, virtually and by phone; "
        "has written to the Regional Bank; by deputies only with the Farmers' League; "
        "not yet with the President of Corvane and the President of Dorvia; has not travelled to the region."
    )
    assert rests_on(said) == {
        "the President of Asteria": ("e1",),
        "the President of Belmora": ("e2", "e3"),
        "the Regional Bank": ("e4",),
        "the Farmers' League": ("e5",),
    }


def test_a_journey_rests_on_its_entries() -> None:
    said = sentence("She", [], Journeys("the region", ("t1",)))
    assert spelled(said) == "She has travelled to the region."
    assert rests_on(said) == {"has travelled to the region": ("t1",)}
    assert spelled(sentence("She", [])) == "She has nobody on the list to engage."


@given(LISTED)
def test_everybody_is_named_once_and_every_contact_has_its_evidence(listed: list[Named]) -> None:
    said = sentence("She", listed)
    assert sorted(p.text for p in said if p.text.startswith("Name")) == sorted(n.name for n in listed)
    assert rests_on(said) == {n.name: n.cell.evidence for n in listed if n.cell.evidence}
    text = spelled(said)
    missing = [n.name for n in listed if n.cell.standing is Standing.NOT_YET]
    assert ("not yet with" in text) == bool(missing)
    assert all(text.index("not yet with") < text.index(name) for name in missing)

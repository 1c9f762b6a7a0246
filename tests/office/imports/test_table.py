"""Lists of people: what is entered, what is refused by its line, and that what goes out comes back the same."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from incamera.office.imports.exporting import people_as_csv
from incamera.office.imports.parsed import Refused
from incamera.office.imports.people import Known, Planned, Reading
from incamera.office.imports.table import COLUMNS, read_table
from incamera.office.records.kinds import OfficeHeld, Organisation, Person
from incamera.platform.ids import new_id
from incamera.platform.spreadsheet import defused, plain

NOBODY = Known({}, {})


def read(text: str, known: Known = NOBODY) -> Reading:
    found = read_table(text.encode())
    reading = Reading(known)
    reading.read(found.rows)
    reading.faults += found.faults
    return reading


def faults(text: str, known: Known = NOBODY) -> list[tuple[int, str, str]]:
    return [(f.line, f.field, f.expected) for f in read(text, known).faults]


def people(reading: Reading) -> list[Planned]:
    return [p for p in reading.planned if isinstance(p.record, Person)]


def test_offices_of_one_person_stand_on_lines_of_their_own() -> None:
    text = (
        "name,form,official,organisation,organisation_type,country,title,since,until\n"
        "Ada Arden,H.E.,yes,Valdoria,state,VAL,Minister,2020-01-01,2023-12-31\n"
        "Ada Arden,,,Valdoria,,,President,2024-01-01,\n"
        "Bo Berg,,no,,,,,,\n"
    )
    found = read(text)
    assert found.faults == []
    (land,) = (p for p in found.planned if isinstance(p.record, Organisation))
    assert land.record == Organisation(name="Valdoria", type="state", country="VAL")
    ada, bo = people(found)
    assert ada.record == Person(
        name="Ada Arden",
        form="H.E.",
        is_official=True,
        offices=[
            OfficeHeld(organisation=land.id, title="Minister", since=date(2020, 1, 1), until=date(2023, 12, 31)),
            OfficeHeld(organisation=land.id, title="President", since=date(2024, 1, 1)),
        ],
    )
    assert bo.record == Person(name="Bo Berg")
    assert (ada.line, bo.line) == (2, 4)


HEAD = "name,organisation,organisation_type,title,since,until,beside,official\n"


@pytest.mark.parametrize(
    ("lines", "line", "field", "expected"),
    [
        ("A,Valdoria,state,Minister,2026-02-30,,,\n", 2, "since", "a day of the calendar, as 2026-06-30"),
        ("A,Valdoria,state,Minister,30.6.2026,,,\n", 2, "since", "a day of the calendar, as 2026-06-30"),
        ("A,Valdoria,state,Minister,20260630,,,\n", 2, "since", "a day of the calendar, as 2026-06-30"),
        ("A,Valdoria,state,Minister,2026-02-02,2026-02-01,,\n", 2, "until", "the last day is not before the first"),
        ("A,,,,,,,\nA,,,,,,,\n", 3, "", "another line than line 2, which says the same"),
        (
            "A,Valdoria,,Minister,,,,\n",
            2,
            "organisation",
            "an organisation that is known, or beside a new one its type",
        ),
        ("A,Valdoria,kingdom,Minister,,,,\n", 2, "organisation_type", "'state', 'institution'"),
        ("A,Valdoria,state,,,,,\n", 2, "title", "the title of the office"),
        ("A,,,Minister,,,,\n", 2, "organisation", "the organisation of the office"),
        (",,,,,,,yes\n", 2, "name", "a name"),
        ("A,,,,,,,perhaps\n", 2, "official", "yes or no"),
        ("A,,,,\n", 2, "", "8 cells as in the first line, not 5"),
        ('A,"open,,,,,,\n', 2, "", "cells between quotes that are closed"),
        ("A,,,,,,,yes\nA,,,,,,,no\n", 3, "official", "the same as in line 2, or nothing"),
        (f"{'A' * 201},,,,,,,\n", 2, "name", "String should have at most 200 characters"),
        ("A,V,state,X,,,,\nB,V,company,X,,,,\n", 3, "organisation_type", "the same type and country as where"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(lines: str, line: int, field: str, expected: str) -> None:
    (found,) = faults(HEAD + lines)
    assert found[:2] == (line, field)
    assert found[2].startswith(expected)


def test_one_person_in_two_offices_on_the_same_days_is_named_unless_it_is_meant() -> None:
    first = "A,Valdoria,state,Minister,2020-01-01,,,\n"
    (found,) = faults(f"{HEAD}{first}A,Norland,state,Envoy,2021-01-01,,,\n")
    assert found[:2] == (3, "beside")
    assert "line 2 is of the same days" in found[2]
    assert faults(f"{HEAD}{first}A,Norland,state,Envoy,2021-01-01,,yes,\n") == []
    assert faults(f"{HEAD}{first.replace(',,,', ',2020-12-31,,')}A,Norland,state,Envoy,2021-01-01,,,\n") == []


def test_somebody_of_a_known_name_needs_the_id_or_to_be_new() -> None:
    who, land = new_id(), new_id()
    known = Known({who: Person(name="Ada Arden")}, {land: Organisation(name="Valdoria", type="state")})
    (found,) = faults("name\nada arden\n", known)
    assert found == (2, "id", "the id of ada arden, who is known already, or `new` for somebody else")
    reading = read(f"id,name\n{who},Ada Arden\nnew,Ada Arden\n", known)
    assert [(p.state, p.id == who) for p in people(reading)] == [("unchanged", True), ("entered", False)]
    corrected = people(read(f"id,name,organisation,title\n{who},Ada A.,Valdoria,Judge\n", known))
    assert [(p.state, p.id, p.record) for p in corrected] == [
        ("corrected", who, Person(name="Ada A.", offices=[OfficeHeld(organisation=land, title="Judge")]))
    ]


def test_a_column_that_is_not_there_changes_nothing() -> None:
    who = new_id()
    known = Known({who: Person(name="Ada", form="H.E.", languages=["en"], note="kept", mandate=who)}, {})
    (found,) = people(read(f"id,name,languages\n{who},Ada,fr de\n", known))
    assert found.record == Person(name="Ada", form="H.E.", languages=["fr", "de"], note="kept", mandate=who)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "cannot be read"),
        (b"surname\nA\n", "surname"),
        (b"form\nA\n", "no column `name`"),
        (b"name,name\nA,A\n", "twice"),
        (b"name\n", "no line"),
        (b"name\nAda\nB\xf6\n", "Line 3 is not text in UTF-8"),
        (b"name\nAda\x00\n", "Line 2 holds bytes"),
        (b"name\n" + b"".join(b"P%d\n" % n for n in range(5_001)), "at most 5,000"),
    ],
)
def test_a_list_that_cannot_be_read_as_a_whole_says_why(data: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        read_table(data)


def test_lists_of_other_programs_are_read() -> None:
    for text in ("\ufeffName;Note\r\nAda;a, b\r\n", 'name,note\n"Ada","a, b"\n'):
        (found,) = people(read(text))
        assert found.record == Person(name="Ada", note="a, b")
    assert people(read("name\nAda\n".encode("utf-16").decode("utf-16")))


def test_lines_are_counted_where_they_begin() -> None:
    assert faults('name,note\nAda,"a\nb\nc"\n,x\n')[0][0] == 5


@given(st.text())
def test_a_cell_is_defused_and_comes_back(text: str) -> None:
    assert plain(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r"))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Zs")), max_size=12)
NAMES = st.one_of(st.sampled_from(["=1+1", "-x", "@a", "'", "'=x", 'a"b', "a,b", "a;b"]), WORDS.filter(bool))
DAYS = st.one_of(st.none(), st.dates())


@st.composite
def offices(draw: st.DrawFn) -> Known:
    ids = st.builds(new_id)
    named = draw(st.lists(NAMES, max_size=4, unique_by=lambda name: name.strip().casefold()))
    types: st.SearchStrategy[Literal["state", "institution", "company"]] = st.sampled_from(
        ("state", "institution", "company")
    )
    countries = st.one_of(st.none(), st.just("VAL"))
    organisations = {draw(ids): Organisation(name=n, type=draw(types), country=draw(countries)) for n in named}
    people_: dict[str, Person] = {}
    for _ in range(draw(st.integers(0, 4))):
        held: list[OfficeHeld] = []
        for _ in range(draw(st.integers(0, 3)) if organisations else 0):
            since, until = draw(DAYS), draw(DAYS)
            if since and until and until < since:
                since, until = until, since
            of = draw(st.sampled_from(sorted(organisations)))
            office = OfficeHeld(organisation=of, title=draw(NAMES), since=since, until=until)
            held += [office] if office not in held else []
        people_[draw(ids)] = Person(
            name=draw(NAMES),
            form=draw(WORDS),
            languages=draw(st.lists(st.sampled_from(["en", "fr", "pt-BR"]), unique=True)),
            is_official=draw(st.booleans()),
            note=draw(st.sampled_from(["", "one\ntwo", "=1", "x"])),
            offices=held,
        )
    return Known(people_, organisations)


@given(offices())
def test_what_goes_out_and_comes_back_changes_nothing(known: Known) -> None:
    text = people_as_csv(known)
    assume(known.people)
    found = read(text, known)
    assert found.faults == []
    assert {p.id: p.state for p in found.planned} == dict.fromkeys(known.people, "unchanged")


def named(known: Known) -> list[str]:
    """Everybody without ids, in an order that does not depend on them."""
    return sorted(
        (
            p.model_dump(exclude={"offices"}),
            [
                (known.organisations[o.organisation].model_dump(), o.model_dump(exclude={"organisation"}))
                for o in p.offices
            ],
        ).__repr__()
        for p in known.people.values()
    )


@given(offices())
def test_what_goes_out_makes_the_same_people_in_another_house(known: Known) -> None:
    assume(known.people)
    found = read(people_as_csv(known))
    assert found.faults == []
    there = Known(
        {p.id: p.record for p in found.planned if isinstance(p.record, Person)},
        {p.id: p.record for p in found.planned if isinstance(p.record, Organisation)},
    )
    assert named(there) == named(known)


@given(st.lists(st.lists(st.text(max_size=8), min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4), st.booleans())
def test_no_text_makes_it_fail(cells: list[list[str]], has_head: bool) -> None:  # noqa: FBT001
    text = "\n".join(",".join(row) for row in ([list(COLUMNS)] if has_head else []) + cells)
    try:
        reading = read(text.encode("utf-8", "replace").decode())
    except Refused:
        return
    assert all(fault.line >= 1 and fault.expected for fault in reading.faults)

import json
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from incamera.house.ledger.verify import check
from incamera.office.records.kinds import (
    Commitment,
    Engagement,
    Mandate,
    OfficeHeld,
    Organisation,
    Person,
    Scope,
    TookPart,
)
from incamera.office.records.service import Records, record_from
from incamera.platform.errors import ProductError
from incamera.rules.ledger import Bad, LedgerFile
from incamera.rules.office.access import AT_DESK

CALL_AT = 1_770_000_000_000_000  # 2 February 2026


async def state(records: Records, name: str = "Asteria") -> str:
    return await records.enter(Organisation(name=name, type="state", country="AST"), by="desk")


async def person(records: Records, name: str, *offices: OfficeHeld) -> str:
    return await records.enter(Person(name=name, offices=list(offices)), by="desk")


async def a_call(records: Records, theirs: TookPart) -> str:
    ours = await person(records, "Official")
    made = Engagement(channel="phone", start=CALL_AT, officials=[TookPart(person=ours)], counterparts=[theirs])
    return await records.enter(made, by="desk")


async def refused(records: Records, record: Any) -> ProductError:
    before = (await records.document(public_key=bytes(32), sign=lambda _: bytes(64)))["entries"]
    with pytest.raises(ProductError) as caught:
        await records.enter(record, by="desk")
    assert (await records.document(public_key=bytes(32), sign=lambda _: bytes(64)))["entries"] == before
    return caught.value


async def test_a_contact_keeps_the_office_held_then(records: Records) -> None:
    land = await state(records)
    office = OfficeHeld(organisation=land, title="Foreign Minister", until=date(2026, 3, 1))
    who = await person(records, "Counterpart", office)
    call = await a_call(records, TookPart(person=who))
    promoted = OfficeHeld(organisation=land, title="President", since=date(2026, 3, 2))
    await records.correct(who, Person(name="Counterpart", offices=[office, promoted]), reason="elected", by="desk")
    row, _ = await records.shown(AT_DESK, call)
    assert row.fields["counterparts"][0]["title"] == "Foreign Minister"
    assert row.fields["counterparts"][0]["organisation"] == land


async def test_of_two_offices_on_one_day_the_entry_must_say_which(records: Records) -> None:
    offices = [OfficeHeld(organisation=await state(records, name), title="Minister") for name in ("Asteria", "Belmora")]
    who, ours = await person(records, "Counterpart", *offices), await person(records, "Official")
    made = Engagement(
        channel="phone", start=CALL_AT, officials=[TookPart(person=ours)], counterparts=[TookPart(person=who)]
    )
    answer = await refused(records, made)
    assert (answer.status, answer.code, answer.field) == (422, "two_offices", "counterparts.0.organisation")
    stated = made.model_copy(update={"counterparts": [TookPart(person=who, organisation=offices[1].organisation)]})
    row, _ = await records.shown(AT_DESK, await records.enter(stated, by="desk"))
    assert row.fields["counterparts"][0]["title"] == "Minister"


async def test_a_record_names_only_what_exists(records: Records) -> None:
    land, ours = await state(records), await person(records, "Official")
    made = Engagement(
        channel="letter", start=0, officials=[TookPart(person=ours)], counterparts=[TookPart(person=land)]
    )
    answer = await refused(records, made)
    assert (answer.status, answer.field, answer.faults[0]["expected"]) == (
        422,
        "counterparts.0.person",
        "the id of a record of kind person",
    )


async def test_mandates_do_not_stand_under_themselves(records: Records) -> None:
    who = await person(records, "Official")

    def mandate(title: str, under: str | None) -> Mandate:
        return Mandate(title=title, asked_by=who, lead=who, given_at=5, scopes=[Scope(since=5)], mandate=under)

    upper = await records.enter(mandate("Region", None), by="desk")
    lower = await records.enter(mandate("Border", upper), by="desk")
    with pytest.raises(ProductError, match="under itself"):
        await records.correct(upper, mandate("Region", lower), reason="moved", by="desk")
    with pytest.raises(ProductError, match="under itself"):
        await records.correct(upper, mandate("Region", upper), reason="moved", by="desk")


async def test_words_of_a_promise_get_the_window_that_they_mean(records: Records) -> None:
    who = await person(records, "Official")
    promise = Commitment(
        what="Visit", type="visit", owner=who, said_on=date(2026, 5, 7), due_words="in the month of June"
    )
    row, _ = await records.shown(AT_DESK, await records.enter(promise, by="desk"))
    assert (row.fields["due_first"], row.fields["due_last"]) == ("2026-06-01", "2026-06-30")
    stated = promise.model_copy(update={"due_first": date(2026, 6, 8), "due_last": date(2026, 6, 9)})
    row, _ = await records.shown(AT_DESK, await records.enter(stated, by="desk"))
    assert (row.fields["due_first"], row.fields["due_last"]) == ("2026-06-08", "2026-06-09")
    vague = promise.model_copy(update={"due_words": "soon"})
    row, _ = await records.shown(AT_DESK, await records.enter(vague, by="desk"))
    assert row.fields["due_first"] is None


async def test_a_correction_is_a_further_entry_and_the_ledger_verifies(records: Records) -> None:
    land = await state(records, "Astera")
    await records.correct(land, Organisation(name="Asteria", type="state"), reason="misspelt", by="desk")
    row, entries = await records.shown(AT_DESK, land)
    assert row.fields["name"] == "Asteria"
    assert [(e.kind, e.body["record"]["name"]) for e in entries] == [
        ("organisation_entered", "Astera"),
        ("organisation_corrected", "Asteria"),
    ]
    assert entries[1].body["reason"] == "misspelt"
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    document = await records.document(public_key=public, sign=key.sign)
    assert isinstance(check(json.dumps(document)), LedgerFile)
    document["entries"][1]["body"]["reason"] = "misheard"  # type: ignore[index]
    assert isinstance(check(json.dumps(document)), Bad)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("travel", {"official": "a" * 26, "country": "AST", "first": "2026-02-30", "last": "2026-03-01"}, "first"),
        ("travel", {"official": "a" * 26, "country": "AST", "first": "2026-03-02", "last": "2026-03-01"}, ""),
        ("travel", {"official": "somebody", "country": "AST", "first": "2026-03-02", "last": "2026-03-02"}, "official"),
        ("person", {"name": ""}, "name"),
        ("person", {"name": "A", "offices": [{"organisation": "a" * 26, "title": "X", "since": 5}]}, "offices.0.since"),
        ("organisation", {"name": "A", "type": "state", "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(kind: str, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ProductError) as caught:
        record_from(kind, fields)
    assert (caught.value.status, caught.value.field) == (422, field)


def test_a_kind_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(ProductError) as caught:
        record_from("rumour", {})
    assert caught.value.status == 404

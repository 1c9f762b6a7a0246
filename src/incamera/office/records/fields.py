"""Kinds of fields that records are made of: references to other records, days, what people took part as."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic.functional_validators import BeforeValidator

from incamera.platform.fields import Line
from incamera.rules.office.coverage import CHANNELS, LEVELS

Channel = Literal["in_person", "virtual", "phone", "letter"]
Level = Literal["principal", "deputy", "working"]
assert get_args(Channel) == CHANNELS  # noqa: S101  (one list, spelled twice because types need literals)
assert get_args(Level) == LEVELS  # noqa: S101
Initiator = Literal["ours", "theirs", "both"]


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


@cache
def _zones() -> frozenset[str]:
    """Of this machine. Looking them up reads hundreds of files."""
    return frozenset(available_timezones())


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("the name of a time zone")
    return value


Day = Annotated[date, BeforeValidator(_day), PlainSerializer(date.isoformat, return_type=str)]
"""A calendar day without a zone, written YYYY-MM-DD."""
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]
"""An ISO 3166-1 code, or a code of the office's own."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 tag."""
Topic = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True, to_lower=True)]
Topics = Annotated[list[Topic], Field(max_length=50)]
Countries = Annotated[list[Country], Field(max_length=300)]
Title = Annotated[Line, StringConstraints(min_length=1)]


class Refers:
    """Marks a field that holds the id of a record of one of these kinds."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = frozenset(kinds)


Id = Annotated[str, StringConstraints(pattern=r"^[a-z2-7]{26}$")]
OrganisationId = Annotated[Id, Refers("organisation")]
PersonId = Annotated[Id, Refers("person")]
MandateId = Annotated[Id, Refers("mandate")]
EngagementId = Annotated[Id, Refers("engagement")]


class Kept(BaseModel):
    """Whatever stands in a record: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

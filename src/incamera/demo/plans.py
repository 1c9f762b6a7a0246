"""The two meetings of the demonstration. Countries, councils and people are invented."""

from typing import Any, Final

from incamera.demo.desk import Plan
from incamera.platform.ids import new_id

VALDORIA: Final = "valdoria"
ESTMERE: Final = "estmere"
ON_RECORD: Final = "on_record"
CLOSED: Final = "closed"

Seats = list[dict[str, Any]]


def bilateral(starts: int) -> tuple[Plan, frozenset[str]]:
    """A virtual bilateral that starts at `starts` (microseconds), and the seats that synthetic delegates take."""
    people = [
        _seat("Anselka Dravic", "principal", VALDORIA, "President of the Republic", form="H.E."),
        _seat("Edmar Quillane", "principal", ESTMERE, "Prime Minister", form="The Rt Hon."),
        _seat("Petra Sollin", "chief_of_protocol", VALDORIA, "Chief of Protocol", holds_key=True),
        _seat("Callum Frayne", "chief_of_protocol", ESTMERE, "Chief of Protocol", holds_key=True),
        _seat("Nadia Korrin", "press_aide", VALDORIA, "Conference Secretariat, press"),
        _seat("Wilma Sarno", "journalist", "", "The Harbour Wire"),
    ]
    synthetic = [
        _seat("Tomas Verrel", "delegate", VALDORIA, "Minister for Foreign Affairs"),
        _seat("Sorcha Belwyn", "delegate", ESTMERE, "Secretary of State, External Affairs"),
        _seat("Ruta Halvane", "delegate", VALDORIA, "Ambassador to Estmere"),
        _seat("Idris Penhallow", "delegate", ESTMERE, "Ambassador to Valdoria"),
    ]
    plan = {
        "title": "Valdoria \N{EN DASH} Estmere virtual bilateral",
        "purpose": "President Anselka Dravic and Prime Minister Edmar Quillane give opening remarks. "
        "The talks then continue in closed session.",
        "starts": starts,
        "zone": "Europe/Vienna",
        "coverage": "pooled_spray_at_top",
        "profile": "diplomatic-bilateral",
        "delegations": [
            _delegation(VALDORIA, "Republic of Valdoria", "state", ["#1f3f78", "#ffffff", "#e9c25a"]),
            _delegation(ESTMERE, "Kingdom of Estmere", "state", ["#2f4f46", "#7d2233", "#efe6cf"]),
        ],
        "seats": [*people, *synthetic],
        "items": [
            _item("Opening remarks", "", ON_RECORD, 8),
            _item("Regional matters", "Sundrift Strait patrols; the detained crew", CLOSED, 32),
            _item("Trade and energy", "Interconnector price, mandate for round four", CLOSED, 30),
            _item("Joint remarks to the press", "", ON_RECORD, 10),
        ],
    }
    return plan, frozenset(seat["id"] for seat in synthetic)


def council(starts: int) -> tuple[Plan, frozenset[str]]:
    """A council evening that starts at `starts` (microseconds), and the seats that synthetic members take."""
    body = "council"
    people = [
        _seat("Maren Oduya", "chair", body, "Chair of the Council", form="Councillor", holds_key=True),
        _seat("Bea Ondraal", "clerk", body, "Town Clerk", holds_key=True),
        _seat("Lior Assenhart", "member", body, "Member, Ward 2", form="Councillor"),
    ]
    synthetic = [
        _seat("Ines Calder", "member", body, "Member, Ward 1", form="Councillor"),
        _seat("Oskar Lindeve", "member", body, "Member, Ward 3", form="Councillor"),
    ]
    plan = {
        "title": "Hollow Ford Town Council, regular meeting",
        "purpose": "The council meets in public. It expects to hold an executive session and to reconvene in open session.",
        "starts": starts,
        "zone": "America/New_York",
        "coverage": "virtual_open",
        "profile": "us-massachusetts",
        "delegations": [_delegation(body, "Hollow Ford Town Council", "institution", ["#3b5d50", "#d9c58b"])],
        "seats": [*people, *synthetic],
        "items": [
            _item("Minutes of the last meeting", "", ON_RECORD, 5),
            _item("Mill Lane bridge: report of the surveyor", "", ON_RECORD, 20),
            _item(
                "Strategy for negotiations with the firefighters' union",
                "Offer of three per cent, limit of four and a half",
                CLOSED,
                30,
            ),
            _item("Report from the executive session and votes", "", ON_RECORD, 10),
        ],
    }
    return plan, frozenset(seat["id"] for seat in synthetic)


def _seat(
    person: str, role: str, delegation: str, title: str, *, form: str = "", holds_key: bool = False
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person": person,
        "role": role,
        "title": title,
        "form": form,
        "delegation": delegation,
        "holds_key": holds_key,
    }


def _delegation(name: str, shown: str, kind: str, colours: list[str]) -> dict[str, Any]:
    return {"id": name, "name": shown, "kind": kind, "colours": colours}


def _item(open_title: str, closed_title: str, phase: str, minutes: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "open_title": open_title,
        "closed_title": closed_title,
        "phase": phase,
        "minutes": minutes,
    }

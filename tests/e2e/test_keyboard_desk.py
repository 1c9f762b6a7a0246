"""Planning with no pointer: from the administrator's link to invitations sent, and a seat that convenes what was planned."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.browser import LONG_MS, Window, window
from tests.e2e.house import House
from tests.e2e.keyboard import choose, enter_seat, press, reach, tick, write
from tests.e2e.seat import LONG_S

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

SECTION_ADD = "#{} > .reasoned > button"  # the last button of a list adds one more
HEAD_ACT = ".head > .reasoned:nth-of-type({}) button"  # print links, send invitations, save
SEATS = (
    ("H.E.", "Anselka Dravic", "Foreign Minister", "principal", "Valdoria", "anselka@valdoria.example"),
    ("", "Tomas Verrel", "Chief of Protocol", "chief of protocol", "Valdoria", "tomas@valdoria.example"),
    ("", "Sorcha Belwyn", "Chief of Protocol", "chief of protocol", "Estmere", "sorcha@estmere.example"),
)


async def write_basics(desk: Window) -> None:
    await write(desk, "#plan-title", "Talks on the ferry")
    await write(desk, "#plan-purpose", "To agree the timetable of the ferry.")
    await reach(desk, "#plan-starts")
    await desk.page.keyboard.type("031520270930AM")
    await expect(desk.page.locator("#plan-starts")).to_have_value("2027-03-15T09:30")
    await choose(desk, "#plan-zone", "Europe/Vienna")
    await choose(desk, "#plan-coverage", "Open press")
    await write(desk, "#plan-delay", "20")
    await choose(desk, "#plan-profile", "Bilateral")


async def add_delegation(desk: Window, n: int, name: str) -> None:
    await press(desk, SECTION_ADD.format("delegations"))
    await write(desk, f"#plan-delegations-{n}-name", name)
    await choose(desk, f"#plan-delegations-{n}-kind", "State")
    await press(desk, f"#delegations .card:nth-child({n + 1}) fieldset button")
    await desk.page.locator(f"#delegations .card:nth-child({n + 1}) input[type=color]").wait_for()


async def add_item(desk: Window) -> None:
    await press(desk, SECTION_ADD.format("agenda"))
    await write(desk, "#plan-items-0-open_title", "Timetable")
    await write(desk, "#plan-items-0-closed_title", "Timetable: our latest sailing")
    await choose(desk, "#plan-items-0-phase", "Closed")
    await write(desk, "#plan-items-0-minutes", "25")


async def add_seat(desk: Window, n: int) -> None:
    form, person, title, role, delegation, address = SEATS[n]
    await press(desk, SECTION_ADD.format("seats"))
    await write(desk, f"#plan-seats-{n}-form", form)
    await write(desk, f"#plan-seats-{n}-person", person)
    await write(desk, f"#plan-seats-{n}-title", title)
    await choose(desk, f"#plan-seats-{n}-role", role)
    await choose(desk, f"#plan-seats-{n}-delegation", delegation)
    await write(desk, f"#plan-seats-{n}-address", address)
    if role == "chief of protocol":
        await tick(desk, f"#seats .card:nth-child({n + 1}) > .tick input")


async def plan_of(house: House, meeting: str) -> dict[str, Any]:
    answer = await house.desk.get(f"/api/desk/meetings/{meeting}")
    answer.raise_for_status()
    plan: dict[str, Any] = answer.json()["plan"]
    return plan


async def is_what_was_written(house: House, meeting: str) -> None:
    plan = await plan_of(house, meeting)
    assert plan["starts"] == 1_805_099_400_000_000  # 09:30 in Vienna
    wanted = {
        "title": "Talks on the ferry",
        "purpose": "To agree the timetable of the ferry.",
        "zone": "Europe/Vienna",
        "coverage": "open_press",
        "delay": 20,
        "profile": "diplomatic-bilateral",
    }
    assert {name: plan[name] for name in wanted} == wanted
    assert [(one["name"], one["kind"], len(one["colours"])) for one in plan["delegations"]] == [
        ("Valdoria", "state", 1),
        ("Estmere", "state", 1),
    ]
    item = plan["items"][0]
    assert (item["open_title"], item["phase"], item["minutes"]) == ("Timetable", "closed", 25)
    assert item["closed_title"] == "Timetable: our latest sailing"
    names = {one["id"]: one["name"] for one in plan["delegations"]}
    found = [
        (one["form"], one["person"], one["title"], one["role"], names[one["delegation"]], one["address"])
        for one in plan["seats"]
    ]
    assert found == [(*row[:3], row[3].replace(" ", "_"), *row[4:]) for row in SEATS]
    assert [one["holds_key"] for one in plan["seats"]] == [False, True, True]


async def invite(house: House, desk: Window) -> None:
    """By mail, everybody with an address."""
    await press(desk, HEAD_ACT.format(2))
    await desk.page.get_by_role("dialog").wait_for()
    await press(desk, ".dialog__acts .btn--primary")
    await expect(desk.page.get_by_role("dialog")).to_have_count(0)
    outbox = Path(house.stack.data_dir) / "outbox"
    async with asyncio.timeout(LONG_S):
        while len(list(outbox.glob("*.eml"))) < len(SEATS):
            await asyncio.sleep(0.1)


async def print_link(desk: Window, n: int) -> str:
    """Returns the secret of the link."""
    await press(desk, HEAD_ACT.format(1))
    await tick(desk, f".choice li:nth-child({n + 1}) input")
    await press(desk, ".dialog__acts .btn--primary")
    link = desk.page.locator("[data-testid=printed-links] input")
    await link.wait_for(timeout=LONG_MS)
    secret = (await link.input_value()).split("#")[1]
    await press(desk, ".dialog__acts > :first-child button")
    await expect(desk.page.locator(".dialog")).to_have_count(0)
    return secret


async def test_a_meeting_is_planned_by_keyboard_alone_and_convened(house: House, browser: Browser) -> None:
    async with window(browser, house.url) as desk, window(browser, house.url, mark=1) as chief:
        await desk.page.goto(house.admin_link)
        await press(desk, "main button")
        await press(desk, "a[href='/desk/meetings/new']")
        await write_basics(desk)
        for n, name in enumerate(("Valdoria", "Estmere")):
            await add_delegation(desk, n, name)
        await add_item(desk)
        for n in range(len(SEATS)):
            await add_seat(desk, n)
        await press(desk, ".head .btn--primary")
        await desk.page.wait_for_url(lambda url: url.rsplit("/", 1)[1] not in ("new", "desk"))
        meeting = desk.page.url.rsplit("/", 1)[1]
        await is_what_was_written(house, meeting)
        await invite(house, desk)

        await enter_seat(chief, await print_link(desk, 1))
        await press(chief, "[data-act=convene] button")
        await chief.until_door("doors_closed")
        await expect(desk.page.locator("#plan-title")).to_be_disabled()
        assert desk.complaints == chief.complaints == []

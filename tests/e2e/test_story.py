"""One meeting of two delegations in real browsers, from the lobby to a ledger that verifies. The tests are its acts, in order."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.browser import Window, seated, window
from tests.e2e.device import ROOT, Device
from tests.e2e.house import CLOSED_TITLES, House, Meeting
from tests.e2e.seat import View

pytestmark = [pytest.mark.e2e, pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

MARKS = {"anselka": 1, "edmar": 2, "tomas": 3, "sorcha": 4, "nadia": 5}


class Talks:
    """The people: two principals and two chiefs of protocol in browsers, a delegate and a listener as plain devices."""

    def __init__(self, house: House, meeting: Meeting, ending: AsyncExitStack) -> None:
        self.house = house
        self.meeting = meeting
        self.ending = ending
        self.pages: dict[str, Window] = {}
        self.listener: Device | None = None
        self.cut_ms = 0

    async def until_door(self, state: str) -> View:
        """Until every page shows it."""
        for page in self.pages.values():
            await page.until_door(state)
        return await self.meeting["nadia"].until_door(state)

    async def device(self, name: str) -> Device:
        return await self.ending.enter_async_context(self.meeting.device(name, mark=MARKS.get(name, 60)))

    async def open_by_two_keys(self, act: str) -> None:
        await self.pages["tomas"].press(act)
        for name in ("tomas", "sorcha"):
            await self.pages[name].turn_key()
        await self.pages["anselka"].page.locator("[data-testid=countdown]").wait_for()
        await self.until_door("on_air")

    async def speak(self) -> None:
        for name in ("anselka", "edmar"):
            await self.pages[name].microphone("on")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talks(house: House, browser: Browser) -> AsyncIterator[Talks]:
    async with AsyncExitStack() as ending:
        meeting = await house.meeting()
        talks = Talks(house, meeting, ending)
        await meeting.take("nadia", "press")
        for name in ("anselka", "edmar", "tomas", "sorcha"):
            page = seated(browser, meeting, name, mark=MARKS[name])
            talks.pages[name] = await ending.enter_async_context(page)
        yield talks


async def test_behind_closed_doors_everybody_is_seen_and_heard_and_nobody_outside(talks: Talks) -> None:
    await talks.pages["tomas"].press("convene")
    await talks.until_door("doors_closed")
    await talks.pages["edmar"].microphone("on")
    await talks.pages["anselka"].until_seen(1, 2, 3, 4)
    await talks.pages["anselka"].until_heard(2)
    assert await talks.house.chambers("open") == {}


async def test_on_the_record_by_two_keys_all_see_and_hear_each_other(talks: Talks) -> None:
    await talks.open_by_two_keys("go_on_record")
    talks.listener = await talks.device("press")
    speaker = await talks.device("nadia")
    await speaker.publish()
    await talks.speak()
    await talks.pages["anselka"].until_seen(1, 2, 5)
    await talks.pages["anselka"].until_heard(2, 5)
    await talks.pages["edmar"].until_heard(1, 5)
    await talks.pages["sorcha"].until_seen(1, 2, 5)
    await talks.pages["sorcha"].until_heard(1, 2, 5)
    await talks.listener.until_received(1, 2, 5)
    for page in talks.pages.values():
        shown = await page.page.locator("body").inner_text()
        assert not any(title in shown for title in CLOSED_TITLES)


async def test_one_hand_closes_and_nothing_made_after_the_cut_leaves(talks: Talks) -> None:
    listener = talks.listener
    assert listener is not None
    page = talks.pages["anselka"].page
    await talks.pages["anselka"].press("close")
    await page.get_by_role("button", name="Close now").click()
    view = await talks.until_door("closed")
    talks.cut_ms = view["door"]["cut"] // 1_000
    assert [row["row"] for row in view["door"]["rows"]] == ["old_chamber_gone", "nobody_else"]
    await listener.until(lambda e: e["event"] == "disconnected")
    assert listener.made_after(talks.cut_ms) == []
    assert await talks.house.chambers("open") == {}


async def test_in_closed_session_the_cleared_alone_see_and_hear_each_other(talks: Talks) -> None:
    speaker = await talks.device("nadia")
    await speaker.publish()
    for name, others in (("anselka", (2, 5)), ("edmar", (1, 5))):
        await talks.pages[name].page.locator("[data-testid=in-closed]").wait_for()
        await talks.pages[name].until_seen(1, 2, 5)
        await talks.pages[name].until_heard(*others)
        await expect(talks.pages[name].page.locator("[data-testid=not-encrypted]").first).to_be_visible()
    for name in ("tomas", "sorcha"):
        page = talks.pages[name]
        await page.until_screen("outside")
        assert await page.pictures() == {}
        assert await page.sounds() == set()
        assert await page.page.locator("video").count() == 0
        assert CLOSED_TITLES[0] not in await page.page.locator("body").inner_text()
    view = await talks.meeting["nadia"].view()
    cleared = {s["identity"] for s in view["seats"] if s["seat"] in roster(talks.meeting, "anselka", "edmar", "nadia")}
    chambers = await talks.house.chambers("closed")
    assert [set(legs) for legs in chambers.values()] == [cleared]
    assert CLOSED_TITLES[0] in await talks.pages["anselka"].page.locator("body").inner_text()


async def test_two_keys_open_again_after_a_countdown_into_a_chamber_of_its_own(talks: Talks) -> None:
    before = set(await talks.house.chambers("closed"))
    await talks.open_by_two_keys("reopen")
    assert not before & set(await talks.house.chambers("closed"))
    await talks.speak()
    await talks.pages["anselka"].until_seen(1, 2)
    await talks.pages["anselka"].until_heard(2)
    await talks.pages["tomas"].until_seen(1, 2)


async def test_the_end_is_for_all_and_the_desk_gives_a_ledger_that_verifies(
    talks: Talks, browser: Browser, tmp_path: Path
) -> None:
    await talks.pages["anselka"].press("adjourn")
    await talks.pages["anselka"].page.get_by_role("button", name="End the meeting", exact=True).click()
    for page in talks.pages.values():
        await page.until_screen("ended")
        assert await page.page.locator("video").count() == 0
    await talks.meeting["nadia"].until_door("ended")
    assert await talks.house.chambers("open") == {}
    assert await talks.house.chambers("closed") == {}
    async with window(browser, talks.house.url) as desk:
        await desk.page.goto(talks.house.admin_link)
        await desk.page.locator("main button").click()
        await desk.page.locator(".mt__title").first.wait_for()
        await desk.page.goto(f"{talks.house.url}/desk/meetings/{talks.meeting.id}")
        for name, link in (("full", f"a[href$='{talks.meeting.id}/ledger']"), ("extract", "a[href*='extract=public']")):
            async with desk.page.expect_download() as download:
                await desk.page.locator(link).first.click()
            await (await download.value).save_as(tmp_path / f"{name}.json")
    assert await verified(tmp_path / "full.json") == (0, "OK")
    assert await verified(tmp_path / "extract.json") == (0, "OK")
    extract = (tmp_path / "extract.json").read_text()
    assert not any(title in extract for title in CLOSED_TITLES)
    tampered = json.loads((tmp_path / "full.json").read_text())
    kind(tampered, "span_cut")["body"]["reason"] = "nobody"
    (tmp_path / "full.json").write_text(json.dumps(tampered))
    assert await verified(tmp_path / "full.json") == (1, "BAD")


def roster(meeting: Meeting, *names: str) -> set[str]:
    return {meeting.ids[name] for name in names}


def kind(ledger: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in ledger["entries"] if entry["header"]["kind"] == name)
    return found


async def verified(ledger: Path) -> tuple[int | None, str]:
    """Exit code and first word of `incamera ledger verify`."""
    command = (sys.executable, "-m", "incamera.cli", "ledger", "verify", str(ledger))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return process.returncode, out.decode().split()[0]

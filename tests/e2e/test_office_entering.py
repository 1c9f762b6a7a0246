"""Entering, correcting and reading the office's records, in a real browser."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from incamera.platform.ids import new_id
from tests.e2e.axe import violations
from tests.e2e.browser import PHONE, WIDE
from tests.e2e.office import Office, page_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

SIZES: Final = pytest.mark.parametrize(("size", "language"), [(WIDE, "en"), (PHONE, "en"), (PHONE, "qps-rtl")])
RECORDED_AT: Final = 1_790_000_000_000_000
SECONDS: Final = 12
PLAYED: Final = """(video) => new Promise((seen) => {
  const look = () => { if (video.currentTime > 3.2) seen(); };
  video.addEventListener("timeupdate", look);
  look();
})"""


async def choose(form: Locator, label: str, name: str) -> None:
    """A record by a part of its name."""
    await form.get_by_label(label, exact=True).fill(name)
    await form.get_by_role("option", name=name).first.click()


async def enter(page: Page, kind: str) -> Locator:
    """The form for a new record of a kind."""
    await page.get_by_role("button", name="Enter a record").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Kind", exact=True).select_option(label=kind)
    return form


async def save(form: Locator) -> None:
    await form.get_by_role("button", name="Enter it").click()
    await expect(form).to_have_count(0)


async def open_record(page: Page, words: str, title: str = "") -> Locator:
    """The record that these words find; they stand in its title unless that is given."""
    await page.get_by_label("Words").fill(words)
    await expect(page.locator(".records__line")).to_have_count(1)
    await page.locator(".records__line", has_text=title or words).click()
    shown = page.get_by_role("dialog")
    await shown.locator(".records__history").wait_for()
    return shown


async def test_a_person_is_entered_and_corrected_and_the_history_says_what_changed(
    browser: Browser, office: Office
) -> None:
    async with page_of(browser, office, "/desk/records") as page:
        form = await enter(page, "Person")
        await form.get_by_label("Name", exact=True).fill("Ilka Brand")
        await form.get_by_role("button", name="Add an office").click()
        row = form.get_by_role("group", name="Offices held")
        await row.get_by_label("Title").fill("Governor")
        await choose(row, "In", "Strait Development Bank")
        await row.get_by_label("Since").fill("2026-02-01")
        await row.get_by_label("Until").fill("2026-01-01")
        await form.get_by_role("button", name="Enter it").click()
        await form.get_by_text("the last day is not before the first").wait_for()
        await row.get_by_label("Until").fill("")
        await save(form)
        shown = await open_record(page, "ilka brand")
        await shown.get_by_text("Governor").first.wait_for()
        await shown.get_by_role("button", name="Correct").click()
        form = page.get_by_role("dialog", name="Correct: Person")
        await form.get_by_label("Name", exact=True).fill("Ilka Brandt")
        await form.get_by_label("Why it is corrected").fill("misspelt")
        await save(form)
        shown = page.get_by_role("dialog")
        entries = shown.locator(".records__entry")
        await expect(entries).to_have_count(2)
        await expect(entries.nth(1)).to_contain_text("corrected by the desk: misspelt")
        await expect(entries.nth(1).locator("del")).to_have_text("Ilka Brand")
        await expect(entries.nth(1).locator("ins")).to_have_text("Ilka Brandt")


async def test_a_mandate_is_narrowed_by_a_further_entry(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/records") as page:
        form = await enter(page, "Mandate")
        await form.get_by_label("To do what").fill("Fisheries of the northern coast")
        await choose(form, "Asked by", "Anselka Dravic")
        await choose(form, "Leads it", "Janek Orsund")
        await form.get_by_label("Given on").fill("2026-01-05T09:00")
        await form.get_by_label("Topics, with commas between").fill("Fish, ports")
        await choose(form, "Whom each of them is to engage", "Hanne Brekk")
        await choose(form, "Whom each of them is to engage", "Ishara")
        await save(form)
        shown = await open_record(page, "fisheries")
        await expect(shown.locator(".scope")).to_have_count(1)
        await shown.get_by_role("button", name="Narrow or widen").click()
        form = page.get_by_role("dialog", name="Narrow or widen")
        await form.get_by_label("From when on").fill("2026-03-01T00:00")
        await form.get_by_label("Topics, with commas between").fill("fish")
        await form.get_by_label("Topics left out").fill("ports")
        await form.get_by_label("Why, or by which instrument").fill("cabinet letter 3/2026")
        await save(form)
        shown = page.get_by_role("dialog")
        await expect(shown.locator(".scope")).to_have_count(2)
        await expect(shown.locator(".scope").first).to_contain_text("Topics: fish, ports")
        await expect(shown.locator(".scope").nth(1)).to_contain_text("Topics left out: ports")
        await expect(shown.locator(".records__entry").nth(1)).to_contain_text("cabinet letter 3/2026")
        await shown.get_by_role("link", name="Timeline").click()
        await expect(page.get_by_label("Of a mandate, person or organisation")).to_have_value(
            "Fisheries of the northern coast"
        )
        await expect(page.locator(".records__line .chip").filter(has_text="Mandate")).to_have_text(
            ["Mandate changed", "Mandate given"]
        )


async def test_the_words_of_a_promise_show_what_they_mean_while_they_are_typed(
    browser: Browser, office: Office
) -> None:
    async with page_of(browser, office, "/desk/records") as page:
        form = await enter(page, "Commitment")
        await form.get_by_label("Said on").fill("2026-05-07")
        await form.get_by_label("Due, as said").fill("in the month of June")
        await form.get_by_text("That means 1 Jun to 30 Jun.").wait_for()
        await form.get_by_label("Due, as said").fill("soon")
        await form.get_by_text("These words name no days.").wait_for()


@pytest.mark.parametrize(
    ("kind", "fill", "found"),
    [
        ("Organisation", {"Name": "Northern Ports Company"}, "Northern Ports Company"),
        ("Travel", {"Country": "KAR", "Place": "Karsk", "First day": "2026-02-03", "Last day": "2026-02-04"}, "Karsk"),
        (
            "Public event",
            {"What it was": "Address to the harbour school", "When": "2026-02-03T10:00"},
            "harbour school",
        ),
        ("Directive", {"What": "Report on the quays", "When": "2026-02-03T10:00"}, "quays"),
    ],
)
async def test_every_kind_has_its_form(
    browser: Browser, office: Office, kind: str, fill: dict[str, str], found: str
) -> None:
    async with page_of(browser, office, "/desk/records") as page:
        form = await enter(page, kind)
        for label, text in fill.items():
            await form.get_by_label(label, exact=True).fill(text)
        if kind != "Organisation":
            await choose(form, "Official", "Janek Orsund")
        if kind == "Directive":
            await choose(form, "Directed to whom", "Strait Development Bank")
        await save(form)
        shown = await open_record(page, found)
        await shown.get_by_text("entered by the desk").wait_for()


async def test_the_time_of_a_country_opens_each_record(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/timeline") as page:
        await page.get_by_label("Of a country").select_option(label="Karsova")
        line = page.locator(".records__line", has_text="Phone with Davor Selmic")
        await line.click()
        shown = page.get_by_role("dialog")
        await shown.get_by_role("button", name="Davor Selmic").click()
        await shown.get_by_role("heading", name="Davor Selmic").wait_for()
        await shown.get_by_role("link", name="Timeline").click()
        await expect(page.get_by_label("Of a mandate, person or organisation")).to_have_value("Davor Selmic")
        await expect(page.locator(".records__line", has_text="Visit to Karsova")).to_have_count(2)


async def test_a_promise_is_marked_in_the_recording_and_played_at_one_press(browser: Browser, office: Office) -> None:
    meeting = new_id()
    record(office.folder / "record" / meeting)
    await enter_meeting(office, meeting)
    async with page_of(browser, office, "/desk/records") as page:
        shown = await open_record(page, "quarterly call on the strait", "Virtual with Davor Selmic")
        await shown.get_by_role("button", name="Enter a promise made here").click()
        form = page.get_by_role("dialog", name="Enter a record")
        await form.get_by_label("What", exact=True).fill("Send the survey text")
        await form.get_by_label("In the words").fill("We will send the survey text.")
        for second, button in ((3, "From here"), (7, "Until here")):
            await seek(form.locator("video"), second)
            await form.get_by_role("button", name=button).click()
        await save(form)
        await page.keyboard.press("Escape")
        shown = await open_record(page, "survey text")
        await shown.get_by_role("button", name="Play ").click()
        video = shown.locator("video")
        await expect(video).to_have_attribute("src", f"/api/desk/office/recordings/{meeting}/0.mp4#t=3,7")
        await video.evaluate(PLAYED)
        assert await violations(page) == []


async def seek(video: Locator, second: int) -> None:
    await video.evaluate(
        """(video, second) => new Promise((seen) => {
             video.addEventListener("seeked", seen, { once: true });
             const go = () => { video.currentTime = second; };
             if (video.readyState > 0) go(); else video.addEventListener("loadedmetadata", go, { once: true });
           })""",
        second,
    )


async def enter_meeting(office: Office, meeting: str) -> None:
    """The engagement that a recorded meeting became."""
    async with office.desk() as desk:
        found = (await desk.client.get("/api/desk/office/records", params={"kind": "person"})).json()
        ids = {row["fields"]["name"]: row["id"] for row in found}
        fields: dict[str, Any] = {
            "channel": "virtual",
            "start": RECORDED_AT,
            "on_record": True,
            "officials": [{"person": ids["Mirela Okvist"]}],
            "counterparts": [{"person": ids["Davor Selmic"]}],
            "meeting": meeting,
            "note": "Quarterly call on the Strait",
        }
        await desk.enter("engagement", fields)


def record(folder: Path) -> None:
    """Twelve seconds of picture, listed as the recorder lists them."""
    folder.mkdir(parents=True)
    with av.open(folder / "0.mp4", "w") as out:
        stream = out.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for n in range(SECONDS * 5):
            frame = av.VideoFrame.from_ndarray(np.full((96, 160, 3), n * 4, np.uint8), format="rgb24")
            frame.pts, frame.time_base = n, Fraction(1, 5)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    until = RECORDED_AT + SECONDS * 1_000_000
    row = {"span": 0, "from": RECORDED_AT, "until": until, "file": "0.mp4", "still": None}
    (folder / "record.json").write_text(json.dumps([row]))


@SIZES
@pytest.mark.parametrize("kind", ["engagement", "commitment", "person", "mandate"])
async def test_everybody_can_enter(
    browser: Browser, office: Office, kind: str, size: tuple[int, int], language: str
) -> None:
    async with page_of(browser, office, "/desk/records", size, language) as page:
        await page.locator(".head .btn--primary").click()
        form = page.get_by_role("dialog")
        await form.locator("select").first.select_option(value=kind)
        await form.locator("details summary").click()
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert await form.evaluate("(form) => form.scrollWidth - form.clientWidth") <= 0


@SIZES
async def test_everybody_can_read_a_record(
    browser: Browser, office: Office, size: tuple[int, int], language: str
) -> None:
    async with page_of(browser, office, "/desk/records", size, language) as page:
        await page.locator(".records__line").first.click()
        await page.locator(".records__history").wait_for()
        assert await violations(page) == []

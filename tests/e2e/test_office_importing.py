"""The desk takes files in (a list with a bad line, a calendar that proposes, a letter that asks) and lets others read."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.browser import PHONE, WIDE
from tests.e2e.office import Office, page_of
from tests.office.imports.papers import pdf

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

SIZES: Final = pytest.mark.parametrize(("size", "language"), [(WIDE, "en"), (PHONE, "en"), (PHONE, "qps-rtl")])
BAD: Final = b"name,organisation,title,since\nIlja Torm,Strait Development Bank,Counsel,3 March\n"
GOOD: Final = BAD.replace(b"3 March", b"2026-03-03")
CALENDAR: Final = b"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a test//EN
BEGIN:VEVENT
UID:1@test.example
DTSTART:20260304T100000Z
DTEND:20260304T103000Z
SUMMARY:Call on the ferry
LOCATION:tel:+1
ATTENDEE;CN=Davor Selmic:mailto:d@test.example
END:VEVENT
BEGIN:VEVENT
UID:2@test.example
DTSTART;VALUE=DATE:20260410
DTEND;VALUE=DATE:20260412
SUMMARY:Visit to the yards
LOCATION:Old Port
END:VEVENT
END:VCALENDAR
"""


async def send(page: Page, what: str, name: str, data: bytes, official: str = "") -> None:
    """From the page of imports to that of the file, which waits."""
    await page.get_by_label("What it is").select_option(label=what)
    if official:
        await choose(page.get_by_role("main"), "Whose calendar", official)
    await page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    await page.get_by_role("button", name="Send it").click()
    await page.get_by_role("heading", name=name).wait_for()


async def choose(form: Locator, label: str, name: str) -> None:
    """A record by the last word of what it is called."""
    await form.get_by_label(label, exact=True).fill(name.rsplit(maxsplit=1)[-1])
    await form.get_by_role("option", name=name).first.click()


def line(page: Page, text: str) -> Locator:
    return page.locator(".files__line", has_text=text)


async def test_a_list_with_a_bad_line_says_which_field_and_what_is_expected(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/imports") as page:
        await send(page, "List of people (CSV)", "people.csv", BAD)
        await page.get_by_text("The file waits to be read.").wait_for()
        await office.work()
        await page.get_by_text("Nothing was entered").wait_for()
        await expect(line(page, "Line 2")).to_contain_text("cannot be read")
        await expect(line(page, "Line 2")).to_contain_text("Field since. Expected: a day of the calendar")
        assert await violations(page) == []
        await page.get_by_role("main").get_by_role("link", name="Imports").click()
        await expect(page.locator(".panel__line").first).to_contain_text("refused")
        await send(page, "List of people (CSV)", "people, again.csv", GOOD)
        await office.work()
        await line(page, "entered").get_by_role("button", name="Ilja Torm").click()
        await page.get_by_role("dialog").get_by_text("Counsel").first.wait_for()


async def test_a_calendar_proposes_and_a_person_accepts_corrects_or_declines(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/imports", PHONE) as page:
        await send(page, "Calendar of an official (.ics)", "orsund.ics", CALENDAR, "Janek Orsund")
        await office.work()
        call, visit = line(page, "Phone with Davor Selmic"), line(page, "Old Port")
        await expect(call).to_contain_text("Call on the ferry")
        assert await violations(page) == []
        await call.get_by_role("button", name="Accept: Phone with Davor Selmic", exact=True).press("Enter")
        await expect(line(page, "accepted")).to_have_count(1)
        await visit.get_by_role("button", name="Accept: Old Port", exact=True).click()
        await expect(visit.get_by_role("alert")).to_contain_text("Country: a value: this field is required.")
        await visit.get_by_role("button", name="Correct it first: Old Port").click()
        form = page.get_by_role("dialog")
        await form.get_by_label("Country").fill("KAR")
        await form.get_by_role("button", name="Enter it").click()
        await expect(line(page, "accepted")).to_have_count(2)
        await line(page, "accepted").last.get_by_role("button", name="Old Port").click()
        await page.get_by_role("dialog").get_by_text("KAR").wait_for()
    async with page_of(browser, office, "/desk/imports") as page:
        fresh = CALENDAR.replace(b"UID:1@", b"UID:3@").replace(b"Davor Selmic", b"Ilka Nobody")
        await send(page, "Calendar of an official (.ics)", "later.ics", fresh, "Janek Orsund")
        await office.work()
        await page.get_by_role("button", name="Decline: Call on the ferry").click()
        await expect(line(page, "declined")).to_have_count(1)
        await expect(line(page, "known")).to_contain_text("an event that was not proposed before")


async def test_a_letter_is_read_and_made_a_request(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/imports") as page:
        await send(page, "Letter (PDF or text)", "letter.pdf", pdf("Whom did the Envoy call?"))
        await office.work()
        await page.get_by_text("Whom did the Envoy call?").wait_for()
        assert await violations(page) == []
        await page.get_by_role("button", name="Make a request of it").click()
        form = page.get_by_role("dialog")
        await expect(form.get_by_label("Or the letter, if it was stored before")).to_have_value("letter.pdf")
        await form.get_by_label("Subject").fill("Calls of the Envoy")
        await choose(form, "Who asks", "Strait Development Bank")
        await form.get_by_role("button", name="Enter it").click()
        await page.get_by_role("heading", name="Calls of the Envoy").wait_for()
        await page.get_by_text("Whom did the Envoy call?").wait_for()


async def test_a_file_that_is_too_large_is_refused_in_one_sentence(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/imports") as page:
        await page.get_by_label("File", exact=True).set_input_files(
            {"name": "all.csv", "mimeType": "text/csv", "buffer": b"name\n" * 1_200_000}
        )
        await page.get_by_role("button", name="Send it").click()
        await expect(page.get_by_role("alert")).to_have_text("The file is too large: at most 5 MB can be taken in.")


async def test_a_reader_gets_a_link_once_and_reads_until_the_desk_ends_it(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/readers", PHONE) as page:
        await page.get_by_role("button", name="Let somebody read").click()
        form = page.get_by_role("dialog")
        await choose(form, "Which official", "Janek Orsund")
        await expect(form.get_by_label("Who reads")).to_have_value("Janek Orsund")
        await form.get_by_label("Until when").fill("2036-01-01T00:00")
        assert await violations(page) == []
        await form.get_by_role("button", name="Let them read").click()
        shown = page.get_by_role("alertdialog", name="Link for Janek Orsund")
        link = await shown.get_by_label("Link", exact=True).input_value()
        assert await violations(page) == []
        await shown.get_by_role("button", name="Close").click()
        await expect(shown).to_have_count(0)
        one = page.locator(".panel__line", has_text="An official: Janek Orsund")
        await expect(one).to_contain_text("may read until 1 Jan 2036")
        reading = await browser.new_context(locale="en-GB")
        theirs = await reading.new_page()
        await theirs.goto(link)
        await theirs.get_by_role("button", name="Read here").click()
        await theirs.locator(".records__line").first.wait_for()
        await one.get_by_role("button", name="End it: Janek Orsund").click()
        await page.get_by_role("alertdialog").get_by_role("button", name="End it").click()
        await expect(one).to_contain_text("ended")
        await theirs.reload()
        await expect(theirs.locator(".records__line")).to_have_count(0)
        await theirs.get_by_role("heading").first.wait_for()
        await reading.close()


async def test_a_record_is_released_to_a_body_and_taken_back(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/readers") as page:
        await page.get_by_role("button", name="Let somebody read").click()
        form = page.get_by_role("dialog")
        await form.get_by_label("As what").select_option(label="An oversight body")
        await choose(form, "Which body", "Strait Development Bank")
        await form.get_by_label("Who reads").fill("Ilka Brand")
        await form.get_by_role("button", name="Let them read").click()
        await page.get_by_role("alertdialog").get_by_role("button", name="Close").click()
        await page.get_by_role("button", name="What was released to Strait Development Bank").click()
        releases = page.get_by_role("region", name="Releases to an oversight body")
        await releases.get_by_text("Nothing was released to this body.").wait_for()
        await choose(releases, "Release a record", "Phone with Davor Selmic")
        await releases.get_by_role("button", name="Release it").click()
        one = releases.locator(".panel__line")
        await expect(one).to_contain_text("Phone with Davor Selmic")
        assert await violations(page) == []
        await one.get_by_role("button", name="Take back: Phone with Davor Selmic").press("Enter")
        await expect(one).to_have_count(0)


async def test_reminders_go_where_the_desk_says_until_it_says_otherwise(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/records", PHONE) as page:
        await page.get_by_label("Kind", exact=True).select_option(label="Person")
        await page.get_by_role("button", name="Person Janek Orsund").click()
        shown = page.get_by_role("dialog")
        asked = shown.get_by_label("Reminders go to")
        await asked.fill("orsund@office.example")
        await asked.press("Enter")
        dropped = shown.get_by_role("button", name="Send nothing any more")
        await dropped.wait_for()
        assert await violations(page) == []
        async with office.desk() as desk:
            kept = (await desk.client.get("/api/desk/office/addresses")).json()
        assert [one["address"] for one in kept] == ["orsund@office.example"]
        await dropped.click()
        await expect(dropped).to_have_count(0)
        await expect(shown.get_by_label("Reminders go to")).to_have_value("")
        await page.keyboard.press("Escape")
        await page.get_by_label("Kind", exact=True).select_option(label="Commitment")
        await page.get_by_role("button", name="Commitment Visit to Karsova").click()
        await page.get_by_role("dialog").locator(".records__history").wait_for()


@SIZES
@pytest.mark.parametrize("path", ["/desk/imports", "/desk/readers"])
async def test_everybody_can_use_it(
    browser: Browser, office: Office, path: str, size: tuple[int, int], language: str
) -> None:
    async with page_of(browser, office, path, size, language) as page:
        await page.locator(".panel").first.wait_for()
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

"""A letter is answered question by question, signed off by a second person, sealed and had as a bundle."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from incamera.cli import main
from tests.e2e.axe import violations
from tests.e2e.browser import PHONE, WIDE
from tests.e2e.office import Office, page_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


async def choose(form: Locator, label: str, name: str) -> None:
    """A record by the last word of what it is called."""
    await form.get_by_label(label, exact=True).fill(name.rsplit(maxsplit=1)[-1])
    await form.get_by_role("option", name=name).first.click()


async def take_letter(page: Page, *questions: str) -> None:
    """A letter of the bank with these questions; the page of its request is shown then."""
    await page.get_by_role("button", name="Take a letter in").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Subject").fill("Contacts of the office")
    await choose(form, "Who asks", "Strait Development Bank")
    await form.get_by_label("Due, as said").fill("within two weeks")
    await form.get_by_label("Questions, one on each line").fill("\n".join(questions))
    await form.get_by_label("Text of the letter").fill("We ask the office to tell us of its contacts.")
    await form.get_by_role("button", name="Enter it").click()
    await page.get_by_role("heading", name="Contacts of the office").wait_for()


async def answer(question: Locator, words: str, writer: str) -> None:
    await question.get_by_label("Answer", exact=True).fill(words)
    await choose(question, "Who wrote this", writer)
    await question.get_by_role("button", name="Save the draft").click()
    await question.get_by_text(f"Written by {writer}").wait_for()


async def test_an_answer_waits_for_a_second_person(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/requests") as page:
        await take_letter(page, "Whom has the Vice President called?")
        question = page.get_by_role("region", name="Question 1")
        await choose(question, "Add a record or a paper", "Phone with Davor Selmic")
        await answer(question, "One president.", "Janek Orsund")
        await question.get_by_text("Say of each piece first whether it goes out.").wait_for()
        await question.get_by_label("Whether it goes out").select_option(label="Withheld")
        await answer(question, "One president, by phone.", "Janek Orsund")
        await question.get_by_text("What is withheld needs its ground.").wait_for()
        await question.get_by_label("Whether it goes out").select_option(label="Goes out")
        await answer(question, "One president, by phone.", "Janek Orsund")
        await choose(question, "Who signs it off", "Janek Orsund")
        await question.get_by_role("button", name="Sign it off").click()
        await question.get_by_text("a second person does").wait_for()
        await choose(question, "Who signs it off", "Mirela Okvist")
        await question.get_by_role("button", name="Sign it off").click()
        await question.get_by_text("Signed off by Mirela Okvist").wait_for()
        await page.get_by_role("button", name="Prepare the reply").wait_for()


async def test_a_reply_is_looked_at_then_sealed_and_its_bundle_verifies(
    browser: Browser, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with page_of(browser, office, "/desk/requests") as page:
        await take_letter(page, "Whom has the Vice President called?")
        question = page.get_by_role("region", name="Question 1")
        await answer(question, "One president.", "Janek Orsund")
        await choose(question, "Who signs it off", "Mirela Okvist")
        await question.get_by_role("button", name="Sign it off").click()
        await page.get_by_role("button", name="Prepare the reply").click()
        await page.get_by_text("being made").wait_for()
        await office.work()
        async with page.expect_download() as had:
            await page.get_by_role("link", name="Reply as PDF").click()
        assert (await (await had.value).path()).read_bytes().startswith(b"%PDF-")
        await page.get_by_role("button", name="Seal it").click()
        await page.get_by_role("alertdialog").get_by_role("button", name="Seal it").click()
        await page.get_by_text("being sealed").wait_for()
        await office.work()
        async with page.expect_download() as had:
            await page.get_by_role("link", name="Bundle").click()
        bundle = tmp_path / "bundle.zip"
        await (await had.value).save_as(bundle)
        await expect(page.get_by_label("Answer", exact=True)).to_have_count(0)
    assert main(["bundle", "verify", str(bundle)]) == 0
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    assert main(["bundle", "verify", str(bundle)]) != 0
    capsys.readouterr()


async def test_the_head_of_a_letter_is_corrected_by_a_further_entry(browser: Browser, office: Office) -> None:
    async with page_of(browser, office, "/desk/requests", PHONE) as page:
        await take_letter(page, "Whom has the Envoy met?")
        await page.get_by_role("button", name="Correct", exact=True).click()
        form = page.get_by_role("dialog", name="Correct: Oversight request")
        await expect(form.get_by_label("Who asks", exact=True)).to_have_value("Strait Development Bank")
        await form.get_by_label("Subject").fill("Contacts of the Envoy")
        await form.get_by_label("Authority").fill("Standing order 21")
        await form.get_by_label("Received on").fill("2026-05-04")
        await form.get_by_label("Due, as said").fill("within three weeks")
        await form.get_by_text("That means 4 May to 25 May.").wait_for()
        await form.get_by_label("Why it is corrected").fill("misread")
        assert await violations(page) == []
        await form.get_by_role("button", name="Enter it").click()
        await page.get_by_role("heading", name="Contacts of the Envoy").wait_for()
        await page.get_by_text("Due within three weeks, that is by 25 May.").wait_for()
        await page.get_by_text("Standing order 21").wait_for()
        await page.get_by_role("button", name="History").click()
        entries = page.get_by_role("dialog").locator(".records__entry")
        await expect(entries).to_have_count(2)
        await expect(entries.nth(1)).to_contain_text("corrected by the desk: misread")


@pytest.mark.parametrize(("size", "language"), [(WIDE, "en"), (PHONE, "en"), (PHONE, "qps-rtl")])
async def test_everybody_can_answer(browser: Browser, office: Office, size: tuple[int, int], language: str) -> None:
    async with page_of(browser, office, "/desk/requests", size, language) as page:
        await page.locator(".requests__subject").last.click()
        await page.locator(".question").first.wait_for()
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

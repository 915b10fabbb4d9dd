"""The main job as an agent does it: log in, upload, Run AI Eval, look at the evidence."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from playwright.async_api import Page, expect
from reportlab.pdfgen.canvas import Canvas

from tests.browser.conftest import arrive, log_in


def draw_stub(path: Path) -> None:
    """A plain pay stub of the last two weeks."""
    end = date.today() - timedelta(days=6)
    start = end - timedelta(days=13)
    sheet = BytesIO()
    canvas = Canvas(sheet)
    rows = [
        ("Acme Corp", ""),
        ("Earnings Statement", ""),
        ("Employee Name:", "Jane Doe"),
        ("Pay Period:", f"{start:%m/%d/%Y} - {end:%m/%d/%Y}"),
        ("Pay Date:", f"{end + timedelta(days=3):%m/%d/%Y}"),
        ("Pay Frequency:", "Biweekly"),
        ("Gross Pay", "$3,000.00"),
        ("Total Deductions", "$700.00"),
        ("Net Pay", "$2,300.00"),
    ]
    for number, (label, value) in enumerate(rows):
        canvas.drawString(72, 720 - 22 * number, label)
        canvas.drawString(220, 720 - 22 * number, value)
    canvas.save()
    path.write_bytes(sheet.getvalue())


async def test_an_agent_gets_a_result_with_evidence(page: Page, tmp_path: Path) -> None:
    stub = tmp_path / "stub.pdf"
    draw_stub(stub)
    await log_in(page)
    await page.get_by_role("link", name="Leads", exact=True).click()
    await page.get_by_role("link", name="Jane Doe").click()
    await arrive(page, "Jane Doe")
    await expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "not_evaluated")
    await page.locator("#upload-file").set_input_files(stub)
    await page.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("link", name="stub.pdf", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Run AI Eval").click()
    await expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "completed", timeout=60_000)
    await expect(page.locator(".gauge")).to_be_visible()
    await expect(page.locator("#evaluation-status")).not_to_have_attribute("hx-trigger", "every 10s")
    await expect(page.get_by_text("Ask for:")).to_be_visible()
    await page.locator(".factors .evidence a").first.click()
    await expect(page.locator(".evidence-frame")).to_be_visible()
    picture = page.locator(".sheet-picture img").first
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 480


async def test_the_same_documents_are_refused_in_place(page: Page, tmp_path: Path) -> None:
    stub = tmp_path / "pay.pdf"
    draw_stub(stub)
    await log_in(page)
    await page.goto("/sites/oak/leads?q=okafor")
    await page.get_by_role("link", name="Amara Okafor").click()
    await arrive(page, "Amara Okafor")
    await page.get_by_role("button", name="Run AI Eval").click()
    await expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "refused")
    await page.locator("#upload-file").set_input_files(stub)
    await page.get_by_role("button", name="Upload").click()
    await expect(page.get_by_role("link", name="pay.pdf", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Run AI Eval").click()
    await expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "completed", timeout=60_000)
    await page.get_by_role("button", name="Run AI Eval").click()
    await expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "refused")
    await expect(page.get_by_text("were evaluated already")).to_be_visible()


async def test_a_file_that_is_no_document_is_refused_with_a_sentence(page: Page, tmp_path: Path) -> None:
    fake = tmp_path / "fake.pdf"
    fake.write_text("this is only text")
    await log_in(page)
    await page.goto("/sites/oak/leads")
    await page.get_by_role("link", name="Jane Doe").click()
    await arrive(page, "Jane Doe")
    async with page.expect_response("**/documents") as answered:
        await page.locator("#upload-file").set_input_files(fake)
        await page.get_by_role("button", name="Upload").click()
    assert (await answered.value).status == 415
    await expect(page.locator("#documents .notice-bad")).to_contain_text("fake.pdf")


async def test_the_list_searches_while_typing(page: Page) -> None:
    await log_in(page)
    await page.goto("/sites/oak/leads")
    await page.get_by_role("searchbox").fill("okafor")
    await expect(page.get_by_role("link", name="Jane Doe")).to_have_count(0)
    await expect(page.get_by_role("link", name="Amara Okafor")).to_be_visible()


async def test_no_page_scrolls_sideways_on_a_narrow_phone(page: Page) -> None:
    await log_in(page)
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.goto("/sites/oak/leads?q=okafor")
    lead = await page.get_by_role("link", name="Amara Okafor").get_attribute("href") or ""
    for path in ("/sites/oak", "/sites/oak/leads", "/sites/oak/leads/new", lead):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path

"""The main job as an agent does it: log in, upload, Run AI Eval, look at the evidence."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page, expect
from reportlab.pdfgen.canvas import Canvas

from tests.browser.conftest import log_in


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


def test_an_agent_gets_a_result_with_evidence(page: Page, tmp_path: Path) -> None:
    stub = tmp_path / "stub.pdf"
    draw_stub(stub)
    log_in(page)
    page.get_by_role("link", name="Leads", exact=True).click()
    page.get_by_role("link", name="Jane Doe").click()
    expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "not_evaluated")
    page.locator("#upload-file").set_input_files(stub)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="stub.pdf", exact=True)).to_be_visible()
    page.get_by_role("button", name="Run AI Eval").click()
    expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "completed", timeout=60_000)
    expect(page.locator(".gauge")).to_be_visible()
    expect(page.locator("#evaluation-status")).not_to_have_attribute("hx-trigger", "every 10s")
    expect(page.get_by_text("Ask for:")).to_be_visible()
    page.locator(".factors .evidence a").first.click()
    expect(page.locator(".evidence-frame")).to_be_visible()
    picture = page.locator(".sheet-picture img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 480


def test_the_same_documents_are_refused_in_place(page: Page, tmp_path: Path) -> None:
    stub = tmp_path / "pay.pdf"
    draw_stub(stub)
    log_in(page)
    page.goto("/sites/oak/leads?q=okafor")
    page.get_by_role("link", name="Amara Okafor").click()
    page.get_by_role("button", name="Run AI Eval").click()
    expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "refused")
    page.locator("#upload-file").set_input_files(stub)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="pay.pdf", exact=True)).to_be_visible()
    page.get_by_role("button", name="Run AI Eval").click()
    expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "completed", timeout=60_000)
    page.get_by_role("button", name="Run AI Eval").click()
    expect(page.locator("#evaluation-status")).to_have_attribute("data-state", "refused")
    expect(page.get_by_text("were evaluated already")).to_be_visible()


def test_a_file_that_is_no_document_is_refused_with_a_sentence(page: Page, tmp_path: Path) -> None:
    fake = tmp_path / "fake.pdf"
    fake.write_text("this is only text")
    log_in(page)
    page.goto("/sites/oak/leads")
    page.get_by_role("link", name="Jane Doe").click()
    with page.expect_response("**/documents") as answered:
        page.locator("#upload-file").set_input_files(fake)
        page.get_by_role("button", name="Upload").click()
    assert answered.value.status == 415
    expect(page.locator("#documents .notice-bad")).to_contain_text("fake.pdf")


def test_the_list_searches_while_typing(page: Page) -> None:
    log_in(page)
    page.goto("/sites/oak/leads")
    page.get_by_role("searchbox").fill("okafor")
    expect(page.get_by_role("link", name="Jane Doe")).to_have_count(0)
    expect(page.get_by_role("link", name="Amara Okafor")).to_be_visible()


def test_no_page_scrolls_sideways_on_a_narrow_phone(page: Page) -> None:
    log_in(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/sites/oak/leads?q=okafor")
    lead = page.get_by_role("link", name="Amara Okafor").get_attribute("href") or ""
    for path in ("/sites/oak", "/sites/oak/leads", "/sites/oak/leads/new", lead):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path

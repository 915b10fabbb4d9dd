"""Walking the evidence as an agent does: by mouse, by keyboard, without scripts, on a narrow phone."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import arrive, log_in

IN_VIEW = """frame => {
  const pane = document.querySelector("#sheets").getBoundingClientRect(), box = frame.getBoundingClientRect();
  const bar = document.querySelector(".sheets-bar").getBoundingClientRect();
  const top = Math.max(bar.bottom, 0), bottom = Math.min(pane.bottom, innerHeight);
  return box.height > 0 && box.top >= top - 1 && box.bottom <= bottom + 1 && box.left >= 0 && box.right <= innerWidth;
}"""


async def open_evidence(page: Page) -> None:
    await log_in(page)
    await page.goto("/sites/oak/leads?q=evaluated")
    await page.get_by_role("link", name="Eva Evaluated").first.click()
    await page.get_by_role("link", name="Open the evidence").click()
    await arrive(page, "What was read")


async def expect_in_view(frame: Locator) -> None:
    """The chosen box is drawn, and stands where the eye is, below the bar."""
    await expect(frame).to_have_count(1)
    element = await frame.element_handle()
    await frame.page.wait_for_function(IN_VIEW, arg=element)


async def test_a_fact_brings_its_box_into_view_and_a_box_selects_its_fact(page: Page) -> None:
    await open_evidence(page)
    await page.emulate_media(reduced_motion="reduce")
    fact = page.locator(".fact a.place", has_text="Net pay").last
    await fact.click()
    await expect(fact).to_have_attribute("aria-current", "true")
    await expect_in_view(page.locator("#chosen"))
    await expect(page.locator("[data-shown]")).to_contain_text("Net pay: $")
    assert "&box=" in page.url

    mark = page.locator("a.mark").filter(has=page.locator("title", has_text="Gross pay: $")).last
    await mark.scroll_into_view_if_needed()
    await mark.click()
    chosen = page.locator(".fact a.place[aria-current]", has_text="Gross pay")
    await expect(chosen).to_be_focused()
    await expect(chosen).to_be_in_viewport()
    await expect(page.locator("a.mark.evidence-frame")).to_have_count(1)
    picture = page.locator("figure", has=page.locator("#chosen")).locator("img")
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 480


async def test_the_evidence_is_walked_by_the_keyboard_alone(page: Page) -> None:
    await open_evidence(page)
    await page.emulate_media(reduced_motion="reduce")
    await page.keyboard.press("j")
    first = await page.evaluate("document.activeElement.href")
    await page.keyboard.press("j")
    await expect_in_view(page.locator("#chosen"))
    assert await page.evaluate("document.activeElement.href") != first
    await page.keyboard.press("k")
    assert await page.evaluate("document.activeElement.href") == first
    await page.keyboard.press("Escape")
    await expect(page.locator(".evidence-frame")).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect_in_view(page.locator("#chosen"))
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


async def test_a_correction_is_made_and_taken_back_without_leaving_the_page(page: Page) -> None:
    await open_evidence(page)
    place = page.locator(".fact", has=page.locator("a.place", has_text="Closing balance")).first
    await place.locator("a.place").focus()
    await page.keyboard.press("c")
    await expect(place.locator("[name=value]")).to_be_focused()
    await place.locator("[name=value]").fill("a lot")
    await place.locator("[name=reason]").fill("Read on the original")
    await page.keyboard.press("Enter")
    await expect(place.get_by_role("alert")).to_contain_text("such as 3,000.00")
    await place.locator("[name=value]").fill("12.00")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="With your corrections")).to_be_visible()
    await expect(place.locator(".fact-person")).to_contain_text("$12.00")
    await page.get_by_role("button", name="Undo the correction").click()
    await expect(page.get_by_role("heading", name="With your corrections")).to_have_count(0)


async def test_without_scripts_the_same_works_by_links(page: Page) -> None:
    await open_evidence(page)
    browser = page.context.browser
    assert browser is not None
    state = await page.context.storage_state()
    plain = await browser.new_context(
        java_script_enabled=False, storage_state=state, viewport={"width": 1280, "height": 900}
    )
    quiet = await plain.new_page()
    await quiet.goto(page.url)
    await quiet.locator(".fact a.place", has_text="Net pay").last.click()
    await expect(quiet.locator(".fact a.place[aria-current]", has_text="Net pay")).to_have_count(1)
    await expect(quiet.locator("#chosen")).to_be_in_viewport()
    await quiet.locator(".correct").first.click()
    await expect(quiet.locator("form.correction")).to_have_count(1)
    await plain.close()


async def test_the_page_works_stacked_on_a_narrow_phone(page: Page) -> None:
    await open_evidence(page)
    await page.emulate_media(reduced_motion="reduce")
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await page.locator(".fact a.place", has_text="Net pay").last.click()
    await expect_in_view(page.locator("#chosen"))
    await page.get_by_role("link", name="Back to the list").click()
    await expect(page.locator(".fact a.place[aria-current]", has_text="Net pay")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_nothing_jumps_while_the_pictures_come(page: Page) -> None:
    await open_evidence(page)
    heights = "Array.from(document.querySelectorAll('.sheet-picture'), it => Math.round(it.clientHeight))"
    before = await page.evaluate(heights)
    await page.locator("figure img").last.scroll_into_view_if_needed()
    await page.wait_for_function(
        "Array.from(document.images).filter(it => it.loading != 'lazy').every(it => it.complete)"
    )
    assert await page.evaluate(heights) == before and len(before) > 3

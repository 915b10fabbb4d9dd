"""From log-in to a decision without a mouse."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import arrive

MOST_TABS = 200


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element with the focus is one of these."""
    for _ in range(MOST_TABS):
        if await page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


async def test_a_lead_is_found_looked_at_and_declined_by_keys_alone(page: Page) -> None:
    await page.goto("/login")
    await page.keyboard.type("agent@oak.example")
    await page.keyboard.press("Tab")
    await page.keyboard.type("leaselab-demo")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/sites/oak")

    await page.keyboard.press("g")
    await page.keyboard.press("l")
    await page.wait_for_url("**/leads")
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("/")
    await page.keyboard.type("evaluated")
    await expect(page.locator("[data-row]")).to_have_count(1)
    await tab_to(page, "[data-row] a")
    await page.keyboard.press("Enter")
    await arrive(page, "Eva Evaluated")
    lead = page.url

    await tab_to(page, "a[href$='/evidence']")
    await page.keyboard.press("Enter")
    await arrive(page, "What was read")
    await page.keyboard.press("j")
    await expect(page.locator("#chosen")).to_have_count(1)
    await page.goto(lead)

    await tab_to(page, "input[name=decision]")
    for _ in range(2):
        await page.keyboard.press("ArrowDown")
    await expect(page.locator("input[value=decline]")).to_be_checked()
    await tab_to(page, "input[name=reason_codes]")
    await page.keyboard.press("Space")
    await tab_to(page, "textarea[name=override_reason]")
    await page.keyboard.type("The balance was checked with the bank.")
    await tab_to(page, ".decide button[type=submit]")
    await page.keyboard.press("Enter")
    await expect(page.locator("#decision")).to_contain_text("Declined")
    await tab_to(page, "#decision form[action$='undo'] button")
    await page.keyboard.press("Enter")
    await expect(page.locator("#decision input[name=decision]")).to_have_count(3)

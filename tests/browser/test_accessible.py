"""Every page without a finding of axe (WCAG 2.2 A and AA), light and dark, and none that scrolls sideways at 320 px."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.conftest import log_in

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = (
    "", "/leads", "/leads?show=needs_verification", "/leads/new", "/properties", "/showings", "/insights", "/jobs",
    "/schedules", "/alerts", "/notifications", "/triggers", "/account", "/settings", "/settings/policy",
    "/settings/people", "/audit", "/retention", "/matches",
)  # fmt: skip


@pytest.fixture
async def manager(page: Page) -> AsyncIterator[Page]:
    await log_in(page, "manager@oak.example")
    yield page


async def findings(page: Page) -> list[str]:
    """What axe finds, as the rule and the first element of each."""
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{page.url}: {it['id']}: {it['nodes'][0]['html'][:160]}" for it in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_has_a_finding(manager: Page, scheme: Any) -> None:
    await manager.emulate_media(color_scheme=scheme)
    wrong = []
    for path in PAGES:
        answer = await manager.goto(f"/sites/oak{path}")
        assert answer is not None and answer.status == 200, path
        wrong += await findings(manager)
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_leads_pages_have_no_finding(manager: Page, scheme: Any) -> None:
    await manager.emulate_media(color_scheme=scheme)
    wrong = []
    for path in await lead_pages(manager):
        answer = await manager.goto(path)
        assert answer is not None and answer.status == 200, path
        wrong += await findings(manager)
    assert wrong == []


async def test_no_page_scrolls_sideways_on_a_narrow_phone(manager: Page) -> None:
    paths = [*(f"/sites/oak{path}" for path in PAGES), *await lead_pages(manager)]
    await manager.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for path in paths:
        await manager.goto(path)
        width = await manager.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append((path, width))
    assert wide == []


async def lead_pages(page: Page) -> list[str]:
    """The pages of a lead that has been evaluated."""
    await page.goto("/sites/oak/leads?q=evaluated")
    lead = await page.get_by_role("link", name="Eva Evaluated").get_attribute("href") or ""
    return [lead, f"{lead}/evidence", f"{lead}/erase"]

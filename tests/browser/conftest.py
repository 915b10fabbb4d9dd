"""A real Chromium against a real server and a real worker, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import ConsoleMessage, Page, async_playwright, expect

from tests.serving import free_port

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
PASSWORD = "leaselab-demo"
MOST_PATIENCE_MS = 20_000
expect.set_options(timeout=MOST_PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running installation that has the demo's people and one lead without documents."""
    environment = {
        **os.environ,
        "LEASELAB_DATA_DIR": str(tmp_path_factory.mktemp("browser-data")),
        "LEASELAB_SECRET_KEY": "only-for-tests-" + "y" * 32,
        "LEASELAB_DEMO": "1",
    }
    subprocess.run([sys.executable, str(Path(__file__).parent / "prepare.py")], env=environment, check=True)
    port = free_port()
    commands = (["serve", "--port", str(port)], ["worker"])
    with Path(os.devnull).open("w") as nowhere:
        running = [
            subprocess.Popen([sys.executable, "-m", "app", *command], env=environment, stdout=nowhere, stderr=nowhere)
            for command in commands
        ]
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(address)
            yield address
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(25)


@pytest.fixture
async def page(site: str) -> AsyncIterator[Page]:
    """A page whose scripts may not complain: every console error fails the test."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(MOST_PATIENCE_MS)
        opened = await context.new_page()
        opened.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        await browser.close()
    assert complaints == []


def is_complaint(message: ConsoleMessage) -> bool:
    """A refusal is an answer with a status that Chromium and htmx also print; everything else is ours to mend."""
    refusals = ("Failed to load resource", "Response Status Error Code 4")
    return message.type == "error" and not message.text.startswith(refusals)


async def log_in(page: Page, email: str = "agent@oak.example") -> None:
    await page.goto("/login")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await page.wait_for_url("**/sites/oak")


async def arrive(page: Page, heading: str) -> None:
    """Wait for the page with this heading until its deferred scripts have run and keys and buttons do their work."""
    await expect(page.get_by_role("heading", name=heading)).to_be_visible()
    await page.wait_for_load_state("domcontentloaded")


def _wait_until_it_answers(address: str) -> None:
    transport = httpx.HTTPTransport(retries=0)
    with httpx.Client(transport=transport) as client:
        deadline = os.times().elapsed + 30
        while os.times().elapsed < deadline:
            try:
                if client.get(f"{address}/health").status_code == 200:
                    return
            except httpx.TransportError:
                os.sched_yield()
    raise TimeoutError("the server did not start within 30 seconds")

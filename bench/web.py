"""Speed of the pages: each rate beside that of a plain answer of the same server, measured in the same run.

`make bench` starts a server of its own on an empty data directory with a synthetic site. The rates are of one machine
and one moment; the ratios are what can be compared.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import click
import httpx

from bench.load import Load, request_bytes, run_load


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


PORT = _free_port()
PREPARE = """
import asyncio
from app.clock import utc_now
from app.database import close_database
from app.demo.bulk import seed_bulk
from app.demo.people_of_site import seed_people
from app.migrate import migrate
from app.sites.find import get_site_by_slug, get_user_by_email
from app.sites.tokens import create_token
async def main():
    await migrate()
    await seed_people(utc_now())
    await seed_bulk({leads}, utc_now())
    site = await get_site_by_slug("load")
    user = await get_user_by_email("manager@oak.example")
    print(await create_token(site.id, user.id, utc_now()))
    await close_database()
asyncio.run(main())
"""


@contextmanager
def server(folder: Path, leads: int) -> Iterator[tuple[str, float]]:
    """A running server with a synthetic site: the API token of a manager, and the seconds until its first answer."""
    environment = {
        **os.environ,
        "LEASELAB_DATA_DIR": str(folder),
        "LEASELAB_SECRET_KEY": "only-for-benchmarks-" + "z" * 32,
        "LEASELAB_NUDGE": "0",
        "LEASELAB_API_REQUESTS_A_MINUTE": "1000000",
        "LEASELAB_LOG_FORMAT": "json",
    }
    prepared = subprocess.run(
        [sys.executable, "-c", PREPARE.format(leads=leads)], env=environment, check=True, capture_output=True, text=True
    )
    began = perf_counter()
    with (folder / "web.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(PORT)], env=environment, stdout=log, stderr=log
        )
        try:
            _wait(process)
            yield prepared.stdout.split()[-1], perf_counter() - began
        finally:
            process.terminate()
            process.wait(25)


def _wait(process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{PORT}/health")
        except httpx.TransportError:
            os.sched_yield()
        else:
            return
    raise RuntimeError("the server ended before it answered")


def log_in() -> tuple[dict[str, str], list[str]]:
    """The headers of a logged-in browser, and the ids of leads to work on."""
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}") as browser:
        browser.get("/login")
        token = browser.cookies["leaselab_csrf"]
        form = {"email": "manager@oak.example", "password": "leaselab-demo", "_csrf_token": token}
        answer = browser.post("/login", data=form)
        if answer.status_code != 303:
            raise RuntimeError(f"the log-in was answered with {answer.status_code}")
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"Cookie": cookies, "x-csrftoken": token, "HX-Request": "true"}
        pages = [browser.get(f"/sites/load/leads?sort=name&page={page}").text for page in range(1, 41)]
    ids = [part.split('"')[0] for page in pages for part in page.split("/sites/load/leads/lead_")[1:]]
    return headers, [f"lead_{key}" for key in ids]


async def measure(leads: int, token: str) -> list[tuple[str, Load]]:
    headers, ids = log_in()
    page = {name: value for name, value in headers.items() if name == "Cookie"}
    status = f"/sites/load/leads/{ids[0]}/evaluation"
    etag = httpx.get(f"http://127.0.0.1:{PORT}{status}", headers=headers).headers["etag"]
    create = [
        request_bytes(
            "POST", f"/api/ops/leads/{key}/ai-evaluation",
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, json.dumps({}).encode(),
        )
        for key in ids[:800]
    ]  # fmt: skip
    last = -(-leads // 25)
    work = [
        ("plain answer", [request_bytes("GET", "/health", {})], 4000),
        ("status poll, 200", [request_bytes("GET", status, headers)], 2000),
        ("status poll, 304", [request_bytes("GET", status, {**headers, "If-None-Match": etag})], 3000),
        ("lead page", [request_bytes("GET", f"/sites/load/leads/{key}", page) for key in ids[:200]], 600),
        ("lead list, first page", [request_bytes("GET", "/sites/load/leads", page)], 200),
        ("lead list, last page", [request_bytes("GET", f"/sites/load/leads?page={last}", page)], 200),
        ("job creation (API)", create, len(create)),
    ]
    return [(name, await run_load(PORT, requests, 8, total)) for name, requests, total in work]


@click.command()
@click.option("--leads", default=1000, show_default=True, type=click.IntRange(1000, 200_000))
def main(leads: int) -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder), leads) as (token, start_seconds):
        rows = asyncio.run(measure(leads, token))
    plain = rows[0][1].rate
    click.echo(f"start-up to first answer: {start_seconds:.1f} s; {leads:,} leads\n")
    click.echo("| work | requests/s | of plain | p50 ms | p95 ms | statuses |\n|---|---|---|---|---|---|")
    for name, load in rows:
        ratio = load.rate / plain
        click.echo(f"| {name} | {load.rate:,.0f} | {ratio:.2f} | {load.p50:.1f} | {load.p95:.1f} | {load.statuses} |")


if __name__ == "__main__":
    main()

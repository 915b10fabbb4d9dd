"""`leaselab demo`: everything at once, in the foreground, for one machine."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType

import click

from app.clock import utc_now
from app.database_scope import every_site
from app.demo.people_of_site import PASSWORD, PEOPLE, SITES
from app.settings import current_settings

STOP_SECONDS = 25
LOOK_SECONDS = 0.5


@click.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT", show_envvar=True, type=click.IntRange(1, 65535))
def demo(port: int) -> None:
    """Migrate, load the demo site, then run web and worker until Ctrl-C."""
    settings = current_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "LEASELAB_DEMO": "1",
        "LEASELAB_DATA_DIR": str(settings.data_dir),
        "LEASELAB_SECRET_KEY": settings.secret_key or _kept_secret(settings.data_dir),
    }
    asyncio.run(_prepare())
    _print_welcome(port)
    sys.exit(_run_both(port, environment))


@every_site("a command of the operator")
async def _prepare() -> None:
    from app.database import close_database
    from app.demo.seed import seed_demo
    from app.migrate import migrate

    try:
        await migrate()
        await seed_demo(utc_now(), click.echo)
    finally:
        await close_database()


def _kept_secret(data_dir: Path) -> str:
    """The key in the data directory, made at the first start, readable by its owner alone."""
    path = data_dir / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()


def _print_welcome(port: int) -> None:
    click.echo(f"\n  LeaseLab demo: http://127.0.0.1:{port}\n")
    for email, _, role, slug in PEOPLE:
        click.echo(f"    {email:<24} {role.replace('_', ' ')} at {SITES[slug]}")
    click.echo(f"\n  Password for all: {PASSWORD}. Stop with Ctrl-C.\n")


def _run_both(port: int, environment: dict[str, str]) -> int:
    """Run web and worker until one ends or somebody stops us; the exit status that this deserves."""
    commands = (["serve", "--host", "127.0.0.1", "--port", str(port)], ["worker"])
    children = [
        subprocess.Popen([sys.executable, "-m", "app", *command], env=environment)  # noqa: S603 - our own commands
        for command in commands
    ]
    stopped = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopped.wait(LOOK_SECONDS) and all(child.poll() is None for child in children):
        pass
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopped.is_set() else 1

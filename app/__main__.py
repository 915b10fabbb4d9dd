"""Every command there is; errors are one readable line and a non-zero exit status, never a traceback."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import sys
from collections.abc import Coroutine
from importlib import import_module
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
import click
import uvicorn

from app.clock import utc_now
from app.database import close_database
from app.database_scope import every_site
from app.errors import LeaseLabError, ValidationFailed
from app.logs import set_up_logging
from app.migrate import migrate as run_migrations
from app.migrate import require_newest_schema
from app.settings import current_settings, require_secret_keys
from app.sites.create import create_site, create_user
from app.sites.find import get_site_by_slug, get_user_by_email
from app.sites.tables import Tier
from app.sites.tokens import create_token

T = TypeVar("T")
ELSEWHERE = {
    "audit": "app.audit_command:audit",
    "backup": "app.backup_command:backup",
    "demo": "app.demo.run:demo",
    "doctor": "app.doctor_command:doctor",
    "evaluate": "app.evaluate_command:evaluate",
    "jobs": "app.jobs_command:jobs",
    "move": "app.move_command:move",
    "restore": "app.backup_command:restore",
    "rotate-keys": "app.rotate_command:rotate",
    "seed": "app.demo.seed_command:seed",
    "sweep": "app.sweep_command:sweep",
    "worker": "app.worker_command:worker",
}
"""Commands in files of their own, with their modules."""


class LazyCommands(click.Group):
    """Imports a command's module when the command is asked for: all of them together take a second to load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, name = ELSEWHERE[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found


def run(deed: Coroutine[Any, Any, T], *, on_any_schema: bool = False) -> T:
    """Run one deed against the database and close its connections. Raises SchemaBehind before the deed begins."""

    @every_site("a command of the operator")
    async def whole() -> T:
        try:
            if not on_any_schema:
                await require_newest_schema()
            return await deed
        finally:
            deed.close()
            await close_database()

    return asyncio.run(whole())


@click.group(cls=LazyCommands)
def cli() -> None:
    """LeaseLab: rental applicant screening for leasing agents."""


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Run the web application alone."""
    settings = current_settings()
    require_secret_keys(settings)
    run(require_newest_schema(), on_any_schema=True)
    set_up_logging(settings)
    uvicorn.run(
        "app.main:create_app", factory=True, host=host, port=port, workers=workers, log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=20,
    )  # fmt: skip


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    run(run_migrations(), on_any_schema=True)
    click.echo("The database is at the newest schema.")


@cli.group()
def site() -> None:
    """Sites: the accounts of property managers."""


@site.command("create")
@click.option("--slug", required=True, help="Its name in addresses, such as oak-court.")
@click.option("--name", required=True)
@click.option("--tier", default=Tier.free.value, show_default=True, type=click.Choice([tier.value for tier in Tier]))
def site_create(slug: str, name: str, tier: str) -> None:
    """Add a site; one that exists with this slug stays as it is."""
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", slug):
        raise ValidationFailed("A slug is 1 to 60 small letters, digits and hyphens, with no hyphen at its ends.")
    made = run(create_site(slug, name, utc_now(), Tier(tier)))
    click.echo(f"{made.name} is at /sites/{made.slug}.")


@cli.group()
def user() -> None:
    """People who may log in."""


@user.command("create")
@click.option("--site", "slug", required=True, help="The site's slug.")
@click.option("--email", required=True)
@click.option("--name", default="", help="The name shown; the e-mail address when left out.")
@click.option("--role", required=True, type=click.Choice(["agent", "manager", "super_admin"]))
def user_create(slug: str, email: str, name: str, role: str) -> None:
    """Add a person; the password comes from LEASELAB_PASSWORD or a prompt."""
    password = os.environ.get("LEASELAB_PASSWORD") or click.prompt(
        "Password", hide_input=True, confirmation_prompt=True
    )

    async def deed() -> None:
        site = await get_site_by_slug(slug)
        await create_user(site, email, name or email, role, password, utc_now())

    run(deed())
    click.echo(f"{email} may log in as {role}.")


@cli.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.option("--site", "slug", required=True, help="The site's slug.")
@click.option("--email", required=True)
def token_create(slug: str, email: str) -> None:
    """Print a new API token once."""

    async def deed() -> str:
        site = await get_site_by_slug(slug)
        person = await get_user_by_email(email)
        return await create_token(site.id, person.id, utc_now())

    click.echo(run(deed()))


def main() -> None:
    """The console script. What it writes holds applicants' data, so only this user may read it."""
    os.umask(0o077)
    try:
        cli.main(standalone_mode=True)
    except LeaseLabError as error:
        click.echo(f"leaselab: {error.message}", err=True)
        sys.exit(1)
    except (OSError, sqlite3.Error, asyncpg.PostgresError) as error:
        # SQLite's own words say more than the kind, such as a full disk, and hold no value.
        reason = str(error) if isinstance(error, sqlite3.OperationalError) else type(error).__name__
        click.echo(f"leaselab: the database does not answer ({reason}). Check DATABASE_URL.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

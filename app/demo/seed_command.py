"""`leaselab seed`: the demo site, or a large synthetic one for load tests."""

from __future__ import annotations

import asyncio

import click

from app.clock import utc_now
from app.database import close_database
from app.database_scope import every_site


@click.command()
@click.option("--leads", default=0, type=click.IntRange(0, 1_000_000), help="Load a synthetic site of this size.")
def seed(leads: int) -> None:
    """Load the demo site, evaluated by the real pipeline; safe to run twice."""
    asyncio.run(_seed(leads))


@every_site("a command of the operator")
async def _seed(leads: int) -> None:
    from app.demo.bulk import seed_bulk
    from app.demo.seed import seed_demo
    from app.migrate import migrate

    await migrate()
    try:
        if leads:
            click.echo(f"{await seed_bulk(leads, utc_now()):,} leads at site load.")
        else:
            await seed_demo(utc_now(), click.echo)
    finally:
        await close_database()

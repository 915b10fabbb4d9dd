"""`leaselab audit`: seals and verifies the chain of the audit, and prints its heads to be kept elsewhere."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from app.audit.seal import seal_everything
from app.audit.verify import Head, Verification, get_head, verify_and_record, verify_site
from app.clock import utc_now
from app.database import close_database, open_database
from app.database_scope import every_site
from app.errors import ValidationFailed
from app.migrate import require_newest_schema
from app.sites.find import get_site_by_slug
from app.sites.tables import Site

EXPECTED = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@click.group("audit")
def audit() -> None:
    """The record of who did what."""


@audit.command("seal")
def seal() -> None:
    """Put new entries into the chain now; the worker does it every minute."""
    click.echo(f"{_run(seal_everything())} entries sealed.")


@audit.command("verify")
@click.option("--site", "slug", default="", help="One site's slug; all sites when left out.")
@click.option("--expect", multiple=True, metavar="N:HASH", help="A head kept from `audit head`; with --site.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(slug: str, expect: tuple[str, ...], as_json: bool) -> None:
    """Recompute the chain; exit status 1 when it is broken somewhere."""
    if expect and not slug:
        raise ValidationFailed("--expect needs --site: a head belongs to one site.")
    found = _run(_verify(slug, [_head(text) for text in expect]))
    if as_json:
        click.echo(json.dumps([{"site": name, **asdict(item), "is_whole": item.is_whole} for name, item in found]))
    else:
        for name, item in found:
            click.echo(f"{name}: {item.sentence} {item.unsealed} not sealed yet.")
    if not all(item.is_whole for _, item in found):
        sys.exit(1)


@audit.command("head")
@click.option("--site", "slug", default="", help="One site's slug; all sites when left out.")
def head(slug: str) -> None:
    """Print each site's last sealed entry as N:HASH, to be kept where the database's owner cannot reach."""
    for name, (sequence, sealed) in _run(_heads(slug)):
        click.echo(f"{name} {sequence}:{sealed}")


async def _verify(slug: str, expected: Sequence[Head]) -> list[tuple[str, Verification]]:
    found = [(site, await verify_and_record(site.id, "", utc_now())) for site in await _sites(slug)]
    if not expected:
        return [(site.slug, item) for site, item in found]
    # Not recorded: a head that was copied wrongly must not alarm the site's managers.
    return [(site.slug, await verify_site(site.id, expected)) for site, _ in found]


async def _heads(slug: str) -> list[tuple[str, Head]]:
    return [(site.slug, await get_head(site.id)) for site in await _sites(slug)]


async def _sites(slug: str) -> list[Site]:
    return [await get_site_by_slug(slug)] if slug else await Site.objects().order_by(Site.slug)


def _head(text: str) -> Head:
    found = EXPECTED.fullmatch(text)
    if found is None:
        raise ValidationFailed(f"{text} is no head: it looks like 120:9f2c… with 64 hexadecimal digits.")
    return int(found.group(1)), found.group(2)


def _run(deed: Any) -> Any:
    @every_site("a command of the operator")
    async def whole() -> Any:
        await open_database()
        try:
            await require_newest_schema()
            return await deed
        finally:
            deed.close()
            await close_database()

    return asyncio.run(whole())

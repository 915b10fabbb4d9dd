"""`leaselab rotate-keys`: after a new key was put first, until no object needs the old one."""

from __future__ import annotations

import asyncio
import sys

import click

from app.database import close_database, open_database
from app.database_scope import every_site
from app.errors import SettingsError
from app.rotation import Rotated, rotate_keys
from app.settings import current_settings
from app.storage import document_store

MOST_SHOWN = 20


@click.command("rotate-keys")
def rotate() -> None:
    """Encrypt every stored document with the first of LEASELAB_DOCUMENT_KEYS; exit status 1 when one is unreadable."""
    if not current_settings().document_keys:
        raise SettingsError("LEASELAB_DOCUMENT_KEYS is not set, so there is no key to encrypt with.")
    done = asyncio.run(_rotate())
    click.echo(f"{done.sealed} objects encrypted with the first key; {done.before} were already.")
    if done.unnamed:
        click.echo(f"{done.unnamed} belong to no document and were left: an upload under way, or the rest of a crash.")
    for key in done.unread[:MOST_SHOWN]:
        click.echo(f"not readable: {key}", err=True)
    if done.unread:
        click.echo(f"{len(done.unread)} objects cannot be read: keep the older keys until you know why.", err=True)
        sys.exit(1)


@every_site("a command of the operator")
async def _rotate() -> Rotated:
    await open_database()
    try:
        store = document_store(current_settings())
        with click.progressbar(length=len(await store.list_keys()), label="objects", file=sys.stderr) as bar:
            return await rotate_keys(store, bar.update)
    finally:
        await close_database()

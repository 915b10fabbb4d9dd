"""`leaselab backup` and `leaselab restore`: database and documents in one folder that can be trusted later."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from app.backup.manifest import read_manifest, verify_files
from app.backup.restore import restore as restore_all
from app.backup.write import back_up
from app.clock import utc_now
from app.move_command import print_table
from app.settings import current_settings
from app.storage import current_store

FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.command("backup")
@FOLDER
def backup(folder: Path) -> None:
    """Write database and documents to a new folder, while everything runs."""
    manifest = asyncio.run(back_up(folder.absolute(), current_settings(), current_store(), utc_now(), click.echo))
    if manifest.missing:
        click.echo(f"{manifest.missing} documents have no object in the store any more.", err=True)
    click.echo(f"Backed up to {folder}. It holds personal data: keep it where only you can read it.")


@click.command("restore")
@FOLDER
@click.option("--check", is_flag=True, help="Only hold the backup against its manifest; restore nothing.")
def restore(folder: Path, check: bool) -> None:
    """Put a backup into an empty installation, of either engine and any store, and check that it is the same."""
    folder = folder.absolute()
    if check:
        manifest = read_manifest(folder)
        verify_files(folder, manifest)
        rows, objects = sum(manifest.rows.values()), len(manifest.objects)
        click.echo(f"The backup of {manifest.made_at} is whole: {rows:,} rows, {objects:,} objects.")
        return
    manifest, checked = asyncio.run(restore_all(folder, current_settings(), current_store(), click.echo))
    print_table(checked)
    click.echo(f"Restored what was backed up at {manifest.made_at}.")

"""Restoring a backup into an empty installation of either engine and any store, checked before and after."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.backup.manifest import DATABASE, KEY_NOTE, OBJECTS, BackupBroken, Manifest, read_manifest, verify_files
from app.backup.write import as_stored, reason_of
from app.errors import LeaseLabError
from app.move.carry import Checked, carry, migrate_at, require_empty
from app.move.side import open_side
from app.sealing import HEADER_BYTES, UnknownKey, key_of
from app.settings import Settings
from app.storage import DocumentStore


class RestoreRefused(LeaseLabError):
    """The installation is not empty, or has no room; its database has no rows of the backup."""

    status_code = 409


async def restore(
    folder: Path, settings: Settings, store: DocumentStore, tell: Callable[[str], None]
) -> tuple[Manifest, list[Checked]]:
    """Objects first, then the database in one transaction: whoever finds rows finds their documents too.

    Begun again after an interruption, it takes what the store has of this very backup for its own. Raises BackupBroken,
    RestoreRefused, CopyRefused or StorageError; the database has then no rows.
    """
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    tell("The backup is whole.")
    await _require_empty_database(settings)
    await _require_empty_store(as_stored(store), manifest)
    await _put_objects(folder, manifest, as_stored(store))
    tell(f"{len(manifest.objects):,} objects are back, and read the same.")
    await _tell_of_unknown_keys(folder, manifest, store, tell)
    checked = await _put_rows(folder / DATABASE, settings.database_url)
    tell(f"{sum(item.target_rows for item in checked):,} rows are back, and are the same.")
    return manifest, checked


async def _require_empty_database(settings: Settings) -> None:
    if settings.is_sqlite and not settings.sqlite_path.exists():
        return
    async with open_side(settings.database_url) as target:
        await require_empty(target)


async def _require_empty_store(store: DocumentStore, manifest: Manifest) -> None:
    """Raise RestoreRefused for any object that is not of this backup."""
    ours = {item.key: item for item in manifest.objects}
    for key in await store.list_keys():
        known = await store.stat(key) if key in ours else None
        if known is None or known.size != ours[key].size:
            raise RestoreRefused("The document store holds objects that are not of this backup; nothing was restored.")


async def _put_objects(folder: Path, manifest: Manifest, store: DocumentStore) -> None:
    for item in manifest.objects:
        await store.put(item.key, (folder / OBJECTS / item.key).read_bytes(), item.content_type)
        if hashlib.sha256(await store.open(item.key)).hexdigest() != item.sha256:
            raise BackupBroken(f"The store does not give object {item.key} back as it was put. No rows were restored.")


async def _tell_of_unknown_keys(
    folder: Path, manifest: Manifest, store: DocumentStore, tell: Callable[[str], None]
) -> None:
    """One object of each key that something was encrypted with is opened as the application will."""
    one_of_each: dict[bytes, str] = {}
    for item in manifest.objects:
        with (folder / OBJECTS / item.key).open("rb") as file:
            found = key_of(file.read(HEADER_BYTES))
        if found is not None:
            one_of_each.setdefault(found, item.key)
    for key in one_of_each.values():
        try:
            await store.open(key)
        except UnknownKey:
            tell(f"Documents are encrypted with a key that LEASELAB_DOCUMENT_KEYS does not hold: see {KEY_NOTE}.")


async def _put_rows(database: Path, target_url: str) -> list[Checked]:
    """Through a copy that is brought to this release's schema; the backup itself is never changed."""
    with tempfile.TemporaryDirectory(prefix="leaselab-restore-") as name:
        copy = Path(name) / DATABASE
        try:
            shutil.copyfile(database, copy)
        except OSError as error:
            raise RestoreRefused(f"TMPDIR has no room for a copy of the database ({reason_of(error)}).") from error
        await migrate_at(f"sqlite:///{copy}")
        async with open_side(f"sqlite:///{copy}") as source:
            return await carry(source, target_url)

"""Writing a backup: the database as one SQLite file, then the objects, then the manifest; renamed when it is whole.

Documents are put into the store before their rows are written, so the database goes first: every row of its snapshot
has its object by the time the store is read, and objects that came later are only surplus. A document that is erased
between the two is missing from the backup, and counted. One file format for both engines: a copy row by row needs no
program of the server's version, and restores to either engine.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.backup.manifest import DATABASE, KEY_NOTE, OBJECTS, Manifest, StoredFile, file_hash, write_manifest
from app.errors import LeaseLabError
from app.move.carry import carry
from app.move.side import open_side
from app.move.sqlite import connected
from app.settings import Settings
from app.storage import UNKNOWN_TYPE, DocumentStore, ObjectMissing
from app.storage_encrypted import EncryptedStore

NOTE = """No key of the installation is in this backup. Keep them apart from it.

LEASELAB_DOCUMENT_KEYS: {documents}
LEASELAB_SECRET_KEY: {secret}

Documents that were encrypted in the store are so here, and cannot be read without their key. Without the secret key
everything restores, but the upload links that applicants were sent before stop working. A mark is the beginning of the
SHA-256 of a key, to tell which one it was.
"""


class BackupRefused(LeaseLabError):
    """The backup was not made, and nothing was left behind."""

    status_code = 409


async def back_up(
    folder: Path, settings: Settings, store: DocumentStore, now: datetime, tell: Callable[[str], None]
) -> Manifest:
    """Write a new folder that only this user may read. Raises BackupRefused, CopyRefused or StorageError."""
    try:
        part = _new_part(folder)
        try:
            manifest = await _write_all(part, settings, store, now, tell)
            _sync(part)
            part.rename(folder)
            _sync_folder(folder.parent)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except (OSError, sqlite3.OperationalError) as error:
        raise BackupRefused(f"The backup cannot be written ({reason_of(error)}). Nothing was left behind.") from error
    return manifest


def reason_of(error: OSError | sqlite3.OperationalError) -> str:
    """Why a disk did not take something, in the system's words: no room, no right."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)


def _new_part(folder: Path) -> Path:
    """Where the backup grows until it is whole, on the same disk as its place."""
    if folder.exists():
        raise BackupRefused(f"{folder} is there already. Name a folder that is not.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.parent / f".{folder.name}.{secrets.token_hex(6)}"
    part.mkdir(mode=0o700)
    (part / OBJECTS).mkdir(mode=0o700)
    return part


async def _write_all(
    part: Path, settings: Settings, store: DocumentStore, now: datetime, tell: Callable[[str], None]
) -> Manifest:
    database = part / DATABASE
    await _write_database(database, settings)
    schema, rows, keys = _look_into(database)
    tell(f"{sum(rows.values()):,} rows of {len(rows)} tables.")
    objects = await _write_objects(part / OBJECTS, store)
    tell(f"{len(objects):,} objects, {sum(item.size for item in objects) / 1_000_000:,.1f} MB.")
    note = NOTE.format(documents=_marks(settings.document_keys), secret=_marks(settings.secret_key.split(",")))
    (part / KEY_NOTE).write_text(note)
    missing = len(keys - {item.key for item in objects})
    size, sha256 = database.stat().st_size, file_hash(database)
    manifest = Manifest(now.isoformat(), schema, size, sha256, rows, objects, missing)
    write_manifest(part, manifest)
    return manifest


def _marks(keys: Sequence[str]) -> str:
    marks = [f"mark {hashlib.sha256(key.strip().encode()).hexdigest()[:12]}" for key in keys if key.strip()]
    return ", ".join(marks) or "not set"


async def _write_database(path: Path, settings: Settings) -> None:
    """SQLite: its online backup, while everything runs. PostgreSQL: one snapshot, copied and checked row by row."""
    if settings.is_sqlite:
        with connected(settings.sqlite_path) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
    else:
        async with open_side(settings.database_url) as source:
            await carry(source, f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # so that it is one file
        state = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if state != "ok":
        raise BackupRefused("SQLite finds the database damaged; it was not backed up.")


def _look_into(path: Path) -> tuple[str, dict[str, int], set[str]]:
    """The newest migration, rows by table, and the store's keys that documents name."""
    with connected(path) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        rows = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for (name,) in tables}  # noqa: S608
        schema = connection.execute("SELECT max(name) FROM migration").fetchone()[0]
        keys = connection.execute("SELECT storage_key FROM lead_documents WHERE deleted_at IS NULL").fetchall()
    return str(schema), rows, {key for (key,) in keys if key}


def as_stored(store: DocumentStore) -> DocumentStore:
    """The store below the encryption: a backup neither needs the keys nor takes their protection away."""
    return store.inner if isinstance(store, EncryptedStore) else store


async def _write_objects(folder: Path, store: DocumentStore) -> list[StoredFile]:
    """Every object as it lies in the store, encrypted where it is; one that is deleted meanwhile is left out."""
    store = as_stored(store)
    written: list[StoredFile] = []
    for key in await store.list_keys():
        try:
            content, known = await store.open(key), await store.stat(key)
        except ObjectMissing:
            continue
        (folder / key).write_bytes(content)
        kind = known.content_type if known else UNKNOWN_TYPE
        written.append(StoredFile(key, kind, len(content), hashlib.sha256(content).hexdigest()))
    return written


def _sync(folder: Path) -> None:
    """Everything on the disk before the folder gets its name, readable by this user alone."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            path.chmod(0o600)
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder / OBJECTS)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

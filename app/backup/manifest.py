"""What a backup says about itself: counts, sizes and the SHA-256 of every file, so that it can be trusted later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import LeaseLabError
from app.storage import KEY

FORMAT = 1
DATABASE, OBJECTS, MANIFEST, KEY_NOTE = "database.sqlite", "objects", "manifest.json", "KEYS.txt"
BLOCK = 1 << 20


class BackupBroken(LeaseLabError):
    """The backup is not whole; nothing was restored."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An object of the store as it lies there and in the backup, encrypted or not. `size` is in bytes."""

    key: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`rows` by table, of the database; `missing` are documents of the database that the store no longer had."""

    made_at: str
    schema: str
    database_size: int
    database_sha256: str
    rows: dict[str, int]
    objects: list[StoredFile]
    missing: int


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Last of all files: a folder without one is no backup."""
    (folder / MANIFEST).write_text(json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1))


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupBroken where there is none, or it is of another format."""
    try:
        found = json.loads((folder / MANIFEST).read_text())
        if found.pop("format") != FORMAT:
            raise BackupBroken("The backup was made by another release, in a format that this one does not read.")
        return Manifest(**{**found, "objects": [StoredFile(**item) for item in found["objects"]]})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupBroken(f"{folder} holds no backup: its {MANIFEST} cannot be read.") from error


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Hold every file against the manifest. Raises BackupBroken naming the first that is missing or changed."""
    if file_hash(folder / DATABASE) != manifest.database_sha256:
        raise BackupBroken(f"The backup is damaged: {DATABASE} is missing or not what it was.")
    for item in manifest.objects:
        if not KEY.fullmatch(item.key) or file_hash(folder / OBJECTS / item.key) != item.sha256:
            raise BackupBroken(f"The backup is damaged: object {item.key[:120]} is missing or not what it was.")
    surplus = {path.name for path in (folder / OBJECTS).iterdir()} - {item.key for item in manifest.objects}
    if surplus:
        raise BackupBroken(f"The backup holds {len(surplus)} objects that its manifest does not know.")


def file_hash(path: Path) -> str:
    """SHA-256 in hex; empty where there is no such file."""
    if not path.is_file():
        return ""
    hashed = hashlib.sha256()
    for block in _blocks(path):
        hashed.update(block)
    return hashed.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block

"""Where documents lie: one small interface, flat opaque keys, files under the data directory or any S3."""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.errors import LeaseLabError, SettingsError
from app.settings import Settings, current_settings

if TYPE_CHECKING:
    from app.storage_encrypted import EncryptedStore

KEY = re.compile(r"[A-Za-z0-9_-]{1,120}")
UNKNOWN_TYPE = "application/octet-stream"
Result = TypeVar("Result")


class StorageError(LeaseLabError):
    """The document store does not answer at the moment. Nothing was lost; try again in a minute."""

    status_code = 503


class FolderLost(StorageError):
    """The folder of documents is empty, though there are documents: it was lost, or its disk is not mounted. Bring it
    back; until then nothing is stored or deleted, and evaluations wait."""


class ObjectMissing(LeaseLabError):
    """The bytes of this document are no longer in the document store."""

    status_code = 404


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store knows without reading the bytes. `size` is in bytes."""

    size: int
    content_type: str


class DocumentStore(Protocol):
    """Bytes by key. Keys match `KEY` (ValueError otherwise); every method raises StorageError when the store fails."""

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store the whole content or nothing; an object of that key is replaced."""

    async def open(self, key: str) -> bytes:
        """The content; raises ObjectMissing."""

    async def head(self, key: str, size: int) -> bytes:
        """The first `size` bytes of an object that has as many (some servers refuse more); raises ObjectMissing."""

    async def stat(self, key: str) -> StoredObject | None:
        """Size and type, or None where there is no such object."""

    async def list_keys(self) -> list[str]:
        """Every key there is, sorted."""

    async def delete(self, key: str) -> None:
        """Remove the object; a missing one is no error."""


def check_key(key: str) -> str:
    """`key` itself; raises ValueError for one that some server or file system would take for something else."""
    if not KEY.fullmatch(key):
        raise ValueError("A storage key is 1 to 120 letters, digits, hyphens and underscores.")
    return key


class LocalStore:
    """Files in one folder that only this user may read, each written whole or not at all; the type in a file beside.

    `is_filled` says whether there must be objects: an empty folder is then FolderLost, instead of a place where new
    documents would vanish below the disk that is mounted again.
    """

    def __init__(self, folder: Path, is_filled: Callable[[], Awaitable[bool]] | None = None) -> None:
        self._folder, self._is_filled = folder, is_filled
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        path = self._path(key)
        await self._require_objects()
        note = json.dumps({"content_type": content_type}).encode()
        await _in_thread(lambda: self._write_both(path, content, note))

    async def open(self, key: str) -> bytes:
        return await self._read(self._path(key))

    async def head(self, key: str, size: int) -> bytes:
        return await self._read(self._path(key), size)

    async def stat(self, key: str) -> StoredObject | None:
        path = self._path(key)
        found = await _in_thread(lambda: _stat(path))
        if found is None:
            await self._require_objects()
        return found

    async def list_keys(self) -> list[str]:
        await self._require_objects()
        return await _in_thread(lambda: sorted(_keys(self._folder)))

    async def delete(self, key: str) -> None:
        path = self._path(key)
        await self._require_objects()
        await _in_thread(lambda: _remove(path, _note_of(path)))

    async def _read(self, path: Path, size: int = -1) -> bytes:
        try:
            return await _in_thread(lambda: _read(path, size))
        except ObjectMissing:
            await self._require_objects()
            raise

    async def _require_objects(self) -> None:
        """Raises FolderLost. The database is asked only while the folder is empty."""
        if self._is_filled is None or await _in_thread(lambda: any(_keys(self._folder))):
            return
        if await self._is_filled():
            raise FolderLost

    def _path(self, key: str) -> Path:
        return self._folder / check_key(key)

    def _write_both(self, path: Path, content: bytes, note: bytes) -> None:
        # The note first: an object exists from the moment its content has its name.
        self._write(_note_of(path), note)
        self._write(path, content)

    def _write(self, path: Path, content: bytes) -> None:
        temporary = self._folder / f".{secrets.token_hex(12)}"
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(path)
            _sync_folder(self._folder)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def document_store(settings: Settings) -> EncryptedStore:
    """S3 where MINIO_ENDPOINT is set, else files under the data directory; encrypted where LEASELAB_DOCUMENT_KEYS is.

    Raises SettingsError; asks no server yet.
    """
    from app.storage_encrypted import EncryptedStore

    return EncryptedStore(_plain_store(settings), settings.document_keys)


def _plain_store(settings: Settings) -> DocumentStore:
    if not settings.minio_endpoint:
        from app.storage_filled import has_documents  # who only draws up a report needs no database

        is_ours = settings.database_url == current_settings().database_url  # another one cannot be asked from here
        return LocalStore(settings.data_dir / "documents", has_documents if is_ours else None)
    from app.storage_minio import MinioStore  # the S3 client costs start-up time that a laptop need not pay

    try:
        return MinioStore(
            endpoint=settings.minio_endpoint,
            access_key=settings.minio_access_key,
            secret_key=settings.minio_secret_key,
            bucket=settings.minio_bucket,
            secure=settings.minio_secure,
        )
    except ValueError as error:
        raise SettingsError(f"MINIO_ENDPOINT (host:port) or MINIO_BUCKET is wrong: {error}.") from error


@cache
def current_store() -> EncryptedStore:
    """The store of this process."""
    return document_store(current_settings())


async def _in_thread(work: Callable[[], Result]) -> Result:
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        raise StorageError from error


def _read(path: Path, size: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        _require_folder(path)
        raise ObjectMissing from None


def _stat(path: Path) -> StoredObject | None:
    try:
        return StoredObject(path.stat().st_size, _content_type(_note_of(path)))
    except FileNotFoundError:
        _require_folder(path)
        return None


def _require_folder(path: Path) -> None:
    """A disk that is not there has not lost its documents. Raises FileNotFoundError."""
    path.parent.stat()


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")  # a key holds no dot, so no object has this name


def _content_type(note: Path) -> str:
    try:
        return str(json.loads(note.read_bytes())["content_type"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return UNKNOWN_TYPE


def _keys(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from (entry.name for entry in entries if KEY.fullmatch(entry.name))


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

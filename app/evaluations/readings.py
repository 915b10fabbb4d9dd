"""Readings kept in the document store by content, so that neither a retry nor a re-evaluation reads a page twice."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

from app.documents.tables import LeadDocument
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import ReadFile, Reading
from app.screening.reading.stored import reading_from_json, reading_to_json
from app.screening.reading.version import READER_VERSION
from app.storage import DocumentStore, ObjectMissing

log = logging.getLogger("leaselab.evaluations")

MISSING = "The file is no longer in the document store. Upload it again."


@dataclass(frozen=True, slots=True)
class Readings:
    """`read` is synchronous and raises ReadingError; what it returns is whole, so that it can be kept for ever."""

    store: DocumentStore
    read: Callable[[bytes], Reading]

    async def of(self, document: LeadDocument, *, is_last_try: bool = False) -> ReadFile:
        """The document with its reading or the sentence that says why there is none.

        Raises StorageError, and before the last try the ReadingError of a cause that may pass.
        """
        reading = await self._kept(document.sha256)
        if reading is None:
            try:
                content = await self.store.open(document.storage_key)
                reading = await asyncio.to_thread(self.read, content)
            except ObjectMissing:
                return _file(document, None, MISSING)
            except ReadingError as error:
                if error.may_pass and not is_last_try:
                    raise
                return _file(document, None, str(error))
            await self._keep(document.sha256, reading)
        return _file(document, reading, None)

    async def kept(self, document: LeadDocument) -> Reading | None:
        """What this version of the reader has read of the document already; None where it has not. Costs no reading."""
        return await self._kept(document.sha256)

    async def _kept(self, sha256: str) -> Reading | None:
        try:
            return reading_from_json(json.loads(await self.store.open(_key(sha256))))
        except ObjectMissing:
            return None
        except (KeyError, TypeError, ValueError):
            log.warning("kept reading is not usable", extra={"key": _key(sha256)})
            return None

    async def _keep(self, sha256: str, reading: Reading) -> None:
        content = json.dumps(reading_to_json(reading)).encode()
        await self.store.put(_key(sha256), content, "application/json")


def _key(sha256: str) -> str:
    return f"reading-{sha256}-{READER_VERSION}"


def _file(document: LeadDocument, reading: Reading | None, error: str | None) -> ReadFile:
    return ReadFile(document.id, document.file_name, reading, error, document.document_type)

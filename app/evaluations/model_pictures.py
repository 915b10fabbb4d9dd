"""Redacted page pictures for the model, made from the same previews that people look at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.documents.preview import page_picture, viewer_pages
from app.documents.tables import LeadDocument
from app.errors import LeaseLabError
from app.screening.evaluators.masked import MaskedPage
from app.screening.evaluators.picture import redacted_picture
from app.screening.reading.reader import Reader
from app.storage import DocumentStore, StorageError

DRAWN_WIDTH = 1440


@dataclass(frozen=True)
class ModelPictures:
    """Pictures of `documents`, of at most `side` pixels."""

    documents: Sequence[LeadDocument]
    store: DocumentStore
    reader: Callable[[], Reader]
    side: int

    async def __call__(self, file_id: str, page: MaskedPage) -> bytes | None:
        """The page's redacted JPEG; None where there is none, and then only words are sent. Raises StorageError."""
        document = next((item for item in self.documents if item.id == file_id), None)
        if document is None:
            return None
        try:
            sizes = await viewer_pages(document, store=self.store, reader=self.reader())
            drawn = await page_picture(document, page.number, DRAWN_WIDTH, store=self.store, reader=self.reader())
            size = (sizes[page.number - 1].width, sizes[page.number - 1].height)
            return await asyncio.to_thread(redacted_picture, drawn, size, page, self.side)
        except StorageError:
            raise
        except (LeaseLabError, IndexError, ValueError):
            return None

"""The earlier states of a page, also where the file has to be read again to find them."""

from __future__ import annotations

import asyncio

from app.documents.revision_marks import TwoStates, two_states
from app.documents.tables import LeadDocument
from app.evaluations.readings import Readings

MOST_SECONDS = 30.0


async def list_states(document: LeadDocument, page: int, readings: Readings) -> list[TwoStates] | None:
    """The states in which this page showed something else, newest first; None when it cannot be told in time.

    Raises StorageError.
    """
    try:
        async with asyncio.timeout(MOST_SECONDS):
            file = await readings.of(document, is_last_try=True)
    except TimeoutError:
        return None
    return two_states(file.reading, page) if file.reading else None

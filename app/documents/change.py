"""The transaction around a change of a lead's documents, and what the change means for the lead's status."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from app.database import write_transaction
from app.leads.tables import Lead, LeadStatus


@asynccontextmanager
async def documents_change(lead_id: str, now: datetime, *, beside: str = "") -> AsyncIterator[None]:
    """A write transaction that notes the activity and ends with the right status: `new` without any document,
    `documents_received` with some; a lead that went further keeps its status.

    `beside` is another lead that the change is about too. Both are locked in the order of their ids, so that two
    changes of the same two leads follow each other and never wait for each other.
    """
    async with write_transaction():
        for held in sorted({lead_id, beside}) if beside else ():
            await Lead.raw("UPDATE leads SET updated_at = updated_at WHERE id = {}", held)
        # First of all, since it locks the lead: a request for an evaluation of it waits, or we see its job.
        await Lead.update({Lead.last_activity_at: now, Lead.updated_at: now}).where(Lead.id == lead_id)
        yield
        await _settle_status(lead_id)


async def _settle_status(lead_id: str) -> None:
    await Lead.raw(
        "UPDATE leads SET status = CASE WHEN EXISTS"
        " (SELECT 1 FROM lead_documents d WHERE d.lead_id = leads.id AND d.deleted_at IS NULL)"
        " THEN {} ELSE {} END WHERE id = {} AND status IN ({}, {})",
        LeadStatus.documents_received.value,
        LeadStatus.new.value,
        lead_id,
        LeadStatus.new.value,
        LeadStatus.documents_received.value,
    )

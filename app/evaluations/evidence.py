"""Opening the evidence of an evaluation: noted once per person, since nobody declines what they have not looked at."""

from __future__ import annotations

from datetime import datetime

from app.database import new_id, write_transaction
from app.decisions.tables import EvidenceView
from app.sites.audit import record


async def note_evidence_opened(
    site_id: str, lead_id: str, evaluation_id: str, user_id: str, now: datetime, *, request_id: str = ""
) -> None:
    """The person has the evidence of this evaluation before them: kept the first time, audited each time.

    An empty `evaluation_id` is the page of a lead that has documents and no evaluation yet: audited alone.
    """
    async with write_transaction():
        if evaluation_id:
            await _keep(site_id, lead_id, evaluation_id, user_id, now)
        await record(
            site_id, user_id, "evidence_opened", lead_id, now,
            details={"evaluation_id": evaluation_id}, request_id=request_id,
        )  # fmt: skip


async def _keep(site_id: str, lead_id: str, evaluation_id: str, user_id: str, now: datetime) -> None:
    await EvidenceView.raw(
        "INSERT INTO evidence_views (id, site_id, lead_id, evaluation_id, user_id, viewed_at)"
        " VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (evaluation_id, user_id) DO NOTHING",
        new_id("view"), site_id, lead_id, evaluation_id, user_id, now,
    )  # fmt: skip

"""Deleting what a person has left behind: rows at once, bytes by way of a list, so that a store that is down loses
nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.database import new_id
from app.documents.tables import LeadDocument
from app.evaluations.tables import Evaluation, Override
from app.retention.tables import StorePurge

NOTHING = "{}"
"""An empty JSON object."""


async def forget_documents(documents: Sequence[dict[str, Any]], now: datetime, *, is_erasure: bool = False) -> None:
    """Inside a transaction: mark the rows as gone and list their bytes. Each has `id, storage_key, sha256`.

    An erasure also takes the file's name and hash; otherwise evaluations that are still kept go on naming the file.
    """
    if not documents:
        return
    await StorePurge.insert(
        *(
            StorePurge(id=new_id("purge"), storage_key=row["storage_key"], sha256=row["sha256"], asked_at=now)
            for row in documents
            if row["storage_key"]
        )
    )
    gone = "deleted_at = coalesce(deleted_at, {}), storage_key = ''"
    also = ", file_name = 'erased', sha256 = ''" if is_erasure else ""
    marks = ", ".join("{}" for _ in documents)
    await LeadDocument.raw(
        f"UPDATE lead_documents SET {gone}{also} WHERE id IN ({marks})",  # noqa: S608 - constants only
        now, *(row["id"] for row in documents),
    )  # fmt: skip


async def forget_evaluations(evaluation_ids: Sequence[str]) -> None:
    """Inside a transaction: delete evaluations with their corrections and overrides, and what their jobs kept."""
    if not evaluation_ids:
        return
    marks = ", ".join("{}" for _ in evaluation_ids)
    await Evaluation.raw(
        "UPDATE ai_evaluation_steps SET output = {} WHERE job_id IN"  # noqa: S608 - placeholders only
        f" (SELECT workflow_instance_id FROM lead_ai_evaluations WHERE id IN ({marks}))",
        NOTHING, *evaluation_ids,
    )  # fmt: skip
    await Override.delete().where(Override.evaluation_id.is_in(list(evaluation_ids)))
    await Evaluation.delete().where(Evaluation.id.is_in(list(evaluation_ids)))

"""What other rules would have said of the newest evaluations: the same documents, concluded twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from app.documents.tables import LeadDocument
from app.evaluations.applicant import applicant_of
from app.evaluations.correct_result import documents_of
from app.evaluations.readings import Readings
from app.evaluations.tables import Evaluation
from app.screening.policy import Policy
from app.screening.reading.pages import ReadFile
from app.screening.screen import conclude
from app.screening.verdict import Verdict
from app.storage import StorageError

MOST = 50
MOST_SECONDS = 20.0
_NEWEST = (
    "SELECT e.id, e.lead_id, e.verdict, e.evaluated_at, l.first_name, l.last_name, l.monthly_rent, l.housing_subsidy,"
    " l.employment_status FROM lead_ai_evaluations e JOIN leads l ON l.id = e.lead_id"
    " WHERE e.site_id = {} ORDER BY e.evaluated_at DESC LIMIT {}"
)


@dataclass(frozen=True, slots=True)
class Change:
    """An evaluation that would have come out otherwise; before and after are (score, label, recommendation)."""

    lead_id: str
    name: str
    before: tuple[int, str, str]
    after: tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """`looked_at` evaluations of `total` were concluded again; the others' readings are not kept, or time was up."""

    total: int
    looked_at: int
    changes: tuple[Change, ...]


async def preview_policy(site_id: str, timezone: str, present: Policy, draft: Policy, readings: Readings) -> Preview:
    """Conclude the newest evaluations with both policies, as of their own days; stores nothing. At most 20 seconds."""
    rows = await Evaluation.raw(_NEWEST, site_id, MOST)
    until = monotonic() + MOST_SECONDS
    looked_at, changes = 0, []
    for row in rows:
        if monotonic() > until:
            break
        both = await _both(row, ZoneInfo(timezone), present, draft, readings)
        if both is None:
            continue
        looked_at += 1
        before, after = (_words(verdict) for verdict in both)
        if before != after:
            name = f"{row['first_name']} {row['last_name']}".strip()
            changes.append(Change(row["lead_id"], name, before, after))
    return Preview(len(rows), looked_at, tuple(changes))


async def _both(
    row: Mapping[str, Any], zone: ZoneInfo, present: Policy, draft: Policy, readings: Readings
) -> tuple[Verdict, Verdict] | None:
    """None where a reading is not kept: a preview reads no page again."""
    verdict = json.loads(row["verdict"])
    files = await _kept_files(verdict, readings)
    if files is None:
        return None
    documents, day = documents_of(verdict), row["evaluated_at"].astimezone(zone).date()
    applicant = applicant_of(row)
    first, second = [
        await asyncio.to_thread(conclude, applicant, files, documents, policy, day, verdict["model_version"])
        for policy in (present, draft)
    ]
    return first, second


async def _kept_files(verdict: Mapping[str, Any], readings: Readings) -> Sequence[ReadFile] | None:
    ids = {item["file_id"]: item for item in verdict["documents"]}
    rows = {row.id: row for row in await LeadDocument.objects().where(LeadDocument.id.is_in(list(ids)))}
    files = []
    for file_id, item in ids.items():
        try:
            reading = await readings.kept(rows[file_id]) if item["readable"] and file_id in rows else None
        except StorageError:
            return None
        if item["readable"] and reading is None:
            return None
        files.append(ReadFile(file_id, item["file_name"], reading, None if reading else item["error"]))
    return files


def _words(verdict: Verdict) -> tuple[int, str, str]:
    return verdict.score, verdict.label.value, verdict.recommendation.value

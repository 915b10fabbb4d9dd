"""A worker of the benchmark: fills the queue with so many jobs, then sweeps them as a worker does, and says how long.

It writes `ready` when it begins, and `{"jobs": …, "seconds": …, "cpu": …}` at the end.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime, timedelta
from time import perf_counter, process_time
from typing import Any

from app.clock import utc_now
from app.database import close_database, new_id, open_database
from app.database_scope import every_site
from app.demo.bulk import chunks
from app.documents.tables import LeadDocument
from app.evaluations.tables import Usage
from app.jobs.pace import Pace
from app.jobs.room import Room
from app.jobs.runner import drain
from app.jobs.tables import EvaluationJob
from app.leads.tables import Lead
from app.move.side import open_side
from app.settings import current_settings
from app.sites.find import get_site_by_slug
from tests.evaluations.instant import Office

MOST_SECONDS = 45.0
"""A sweep that would take longer is measured on as many jobs as it did: the whole benchmark has three minutes."""
CONTENT = b"the same stub for all"


async def fill(office: Office, count: int, now: datetime) -> None:
    """Leads that wait, each with a document of its own row and bytes that all share, and a job as requests make it."""
    site = await get_site_by_slug("load")
    times = {"created_at": now, "updated_at": now}
    leads = [
        {"id": new_id("lead"), "site_id": site.id, "status": "ai_evaluating", "last_activity_at": now, **times}
        for _ in range(count)
    ]
    known = await _known_document(office, site.id, now)
    documents = [{**known, "id": new_id("doc"), "lead_id": lead["id"]} for lead in leads]
    jobs = [
        {"id": new_id("job"), "lead_id": lead["id"], "site_id": site.id, "usage_month": f"{now:%Y-%m}",
         "requested_at": now, "due_at": now + timedelta(microseconds=place), **times}
        for place, lead in enumerate(leads)
    ]  # fmt: skip
    await _room_for(count, site.id, now)
    async with open_side(current_settings().database_url, writes=True) as side:
        for table, records in ((Lead, leads), (LeadDocument, documents), (EvaluationJob, jobs)):
            await side.fill(table, chunks(table, iter(records)))


async def _room_for(count: int, site_id: str, now: datetime) -> None:
    """The month's quota with these jobs counted, as requests would have counted them."""
    month = f"{now:%Y-%m}"
    if not await Usage.exists().where(Usage.site_id == site_id, Usage.month == month):
        times: dict[str, Any] = {"created_at": now, "updated_at": now}
        await Usage.insert(Usage(id=new_id("usage"), site_id=site_id, month=month, quota_limit=1_000_000, **times))
    await Usage.update({Usage.evaluation_count: Usage.evaluation_count + count}).where(
        Usage.site_id == site_id, Usage.month == month
    )


async def _known_document(office: Office, site_id: str, now: datetime) -> dict[str, Any]:
    key = new_id("obj")
    await office.store.put(key, CONTENT, "application/pdf")
    return {
        "site_id": site_id, "file_name": "stub.pdf", "mime_type": "application/pdf", "size": len(CONTENT),
        "sha256": key.encode().hex().ljust(64, "0")[:64], "storage_key": key, "pages": 1, "uploaded_at": now,
    }  # fmt: skip


async def sweep(count: int) -> dict[str, float]:
    """Sweep until nothing is due: jobs done, and the seconds that took."""
    office = Office(current_settings().data_dir / "documents")
    await fill(office, count, utc_now())
    workflow = office.workflow()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    began, cpu, jobs, size = perf_counter(), process_time(), 0, 1
    while perf_counter() - began < MOST_SECONDS:
        room = Room(size)  # a sweep begins with what the one before has learned, as in app/background.py
        swept = await drain([workflow], now=utc_now, worker_id="worker_bench", pace=Pace(), room=room)
        jobs, size = jobs + swept.completed, room.size
        if not swept.claimed:
            break
    if not jobs:
        raise RuntimeError("no job was completed")
    return {"jobs": jobs, "seconds": perf_counter() - began, "cpu": process_time() - cpu}


@every_site("a synthetic site")
async def main(count: int) -> None:
    await open_database()
    try:
        sys.stdout.write(json.dumps(await sweep(count)) + "\n")
    finally:
        await close_database()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

"""What a job costs the queue while 100, 1,000 and 10,000 wait, with an evaluator that answers at once.

The cost per job should not grow with the number waiting. Uses a database of its own, or the empty one of DATABASE_URL.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from app.database_scope import every_site

if TYPE_CHECKING:
    from app.sites.tables import Site
    from tests.evaluations.instant import Office

WAITING = (100, 1_000, 10_000)
BATCH = 100
CLAIMS = 20


@every_site("a synthetic installation")
async def measure(folder: Path) -> None:
    """Print a line for each number of waiting jobs: milliseconds of a claim alone and of a whole job."""
    from app.clock import utc_now
    from app.database import close_database, open_database
    from app.evaluations.tables import Usage
    from app.jobs import queue
    from app.jobs.tables import EvaluationJob
    from app.migrate import migrate
    from tests.evaluations.instant import Office
    from tests.factories import make_world

    await migrate()
    await open_database()
    now = utc_now()
    world, office = await make_world(now), Office(folder / "documents")
    values: dict[str, Any] = {"month": f"{now:%Y-%m}", "quota_limit": 1_000_000, "created_at": now, "updated_at": now}
    await Usage(id="usage", site_id=world.oak.id, **values).save()
    for waiting in WAITING:
        there = await EvaluationJob.count().where(EvaluationJob.status == "pending")
        await _fill(office, world.oak, waiting - there, now)
        await EvaluationJob.raw("ANALYZE")
        began, cpu = perf_counter(), process_time()
        claimed = [await queue.claim(["evaluation"], utc_now(), utc_now() + timedelta(hours=1)) for _ in range(CLAIMS)]
        claim_ms, claim_cpu_ms = _each(began, cpu, CLAIMS)
        for job in filter(None, claimed):
            await queue.release(job, utc_now())
        began, cpu = perf_counter(), process_time()
        swept = await office.sweep(utc_now())
        job_ms, job_cpu_ms = _each(began, cpu, swept.completed)
        sys.stdout.write(
            f"{waiting:6} waiting: a claim {claim_ms:5.2f} ms ({claim_cpu_ms:.2f} CPU),"
            f" a whole job {job_ms:5.1f} ms ({job_cpu_ms:.1f} CPU), {swept.completed} completed\n"
        )
    await close_database()


def _each(began: float, cpu: float, count: int) -> tuple[float, float]:
    """Milliseconds of the clock and of this process's processor time for each of `count`."""
    return (perf_counter() - began) * 1000 / count, (process_time() - cpu) * 1000 / count


async def _fill(office: Office, site: Site, count: int, now: datetime) -> None:
    """Jobs as requests make them, in batches, each with one document of its own lead."""
    from app.database import write_transaction
    from app.documents.tables import LeadDocument
    from app.jobs.tables import EvaluationJob
    from app.leads.tables import Lead
    from tests.factories import make_lead

    first = await make_lead(site, now)
    known = await office.add_document(first, now, b"the same stub for all")
    times: dict[str, Any] = {"created_at": now, "updated_at": now}
    for start in range(0, count, BATCH):
        ids = [f"{first.id}_{number}" for number in range(start, min(start + BATCH, count))]
        leads = [Lead(id=key, site_id=first.site_id, last_activity_at=now, **times) for key in ids]
        documents = [
            LeadDocument(
                id=f"doc_{key[5:]}", lead_id=key, site_id=first.site_id, sha256=known.sha256, uploaded_at=now,
                storage_key=known.storage_key, file_name="stub.pdf", mime_type="application/pdf",
            ) for key in ids
        ]  # fmt: skip
        jobs = [
            EvaluationJob(
                id=f"job_{key[5:]}", lead_id=key, site_id=first.site_id, usage_month=f"{now:%Y-%m}",
                requested_at=now, due_at=now + timedelta(microseconds=start + place), **times,
            ) for place, key in enumerate(ids)
        ]  # fmt: skip
        async with write_transaction():
            await Lead.insert(*leads)
            await LeadDocument.insert(*documents)
            await EvaluationJob.insert(*jobs)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="leaselab-sweep-") as name:
        os.environ["LEASELAB_DATA_DIR"] = name
        asyncio.run(measure(Path(name)))

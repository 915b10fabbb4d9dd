"""A job goes on with the trace of the request that asked for it, on whichever machine."""

from __future__ import annotations

from app.database import new_id
from app.jobs.tables import JobTrace
from app.traces import carried, is_traced


async def keep_trace(job_id: str) -> None:
    """Note in whose trace the job is asked for, in the transaction that makes it; nothing where no traces are sent."""
    if parent := carried():
        await JobTrace.insert(JobTrace(id=new_id("trace"), job_id=job_id, trace_parent=parent))


async def trace_of(job_id: str) -> str:
    """The `traceparent` to go on with; empty where none was noted or nobody watches here."""
    if not is_traced():
        return ""
    row = await JobTrace.select(JobTrace.trace_parent).where(JobTrace.job_id == job_id).first()
    return str(row["trace_parent"]) if row else ""

"""Prometheus metrics. Those of the queue are read from its table, so that any process can tell them."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from app.jobs.tables import EvaluationJob


async def render_metrics(now: datetime) -> bytes:
    """The text that `/metrics` answers with."""
    registry = CollectorRegistry()
    jobs = Gauge("leaselab_jobs", "Evaluation jobs by state", ["status"], registry=registry)
    oldest = Gauge("leaselab_oldest_waiting_seconds", "Age of the oldest waiting job", registry=registry)
    retries = Gauge("leaselab_job_retries", "Retries of all jobs so far", registry=registry)
    steps = Gauge("leaselab_step_seconds_mean", "Mean duration of finished steps", ["step"], registry=registry)
    rows = await EvaluationJob.raw(
        "SELECT status, count(*) AS n, min(requested_at) AS oldest, sum(retry_count) AS retries"
        " FROM ai_evaluation_jobs GROUP BY status"
    )
    for row in rows:
        jobs.labels(row["status"]).set(row["n"])
        retries.inc(row["retries"] or 0)
        if row["status"] == "pending" and row["oldest"]:
            oldest.set((now - _moment(row["oldest"])).total_seconds())
    for row in await EvaluationJob.raw(
        "SELECT name, avg(duration_ms) AS mean FROM ai_evaluation_steps WHERE finished_at IS NOT NULL GROUP BY name"
    ):
        steps.labels(row["name"]).set(float(row["mean"]) / 1000)
    return generate_latest(registry)


def _moment(value: datetime | str) -> datetime:
    """SQLite forgets a column's type inside min()."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value

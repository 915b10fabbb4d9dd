"""What `/metrics` tells Prometheus, whose library only a process that is asked has to load."""

from __future__ import annotations

from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from app.database_scope import every_site
from app.metrics import TOTALS, Metric

STEP_WINDOW = timedelta(hours=1)


@every_site("numbers of the whole installation")
async def render_metrics(now: datetime) -> bytes:
    """The text that `/metrics` answers with."""
    registry = CollectorRegistry()
    await _queue(registry, now)
    await _steps(registry, now)
    known = {row["name"]: row["total"] for row in await Metric.select(Metric.name, Metric.total)}
    for name, words in TOTALS.items():
        Gauge(f"leaselab_{name}_total", words, registry=registry).set(known.get(name, 0.0))
    return generate_latest(registry)


async def _queue(registry: CollectorRegistry, now: datetime) -> None:
    jobs = Gauge("leaselab_jobs", "Evaluation jobs by state", ["status"], registry=registry)
    retries = Gauge("leaselab_job_retries", "Retries of all jobs so far", registry=registry)
    oldest = Gauge("leaselab_oldest_waiting_seconds", "Age of the oldest waiting job", registry=registry)
    for row in await Metric.raw(
        "SELECT status, count(*) AS n, sum(retry_count) AS retries FROM ai_evaluation_jobs GROUP BY status"
    ):
        jobs.labels(row["status"]).set(row["n"])
        retries.inc(int(row["retries"] or 0))
    waiting = await Metric.raw(
        "SELECT requested_at FROM ai_evaluation_jobs WHERE status = 'pending' ORDER BY requested_at LIMIT 1"
    )
    if waiting:
        oldest.set((now - waiting[0]["requested_at"]).total_seconds())


async def _steps(registry: CollectorRegistry, now: datetime) -> None:
    mean = Gauge("leaselab_step_seconds", "Mean duration of the last hour's steps", ["step"], registry=registry)
    count = Gauge("leaselab_steps_last_hour", "Steps finished in the last hour", ["step"], registry=registry)
    for row in await Metric.raw(
        "SELECT name, count(*) AS n, avg(duration_ms) AS mean FROM ai_evaluation_steps"
        " WHERE finished_at > {} GROUP BY name",
        now - STEP_WINDOW,
    ):
        mean.labels(row["name"]).set(float(row["mean"]) / 1000)
        count.labels(row["name"]).set(row["n"])

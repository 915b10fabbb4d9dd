"""Liveness, readiness and metrics, for machines."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from app.clock import utc_now
from app.jobs.find import worker_state
from app.metrics import render_metrics
from app.sites.tables import Site
from app.storage import StorageError, current_store


@get("/health", include_in_schema=False)
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/ready", include_in_schema=False)
async def ready() -> Response[dict[str, Any]]:
    """Database, store and worker; 503 when the first two are not there."""
    checks = {"database": await _database(), "store": await _store()}
    worker = await worker_state(utc_now()) if checks["database"] == "ok" else None
    checks["worker"] = "ok" if worker and worker.is_alive else "silent"
    is_ready = checks["database"] == checks["store"] == "ok"
    body = {"status": "ready" if is_ready else "not ready", "checks": checks}
    return Response(body, status_code=200 if is_ready else 503)


@get("/metrics", include_in_schema=False)
async def metrics() -> Response[bytes]:
    """Prometheus text; numbers of the whole installation, nothing of a site."""
    return Response(await render_metrics(utc_now()), media_type="text/plain; version=0.0.4; charset=utf-8")


async def _database() -> str:
    try:
        await Site.raw("SELECT 1 AS one")
    except Exception:  # whatever the driver raises, the answer is the same
        return "unreachable"
    return "ok"


async def _store() -> str:
    try:
        await current_store().stat("readiness")
    except StorageError:
        return "unreachable"
    return "ok"


ROUTES = [health, ready, metrics]

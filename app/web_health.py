"""Liveness, readiness and metrics, for machines."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from litestar import Response, get

from app.clock import utc_now
from app.database_outage import DatabaseUnreachable
from app.jobs.find import worker_state
from app.sites.tables import Site
from app.storage import FolderLost, StorageError, current_store

READY_SECONDS = 3.0
"""Less than a proxy waits before it takes a process for dead."""
NAMES = {"database": "the database", "store": "the document store"}
_asked: set[asyncio.Task[str]] = set()


@get("/health", include_in_schema=False)
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/ready", include_in_schema=False)
async def ready() -> Response[dict[str, Any]]:
    """Database, store and worker; 503 when the first two are not there, with a sentence, within a few seconds."""
    database, store = await asyncio.gather(_within(_database()), _within(_store()))
    checks = {"database": database, "store": store}
    worker = await _within(_worker()) if database == "ok" else "silent"
    away = [NAMES[name] for name, state in checks.items() if state != "ok"]
    body: dict[str, Any] = {"status": "not ready" if away else "ready", "checks": {**checks, "worker": worker}}
    if away:
        body["message"] = f"No answer from {' and '.join(away)}." if store != "lost" else FolderLost().message
    return Response(body, status_code=503 if away else 200)


@get("/metrics", include_in_schema=False)
async def metrics() -> Response[bytes]:
    """Prometheus text; numbers of the whole installation, nothing of a site."""
    from app.metrics_text import render_metrics  # 2 MB that an installation without Prometheus does without

    return Response(await render_metrics(utc_now()), media_type="text/plain; version=0.0.4; charset=utf-8")


async def _within(check: Coroutine[Any, Any, str]) -> str:
    """What the check finds, or that it took too long: it is left to its end, since even its cancellation may wait."""
    asked = asyncio.create_task(check)
    _asked.add(asked)
    asked.add_done_callback(_asked.discard)
    done, _ = await asyncio.wait([asked], timeout=READY_SECONDS)
    return asked.result() if done else "unreachable"


async def _database() -> str:
    try:
        await Site.raw("SELECT 1 AS one")
    except Exception:  # whatever the driver raises, the answer is the same
        return "unreachable"
    return "ok"


async def _store() -> str:
    try:
        await current_store().stat("readiness")
    except FolderLost:
        return "lost"
    except StorageError:
        return "unreachable"
    return "ok"


async def _worker() -> str:
    try:
        return "ok" if (await worker_state(utc_now())).is_alive else "silent"
    except DatabaseUnreachable:
        return "silent"


ROUTES = [health, ready, metrics]

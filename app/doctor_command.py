"""`leaselab doctor`: one line for each thing that this installation needs, and whether it works."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import click

from app.clock import utc_now
from app.database import close_database, engine
from app.database_postgres import PooledPostgresEngine
from app.database_scope import every_site
from app.errors import LeaseLabError
from app.evaluations.breaker import breaker_state
from app.jobs.find import JobState, count_jobs, worker_state
from app.migrate import SchemaBehind, require_newest_schema
from app.settings import Settings, current_settings
from app.storage import document_store

PATIENCE_SECONDS = 15
"""For one check; a database that waits for somebody's lock must not hold up the others."""
LEAST_FREE = 1_000_000_000
"""Bytes: some forty of the largest documents."""


class State(StrEnum):
    ok = "ok"
    note = "note"
    """Worth knowing, and nothing that is needed."""
    broken = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one check in a sentence."""

    state: State
    words: str


Check = Callable[[Settings, datetime], Awaitable[Finding]]


@click.command("doctor")
def doctor() -> None:
    """Look at database, store, queue, model, mail and disk; exit status 1 when one that is needed does not work."""
    findings = asyncio.run(_whole(current_settings(), utc_now()))
    for name, finding in findings.items():
        click.echo(f"{finding.state.value:<7} {name:<9} {finding.words}")
    if any(finding.state is State.broken for finding in findings.values()):
        sys.exit(1)


async def examine(settings: Settings, now: datetime) -> dict[str, Finding]:
    """Every check's finding by its name; none of them raises."""
    return {name: await _patiently(check, settings, now) for name, check in CHECKS.items()}


@every_site("a command of the operator")
async def _whole(settings: Settings, now: datetime) -> dict[str, Finding]:
    try:
        return await examine(settings, now)
    finally:
        await close_database()


async def _patiently(check: Check, settings: Settings, now: datetime) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS + (settings.llm_timeout_seconds if check is model else 0)):
            return await check(settings, now)
    except TimeoutError:
        return Finding(State.broken, f"did not answer within {PATIENCE_SECONDS} seconds")
    except LeaseLabError as problem:
        return Finding(State.broken, problem.message)
    except Exception as problem:  # drivers raise what they like, and a diagnosis must not end at the first illness
        return Finding(State.broken, f"cannot be reached ({type(problem).__name__})")


async def database(settings: Settings, now: datetime) -> Finding:
    """Answers, and is at the newest schema, with every table locked by site where the server can do that."""
    try:
        await require_newest_schema()
    except SchemaBehind as behind:
        return Finding(State.broken, behind.message)
    found = engine()
    if not isinstance(found, PooledPostgresEngine):
        return Finding(State.ok, "SQLite answers, at the newest schema")
    lock, words = await found.look_at_lock(), "PostgreSQL answers, at the newest schema"
    if lock.problem:
        return Finding(State.note, f"{words}; the second lock on sites is open: {lock.problem}")
    return Finding(State.ok, f"{words}, each site's rows behind a lock")


async def store(settings: Settings, now: datetime) -> Finding:
    """Takes an object, gives it back, and removes it."""
    found, key, content = document_store(settings), f"probe-{secrets.token_hex(8)}", b"probe"
    await found.put(key, content, "application/octet-stream")
    is_same = await found.open(key) == content
    await found.delete(key)
    is_gone = await found.stat(key) is None
    where = f"S3 at {settings.minio_endpoint}" if settings.minio_endpoint else "files in the data directory"
    if not (is_same and is_gone):
        return Finding(State.broken, f"{where}: what was written is not what was read or removed")
    return Finding(State.ok, f"{where}: written, read and removed")


async def queue(settings: Settings, now: datetime) -> Finding:
    """The Huey queue can be asked, and a worker sweeps the jobs."""
    from app.background import huey

    await asyncio.to_thread(huey.pending_count)
    worker, counts = await worker_state(now), await count_jobs()
    waiting = counts[JobState.waiting] + counts[JobState.retrying] + counts[JobState.running]
    kind = "Redis" if settings.redis_url else "SQLite"
    swept = f"last sweep {worker.last_sweep_at:%Y-%m-%d %H:%M:%S} UTC" if worker.last_sweep_at else "never swept"
    words = f"{kind} answers; {swept}; {waiting} open, {counts[JobState.failed]} failed jobs"
    return Finding(State.ok if worker.is_alive else State.note, words + ("" if worker.is_alive else "; no worker runs"))


async def model(settings: Settings, now: datetime) -> Finding:
    """Where one is configured: the server answers, takes the key, and has the model."""
    if not settings.llm_base_url:
        return Finding(State.ok, "not configured; documents are read on this machine only")
    from app.model_evaluator import model_evaluator
    from app.screening.evaluators.failures import ModelFailure

    endpoint = model_evaluator(settings).endpoint
    try:
        known = await endpoint.models()
        if known is None or endpoint.model not in known:
            await endpoint.try_out()
    except ModelFailure as failure:
        return Finding(State.broken, failure.sentence)
    state = await breaker_state(now)
    rest = f"; left alone until {state.opened_until:%H:%M:%S} UTC after failures" if state.opened_until else ""
    return Finding(State.note if rest else State.ok, f"{endpoint.model} answers{rest}")


async def mail(settings: Settings, now: datetime) -> Finding:
    """Only whether it is configured: a probe would be a mail to somebody."""
    is_set = bool(settings.smtp_url)
    return Finding(State.ok if is_set else State.note, "configured" if is_set else "not configured; mail is only kept")


async def disk(settings: Settings, now: datetime) -> Finding:
    """Room where the embedded defaults write; with other services for all of them nothing is written there."""
    if not settings.is_sqlite and settings.redis_url and settings.minio_endpoint:
        return Finding(State.ok, "nothing is kept in the data directory")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    words = f"{free / 1_000_000_000:.1f} GB free in the data directory"
    return Finding(State.ok if free >= LEAST_FREE else State.broken, words)


CHECKS: dict[str, Check] = {
    "database": database,
    "store": store,
    "queue": queue,
    "model": model,
    "mail": mail,
    "disk": disk,
}

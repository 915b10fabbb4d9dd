"""The worker's composition: the Huey object, the periodic sweep, and `nudge` for the web.

A Huey message is only a hint: a task that runs when its process is killed is gone. The truth stands in the job table.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache

from app.clock import utc_now
from app.jobs.find import next_due
from app.jobs.room import Room
from app.jobs.runner import drain
from app.jobs.work_loop import WorkLoop
from app.nudges import Nudges
from app.queue_library import Huey, RedisHuey, SqliteHuey, crontab
from app.schedules.minute import look_after
from app.schedules.runner import run_due
from app.schedules.ticker import Ticker
from app.settings import Settings, current_settings

log = logging.getLogger("leaselab.worker")

NUDGE_SECONDS = 2.0
REDIS_SECONDS = 5.0
"""Longer than the second for which an idle worker waits at the queue."""


def make_huey(settings: Settings) -> Huey:
    """Huey on Redis where REDIS_URL is set, else on its own SQLite file: it takes exclusive locks."""
    if settings.redis_url:
        from redis import ConnectionPool  # nothing else needs these 9 MB
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        once = Retry(NoBackoff(), 1)  # a web request waits for the nudge: better to lose it
        pool = ConnectionPool.from_url(
            settings.redis_url, socket_connect_timeout=NUDGE_SECONDS, socket_timeout=REDIS_SECONDS, retry=once
        )
        return RedisHuey("leaselab", connection_pool=pool, results=False)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("leaselab", filename=str(settings.data_dir / "huey.sqlite"), results=False)


huey = make_huey(current_settings())


async def nudge() -> None:
    """Ask a worker to look at the queue now. Never raises: a lost nudge costs at most one sweep."""
    if current_settings().nudge:
        await _hints()[0].send()


async def nudge_schedules() -> None:
    """Ask a worker to look at the runs that wait. Never raises: a lost nudge costs at most a minute."""
    if current_settings().nudge:
        await _hints()[1].send()


@cache
def _hints() -> tuple[Nudges, Nudges]:
    """To sweep, and to look at the schedules."""
    return Nudges(lambda: _send(sweep_soon)), Nudges(lambda: _send(tick_soon))


async def _send(task: Callable[[], object]) -> None:
    await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(_senders(), task), NUDGE_SECONDS)


@cache
def _senders() -> ThreadPoolExecutor:
    """Threads for nudges alone: while Redis is away they wait for it, and log-ins need the others."""
    return ThreadPoolExecutor(4, "nudge")


def sweep_every(cron: str) -> crontab:
    """The periodic task's schedule, from five cron fields, in UTC."""
    minute, hour, day, month, weekday = cron.split()
    return crontab(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday)


@huey.task()  # type: ignore[untyped-decorator]
def sweep_soon() -> None:
    work_loop().run(_sweep())


@huey.periodic_task(sweep_every(current_settings().sweep_cron))  # type: ignore[untyped-decorator]
def sweep_on_schedule() -> None:
    work_loop().run(_sweep())


@huey.task()  # type: ignore[untyped-decorator]
def tick_soon() -> None:
    tickers()[1].wake()


@huey.periodic_task(crontab())  # type: ignore[untyped-decorator]
def tick_every_minute() -> None:
    for ticker in tickers():
        ticker.wake()


@cache
def tickers() -> tuple[Ticker, Ticker]:
    """The threads of this worker process for what is looked after every minute, and for the schedules."""
    return Ticker(_look_after), Ticker(_run_schedules)


@cache
def work_loop() -> WorkLoop:
    """The loop of this worker process."""
    return WorkLoop(wake=sweep_soon)


async def _sweep() -> None:
    from app.catalog import workflows  # the web process only nudges, and needs no evaluator

    loop = work_loop()
    room = Room(loop.jobs_at_once)  # each sweep has its own: workers that run side by side do not wait for each other
    await drain(workflows(), now=utc_now, worker_id=loop.worker_id, is_stopping=loop.is_stopping, room=room)
    loop.jobs_at_once = room.size
    due = await next_due()
    if due is not None:
        loop.wake_in(_seconds_until(due))
    tickers()[0].wake()  # what was told along the way goes out now, not at the next minute


async def _look_after(is_stopping: Callable[[], bool]) -> None:
    from app.catalog import minute_ticks

    await look_after(minute_ticks(), utc_now, is_stopping)


async def _run_schedules(is_stopping: Callable[[], bool]) -> None:
    from app.catalog import schedules

    await run_due(schedules(), utc_now, is_stopping=is_stopping)


def _seconds_until(due: datetime) -> float:
    return (due - utc_now()).total_seconds()

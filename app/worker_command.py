"""`leaselab worker`: the Huey consumer in this process, which stops within 20 seconds when asked to."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from typing import Any

import click

from app.database import close_database
from app.logs import set_up_logging
from app.queue_library import Consumer
from app.settings import current_settings
from app.traces import close_traces, set_up_traces

STOP_SECONDS = 17


class PatientConsumer(Consumer):  # type: ignore[misc]
    """Every signal to end is a graceful one, and the work loop hears of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signal_actions = dict.fromkeys((signal.SIGTERM, signal.SIGINT, signal.SIGHUP), (False, True))

    def stop(self, graceful: bool = False) -> None:
        from app.background import tickers, work_loop

        work_loop().ask_to_stop()
        for ticker in tickers():
            ticker.ask_to_stop()
        super().stop(graceful)


@click.command("worker")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Jobs worked on at once.")
def worker(workers: int) -> None:
    """Work on the queue until stopped."""
    settings = current_settings()
    set_up_logging(settings)
    logging.getLogger("huey").setLevel(logging.WARNING)
    asyncio.run(_look_at_the_schema())
    run_worker(workers)


async def _look_at_the_schema() -> None:
    from app.migrate import require_newest_schema

    try:
        await require_newest_schema()
    finally:
        await close_database()


def run_worker(workers: int) -> None:
    """Consume until SIGTERM or SIGINT; then finish or hand back, and leave."""
    from app.background import huey, tickers, work_loop
    from app.catalog import warm_up
    from app.documents.reader import close_reader

    set_up_traces()
    work_loop().start()
    for ticker in tickers():
        ticker.start()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    PatientConsumer(
        huey,
        workers=workers,
        worker_type="thread",
        initial_delay=0.05,
        max_delay=0.25,
        shutdown_timeout=STOP_SECONDS,
        graceful_signal="TERM",
    ).run()
    for ticker in tickers():
        ticker.close()
    work_loop().close()
    close_reader()
    close_traces()
    logging.shutdown()
    # A thread may still wait for a model; its job was handed back, and nothing that it does counts any more.
    os._exit(0)

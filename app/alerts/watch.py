"""One look at everything: facts, rules, alerts, deliveries; an outage of the database is told once it is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from app.alerts.check import Checked, check
from app.alerts.deliver import deliver
from app.alerts.facts import collect
from app.alerts.rules import judge
from app.database_scope import every_site
from app.schedules.cron import last_due, next_due
from app.schedules.schedule import Schedule
from app.sites.tables import Site
from app.storage import DocumentStore

log = logging.getLogger("leaselab.alerts")


class Watch:
    """`look` is called every minute by each worker, and by the web processes while no worker answers."""

    def __init__(
        self, schedules: Callable[[], Sequence[Schedule]], store: Callable[[], DocumentStore], sweep_cron: str
    ) -> None:
        self._schedules, self._store, self._sweep_cron = schedules, store, sweep_cron
        self.database_down_since: datetime | None = None

    @every_site("what is wrong anywhere")
    async def look(self, now: datetime) -> Checked:
        """Open and close alerts, and tell people. While the database is away there is nowhere to write that."""
        if not await _database_answers():
            self.database_down_since = self.database_down_since or now
            log.error("the database does not answer; alarms wait", extra={"since": str(self.database_down_since)})
            return Checked()
        gap = sweep_gap(self._sweep_cron, now)
        facts = await collect(now, self._schedules(), self._store(), gap, self.database_down_since)
        checked = await check(judge(facts), now)
        self.database_down_since = None
        await deliver(now)
        return checked


def sweep_gap(cron: str, now: datetime) -> timedelta:
    """The time between two sweeps of the queue around `now`."""
    return next_due(cron, now) - last_due(cron, now)


async def _database_answers() -> bool:
    try:
        await Site.raw("SELECT 1 AS one")
    except Exception:  # whatever the driver raises, the answer is the same
        return False
    return True

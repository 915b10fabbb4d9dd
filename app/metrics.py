"""Totals that are counted in the database, so that every process tells the same and none is lost with a process."""

from __future__ import annotations

from collections.abc import Mapping

from piccolo.columns import DoublePrecision, Varchar
from piccolo.table import Table

TOTALS = {
    "sweeps": "Passes over the queue",
    "sweep_seconds": "Seconds spent in passes over the queue",
    "jobs_processed": "Jobs that a pass took on",
    "quota_refusals": "Requests refused because the month's evaluations were used up",
}


class Metric(Table, tablename="metrics"):
    """A total that only grows."""

    name = Varchar(length=60, primary_key=True, default=None)
    total = DoublePrecision(default=0.0)


async def add(amounts: Mapping[str, float]) -> None:
    """Add to totals of TOTALS; exact under any concurrency. Names are sorted, so that two writers cannot deadlock."""
    for name in sorted(amounts):
        await Metric.raw(
            "INSERT INTO metrics (name, total) VALUES ({}, {})"
            " ON CONFLICT (name) DO UPDATE SET total = metrics.total + excluded.total",
            name,
            float(amounts[name]),
        )

"""From showing to application to lease: who counts, once, and for what. Pure; docs/insights.md says it in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from app.insights.tables import Dimension

WINDOWS = (7, 30, 90)
SECONDS_A_DAY = 86_400
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Shown:
    """A showing that took place. `lead_id` is empty for a visitor who is no lead."""

    lead_id: str
    property_id: str
    agent_id: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """A lease of a lead, and where."""

    lead_id: str
    property_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the metrics, and its key (window in days, dimension, whose)."""

    key: tuple[int, Dimension, str]
    showings: int
    applications: int
    leases: int
    days_to_application: Decimal | None
    days_to_lease: Decimal | None


@dataclass(slots=True)
class _Group:
    visitors: int = 0
    first: dict[str, datetime] = field(default_factory=dict)


def count_conversions(
    showings: Iterable[Shown],
    applied: Mapping[str, datetime],
    leases: Iterable[Signed],
    starts: Mapping[int, datetime],
) -> list[Row]:
    """A row for the site in every window, and for each property, agent and source with a showing in it.

    `showings` in the order of time, none later than now. `applied` is each lead's first application. `starts` is where
    each window (in days) begins. A lead counts once in a row, by its first showing within that row's window and group.
    """
    groups: dict[tuple[int, Dimension, str], _Group] = {(days, Dimension.site, ""): _Group() for days in starts}
    for shown in showings:
        for days, start in starts.items():
            if shown.at >= start:
                for dimension, whose in _groups_of(shown):
                    _count(groups.setdefault((days, dimension, whose), _Group()), shown)
    signed: defaultdict[str, list[Signed]] = defaultdict(list)
    for lease in sorted(leases, key=lambda it: it.at):
        signed[lease.lead_id].append(lease)
    return [_row(key, group, applied, signed) for key, group in groups.items()]


def _groups_of(shown: Shown) -> list[tuple[Dimension, str]]:
    groups = [(Dimension.site, ""), (Dimension.property, shown.property_id), (Dimension.source, shown.source)]
    return [*groups, (Dimension.agent, shown.agent_id)] if shown.agent_id else groups


def _count(group: _Group, shown: Shown) -> None:
    if shown.lead_id:
        group.first.setdefault(shown.lead_id, shown.at)
    else:
        group.visitors += 1


def _row(
    key: tuple[int, Dimension, str],
    group: _Group,
    applied: Mapping[str, datetime],
    signed: Mapping[str, Sequence[Signed]],
) -> Row:
    _, dimension, whose = key
    applications, to_application, to_lease = 0, [], []
    for lead_id, first in group.first.items():
        at_property = whose if dimension is Dimension.property else None
        lease = _lease_after(first, signed.get(lead_id, ()), at_property)
        applied_at = applied.get(lead_id)
        # Nobody leases without applying: a lease counts as an application that was not noted.
        applications += applied_at is not None or lease is not None
        if applied_at is not None and applied_at >= first:
            to_application.append((applied_at - first).total_seconds())
        if lease is not None:
            to_lease.append((lease - first).total_seconds())
    showings = len(group.first) + group.visitors
    return Row(key, showings, applications, len(to_lease), _mean_days(to_application), _mean_days(to_lease))


def _lease_after(first: datetime, leases: Sequence[Signed], at_property: str | None) -> datetime | None:
    """The first lease from this showing on; for a property's row a lease elsewhere is not that property's."""
    fitting = (it.at for it in leases if it.at >= first and at_property in (None, it.property_id))
    return next(fitting, None)


def _mean_days(seconds: Sequence[float]) -> Decimal | None:
    if not seconds:
        return None
    return Decimal(sum(seconds) / len(seconds) / SECONDS_A_DAY).quantize(CENT)

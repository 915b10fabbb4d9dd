"""When a kind of unit has run out, runs out, or stands empty too long. Pure."""

from __future__ import annotations

from app.insights.absorption import Absorption
from app.insights.tables import VacancyKind

LOW_SUPPLY_DAYS = 30
"""A month, the notice that tenants usually give: what is gone within it cannot be replaced in time."""
OVERSUPPLY_DAYS = 180
"""Half a year of empty units: at that pace the last one waits two seasons."""
LEAST_OVERSUPPLY = 2
"""One slow unit is a slow unit, not an oversupply."""
SENTENCES = {
    VacancyKind.no_supply: "no unit is free although some were leased in the last 90 days",
    VacancyKind.low_supply: f"the free units last less than {LOW_SUPPLY_DAYS} days",
    VacancyKind.oversupply: f"the free units last more than {OVERSUPPLY_DAYS} days",
}


def vacancy_of(found: Absorption) -> VacancyKind | None:
    """The alert that a kind of unit deserves; at most one. Without any lease only units that stood free for all of the
    90 days say that there are too many."""
    if found.days_of_supply is None:
        return VacancyKind.oversupply if found.long_empty >= LEAST_OVERSUPPLY else None
    if not found.available:
        return VacancyKind.no_supply
    if found.days_of_supply < LOW_SUPPLY_DAYS:
        return VacancyKind.low_supply
    is_many = found.available >= LEAST_OVERSUPPLY and found.days_of_supply > OVERSUPPLY_DAYS
    return VacancyKind.oversupply if is_many else None

"""Properties of a site with how full they are, and their units."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.errors import NotFound
from app.properties.tables import Property, Unit

MOST_PROPERTIES = 500
MOST_UNITS = 1000


async def list_units(site_id: str) -> list[dict[str, Any]]:
    """Every unit with its property's name and rent, in the order people look for them."""
    rows: list[dict[str, Any]] = await Unit.raw(
        """SELECT u.id, u.name, u.monthly_rent, p.name AS property_name FROM units u
        JOIN properties p ON p.id = u.property_id WHERE u.site_id = {} ORDER BY p.name, u.name LIMIT 1000""",
        site_id,
    )
    return rows


async def list_properties(site_id: str, today: date) -> list[dict[str, Any]]:
    """Every property by name with its `units`, and of these `leased` and `free` (to let today)."""
    rows: list[dict[str, Any]] = await Property.raw(
        "SELECT p.id, p.name, p.address, count(u.id) AS units,"  # noqa: S608 - a constant
        " count(CASE WHEN u.leased_at IS NOT NULL THEN 1 END) AS leased,"
        " count(CASE WHEN u.leased_at IS NULL AND u.available_from <= {} THEN 1 END) AS free"
        " FROM properties p LEFT JOIN units u ON u.property_id = p.id WHERE p.site_id = {}"
        f" GROUP BY p.id, p.name, p.address ORDER BY p.name, p.id LIMIT {MOST_PROPERTIES}",
        today, site_id,
    )  # fmt: skip
    return rows


async def get_property(site_id: str, property_id: str) -> dict[str, Any]:
    """The property's columns. Raises NotFound, for another site's property too."""
    rows = await Property.raw("SELECT * FROM properties WHERE id = {} AND site_id = {}", property_id, site_id)
    if not rows:
        raise NotFound("There is no such property at this site.")
    found: dict[str, Any] = rows[0]
    return found


async def list_units_of(site_id: str, property_id: str) -> list[dict[str, Any]]:
    """A property's units by name."""
    rows: list[dict[str, Any]] = await Unit.raw(
        "SELECT * FROM units WHERE property_id = {} AND site_id = {}"  # noqa: S608 - a constant
        f" ORDER BY length(name), name, id LIMIT {MOST_UNITS}",
        property_id, site_id,
    )  # fmt: skip
    return rows


async def get_unit(site_id: str, unit_id: str) -> dict[str, Any]:
    """The unit's columns with `property_name`. Raises NotFound, for another site's unit too."""
    rows = await Unit.raw(
        "SELECT u.*, p.name AS property_name FROM units u JOIN properties p ON p.id = u.property_id"
        " WHERE u.id = {} AND u.site_id = {}",
        unit_id, site_id,
    )  # fmt: skip
    if not rows:
        raise NotFound("There is no such unit at this site.")
    found: dict[str, Any] = rows[0]
    return found

"""Units of a site, for choosing one."""

from __future__ import annotations

from typing import Any

from app.properties.tables import Unit


async def list_units(site_id: str) -> list[dict[str, Any]]:
    """Every unit with its property's name and rent, in the order people look for them."""
    rows: list[dict[str, Any]] = await Unit.raw(
        """SELECT u.id, u.name, u.monthly_rent, p.name AS property_name FROM units u
        JOIN properties p ON p.id = u.property_id WHERE u.site_id = {} ORDER BY p.name, u.name LIMIT 1000""",
        site_id,
    )
    return rows

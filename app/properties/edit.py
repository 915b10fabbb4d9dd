"""Adding and changing properties and their units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from app.database import new_id, write_transaction
from app.errors import ValidationFailed
from app.properties.fields import Fields
from app.properties.find import get_property, get_unit
from app.properties.tables import Property, Unit
from app.sites.audit import record

MOST_BEDROOMS = 20
Values = dict[Column | str, Any]


@dataclass(frozen=True, slots=True)
class PropertyText:
    """What a person gives for a property."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class UnitText:
    """What a person gives for a unit, as text; an empty `available_from` means not to let yet."""

    name: str = ""
    bedrooms: str = ""
    monthly_rent: str = ""
    available_from: str = ""


async def add_property(site_id: str, given: PropertyText, user_id: str, now: datetime, request_id: str = "") -> str:
    """The new property's id. Raises ValidationFailed, for a name that the site has already too."""
    values = await _property(site_id, given, "")
    property_id = new_id("prop")
    async with write_transaction():
        await Property.insert(Property(id=property_id, site_id=site_id, created_at=now, **_named(values)))
        await record(site_id, user_id, "property_added", property_id, now, request_id=request_id)
    return property_id


async def change_property(
    site_id: str, property_id: str, given: PropertyText, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """Raises ValidationFailed and NotFound."""
    await get_property(site_id, property_id)
    values = await _property(site_id, given, property_id)
    async with write_transaction():
        await Property.update(values).where((Property.id == property_id) & (Property.site_id == site_id))
        await record(site_id, user_id, "property_changed", property_id, now, request_id=request_id)


async def add_unit(
    site_id: str, property_id: str, given: UnitText, user_id: str, now: datetime, request_id: str = ""
) -> str:
    """The new unit's id. Raises ValidationFailed, for a name that the property has already too, and NotFound."""
    await get_property(site_id, property_id)
    values = await _unit(property_id, given, "")
    unit_id = new_id("unit")
    async with write_transaction():
        await Unit.insert(Unit(id=unit_id, site_id=site_id, property_id=property_id, created_at=now, **_named(values)))
        await record(site_id, user_id, "unit_added", unit_id, now, request_id=request_id)
    return unit_id


async def change_unit(
    site_id: str, unit_id: str, given: UnitText, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """Raises ValidationFailed and NotFound. The rent of leads that asked for it stays what they were told."""
    unit = await get_unit(site_id, unit_id)
    values = await _unit(unit["property_id"], given, unit_id)
    async with write_transaction():
        await Unit.update(values).where((Unit.id == unit_id) & (Unit.site_id == site_id))
        await record(site_id, user_id, "unit_changed", unit_id, now, request_id=request_id)


async def _property(site_id: str, given: PropertyText, but_for: str) -> Values:
    fields = Fields()
    values: Values = {
        "name": fields.text("name", given.name, "name", 120),
        "address": fields.text("address", given.address, "address", 255, is_needed=False),
    }
    fields.check()
    twin = (Property.site_id == site_id) & (Property.name == values["name"]) & (Property.id != but_for)
    if await Property.exists().where(twin):
        _refuse_twin("The site has a property of this name already.")
    return values


async def _unit(property_id: str, given: UnitText, but_for: str) -> Values:
    fields = Fields()
    values: Values = {
        "name": fields.text("name", given.name, "name", 60),
        "bedrooms": fields.count("bedrooms", given.bedrooms, "bedrooms", MOST_BEDROOMS),
        "monthly_rent": fields.amount("monthly_rent", given.monthly_rent, "monthly rent"),
        "available_from": fields.day("available_from", given.available_from, "day from which it is available"),
    }
    fields.check()
    twin = (Unit.property_id == property_id) & (Unit.name == values["name"]) & (Unit.id != but_for)
    if await Unit.exists().where(twin):
        _refuse_twin("The property has a unit of this name already.")
    return values


def _named(values: Values) -> dict[str, Any]:
    return {str(name): value for name, value in values.items()}


def _refuse_twin(sentence: str) -> None:
    raise ValidationFailed(sentence, fields={"name": sentence})

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
    values = _property(given)
    property_id = new_id("prop")
    async with write_transaction():
        await _refuse_twin_property(site_id, values["name"], "")
        await Property.insert(Property(id=property_id, site_id=site_id, created_at=now, **_named(values)))
        await record(site_id, user_id, "property_added", property_id, now, request_id=request_id)
    return property_id


async def change_property(
    site_id: str, property_id: str, given: PropertyText, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """Raises ValidationFailed and NotFound."""
    await get_property(site_id, property_id)
    values = _property(given)
    async with write_transaction():
        await _refuse_twin_property(site_id, values["name"], property_id)
        await Property.update(values).where((Property.id == property_id) & (Property.site_id == site_id))
        await record(site_id, user_id, "property_changed", property_id, now, request_id=request_id)


async def add_unit(
    site_id: str, property_id: str, given: UnitText, user_id: str, now: datetime, request_id: str = ""
) -> str:
    """The new unit's id. Raises ValidationFailed, for a name that the property has already too, and NotFound."""
    await get_property(site_id, property_id)
    values = _unit(given)
    unit_id = new_id("unit")
    async with write_transaction():
        await _refuse_twin_unit(property_id, values["name"], "")
        await Unit.insert(Unit(id=unit_id, site_id=site_id, property_id=property_id, created_at=now, **_named(values)))
        await record(site_id, user_id, "unit_added", unit_id, now, request_id=request_id)
    return unit_id


async def change_unit(
    site_id: str, unit_id: str, given: UnitText, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """Raises ValidationFailed and NotFound. The rent of leads that asked for it stays what they were told."""
    unit = await get_unit(site_id, unit_id)
    values = _unit(given)
    async with write_transaction():
        await _refuse_twin_unit(unit["property_id"], values["name"], unit_id)
        await Unit.update(values).where((Unit.id == unit_id) & (Unit.site_id == site_id))
        await record(site_id, user_id, "unit_changed", unit_id, now, request_id=request_id)


def _property(given: PropertyText) -> Values:
    fields = Fields()
    values: Values = {
        "name": fields.text("name", given.name, "name", 120),
        "address": fields.text("address", given.address, "address", 255, is_needed=False),
    }
    fields.check()
    return values


def _unit(given: UnitText) -> Values:
    fields = Fields()
    values: Values = {
        "name": fields.text("name", given.name, "name", 60),
        "bedrooms": fields.count("bedrooms", given.bedrooms, "bedrooms", MOST_BEDROOMS),
        "monthly_rent": fields.amount("monthly_rent", given.monthly_rent, "monthly rent"),
        "available_from": fields.day("available_from", given.available_from, "day from which it is available"),
    }
    fields.check()
    return values


async def _refuse_twin_property(site_id: str, name: str, but_for: str) -> None:
    """An update that changes nothing is a row lock on PostgreSQL, so that of the same form sent twice at once one comes
    second; on SQLite the transaction is the lock."""
    await Property.raw("UPDATE sites SET name = name WHERE id = {}", site_id)
    if await Property.exists().where(
        (Property.site_id == site_id) & (Property.name == name) & (Property.id != but_for)
    ):
        _refuse_twin("The site has a property of this name already.")


async def _refuse_twin_unit(property_id: str, name: str, but_for: str) -> None:
    await Unit.raw("UPDATE properties SET name = name WHERE id = {}", property_id)
    if await Unit.exists().where((Unit.property_id == property_id) & (Unit.name == name) & (Unit.id != but_for)):
        _refuse_twin("The property has a unit of this name already.")


def _named(values: Values) -> dict[str, Any]:
    return {str(name): value for name, value in values.items()}


def _refuse_twin(sentence: str) -> None:
    raise ValidationFailed(sentence, fields={"name": sentence})

"""Properties and their units: everybody may look, managers edit, lease and vacate."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.errors import LeaseLabError, ValidationFailed, refusal_of
from app.leads.lease_undo import LeasedMeanwhile, find_present_lease, take_back_lease
from app.leads.leases import NewLease, UnitIsLeased, UnitIsVacant, lease_unit, list_who_may_lease, vacate_unit
from app.properties.edit import PropertyText, UnitText, add_property, add_unit, change_property, change_unit
from app.properties.find import get_property, get_unit, list_properties, list_units_of
from app.properties.site_day import day_of, zone_of
from app.sites.current import Current, require_manager

Here = NamedDependency[Current]
FORM = RequestEncodingType.URL_ENCODED
Refusal = LeaseLabError | None


@dataclass
class PropertyForm:
    name: str = ""
    address: str = ""


@dataclass
class UnitForm:
    name: str = ""
    bedrooms: str = "1"
    monthly_rent: str = ""
    available_from: str = ""


@dataclass
class LeaseForm:
    lead_id: str = ""
    monthly_rent: str = ""
    starts_on: str = ""
    ends_on: str = ""


@dataclass
class VacateForm:
    available_from: str = ""


@dataclass
class TakeBackForm:
    lease_id: str = ""


@get("/properties")
async def property_list(current: Here) -> Template:
    return await _list(current, PropertyForm(), None)


@post("/properties")
async def add_one_property(current: Here, data: Annotated[PropertyForm, Body(media_type=FORM)]) -> Response[Any]:
    require_manager(current)
    given = PropertyText(**asdict(data))
    deed = add_property(current.site.id, given, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed)
    return await _list(current, data, refusal) if refusal else _to(current, "/properties")


@get("/properties/{property_id:str}")
async def property_page(current: Here, property_id: FromPath[str]) -> Template:
    return await _property(current, property_id)


@post("/properties/{property_id:str}")
async def change_one_property(
    current: Here, property_id: FromPath[str], data: Annotated[PropertyForm, Body(media_type=FORM)]
) -> Response[Any]:
    require_manager(current)
    given = PropertyText(**asdict(data))
    deed = change_property(current.site.id, property_id, given, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed)
    if refusal:
        return await _property(current, property_id, given=data, refusal=refusal)
    return _to(current, f"/properties/{property_id}")


@post("/properties/{property_id:str}/units")
async def add_one_unit(
    current: Here, property_id: FromPath[str], data: Annotated[UnitForm, Body(media_type=FORM)]
) -> Response[Any]:
    require_manager(current)
    given = UnitText(**asdict(data))
    deed = add_unit(current.site.id, property_id, given, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed)
    if refusal:
        return await _property(current, property_id, unit=data, refusal=refusal)
    return _to(current, f"/properties/{property_id}")


@get("/units/{unit_id:str}")
async def unit_page(current: Here, unit_id: FromPath[str]) -> Template:
    return await _unit(current, unit_id)


@post("/units/{unit_id:str}")
async def change_one_unit(
    current: Here, unit_id: FromPath[str], data: Annotated[UnitForm, Body(media_type=FORM)]
) -> Response[Any]:
    require_manager(current)
    given = UnitText(**asdict(data))
    deed = change_unit(current.site.id, unit_id, given, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed)
    return await _after(current, unit_id, refusal, given=data)


@post("/units/{unit_id:str}/lease")
async def mark_leased(
    current: Here, unit_id: FromPath[str], data: Annotated[LeaseForm, Body(media_type=FORM)]
) -> Response[Any]:
    require_manager(current)
    deed = lease_unit(
        current.site.id, unit_id, NewLease(**asdict(data)), current.user.id, utc_now(), current.request_id
    )
    refusal = await refusal_of(deed, ValidationFailed, UnitIsLeased)
    return await _after(current, unit_id, refusal, lease=data)


@post("/units/{unit_id:str}/vacate")
async def mark_vacant(
    current: Here, unit_id: FromPath[str], data: Annotated[VacateForm, Body(media_type=FORM)]
) -> Response[Any]:
    require_manager(current)
    deed = vacate_unit(current.site.id, unit_id, data.available_from, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed, UnitIsVacant)
    return await _after(current, unit_id, refusal, vacate=data)


@post("/units/{unit_id:str}/lease/undo")
async def take_back(
    current: Here, unit_id: FromPath[str], data: Annotated[TakeBackForm, Body(media_type=FORM)]
) -> Response[Any]:
    require_manager(current)
    deed = take_back_lease(current.site.id, unit_id, data.lease_id, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, UnitIsVacant, LeasedMeanwhile)
    return await _unit(current, unit_id, refusal=refusal) if refusal else _to(current, f"/units/{unit_id}")


async def _after(current: Current, unit_id: str, refusal: Refusal, **typed: Any) -> Response[Any]:
    if refusal:
        return await _unit(current, unit_id, refusal=refusal, **typed)
    unit = await get_unit(current.site.id, unit_id)
    return _to(current, f"/properties/{unit['property_id']}")


async def _list(current: Current, given: PropertyForm, refusal: Refusal) -> Template:
    today = day_of(utc_now(), await zone_of(current.site.id))
    context = {"current": current, "properties": await list_properties(current.site.id, today), "given": given}
    return Template("properties/page.html", context={**context, **_wrong(refusal)}, status_code=_status(refusal))


async def _property(
    current: Current,
    property_id: str,
    *,
    given: PropertyForm | None = None,
    unit: UnitForm | None = None,
    refusal: Refusal = None,
) -> Template:
    """`given` or `unit` is what was typed into the form that was refused."""
    found = await get_property(current.site.id, property_id)
    context = {
        "current": current,
        "property": found,
        "units": await list_units_of(current.site.id, property_id),
        "today": day_of(utc_now(), await zone_of(current.site.id)),
        "given": given or PropertyForm(found["name"], found["address"]),
        "unit": unit or UnitForm(),
        "refused_form": "unit" if unit else "given" if given else "",
    }
    return Template("properties/property.html", context={**context, **_wrong(refusal)}, status_code=_status(refusal))


async def _unit(current: Current, unit_id: str, *, refusal: Refusal = None, **typed: Any) -> Template:
    """`typed` holds the form that was refused, by its name: given, lease or vacate."""
    unit = await get_unit(current.site.id, unit_id)
    day = unit["available_from"].isoformat() if unit["available_from"] else ""
    context = {
        "current": current,
        "unit": unit,
        "given": UnitForm(unit["name"], str(unit["bedrooms"]), f"{unit['monthly_rent']:f}", day),
        "lease": LeaseForm(),
        "vacate": VacateForm(),
        "present": await find_present_lease(current.site.id, unit_id) if unit["leased_at"] else None,
        "leads": await list_who_may_lease(current.site.id) if current.is_manager else [],
        "refused_form": next(iter(typed), ""),
        **typed,
    }
    return Template("properties/unit.html", context={**context, **_wrong(refusal)}, status_code=_status(refusal))


def _wrong(refusal: Refusal) -> dict[str, Any]:
    """A sentence for each field, or one above the form."""
    fields = refusal.details.get("fields", {}) if refusal else {}
    return {"wrong": fields, "message": refusal.message if refusal and not fields else ""}


def _status(refusal: Refusal) -> int:
    return refusal.status_code if refusal else 200


def _to(current: Current, path: str) -> Redirect:
    return Redirect(f"/sites/{current.site.slug}{path}", status_code=303)


ROUTES = [
    property_list, add_one_property, property_page, change_one_property, add_one_unit,
    unit_page, change_one_unit, mark_leased, mark_vacant, take_back,
]  # fmt: skip

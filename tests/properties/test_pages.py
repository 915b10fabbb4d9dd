"""Properties and units: who may do what, what a refused form says, and what leasing and vacating change."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.leads.tables import Lead, LeadActivity, Lease
from app.properties.tables import Property, Unit
from app.sites.tables import AuditEntry
from tests.browsing import person, text_of
from tests.factories import World, make_lead

UNIT = {"name": "4C", "bedrooms": "2", "monthly_rent": "1,850.50", "available_from": "2026-12-01"}


async def actions() -> list[str]:
    rows = await AuditEntry.select(AuditEntry.action).order_by(AuditEntry.created_at)
    return [row["action"] for row in rows if row["action"].split("_")[0] in {"property", "unit"}]


async def test_a_manager_adds_a_property_and_its_units(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post("/sites/oak/properties", {"name": " Alder  House ", "address": "3 Alder Lane"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sites/oak/properties")
        alder = await Property.objects().where(Property.name == "Alder House").first()
        assert alder is not None and alder.address == "3 Alder Lane"
        answer = await alice.post(f"/sites/oak/properties/{alder.id}/units", UNIT)
        assert answer.status_code == 303
        page = text_of(await alice.get(f"/sites/oak/properties/{alder.id}"))
        assert "4C 2 $1,850.50" in page and "Dec 1, 2026" in page
    unit = await Unit.objects().where(Unit.property_id == alder.id).first()
    assert unit is not None
    assert (unit.bedrooms, unit.monthly_rent, unit.available_from) == (2, Decimal("1850.50"), date(2026, 12, 1))
    assert await actions() == ["property_added", "unit_added"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Give the name."),
        ({"name": "2B"}, "The property has a unit of this name already."),
        ({"bedrooms": "-1"}, "Give the bedrooms as a number from 0 to 20."),
        ({"bedrooms": "two"}, "Give the bedrooms as a number from 0 to 20."),
        ({"monthly_rent": "2.000,50"}, "Give the monthly rent as an amount, such as 2000."),
        ({"available_from": "tomorrow"}, "as YYYY-MM-DD."),
        ({"available_from": "0001-01-01"}, "as YYYY-MM-DD."),
        ({"name": "x" * 61}, "The name may have up to 60 characters."),
    ],
)
async def test_a_refused_unit_comes_back_as_it_was_typed(
    app: Any, world: World, wrong: dict[str, str], sentence: str
) -> None:
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post(f"/sites/oak/properties/{world.unit.property_id}/units", {**UNIT, **wrong})
    assert answer.status_code == 422 and sentence in answer.text
    for value in {**UNIT, **wrong}.values():
        assert f'value="{value}"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1
    assert await Unit.count() == 1


async def test_agents_look_and_managers_edit(app: Any, world: World) -> None:
    place = f"/sites/oak/properties/{world.unit.property_id}"
    unit = f"/sites/oak/units/{world.unit.id}"
    async with person(app, "bob@oak.example") as bob:
        for path in ("/sites/oak/properties", place, unit):
            page = await bob.get(path)
            assert page.status_code == 200
            assert 'method="post"' not in page.text.split("<main")[1].split("</main>")[0]
        for path in ("/sites/oak/properties", place, f"{place}/units", unit, f"{unit}/lease", f"{unit}/vacate"):
            assert (await bob.post(path, UNIT)).status_code == 403
    assert await actions() == []


async def test_an_empty_site_says_what_to_do(app: Any, world: World) -> None:
    async with person(app, "charlie@elm.example") as charlie:
        assert "A manager of Elm Row adds the buildings" in (await charlie.get("/sites/elm/properties")).text
    async with person(app, "dora@leaselab.example") as dora:
        assert "Add the first building below" in (await dora.get("/sites/elm/properties")).text


async def test_a_property_changes_its_name_but_not_to_a_twin_s(app: Any, world: World, now: datetime) -> None:
    await Property(id="prop_two", site_id=world.oak.id, name="Birch", created_at=now).save()
    async with person(app, "alice@oak.example") as alice:
        assert (await alice.post("/sites/oak/properties/prop_two", {"name": "Birch House"})).status_code == 303
        answer = await alice.post("/sites/oak/properties/prop_two", {"name": "Oak Court"})
    assert answer.status_code == 422 and "has a property of this name already" in answer.text
    assert await Property.exists().where(Property.name == "Birch House")


async def test_the_same_form_sent_twice_at_once_makes_one(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        sent = [alice.post("/sites/oak/properties", {"name": "Alder House"}) for _ in range(4)]
        assert sorted(answer.status_code for answer in await asyncio.gather(*sent)) == [303, 422, 422, 422]
        alder = await Property.objects().where(Property.name == "Alder House").first()
        assert alder is not None
        sent = [alice.post(f"/sites/oak/properties/{alder.id}/units", UNIT) for _ in range(4)]
        assert sorted(answer.status_code for answer in await asyncio.gather(*sent)) == [303, 422, 422, 422]


async def test_a_unit_keeps_its_own_name_when_it_changes(app: Any, world: World) -> None:
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post(f"/sites/oak/units/{world.unit.id}", {**UNIT, "name": "2B"})
    assert answer.status_code == 303
    unit = await Unit.objects().where(Unit.id == world.unit.id).first()
    assert unit is not None and (unit.name, unit.bedrooms) == ("2B", 2)


async def test_an_approved_lead_leases_a_unit_and_it_is_vacated_again(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now, status="approved")
    unit = f"/sites/oak/units/{world.unit.id}"
    async with person(app, "alice@oak.example") as alice:
        assert "Doe, Jane" in (await alice.get(unit)).text
        answer = await alice.post(f"{unit}/lease", {"lead_id": lead.id, "starts_on": "2026-12-01"})
        assert answer.status_code == 303
        again = await alice.post(f"{unit}/lease", {})
        assert again.status_code == 409 and "leased already" in again.text
        (lease,) = await Lease.objects()
        assert (lease.lead_id, lease.unit_id, lease.monthly_rent) == (lead.id, world.unit.id, Decimal(2000))
        stored = await Lead.objects().where(Lead.id == lead.id).first()
        assert stored is not None and (stored.status, stored.unit_id) == ("leased", world.unit.id)
        (activity,) = await LeadActivity.objects()
        assert (activity.text, activity.subject_id) == ("Leased Oak Court 2B", lease.id)
        assert (await alice.post(f"{unit}/vacate", {"available_from": "2027-01-15"})).status_code == 303
        assert (await alice.post(f"{unit}/vacate", {})).status_code == 409
    vacant = await Unit.objects().where(Unit.id == world.unit.id).first()
    assert vacant is not None and (vacant.leased_at, vacant.available_from) == (None, date(2027, 1, 15))
    (ended,) = await Lease.objects()
    assert ended.ends_on is not None
    assert await actions() == ["unit_leased", "unit_vacated"]


@pytest.mark.parametrize("status", ["new", "ai_evaluated", "declined", "withdrawn", "leased"])
async def test_only_a_person_s_approval_lets_a_lead_lease(app: Any, world: World, now: datetime, status: str) -> None:
    lead = await make_lead(world.oak, now, status=status)
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post(f"/sites/oak/units/{world.unit.id}/lease", {"lead_id": lead.id})
    assert answer.status_code == 422 and "There is no approved lead like this" in answer.text
    assert await Lease.count() == 0
    assert not await Unit.exists().where(Unit.leased_at.is_not_null())


async def test_another_site_s_lead_cannot_lease(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.elm, now, status="approved")
    async with person(app, "alice@oak.example") as alice:
        answer = await alice.post(f"/sites/oak/units/{world.unit.id}/lease", {"lead_id": lead.id})
    assert answer.status_code == 422
    assert await Lease.count() == 0

"""The demo site: leads with documents drawn here, taken in and evaluated by the real deeds and the real pipeline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from app.catalog import workflows
from app.clock import utc_now
from app.database import new_id
from app.demo.cast import DemoLead, demo_leads
from app.demo.people_of_site import PEOPLE, seed_people
from app.demo.portfolio import seed_portfolio, work_out_supply
from app.documents.reader import close_reader, current_reader
from app.documents.upload import Upload, upload_documents
from app.evaluations.request import request_evaluation
from app.jobs.operate import pause_job
from app.jobs.runner import drain
from app.leads.create import NewLead, create_lead
from app.leads.tables import Lead
from app.properties.tables import Property, Unit
from app.sites.find import get_user_by_email
from app.sites.tables import Site
from app.storage import current_store

Say = Callable[[str], object]
AGENTS = {"oak": PEOPLE[0][0], "elm": PEOPLE[2][0]}


async def seed_demo(now: datetime, say: Say) -> None:
    """Load what is missing of the demo; a second run finds everything there and says so."""
    sites = await seed_people(now)
    await seed_portfolio(sites, now)
    missing = [lead for lead in demo_leads(now.date()) if not await _is_there(sites[lead.site], lead)]
    if not missing:
        say("The demo site is loaded already.")
        return
    say(f"Loading the demo site: {len(missing)} leads. Drawing and taking in their documents…")
    try:
        for lead in missing:
            await _take_in(sites[lead.site], lead, now)
        say("Evaluating them with the local reader. This takes a minute or two, once…")
        await asyncio.gather(*(drain(workflows(), now=utc_now, worker_id=new_id("seed")) for _ in range(2)))
        await work_out_supply(sites, utc_now())
    finally:
        close_reader()


async def _is_there(site: Site, lead: DemoLead) -> bool:
    return await Lead.exists().where(Lead.site_id == site.id, Lead.email == lead.email)


async def _take_in(site: Site, lead: DemoLead, now: datetime) -> None:
    agent = await get_user_by_email(AGENTS[site.slug])
    unit = await _unit(site, lead, now)
    given = NewLead(
        first_name=lead.first_name,
        last_name=lead.last_name,
        email=lead.email,
        phone=lead.phone,
        monthly_rent=lead.monthly_rent,
        housing_subsidy=lead.housing_subsidy,
        move_in_date=lead.move_in_date.isoformat(),
        employment_status=lead.employment_status,
        unit_id=unit.id,
    )
    stored = await create_lead(site.id, given, agent.id, now)
    if not lead.documents:
        return
    files = [Upload(drawn.file_name, drawn.content) for drawn in lead.documents]
    documents = await upload_documents(
        site.id, stored.id, files, None, agent.id, now, store=current_store(), reader=current_reader()
    )
    if lead.intent == "leave":
        return
    requested = await request_evaluation(site, stored.id, agent.id, now)
    if lead.intent == "queue":
        await pause_job(requested.job, now)
    if lead.intent == "fail":
        for document in documents:
            await current_store().delete(document.storage_key)


async def _unit(site: Site, lead: DemoLead, now: datetime) -> Unit:
    building = await Property.objects().where(Property.site_id == site.id, Property.name == lead.property_name).first()
    if building is None:
        building = Property(id=new_id("prop"), site_id=site.id, name=lead.property_name, created_at=now)
        await Property.insert(building)
    unit = await Unit.objects().where(Unit.property_id == building.id, Unit.name == lead.unit_name).first()
    if unit is None:
        rent = Decimal(lead.monthly_rent)
        unit = Unit(
            id=new_id("unit"), site_id=site.id, property_id=building.id, name=lead.unit_name,
            monthly_rent=rent, available_from=now.date(), created_at=now,
        )  # fmt: skip
        await Unit.insert(unit)
    return unit

"""Loads the people of the demo and three leads, in a process of its own, before the server starts."""

from __future__ import annotations

import asyncio

from app.catalog import workflows
from app.clock import utc_now
from app.database import close_database, new_id
from app.database_scope import every_site
from app.demo.cast import ROLES, lead_of
from app.demo.people_of_site import seed_people
from app.documents.reader import close_reader, current_reader
from app.documents.upload import Upload, upload_documents
from app.evaluations.request import request_evaluation
from app.jobs.runner import drain
from app.leads.create import NewLead, create_lead
from app.migrate import migrate
from app.sites.find import get_user_by_email
from app.sites.tables import Site
from app.storage import current_store

FORGED = "a statement whose rows do not add up"


@every_site("the people and leads of the browser tests")
async def prepare() -> None:
    await migrate()
    sites = await seed_people(utc_now())
    for first, last in (("Jane", "Doe"), ("Amara", "Okafor")):
        await create_lead(
            sites["oak"].id, NewLead(first_name=first, last_name=last, monthly_rent="2000"), "", utc_now()
        )
    await evaluated(sites["oak"])
    close_reader()
    await close_database()


async def evaluated(site: Site) -> None:
    """A lead with a result that has signals."""
    now = utc_now()
    agent = await get_user_by_email("agent@oak.example")
    number = next(number for number, role in enumerate(ROLES) if role.story == FORGED)
    drawn = lead_of(ROLES[number], number, now.date())
    given = NewLead(
        first_name="Eva", last_name="Evaluated", email="eva@mail.example", monthly_rent=str(drawn.monthly_rent)
    )
    lead = await create_lead(site.id, given, agent.id, now)
    files = [Upload(item.file_name, item.content) for item in drawn.documents]
    await upload_documents(site.id, lead.id, files, None, agent.id, now, store=current_store(), reader=current_reader())
    await request_evaluation(site, lead.id, agent.id, now)
    await drain(workflows(), now=utc_now, worker_id=new_id("prepare"))


if __name__ == "__main__":
    asyncio.run(prepare())

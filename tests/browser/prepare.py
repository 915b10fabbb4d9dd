"""Loads the people of the demo and two leads, in a process of its own, before the server starts."""

from __future__ import annotations

import asyncio

from app.clock import utc_now
from app.database import close_database
from app.demo.people_of_site import seed_people
from app.leads.create import NewLead, create_lead
from app.migrate import migrate


async def prepare() -> None:
    await migrate()
    sites = await seed_people(utc_now())
    for first, last in (("Jane", "Doe"), ("Amara", "Okafor")):
        await create_lead(
            sites["oak"].id, NewLead(first_name=first, last_name=last, monthly_rent="2000"), "", utc_now()
        )
    await close_database()


if __name__ == "__main__":
    asyncio.run(prepare())

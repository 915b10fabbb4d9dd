"""Takes in digital packets at the benchmark's site and asks for their evaluations, `FIRST` and `COUNT` as arguments."""

from __future__ import annotations

import asyncio
import sys

from app.background import nudge
from app.clock import utc_now
from app.database import close_database, open_database
from app.demo.packets import Packet, packet
from app.documents.check import Upload
from app.documents.reader import close_reader, current_reader
from app.documents.upload import upload_documents
from app.evaluations.request import request_evaluation
from app.leads.create import NewLead, create_lead
from app.sites.find import get_site_by_slug, get_user_by_email
from app.sites.tables import Site
from app.storage import current_store


async def take_in(site: Site, made: Packet, user_id: str) -> str:
    """The id of a new lead with the packet's files."""
    given = NewLead(first_name="Load", last_name="Test", monthly_rent=str(made.rent))
    lead = await create_lead(site.id, given, user_id, utc_now())
    files = [Upload(drawn.file_name, drawn.content) for drawn in made.documents]
    await upload_documents(
        site.id, lead.id, files, None, user_id, utc_now(), store=current_store(), reader=current_reader()
    )
    return str(lead.id)


async def main(first: int, count: int) -> None:
    await open_database()
    try:
        site, user = await get_site_by_slug("load"), await get_user_by_email("manager@oak.example")
        made = [packet(seed, utc_now().date()) for seed in range(first, first + count)]
        leads = [await take_in(site, item, user.id) for item in made]
        for lead in leads:
            await request_evaluation(site, lead, user.id, utc_now())
        await nudge()
    finally:
        close_reader()
        await close_database()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))

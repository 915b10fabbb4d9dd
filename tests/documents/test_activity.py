"""Documents that arrive are noted on the lead's timeline."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.documents.upload import Upload, upload_documents
from app.leads.timeline import get_timeline
from app.screening.reading.reader import Reader
from app.storage import LocalStore
from tests.documents.files import pdf
from tests.factories import World, make_lead


async def test_the_files_of_one_upload_are_one_line(
    world: World, now: datetime, tmp_path: Path, reader: Reader
) -> None:
    lead = await make_lead(world.oak, now)
    files = [Upload(f"{number}.pdf", pdf(f"page {number}")) for number in range(3)]
    for _ in range(2):  # the second time the lead has them already
        await upload_documents(
            world.oak.id, lead.id, files, None, world.bob.id, now, store=LocalStore(tmp_path), reader=reader
        )
    (row,) = (await get_timeline(world.oak.id, lead.id)).rows
    assert (row["kind"], row["text"], row["actor_name"]) == ("document", "3 documents arrived", "Bob Birch")

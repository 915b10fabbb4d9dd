"""A large synthetic site for load tests: many leads, three small documents each, nothing evaluated by the reader."""

from __future__ import annotations

import hashlib
import random
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from piccolo.table import Table

from app.database import new_id
from app.demo.names import FIRST, LAST
from app.documents.tables import LeadDocument
from app.leads.tables import Lead, LeadStatus
from app.move.row import Row, column_names
from app.move.side import CHUNK_ROWS, open_side
from app.properties.tables import Property, Unit
from app.screening.verdict import Recommendation
from app.settings import current_settings
from app.sites.create import create_site
from app.sites.tables import Membership, Role, Site, Tier, User
from app.storage import current_store

KINDS = ("government_id", "paystub", "bank_statement")


async def seed_bulk(leads: int, now: datetime) -> int:
    """Bring site `load` to this many leads; every user of the demo's site Oak Court may enter it. The number it has."""
    site = await create_site("load", "Load Test", now, Tier.enterprise)
    await _let_everybody_in(site)
    keys = await _store_documents()
    unit = await _unit(site, now)
    chance = random.Random(7)  # noqa: S311 - not for secrets
    have = await Lead.count().where(Lead.site_id == site.id)
    added = [_lead(site, unit, number, chance, now) for number in range(have, leads)]
    documents = (_document(lead, kind, key, now) for lead in added for kind, key in keys.items())
    async with open_side(current_settings().database_url, writes=True) as side:  # ten times as quick as by statements
        await side.fill(Lead, chunks(Lead, iter(added)))
        await side.fill(LeadDocument, chunks(LeadDocument, documents))
    return max(int(have), leads)


async def chunks(table: type[Table], records: Iterator[dict[str, Any]]) -> AsyncIterator[list[Row]]:
    """Rows for the bulk way of moves, with the table's defaults for what a record does not say."""
    names = column_names(table)
    usual = {column._meta.db_column_name: column.get_default_value() for column in table._meta.columns}
    while some := list(islice(records, CHUNK_ROWS)):
        yield [tuple({**usual, **record}[name] for name in names) for record in some]


async def _let_everybody_in(site: Site) -> None:
    for user in await User.objects():
        if not await Membership.exists().where(Membership.user_id == user.id, Membership.site_id == site.id):
            member = Membership(id=new_id("member"), user_id=user.id, site_id=site.id, role=Role.manager.value)
            await Membership.insert(member)


async def _store_documents() -> dict[str, str]:
    keys = {kind: f"load-{kind.replace('_', '-')}" for kind in KINDS}
    for kind, key in keys.items():
        await current_store().put(key, _pdf(kind), "application/pdf")
    return keys


@cache
def _pdf(kind: str) -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    sheet = BytesIO()
    canvas = Canvas(sheet, invariant=1)
    canvas.drawString(72, 720, f"Synthetic {kind.replace('_', ' ')} for load tests")
    canvas.save()
    return sheet.getvalue()


async def _unit(site: Site, now: datetime) -> Unit:
    unit = await Unit.objects().where(Unit.site_id == site.id).first()
    if unit is None:
        building = Property(id=new_id("prop"), site_id=site.id, name="Load House", created_at=now)
        await Property.insert(building)
        rent = Decimal(2000)
        unit = Unit(
            id=new_id("unit"), site_id=site.id, property_id=building.id, name="1", monthly_rent=rent, created_at=now
        )
        await Unit.insert(unit)
    return unit


def _lead(site: Site, unit: Unit, number: int, chance: random.Random, now: datetime) -> dict[str, Any]:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    email = f"load{number}@mail.example"
    score = chance.randint(0, 100) if chance.random() < 0.7 else None
    at = now - timedelta(minutes=chance.randint(0, 500_000))
    return {
        "id": new_id("lead"), "site_id": site.id, "unit_id": unit.id, "first_name": first, "last_name": last,
        "email": email, "search_text": f"{first} {last} {email}".lower(), "email_key": email,
        "monthly_rent": Decimal(chance.randint(9, 40) * 100),
        "status": (LeadStatus.documents_received if score is None else LeadStatus.ai_evaluated).value,
        "ai_score": score, "ai_label": None if score is None else "A" if score >= 80 else "B" if score >= 50 else "C",
        "ai_recommendation": None if score is None else list(Recommendation)[number % len(Recommendation)].value,
        "last_activity_at": at, "created_at": at, "updated_at": at,
    }  # fmt: skip


def _document(lead: dict[str, Any], kind: str, key: str, now: datetime) -> dict[str, Any]:
    content = _pdf(kind)
    return {
        "id": new_id("doc"), "lead_id": lead["id"], "site_id": lead["site_id"], "document_type": kind,
        "file_name": f"{kind}.pdf", "mime_type": "application/pdf", "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(), "storage_key": key, "pages": 1, "uploaded_at": now,
    }  # fmt: skip

"""Three test people and the records around them: Alice owns Oak Court, Bob works there, Charlie belongs to Elm Row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.database import new_id
from app.documents.tables import LeadDocument
from app.leads.tables import Lead
from app.properties.tables import Property, Unit
from app.sites.tables import Membership, Site, User

PASSWORD = "a long enough test password"


@dataclass
class World:
    oak: Site
    elm: Site
    alice: User
    bob: User
    charlie: User
    dora: User
    unit: Unit


async def make_world(now: datetime, password_hash: str = "!") -> World:
    """Two sites; Alice manages and Bob works at Oak Court, Charlie at Elm Row, Dora is super admin."""
    oak = await make_site("oak", "Oak Court", now)
    elm = await make_site("elm", "Elm Row", now)
    alice = await make_user("alice@oak.example", "Alice Ash", now, password_hash, {oak.id: "manager"})
    bob = await make_user("bob@oak.example", "Bob Birch", now, password_hash, {oak.id: "agent"})
    charlie = await make_user("charlie@elm.example", "Charlie Cedar", now, password_hash, {elm.id: "agent"})
    dora = await make_user("dora@leaselab.example", "Dora Dogwood", now, password_hash, {}, is_super_admin=True)
    building = Property(id=new_id("prop"), site_id=oak.id, name="Oak Court", created_at=now)
    await building.save()
    unit = Unit(
        id=new_id("unit"),
        site_id=oak.id,
        property_id=building.id,
        name="2B",
        monthly_rent=Decimal(2000),
        created_at=now,
    )
    await unit.save()
    return World(oak, elm, alice, bob, charlie, dora, unit)


async def make_site(slug: str, name: str, now: datetime, tier: str = "free") -> Site:
    site = Site(id=new_id("site"), slug=slug, name=name, timezone="America/New_York", tier=tier, created_at=now)
    await site.save()
    return site


async def make_user(
    email: str, name: str, now: datetime, password_hash: str, roles: dict[str, str], *, is_super_admin: bool = False
) -> User:
    user = User(
        id=new_id("user"),
        email=email,
        name=name,
        password_hash=password_hash,
        is_super_admin=is_super_admin,
        created_at=now,
    )
    await user.save()
    for site_id, role in roles.items():
        await Membership(id=new_id("member"), user_id=user.id, site_id=site_id, role=role).save()
    return user


async def make_lead(site: Site, now: datetime, **values: Any) -> Lead:
    given = {"first_name": "Jane", "last_name": "Doe", "monthly_rent": Decimal(2000), **values}
    search_text = f"{given['first_name']} {given['last_name']} {given.get('email', '')}".lower()
    lead = Lead(
        id=new_id("lead"),
        site_id=site.id,
        search_text=search_text,
        last_activity_at=now,
        created_at=now,
        updated_at=now,
        **given,
    )
    await lead.save()
    return lead


async def make_document(lead: Lead, now: datetime, **values: Any) -> LeadDocument:
    """A document row alone: its bytes are not in the store unless the test puts them there."""
    document_id = new_id("doc")
    given = {
        "file_name": "stub.pdf",
        "mime_type": "application/pdf",
        "size": 1000,
        "sha256": document_id.encode().hex().ljust(64, "0")[:64],
        "storage_key": new_id("obj"),
        **values,
    }
    document = LeadDocument(
        id=document_id, lead_id=lead.id, site_id=lead.site_id, pages=1, uploaded_by="", uploaded_at=now, **given
    )
    await document.save()
    return document

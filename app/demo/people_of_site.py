"""The demo's sites and log-ins; the names are part of the contract."""

from __future__ import annotations

from datetime import datetime

from app.sites.create import create_site, create_user
from app.sites.tables import Site, Tier, User

PASSWORD = "leaselab-demo"  # noqa: S105 - printed on the demo's log-in page
SITES = {"oak": "Oak Court", "elm": "Elm Row"}
PEOPLE = (
    ("agent@oak.example", "Avery Agent", "agent", "oak"),
    ("manager@oak.example", "Morgan Manager", "manager", "oak"),
    ("agent@elm.example", "Emery Agent", "agent", "elm"),
    ("admin@leaselab.example", "Adrian Admin", "super_admin", "oak"),
)


async def seed_people(now: datetime) -> dict[str, Site]:
    """Both sites by slug, with everybody who may log in; safe to run twice."""
    sites = {slug: await create_site(slug, name, now, Tier.pro) for slug, name in SITES.items()}
    for email, name, role, slug in PEOPLE:
        if not await User.exists().where(User.email == email):
            await create_user(sites[slug], email, name, role, PASSWORD, now)
    return sites

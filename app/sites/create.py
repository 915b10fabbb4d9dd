"""New sites and new users, for the command line and the demo."""

from __future__ import annotations

import asyncio
from datetime import datetime

from app.database import new_id, write_transaction
from app.errors import ValidationFailed
from app.sites.passwords import hash_password
from app.sites.tables import Membership, Role, Site, Tier, User
from app.text_check import text_problems

SHORTEST_PASSWORD = 12


async def create_site(slug: str, name: str, now: datetime, tier: Tier = Tier.free) -> Site:
    """The stored site; one that exists with this slug is returned as it is."""
    existing = await Site.objects().where(Site.slug == slug).first()
    if existing is not None:
        return existing
    site = Site(id=new_id("site"), slug=slug, name=name, tier=tier.value, created_at=now)
    await Site.insert(site)
    return site


async def create_user(site: Site, email: str, name: str, role: str, password: str, now: datetime) -> User:
    """A user with a role at the site (`super_admin` enters every site). Raises ValidationFailed."""
    email = email.strip().lower()
    if "@" not in email:
        raise ValidationFailed("The e-mail address has no @.")
    if problems := text_problems(254, email=email) | text_problems(120, name=name):
        raise ValidationFailed(" ".join(problems.values()), fields=problems)
    if len(password) < SHORTEST_PASSWORD:
        raise ValidationFailed(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    user = User(
        id=new_id("user"),
        email=email,
        name=name,
        password_hash=await asyncio.to_thread(hash_password, password),
        is_super_admin=role == "super_admin",
        created_at=now,
    )
    site_role = Role.manager if role == "super_admin" else Role(role)
    async with write_transaction():
        # Of two at the same time the unique index lets one in.
        if not await User.insert(user).on_conflict(action="DO NOTHING"):
            raise ValidationFailed("There is a user with this e-mail address already.")
        await Membership.insert(Membership(id=new_id("member"), user_id=user.id, site_id=site.id, role=site_role.value))
    return user


async def join_site(site_id: str, user_id: str, role: str) -> None:
    """Let a user that exists into a site. Raises ValidationFailed for one who is in already."""
    async with write_transaction():
        member = Membership(id=new_id("member"), user_id=user_id, site_id=site_id, role=role)
        if not await Membership.insert(member).on_conflict(action="DO NOTHING"):
            raise ValidationFailed("This person is at the site already.")

"""Sites and the people in them."""

from __future__ import annotations

from typing import Any

from app.database_scope import every_site
from app.errors import NotFound
from app.sites.tables import Membership, Site, User, UserSession


@every_site("the sites of a person")
async def list_sites_of_session(session_hash: str, now: Any) -> list[dict[str, Any]]:
    """Slug and name of every site that the person of a session may enter; None of it without a valid session."""
    rows: list[dict[str, Any]] = await UserSession.raw(
        "SELECT s.slug, s.name FROM user_sessions k JOIN users u ON u.id = k.user_id"
        " JOIN sites s ON u.is_super_admin OR EXISTS"
        " (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.site_id = s.id)"
        " WHERE k.id = {} AND k.expires_at > {} AND u.disabled_at IS NULL ORDER BY s.name",
        session_hash,
        now,
    )
    return rows


async def is_logged_in(session_hash: str, now: Any) -> bool:
    """Whether the session is good, whatever sites the person may enter."""
    rows = await UserSession.raw(
        "SELECT 1 FROM user_sessions k JOIN users u ON u.id = k.user_id"
        " WHERE k.id = {} AND k.expires_at > {} AND u.disabled_at IS NULL",
        session_hash, now,
    )  # fmt: skip
    return bool(rows)


async def get_site_by_slug(slug: str) -> Site:
    """Raises NotFound."""
    site = await Site.objects().where(Site.slug == slug).first()
    if site is None:
        raise NotFound(f"There is no site named {slug}.")
    return site


async def get_user_by_email(email: str) -> User:
    """Raises NotFound."""
    user = await User.objects().where(User.email == email.strip().lower()).first()
    if user is None:
        raise NotFound("There is no user with this e-mail address.")
    return user


async def list_people(site_id: str) -> list[dict[str, Any]]:
    """Everyone with a role at the site, by name."""
    rows: list[dict[str, Any]] = await Membership.raw(
        "SELECT u.id, u.name, u.email, m.role, u.disabled_at FROM memberships m JOIN users u ON u.id = m.user_id"
        " WHERE m.site_id = {} ORDER BY u.name",
        site_id,
    )
    return rows

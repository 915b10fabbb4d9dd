"""The people of a site: let in, given another role, let go; a site always keeps a manager."""

from __future__ import annotations

import secrets
from datetime import datetime

from app.database import write_transaction
from app.errors import Forbidden, LeaseLabError, NotFound, ValidationFailed
from app.notifications.outbox import is_address
from app.sites.audit import record
from app.sites.create import create_user, join_site
from app.sites.tables import ApiToken, Membership, Role, Site, User


class LastManager(LeaseLabError):
    """The site would have no manager left. Make somebody else a manager first."""

    status_code = 409


async def add_person(
    site_id: str, email: str, name: str, role: str, by: str, now: datetime, request_id: str = ""
) -> str:
    """Let somebody in; the first password of a new user, to be shown once, or "" for one who has a password already.

    Raises ValidationFailed, also for somebody who is in already.
    """
    if role not in list(Role):
        raise ValidationFailed("Choose agent or manager.")
    if not is_address(email.strip()):
        raise ValidationFailed("Give one e-mail address, such as jane@example.com.")
    site = await Site.objects().where(Site.id == site_id).first()
    if site is None:
        raise NotFound
    known = await User.objects().where(User.email == email.strip().lower()).first()
    if known is not None:
        await join_site(site_id, known.id, role)
        password, user_id = "", known.id
    else:
        password = secrets.token_urlsafe(12)
        user_id = (await create_user(site, email, name.strip() or email.strip(), role, password, now)).id
    await record(site_id, by, "person_added", user_id, now, details={"role": role}, request_id=request_id)
    return password


async def change_role(site_id: str, user_id: str, role: str, by: str, now: datetime, request_id: str = "") -> None:
    """Give a person of the site another role. Raises NotFound, Forbidden, ValidationFailed and
    LastManager."""
    if role not in list(Role):
        raise ValidationFailed("Choose agent or manager.")
    async with write_transaction():
        await _hold(site_id, user_id, by)
        await Membership.update({Membership.role: role}).where(_this(site_id, user_id))
        await _require_a_manager(site_id)
        await record(site_id, by, "role_changed", user_id, now, details={"role": role}, request_id=request_id)


async def remove_person(site_id: str, user_id: str, by: str, now: datetime, request_id: str = "") -> None:
    """Let a person go, with the API tokens that act for them here. Raises NotFound, Forbidden
    and LastManager."""
    async with write_transaction():
        await _hold(site_id, user_id, by)
        await Membership.delete().where(_this(site_id, user_id))
        await _require_a_manager(site_id)
        theirs = (ApiToken.user_id == user_id) & (ApiToken.site_id == site_id) & ApiToken.revoked_at.is_null()
        await ApiToken.update({ApiToken.revoked_at: now}).where(theirs)
        await record(site_id, by, "person_removed", user_id, now, request_id=request_id)


def _this(site_id: str, user_id: str):  # type: ignore[no-untyped-def]
    return (Membership.site_id == site_id) & (Membership.user_id == user_id)


async def _hold(site_id: str, user_id: str, by: str) -> None:
    """The person is of the site. The site's row is held on PostgreSQL, as all is on SQLite: of two managers who remove
    each other the second is none any more. Raises NotFound and Forbidden."""
    await Site.raw("UPDATE sites SET name = name WHERE id = {}", site_id)
    if not await Membership.exists().where(_this(site_id, user_id)):
        raise NotFound("There is no such person at this site.")
    is_manager = await Membership.exists().where(_this(site_id, by), Membership.role == Role.manager.value)
    if not is_manager and not await User.exists().where(User.id == by, User.is_super_admin.eq(True)):
        raise Forbidden


async def _require_a_manager(site_id: str) -> None:
    rows = await Membership.raw(
        "SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id"
        " WHERE m.site_id = {} AND m.role = 'manager' AND u.disabled_at IS NULL LIMIT 1",
        site_id,
    )
    if not rows:
        raise LastManager

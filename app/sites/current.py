"""Who is asking, for which site. A site that is not yours answers like one that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request
from litestar.params import FromPath

from app.api_limits import spend_request
from app.clock import utc_now
from app.database import look_up
from app.database_scope import enter_site, every_site
from app.errors import Forbidden, LeaseLabError, NotFound, Unauthorized
from app.sites.secret_keys import hash_secret
from app.sites.tables import ApiToken

SESSION_COOKIE = "leaselab_session"
LAST_USE_STEP = timedelta(minutes=1)


class LoginRequired(LeaseLabError):
    """Log in to continue."""

    status_code = 401


@dataclass(frozen=True, slots=True)
class CurrentSite:
    id: str
    slug: str
    name: str
    timezone: str
    tier: str
    ai_enabled: bool = True
    is_first_come: bool = False


@dataclass(frozen=True, slots=True)
class CurrentUser:
    id: str
    name: str
    email: str
    is_super_admin: bool


@dataclass(frozen=True, slots=True)
class Current:
    """One person at one site, for the length of a request. `role` is agent, manager or super_admin."""

    user: CurrentUser
    site: CurrentSite
    role: str
    request_id: str

    @property
    def is_manager(self) -> bool:
        return self.role in {"manager", "super_admin"}

    @property
    def is_super_admin(self) -> bool:
        return self.role == "super_admin"


_PERSON_AND_SITE = (
    "u.id AS user_id, u.name AS user_name, u.email, u.is_super_admin,"
    " s.id AS site_id, s.slug, s.name AS site_name, s.timezone, s.tier,"
    " s.ai_enabled, s.is_first_come, m.role"
)
_BY_SESSION = (
    f"SELECT {_PERSON_AND_SITE} FROM user_sessions k JOIN users u ON u.id = k.user_id"  # noqa: S608 - constants only
    " LEFT JOIN sites s ON s.slug = {} LEFT JOIN memberships m ON m.user_id = u.id AND m.site_id = s.id"
    " WHERE k.id = {} AND k.expires_at > {} AND u.disabled_at IS NULL"
)
_BY_TOKEN = (
    f"SELECT {_PERSON_AND_SITE}, t.id AS token_id, t.last_used_at FROM api_tokens t JOIN users u ON u.id = t.user_id"  # noqa: S608
    " JOIN sites s ON s.id = t.site_id LEFT JOIN memberships m ON m.user_id = u.id AND m.site_id = s.id"
    " WHERE t.token_hash = {} AND t.revoked_at IS NULL AND u.disabled_at IS NULL"
)


async def current_for_page(request: Request[Any, Any, Any], slug: FromPath[str]) -> Current:
    """The logged-in person at the site of the path; raises LoginRequired or NotFound."""
    secret = request.cookies.get(SESSION_COOKIE, "")
    with every_site("who is asking"):
        rows = await look_up(_BY_SESSION, slug, hash_secret(secret), utc_now()) if secret else []
    if not rows:
        raise LoginRequired
    return _current(rows[0], request)


async def current_for_api(request: Request[Any, Any, Any]) -> Current:
    """The owner of the bearer token at the token's site; raises Unauthorized, Forbidden, NotFound, TooManyRequests."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise Unauthorized
    with every_site("whose token it is"):
        rows = await look_up(_BY_TOKEN, hash_secret(secret.strip()))
    if not rows:
        raise Unauthorized
    spend_request(rows[0]["token_id"], request.app.state.settings.api_requests_a_minute)
    current = _current(rows[0], request)
    for header, own in (("x-site-id", current.site.id), ("x-user-id", current.user.id)):
        if request.headers.get(header, own) != own:
            raise Forbidden("The token belongs to another site or user than the request names.")
    await _note_use(rows[0], utc_now())
    return current


def require_manager(current: Current) -> None:
    """Raise Forbidden unless the person manages this site."""
    if not current.is_manager:
        raise Forbidden("Only managers of the site can do this.")


def _current(row: dict[str, Any], request: Request[Any, Any, Any]) -> Current:
    role = "super_admin" if row["is_super_admin"] else row["role"]
    if row["site_id"] is None or role is None:
        raise NotFound
    enter_site(row["site_id"])
    user = CurrentUser(row["user_id"], row["user_name"], row["email"], bool(row["is_super_admin"]))
    named = (row["site_id"], row["slug"], row["site_name"], row["timezone"], row["tier"])
    site = CurrentSite(*named, bool(row["ai_enabled"]), bool(row["is_first_come"]))
    return Current(user, site, role, request.state.request_id)


async def _note_use(row: dict[str, Any], now: datetime) -> None:
    last = row["last_used_at"]
    if last is None or now - last > LAST_USE_STEP:
        await ApiToken.update({ApiToken.last_used_at: now}).where(ApiToken.id == row["token_id"])

"""The settings of a site for its managers, and everybody's own account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from zoneinfo import available_timezones

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.errors import LeaseLabError, ValidationFailed, refusal_of
from app.evaluations.evaluators import evaluators_available
from app.evaluations.model_budget import get_model_budget
from app.evaluations.quota import get_quota, month_of
from app.policies.find import policy_of
from app.site_settings.account import Asker, change_password
from app.site_settings.change import DAYS, Changer, SettingsChanged, change_settings, get_settings, version_of
from app.site_settings.people import add_person, change_role, remove_person
from app.sites.current import SESSION_COOKIE, Current, require_manager
from app.sites.find import list_people
from app.sites.log_in import TooManyLogins
from app.sites.secret_keys import hash_secret
from app.sites.tables import Role, Tier
from app.sites.tokens import create_token, list_tokens, revoke_token

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass
class PasswordForm:
    old: str = ""
    new: str = ""
    again: str = ""


@get("/settings")
async def settings_page(current: Here, saved: FromQuery[str] = "") -> Template:
    require_manager(current)
    return await _settings(current, saved=bool(saved))


@post("/settings")
async def save_settings(current: Here, data: Form) -> Response[Any]:
    require_manager(current)
    changer = Changer(current.user.id, current.is_super_admin, current.request_id)
    choices = {choice.code for choice in evaluators_available() if choice.is_configured}
    refusal = await refusal_of(
        change_settings(current.site.id, data, choices, changer, utc_now()), ValidationFailed, SettingsChanged
    )
    if refusal:
        return await _settings(current, given=data, refusal=refusal)
    return Redirect(f"/sites/{current.site.slug}/settings?saved=1", status_code=303)


@post("/settings/tokens")
async def create_api_token(current: Here) -> Template:
    require_manager(current)
    secret = await create_token(current.site.id, current.user.id, utc_now(), current.request_id)
    return await _settings(current, new_secret=secret)


@post("/settings/tokens/{token_id:str}/revoke")
async def revoke_api_token(current: Here, token_id: FromPath[str]) -> Redirect:
    require_manager(current)
    await revoke_token(current.site.id, token_id, current.user.id, utc_now(), current.request_id)
    return Redirect(f"/sites/{current.site.slug}/settings#tokens", status_code=303)


@get("/settings/people")
async def people_page(current: Here) -> Template:
    require_manager(current)
    return await _people(current)


@post("/settings/people")
async def let_person_in(current: Here, data: Form) -> Template:
    require_manager(current)
    email, name, role = (data.get(field, "") for field in ("email", "name", "role"))
    try:
        password = await add_person(current.site.id, email, name, role, current.user.id, utc_now(), current.request_id)
    except LeaseLabError as refusal:
        return await _people(current, refusal=refusal, given=data)
    return await _people(current, added=email, password=password)


@post("/settings/people/{user_id:str}/role")
async def give_role(current: Here, user_id: FromPath[str], data: Form) -> Response[Any]:
    require_manager(current)
    role = data.get("role", "")
    await change_role(current.site.id, user_id, role, current.user.id, utc_now(), current.request_id)
    return Redirect(f"/sites/{current.site.slug}/settings/people", status_code=303)


@post("/settings/people/{user_id:str}/remove")
async def let_person_go(current: Here, user_id: FromPath[str]) -> Response[Any]:
    require_manager(current)
    await remove_person(current.site.id, user_id, current.user.id, utc_now(), current.request_id)
    return Redirect(f"/sites/{current.site.slug}/settings/people", status_code=303)


@get("/account")
async def account_page(current: Here) -> Template:
    return Template("site_settings/account.html", context={"current": current, "wrong": {}, "is_changed": False})


@post("/account", status_code=200)
async def set_password(
    request: AnyRequest,
    current: Here,
    data: Annotated[PasswordForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template:
    session = hash_secret(request.cookies.get(SESSION_COOKIE, ""))
    asker = Asker(current.user.id, session, request.client.host if request.client else "", current.request_id)
    deed = change_password(current.site.id, asker, data.old, data.new, data.again, utc_now())
    refusal = await refusal_of(deed, ValidationFailed, TooManyLogins)
    wrong = refusal.details.get("fields", {"old": refusal.message}) if refusal else {}
    context = {"current": current, "wrong": wrong, "is_changed": not refusal}
    status = refusal.status_code if refusal else 200
    return Template("site_settings/account.html", context=context, status_code=status)


async def _settings(
    current: Current,
    *,
    given: dict[str, str] | None = None,
    refusal: LeaseLabError | None = None,
    new_secret: str = "",
    saved: bool = False,
) -> Template:
    site = await get_settings(current.site.id)
    stored = _as_form(site)
    wrong = refusal.details.get("fields", {}) if refusal else {}
    context = {
        "current": current,
        "site": site,
        "given": given if given is not None else stored,
        "stored": stored,
        "is_stale": isinstance(refusal, SettingsChanged),
        "refusal": refusal.message if refusal else "",
        "version": _version(current, site, given if wrong else None),
        "wrong": wrong,
        "evaluators": evaluators_available(),
        "timezones": sorted(available_timezones()),
        "tiers": list(Tier),
        "days": DAYS,
        "spent": await get_model_budget(current.site.id, utc_now()),
        "usage": await get_quota(current.site.id, current.site.tier, month_of(utc_now())),
        "policy": await policy_of(current.site.id),
        "tokens": await list_tokens(current.site.id),
        "new_secret": new_secret,
        "saved": saved,
    }
    return Template("site_settings/page.html", context=context, status_code=refusal.status_code if refusal else 200)


def _version(current: Current, site: dict[str, Any], refused: dict[str, str] | None) -> str:
    """After a refused value the form begins from where it began; after a stale one, from what stands beside it."""
    return (refused or {}).get("version") or version_of(site, is_super_admin=current.is_super_admin)


def _as_form(site: dict[str, Any]) -> dict[str, str]:
    shown = {True: "yes", False: "", None: ""}
    return {
        name: shown[value] if value is None or isinstance(value, bool) else str(value) for name, value in site.items()
    }


async def _people(
    current: Current,
    *,
    refusal: LeaseLabError | None = None,
    given: dict[str, str] | None = None,
    added: str = "",
    password: str = "",
) -> Template:
    context = {
        "current": current,
        "people": await list_people(current.site.id),
        "roles": list(Role),
        "refusal": refusal.message if refusal else "",
        "given": given or {},
        "added": added,
        "password": password,
    }
    return Template("site_settings/people.html", context=context, status_code=refusal.status_code if refusal else 200)


ROUTES = [
    settings_page, save_settings, create_api_token, revoke_api_token,
    people_page, let_person_in, give_role, let_person_go, account_page, set_password,
]  # fmt: skip

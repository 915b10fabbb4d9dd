"""The rules of a site: look at them, try others on the newest evaluations, publish them as a new version."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.documents.reader import current_reader
from app.errors import LeaseLabError
from app.evaluations.readings import Readings
from app.policies.find import draft, list_versions, policy_of
from app.policies.form import REQUIRED, SETTINGS, changes_from, values_of
from app.policies.preview import Preview, preview_policy
from app.policies.publish import publish_policy
from app.screening.policy import Policy
from app.sites.current import Current, require_manager
from app.storage import current_store

Here = NamedDependency[Current]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/settings/policy")
async def policy_page(current: Here, published: FromQuery[str] = "") -> Template:
    require_manager(current)
    return await _page(current, await policy_of(current.site.id), published=published[:60])


@post("/settings/policy/preview", status_code=200)
async def preview_rules(current: Here, data: Form) -> Template:
    require_manager(current)
    present = await policy_of(current.site.id)
    try:
        wanted = draft(changes_from(data))
    except LeaseLabError as refusal:
        return await _page(current, present, given=data, refusal=refusal)
    readings = Readings(current_store(), current_reader().read)
    seen = await preview_policy(current.site.id, current.site.timezone, present, wanted, readings)
    return await _page(current, present, given=data, preview=seen)


@post("/settings/policy")
async def publish_rules(current: Here, data: Form) -> Response[Any]:
    require_manager(current)
    site, reason = current.site, data.get("reason", "")
    try:
        changes = changes_from(data)
        name = await publish_policy(
            site.id,
            site.slug,
            changes,
            reason,
            current.user.id,
            utc_now(),
            current.request_id,
            seen=data.get("seen", ""),
        )
    except LeaseLabError as refusal:
        return await _page(current, await policy_of(site.id), given=data, refusal=refusal)
    return Redirect(f"/sites/{site.slug}/settings/policy?published={name}", status_code=303)


async def _page(
    current: Current,
    policy: Policy,
    *,
    given: dict[str, str] | None = None,
    refusal: LeaseLabError | None = None,
    preview: Preview | None = None,
    published: str = "",
) -> Template:
    context = {
        "current": current,
        "policy": policy,
        "values": given or values_of(policy),
        "required": REQUIRED,
        "settings": SETTINGS,
        "wrong": refusal.details.get("fields", {}) if refusal else {},
        "refusal": refusal.message if refusal else "",
        "preview": preview,
        "published": published == policy.version,
        "versions": await list_versions(current.site.id),
    }
    return Template("policies/page.html", context=context, status_code=refusal.status_code if refusal else 200)


ROUTES = [policy_page, preview_rules, publish_rules]

"""Showings: those to come and those that were, arranging one, and what came of it. Every agent may edit them."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.errors import LeaseLabError, ValidationFailed, refusal_of
from app.properties.fields import YEARS
from app.properties.find import list_units
from app.properties.site_day import zone_of
from app.showings.find import ShowingFilter, count_without_outcome, get_showing, list_showings, list_who_may_visit
from app.showings.schedule import NewShowing, NotYet, change_showing, schedule_showing, set_outcome
from app.sites.audit import record
from app.sites.current import Current
from app.sites.find import list_people

Here = NamedDependency[Current]
FORM = RequestEncodingType.URL_ENCODED


@dataclass
class ShowingForm:
    unit_id: str = ""
    at: str = ""
    lead_id: str = ""
    agent_id: str = ""


@dataclass
class OutcomeForm:
    outcome: str = ""


@get("/showings")
async def showing_list(
    current: Here,
    when: FromQuery[str] = "",
    day: FromQuery[str] = "",
    agent: FromQuery[str] = "",
    page: FromQuery[str] = "1",
) -> Template:
    now, number = utc_now(), int(page) if page.isdecimal() and len(page) < 5 else 1
    wanted = ShowingFilter(when == "past", _day(day), agent, number)
    await _note_reading(current, "showings_read", current.site.id)
    context = {
        "current": current,
        "wanted": wanted,
        "showings": await list_showings(current.site.id, wanted, await zone_of(current.site.id), now),
        "people": await list_people(current.site.id),
        "waiting": await count_without_outcome(current.site.id, now),
        "now": now,
    }
    return Template("showings/page.html", context=context)


@get("/showings/new")
async def new_showing_page(current: Here, lead: FromQuery[str] = "", unit: FromQuery[str] = "") -> Template:
    return await _form(current, ShowingForm(unit_id=unit, lead_id=lead, agent_id=current.user.id))


@post("/showings")
async def add_showing(current: Here, data: Annotated[ShowingForm, Body(media_type=FORM)]) -> Response[Any]:
    new = NewShowing(**asdict(data))
    deed = schedule_showing(current.site.id, new, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed)
    return await _form(current, data, refusal=refusal) if refusal else _to(current, data.lead_id)


@get("/showings/{showing_id:str}")
async def showing_page(current: Here, showing_id: FromPath[str]) -> Template:
    showing = await get_showing(current.site.id, showing_id)
    await _note_reading(current, "showing_read", showing_id)
    return await _form(current, await _as_form(current, showing), showing)


@post("/showings/{showing_id:str}")
async def change_one_showing(
    current: Here, showing_id: FromPath[str], data: Annotated[ShowingForm, Body(media_type=FORM)]
) -> Response[Any]:
    showing, new = await get_showing(current.site.id, showing_id), NewShowing(**asdict(data))
    deed = change_showing(current.site.id, showing_id, new, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed)
    return await _form(current, data, showing, refusal) if refusal else _to(current)


@post("/showings/{showing_id:str}/outcome")
async def set_showing_outcome(
    current: Here, showing_id: FromPath[str], data: Annotated[OutcomeForm, Body(media_type=FORM)]
) -> Response[Any]:
    showing = await get_showing(current.site.id, showing_id)
    deed = set_outcome(current.site.id, showing_id, data.outcome, current.user.id, utc_now(), current.request_id)
    refusal = await refusal_of(deed, ValidationFailed, NotYet)
    if refusal:
        return await _form(current, await _as_form(current, showing), showing, refusal)
    return Redirect(f"/sites/{current.site.slug}/showings?when=past", status_code=303)


async def _form(
    current: Current, given: ShowingForm, showing: dict[str, Any] | None = None, refusal: LeaseLabError | None = None
) -> Template:
    """The form of a new showing, or of `showing`, with what was typed."""
    fields = refusal.details.get("fields", {}) if refusal else {}
    context = {
        "current": current,
        "given": given,
        "showing": showing,
        "units": await list_units(current.site.id),
        "people": await list_people(current.site.id),
        "leads": await list_who_may_visit(current.site.id, given.lead_id),
        "wrong": fields,
        "message": refusal.message if refusal and not fields else "",
        "now": utc_now(),
    }
    return Template("showings/form.html", context=context, status_code=refusal.status_code if refusal else 200)


async def _as_form(current: Current, showing: dict[str, Any]) -> ShowingForm:
    at: datetime = showing["scheduled_at"].astimezone(await zone_of(current.site.id))
    return ShowingForm(showing["unit_id"], f"{at:%Y-%m-%dT%H:%M}", showing["lead_id"] or "", showing["agent_id"] or "")


async def _note_reading(current: Current, action: str, subject_id: str) -> None:
    await record(current.site.id, current.user.id, action, subject_id, utc_now(), request_id=current.request_id)


def _day(given: str) -> date | None:
    """The day of a link or a date field; anything else is taken as not given."""
    with contextlib.suppress(ValueError):
        day = date.fromisoformat(given)
        return day if day.year in YEARS else None
    return None


def _to(current: Current, lead_id: str = "") -> Redirect:
    """Back to the lead whose showing it is, or to the list."""
    path = f"leads/{lead_id}#timeline" if lead_id else "showings"
    return Redirect(f"/sites/{current.site.slug}/{path}", status_code=303)


ROUTES = [
    showing_list, new_showing_page, add_showing, showing_page, change_one_showing, set_showing_outcome,
]  # fmt: skip

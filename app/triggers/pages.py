"""The page of a site's triggers, for managers: in words, with what they would do now and what they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.errors import LeaseLabError, ValidationFailed, refusal_of
from app.leads.find import names_of
from app.sites.current import Current, require_manager
from app.triggers.find import Row, list_executions, list_failed_deliveries, list_triggers
from app.triggers.manage import Manager, Tuning, add_trigger, delete_trigger, switch_trigger, tune_trigger
from app.triggers.schedule import PROCESS_TRIGGERS, Firing, what_would_fire
from app.triggers.words import ACTIONS, CONDITIONS, sentence, span

AnyRequest = Request[Any, Any, Any]
MOST_FINDINGS = 10
Here = NamedDependency[Current]


@dataclass
class TriggerForm:
    condition: str = ""
    action: str = ""
    threshold: str = ""
    quiet_hours: str = "168"
    most_per_run: str = "25"
    webhook_url: str = ""

    @property
    def tuning(self) -> Tuning:
        return Tuning(self.threshold, self.quiet_hours, self.most_per_run, self.webhook_url)


@dataclass
class SwitchForm:
    is_on: str = ""


TriggerBody = Annotated[TriggerForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
SwitchBody = Annotated[SwitchForm, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/triggers")
async def triggers_page(current: Here, preview: FromQuery[str] = "") -> Template:
    require_manager(current)
    return await _page(current, with_preview=bool(preview))


@post("/triggers")
async def add(request: AnyRequest, current: Here, data: TriggerBody) -> Response[Any]:
    who = _manager(request, current)
    deed = add_trigger(who, data.condition, data.action, data.tuning, utc_now())
    return await _answer(current, await refusal_of(deed, ValidationFailed), "new", data)


@post("/triggers/{trigger_id:str}")
async def tune(request: AnyRequest, current: Here, trigger_id: FromPath[str], data: TriggerBody) -> Response[Any]:
    deed = tune_trigger(_manager(request, current), trigger_id, data.tuning, utc_now())
    return await _answer(current, await refusal_of(deed, ValidationFailed), trigger_id, data)


@post("/triggers/{trigger_id:str}/switch")
async def switch(request: AnyRequest, current: Here, trigger_id: FromPath[str], data: SwitchBody) -> Redirect:
    await switch_trigger(_manager(request, current), trigger_id, data.is_on == "1", utc_now())
    return _back(current, trigger_id)


@post("/triggers/{trigger_id:str}/delete")
async def delete(request: AnyRequest, current: Here, trigger_id: FromPath[str]) -> Redirect:
    await delete_trigger(_manager(request, current), trigger_id, utc_now())
    return _back(current)


def _manager(request: AnyRequest, current: Current) -> Manager:
    require_manager(current)
    may_be_private = request.app.state.settings.private_webhooks
    return Manager(current.site.id, current.user.id, current.request_id, may_be_private)


async def _answer(current: Current, refusal: LeaseLabError | None, place: str, typed: TriggerForm) -> Response[Any]:
    if refusal is None:
        return _back(current, "" if place == "new" else place)
    return await _page(current, wrong=refusal.details["fields"], place=place, typed=typed, status=refusal.status_code)


async def _page(
    current: Current,
    *,
    with_preview: bool = False,
    wrong: dict[str, str] | None = None,
    place: str = "",
    typed: TriggerForm | None = None,
    status: int = 200,
) -> Template:
    triggers = await list_triggers(current.site.id)
    outlook = await what_would_fire(current.site.id, triggers, utc_now()) if with_preview else None
    firings = outlook.firings if outlook else []
    executions = await list_executions(current.site.id)
    context = {
        "current": current,
        "triggers": triggers,
        "firings": {firing.trigger["id"]: firing for firing in firings},
        "executions": executions,
        "names": await names_of(current.site.id, _leads_shown(firings, executions)),
        "undelivered": await list_failed_deliveries(current.site.id),
        "schedule": PROCESS_TRIGGERS,
        "conditions": CONDITIONS,
        "actions": ACTIONS,
        "sentence": sentence,
        "span": span,
        "wrong": wrong or {},
        "place": place,
        "typed": typed or TriggerForm(),
    }
    return Template("triggers/page.html", context=context, status_code=status)


def _leads_shown(firings: Sequence[Firing], executions: Sequence[Row]) -> list[str]:
    about = {finding.lead_id for firing in firings for finding in firing.findings[:MOST_FINDINGS]}
    return sorted({it for it in about if it} | {it["cause"] for it in executions if it["cause"].startswith("lead_")})


def _back(current: Current, place: str = "") -> Redirect:
    return Redirect(f"/sites/{current.site.slug}/triggers{f'#{place}' if place else ''}", status_code=303)


ROUTES = [triggers_page, add, tune, switch, delete]

"""The bell, the page of notifications with its preferences, and the buttons of tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.notifications import change
from app.notifications.find import count_unread, get_preferences, list_notifications
from app.notifications.kinds import WORDS
from app.notifications.tasks import finish_task, list_tasks, reopen_task
from app.sites.current import Current

AnyRequest = Request[Any, Any, Any]
Here = NamedDependency[Current]


@dataclass
class TaskForm:
    """`at` is `lead` where the button stands on the page of the task's lead."""

    at: str = ""


@get("/notifications/bell")
async def bell(request: AnyRequest, current: Here) -> Response[Any]:
    unread = await count_unread(current.site.id, current.user.id)
    etag = f'W/"{unread.etag}.{current.user.id}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, status_code=304, headers=headers)
    return Template(
        "notifications/_bell.html", context={"current": current, "unread_count": unread.count}, headers=headers
    )


@get("/notifications")
async def notifications_page(request: AnyRequest, current: Here, page: FromQuery[str] = "1") -> Template:
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    context = {
        "current": current,
        "notes": await list_notifications(current.site.id, current.user.id, number),
        "preferences": await get_preferences(current.site.id, current.user.id),
        "kinds": WORDS,
        "sends_mail": bool(request.app.state.settings.smtp_url),
    }
    return Template("notifications/page.html", context=context)


@post("/notifications/read")
async def mark_all_read(current: Here) -> Redirect:
    await change.mark_all_read(current.site.id, current.user.id, utc_now())
    return _back(current)


@post("/notifications/{note_id:str}/read")
async def mark_read(current: Here, note_id: FromPath[str]) -> Redirect:
    await change.mark_read(current.site.id, current.user.id, note_id, utc_now())
    return _back(current)


@post("/notifications/preferences")
async def save_preferences(request: AnyRequest, current: Here) -> Redirect:
    wanted = [str(kind) for kind in (await request.form()).getall("kind", [])]
    await change.set_preferences(current.site.id, current.user.id, wanted, utc_now(), current.request_id)
    return _back(current, "#preferences")


@post("/tasks/{task_id:str}/done", status_code=200)
async def done(
    request: AnyRequest,
    current: Here,
    task_id: FromPath[str],
    data: Annotated[TaskForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    task = await finish_task(current.site.id, current.user.id, task_id, utc_now(), current.request_id)
    return await _show_tasks(request, current, task["lead_id"] if data.at == "lead" else "")


@post("/tasks/{task_id:str}/reopen", status_code=200)
async def reopen(
    request: AnyRequest,
    current: Here,
    task_id: FromPath[str],
    data: Annotated[TaskForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    task = await reopen_task(current.site.id, current.user.id, task_id, utc_now(), current.request_id)
    return await _show_tasks(request, current, task["lead_id"] if data.at == "lead" else "")


async def _show_tasks(request: AnyRequest, current: Current, lead_id: str | None) -> Response[Any]:
    root, lead_id = f"/sites/{current.site.slug}", lead_id or ""
    if "hx-request" not in request.headers:
        return Redirect(f"{root}/leads/{lead_id}" if lead_id else root, status_code=303)
    tasks = await list_tasks(current.site.id, current.user.id, utc_now(), lead_id=lead_id)
    return Template("notifications/_tasks.html", context={"current": current, "tasks": tasks, "is_answer": True})


def _back(current: Current, place: str = "") -> Redirect:
    return Redirect(f"/sites/{current.site.slug}/notifications{place}", status_code=303)


ROUTES = [bell, notifications_page, mark_all_read, mark_read, save_preferences, done, reopen]

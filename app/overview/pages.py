"""The first page of a site: what waits for me."""

from __future__ import annotations

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from app.alerts.find import list_open_alerts
from app.clock import utc_now
from app.decisions.find import list_recent_decisions
from app.evaluations.quota import get_quota, month_of
from app.insights.portfolio import quota_burn
from app.jobs.find import count_jobs, worker_state
from app.notifications.find import list_unread
from app.notifications.tasks import list_tasks
from app.overview.find import count_leads, list_recent_evaluations
from app.sites.current import Current


@get("/")
async def overview(current: NamedDependency[Current]) -> Template:
    now = utc_now()
    usage = await get_quota(current.site.id, current.site.tier, month_of(now))
    context = {
        "current": current,
        "leads": await count_leads(current.site.id),
        "recent": await list_recent_evaluations(current.site.id),
        "decided": await list_recent_decisions(current.site.id, 6),
        "usage": usage,
        "projection": (await quota_burn(current.site.id, now)).sentence,
        "jobs": await count_jobs(current.site.id),
        "tasks": await list_tasks(current.site.id, current.user.id, now),
        "unread": await list_unread(current.site.id, current.user.id),
        "worker": await worker_state(now),
        "open_alerts": await list_open_alerts(current.site.id),
    }
    return Template("overview/page.html", context=context)


ROUTES = [overview]

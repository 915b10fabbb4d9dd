"""The alarms of a site, for managers: what is wrong now, what was, and who was told."""

from __future__ import annotations

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from app.alerts.find import count_deliveries, list_closed_alerts, list_open_alerts
from app.sites.current import Current, require_manager


@get("/alerts")
async def alerts_page(current: NamedDependency[Current]) -> Template:
    require_manager(current)
    is_open, closed = await list_open_alerts(current.site.id), await list_closed_alerts(current.site.id)
    context = {
        "current": current,
        "open_alerts": is_open,
        "closed_alerts": closed,
        "told": await count_deliveries([alert.id for alert in (*is_open, *closed)]),
    }
    return Template("alerts/page.html", context=context)


ROUTES = [alerts_page]

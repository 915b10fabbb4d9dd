"""Charts of what the nightly schedules found out, and each as a file."""

from __future__ import annotations

from datetime import datetime, timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from app.clock import utc_now
from app.errors import NotFound
from app.insights import charts, find
from app.insights.conversion import WINDOWS
from app.insights.figure import Figure, as_csv
from app.insights.showing_metrics import SHOWING_METRICS
from app.schedules.cron import next_due
from app.showings.find import count_without_outcome
from app.sites.audit import record
from app.sites.current import Current

Here = NamedDependency[Current]
STALE = timedelta(days=2)
"""One missed night may happen; after two the figures are not today's any more."""


@get("/insights")
async def insights_page(current: Here, days: FromQuery[str] = "30") -> Template:
    now, window = utc_now(), _window(days)
    figures = await _figures(current, window)
    await record(current.site.id, current.user.id, "insights_read", current.site.id, now, request_id=current.request_id)
    context = {
        "current": current,
        "figures": figures,
        "is_empty": not any(figure.as_of for figure in figures.values()),
        "is_stale": _is_stale(figures, now),
        "window": window,
        "windows": WINDOWS,
        "alerts": await find.list_vacancy_alerts(current.site.id),
        "waiting": await count_without_outcome(current.site.id, now),
        "next_run": next_due(SHOWING_METRICS.cron, now),
    }
    return Template("insights/page.html", context=context)


@get("/insights/csv/{name:str}")
async def insights_csv(current: Here, name: FromPath[str], days: FromQuery[str] = "30") -> Response[str]:
    figure = (await _figures(current, _window(days))).get(name)
    if figure is None:
        raise NotFound
    details = {"chart": figure.name}
    await record(
        current.site.id, current.user.id, "insights_downloaded", current.site.id, utc_now(),
        details=details, request_id=current.request_id,
    )  # fmt: skip
    file_name = f"{current.site.slug}-{figure.name}-{figure.as_of or utc_now().date()}.csv"
    headers = {"content-disposition": f'attachment; filename="{file_name}"'}
    return Response(as_csv(figure.table), media_type="text/csv", headers=headers)


async def _figures(current: Current, window: int) -> dict[str, Figure]:
    """Every chart that has something to show, by name."""
    site_id, found = current.site.id, []
    if row := await find.get_conversion(site_id, window):
        found.append(charts.conversion_chart(row, window))
        found.append(charts.trend_chart(await find.list_trend(site_id, window, row["day"]), window))
        found.append(charts.breakdown_table(await find.list_breakdown(site_id, window, row["day"]), window, row["day"]))
    if rates := await find.list_absorption(site_id):
        found.append(charts.absorption_chart(rates))
    found.append(charts.labels_chart(await find.count_labels(site_id)))
    if forecasts := await find.list_forecasts(site_id, utc_now().date()):
        found.append(charts.quota_chart(forecasts))
    return {figure.name: figure for figure in found}


def _window(days: str) -> int:
    return int(days) if days in {str(window) for window in WINDOWS} else 30


def _is_stale(figures: dict[str, Figure], now: datetime) -> bool:
    days = [figure.as_of for figure in figures.values() if figure.as_of]
    return bool(days) and now.date() - max(days) > STALE


ROUTES = [insights_page, insights_csv]

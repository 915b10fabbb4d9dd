"""Stored rows as charts: conversion and its trend, absorption, labels, and the quota. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from app.insights.absorption import WINDOW_DAYS
from app.insights.figure import Cell, Figure, Line, Table, bars_of, path_of

Row = Mapping[str, Any]
STEPS = (("showings", "Shown"), ("applications", "Applied"), ("leases", "Leased"))
LABELS = {"A": "A, strongly recommend", "B": "B, check further", "C": "C, no go", "none": "Not evaluated yet"}
CONVERSION_HEAD = ("Shown", "Applied", "Leased", "Applied, %", "Leased, %", "Days to application", "Days to lease")
ABSORPTION_HEAD = (
    "Property", "Bedrooms", "Units", "Free", "Leased in 90 days", "Units a day", "Days of supply", "No vacancy on",
    *("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)  # fmt: skip


def conversion_chart(row: Row, window: int) -> Figure:
    """From showing to application to lease, of the whole site."""
    shown = row["showings"]
    bars = [(word, row[name], f"{row[name]:,}", _part(row[name], shown, name), "") for name, word in STEPS]
    return Figure(
        "conversion",
        f"From showing to lease, {window} days",
        f"Of {shown} shown, {row['applications']} applied and {row['leases']} leased.",
        Table(CONVERSION_HEAD, [_conversion(row)]),
        row["day"],
        _about_days(row),
        bars=bars_of(bars),
    )


def breakdown_table(rows: Sequence[Row], window: int, day: date) -> Figure:
    """The same by property, agent and source."""
    cells = [(_named(row), str(row["dimension"]).capitalize(), *_conversion(row)) for row in rows]
    return Figure(
        "breakdown",
        f"By property, agent and source, {window} days",
        "Each line is a funnel of its own: a lead who saw two properties stands in both.",
        Table(("Name", "By", *CONVERSION_HEAD), cells),
        day,
    )


def trend_chart(rows: Sequence[Row], window: int) -> Figure:
    """The two rates as seen from each of the last days."""
    first, last = rows[0]["day"], rows[-1]["day"]
    rates = {name: [_rate(row[name], row["showings"]) for row in rows] for name in ("applications", "leases")}
    known = [rate for series in rates.values() for rate in series if rate is not None]
    most = max(10, -(-max(known, default=0) // 10) * 10)
    days = [row["day"] for row in rows]
    lines = [
        Line(word, name, path_of(_unbroken(list(zip(days, rates[name], strict=True)), first, last), most))
        for name, word in STEPS[1:]
    ]
    cells: list[Sequence[Cell]] = [
        (row["day"], row["showings"], row["applications"], row["leases"], *_both_rates(row)) for row in rows
    ]
    return Figure(
        "trend",
        f"Trend, {window} days up to each day",
        f"Share of those shown who applied and who leased, from {_day(first)} to {_day(last)}.",
        Table(("Day", "Shown", "Applied", "Leased", "Applied, %", "Leased, %"), cells),
        last,
        lines=lines,
        top=f"{most:.0f} %",
        left=_day(first),
        right=_day(last),
    )


def absorption_chart(rows: Sequence[Row]) -> Figure:
    """Units leased a month by property; the table has the bedrooms."""
    bars = []
    for _, group in groupby(rows, key=lambda row: row["property_id"]):
        kinds = list(group)
        month = 30 * sum(row["leased"] for row in kinds) / WINDOW_DAYS
        free, units = sum(row["available"] for row in kinds), sum(row["units"] for row in kinds)
        bars.append((kinds[0]["property_name"], month, f"{month:.1f} a month", f"{free} of {units} free", ""))
    cells: list[Sequence[Cell]] = [
        (
            row["property_name"], row["bedrooms"], row["units"], row["available"], row["leased"],
            _plain(row["per_day"]), _plain(row["days_of_supply"]), row["full_on"], *row["weekday_factors"],
        ) for row in rows
    ]  # fmt: skip
    leased = sum(row["leased"] for row in rows)
    return Figure(
        "absorption",
        "Absorption by property",
        f"{leased} units were leased in the last {WINDOW_DAYS} days.",
        Table(ABSORPTION_HEAD, cells),
        rows[0]["day"],
        "Weekday factors compare a weekday to the average day; 1 is average or unknown.",
        bars=bars_of(bars),
    )


def labels_chart(counts: Mapping[str, int]) -> Figure:
    """How the site's leads are labelled now."""
    total = sum(counts.values())
    bars = [(LABELS[label], n, f"{n:,}", _part(n, total, "of all"), label) for label, n in counts.items()]
    said = ", ".join(f"{n} {'not evaluated yet' if label == 'none' else label}" for label, n in counts.items())
    cells: list[Sequence[Cell]] = [(LABELS[label], n, _rate(n, total)) for label, n in counts.items()]
    return Figure(
        "labels", "Labels", f"{total} leads: {said}.", Table(("Label", "Leads", "%"), cells), bars=bars_of(bars)
    )


def quota_chart(rows: Sequence[Row]) -> Figure:
    """The month's evaluations day by day, the quota, and where the present pace leads."""
    newest = rows[-1]
    day, limit, used, pace = newest["day"], newest["quota_limit"], newest["used"], float(newest["per_day"])
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    expected = used + pace * (last - day).days
    most = max(limit, expected, 1)
    made = [(first, 0.0)] if rows[0]["day"] > first else []
    made += [(row["day"], float(row["used"])) for row in rows]
    lines = [
        Line("Used", "used", path_of(_unbroken(made, first, last), most)),
        Line("At this pace", "expected", path_of([(_across(day, first, last), used), (1, expected)], most)),
        Line("Quota", "limit", path_of([(0, limit), (1, limit)], most)),
    ]
    end = f"At this pace they run out on {_day(newest['runs_out_on'])}." if newest["runs_out_on"] else (
        "At this pace they last for the month."
    )  # fmt: skip
    return Figure(
        "quota",
        "Evaluations against the quota",
        f"{used} of {limit} used, {pace:.1f} a day. {end}",
        Table(("Day (UTC)", "Used", "More than the row before", "Quota", "A day", "Runs out on"), _forecasts(rows)),
        day,
        lines=lines,
        top=f"{most:,.0f}",
        left=_day(first),
        right=_day(last),
    )


def _forecasts(rows: Sequence[Row]) -> list[Sequence[Cell]]:
    before = [0, *(row["used"] for row in rows)]
    return [
        (row["day"], row["used"], row["used"] - used, row["quota_limit"], _plain(row["per_day"]), row["runs_out_on"])
        for row, used in zip(rows, before, strict=False)
    ]


def _conversion(row: Row) -> tuple[Cell, ...]:
    counts = (row["showings"], row["applications"], row["leases"])
    return (*counts, *_both_rates(row), _tenths(row["days_to_application"]), _tenths(row["days_to_lease"]))


def _both_rates(row: Row) -> tuple[float | None, float | None]:
    return _rate(row["applications"], row["showings"]), _rate(row["leases"], row["showings"])


def _rate(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _part(part: int, whole: int, name: str) -> str:
    return "" if name == "showings" or not whole else f"{100 * part / whole:.0f} %"


def _about_days(row: Row) -> str:
    days = [(row["days_to_application"], "to the application"), (row["days_to_lease"], "to the lease")]
    said = " and ".join(f"{value:.1f} days {words}" for value, words in days if value is not None)
    return f"On average {said} after the showing." if said else ""


def _named(row: Row) -> str:
    return str(row["name"]).replace("_", " ").capitalize() if row["dimension"] == "source" else str(row["name"])


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _tenths(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 1)


def _unbroken(points: Sequence[tuple[date, float | None]], first: date, last: date) -> list[tuple[float, float | None]]:
    """The points from left to right, with a break wherever a day is missing: what nobody counted is not drawn."""
    path: list[tuple[float, float | None]] = []
    for place, (day, value) in enumerate(points):
        if place and day - points[place - 1][0] > timedelta(days=1):
            path.append((_across(day, first, last), None))
        path.append((_across(day, first, last), value))
    return path


def _across(day: date, first: date, last: date) -> float:
    return (day - first) / ((last - first) or timedelta(days=1))


def _day(value: date) -> str:
    return f"{value:%b} {value.day}"

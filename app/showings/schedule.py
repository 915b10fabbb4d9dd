"""Arranging a showing, moving it, and saying what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from piccolo.columns import Column

from app.database import new_id, write_transaction
from app.errors import LeaseLabError, NotFound, ValidationFailed
from app.leads.activities import note_activity
from app.leads.tables import ActivityKind, Lead, Showing, ShowingOutcome
from app.properties.fields import YEARS, Fields
from app.properties.site_day import instant_of, zone_of
from app.properties.tables import Unit
from app.sites.audit import record
from app.sites.tables import Membership
from app.text_check import is_storable

DOUBLE_CLICK = timedelta(seconds=30)
SAID = {
    ShowingOutcome.attended: "Came to the showing",
    ShowingOutcome.no_show: "Did not come to the showing",
    ShowingOutcome.cancelled: "Showing cancelled",
}


class NotYet(LeaseLabError):
    """The showing has not begun yet: nobody can know who came. It can be cancelled."""

    status_code = 409


@dataclass(frozen=True, slots=True)
class NewShowing:
    """What a person gives for a showing, as text; `at` is the site's local time, `YYYY-MM-DDTHH:MM`. An empty lead is
    a visitor who is no lead here; an empty agent is nobody yet."""

    unit_id: str = ""
    at: str = ""
    lead_id: str = ""
    agent_id: str = ""


async def schedule_showing(site_id: str, new: NewShowing, user_id: str, now: datetime, request_id: str = "") -> Showing:
    """The stored showing, noted on its lead's timeline. Raises ValidationFailed, for the same form sent twice too."""
    zone = await zone_of(site_id)
    at = await _checked(site_id, new, zone)
    showing = Showing(
        id=new_id("show"), site_id=site_id, unit_id=new.unit_id, lead_id=new.lead_id or None,
        agent_id=new.agent_id or None, scheduled_at=at, created_at=now, updated_at=now,
    )  # fmt: skip
    async with write_transaction():
        await _refuse_twin(site_id, new, at, now)
        await Showing.insert(showing)
        await _note(showing, f"Showing on {_words(at, zone)}", user_id, now)
        await record(site_id, user_id, "showing_scheduled", showing.id, now, request_id=request_id)
    return showing


async def change_showing(
    site_id: str, showing_id: str, new: NewShowing, user_id: str, now: datetime, request_id: str = ""
) -> Showing:
    """Move it in time, to another unit, lead or agent. Raises ValidationFailed and NotFound."""
    showing = await _get(site_id, showing_id)
    zone = await zone_of(site_id)
    at = await _checked(site_id, new, zone)
    is_other_time = at != showing.scheduled_at
    is_moved = is_other_time or (new.lead_id or None) != showing.lead_id
    showing.unit_id, showing.lead_id, showing.agent_id = new.unit_id, new.lead_id or None, new.agent_id or None
    showing.scheduled_at, showing.updated_at = at, now
    written: list[Column | str] = ["unit_id", "lead_id", "agent_id", "scheduled_at", "updated_at"]
    if is_other_time and at > now:
        showing.outcome = ShowingOutcome.scheduled.value  # what has not begun has no outcome
        written.append("outcome")
    async with write_transaction():
        await showing.save(columns=written)
        if is_moved:
            await _note(showing, f"Showing moved to {_words(at, zone)}", user_id, now)
        await record(site_id, user_id, "showing_changed", showing.id, now, request_id=request_id)
    return showing


async def set_outcome(
    site_id: str, showing_id: str, outcome: str, user_id: str, now: datetime, request_id: str = ""
) -> None:
    """What came of it; may be corrected later. Raises ValidationFailed, NotYet and NotFound."""
    showing = await _get(site_id, showing_id)
    if outcome not in list(SAID):
        sentence = f"The outcome is one of {', '.join(SAID)}."
        raise ValidationFailed(sentence, fields={"outcome": sentence})
    if outcome != ShowingOutcome.cancelled and showing.scheduled_at > now:
        raise NotYet
    async with write_transaction():
        changes: dict[Any, Any] = {Showing.outcome: outcome, Showing.updated_at: now}
        this = (Showing.id == showing_id) & (Showing.outcome != outcome)
        if not await Showing.update(changes).where(this).returning(Showing.id):
            return
        await _note(showing, SAID[ShowingOutcome(outcome)], user_id, now)
        details = {"outcome": outcome}
        await record(site_id, user_id, "showing_outcome_set", showing_id, now, details=details, request_id=request_id)


async def _get(site_id: str, showing_id: str) -> Showing:
    showing = await Showing.objects().where(Showing.id == showing_id, Showing.site_id == site_id).first()
    if showing is None:
        raise NotFound("There is no such showing at this site.")
    return showing


async def _refuse_twin(site_id: str, new: NewShowing, at: datetime, now: datetime) -> None:
    """A lead visits a unit once at a time. Visitors without a name may come together, but not from one double click.

    An update that changes nothing is a row lock on PostgreSQL; on SQLite the transaction is the lock.
    """
    await Unit.raw("UPDATE units SET name = name WHERE id = {} AND site_id = {}", new.unit_id, site_id)
    twin = (Showing.unit_id == new.unit_id) & (Showing.scheduled_at == at)
    twin &= Showing.outcome == ShowingOutcome.scheduled.value
    twin &= (Showing.lead_id == new.lead_id) if new.lead_id else Showing.lead_id.is_null()
    if not new.lead_id:
        twin &= Showing.created_at > now - DOUBLE_CLICK
    if await Showing.exists().where(twin):
        sentence = "This showing is scheduled already."
        raise ValidationFailed(sentence, fields={"at": sentence})


async def _checked(site_id: str, new: NewShowing, zone: ZoneInfo) -> datetime:
    fields = Fields()
    at = _instant(new.at, zone, fields)
    if not (is_storable(new.unit_id) and await Unit.exists().where(Unit.id == new.unit_id, Unit.site_id == site_id)):
        fields.wrong["unit_id"] = "Choose a unit of this site."
    if new.lead_id and not (
        is_storable(new.lead_id) and await Lead.exists().where(Lead.id == new.lead_id, Lead.site_id == site_id)
    ):
        fields.wrong["lead_id"] = "There is no such lead at this site."
    if new.agent_id and not await _works_here(site_id, new.agent_id):
        fields.wrong["agent_id"] = "This person does not work for this site."
    fields.check()
    return at


async def _works_here(site_id: str, user_id: str) -> bool:
    return is_storable(user_id) and await Membership.exists().where(
        Membership.user_id == user_id, Membership.site_id == site_id
    )


def _instant(given: str, zone: ZoneInfo, fields: Fields) -> datetime:
    try:
        local = datetime.strptime(given.strip()[:16], "%Y-%m-%dT%H:%M")
    except ValueError:
        local = datetime.min
    if local.year not in YEARS:
        fields.wrong["at"] = "Give the day and the time."
        return datetime.min.replace(tzinfo=UTC)
    instant = instant_of(local, zone)
    if instant is None:
        fields.wrong["at"] = "The clocks go forward in this hour, so that this time does not exist. Choose another."
    return instant or datetime.min.replace(tzinfo=UTC)


def _words(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%b} {local.day}, {local:%Y}, {local.hour % 12 or 12}:{local:%M %p}"


async def _note(showing: Showing, text: str, user_id: str, now: datetime) -> None:
    if showing.lead_id:
        site_id, lead_id = str(showing.site_id), str(showing.lead_id)
        await note_activity(
            site_id, lead_id, ActivityKind.showing, text, now, actor_id=user_id, subject_id=showing.id
        )  # fmt: skip

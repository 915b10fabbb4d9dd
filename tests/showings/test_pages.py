"""Showings: arranged in the site's time, noted on the lead's timeline, with an outcome only when it can be known."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.clock import utc_now
from app.leads.tables import LeadActivity, Showing
from tests.browsing import person, text_of
from tests.factories import World, make_lead

SHOWINGS = "/sites/oak/showings"


async def told() -> list[str]:
    return [row["text"] for row in await LeadActivity.select(LeadActivity.text).order_by(LeadActivity.happened_at)]


async def arrange(world: World, at: datetime, **values: Any) -> Showing:
    showing = Showing(
        id=f"show_{at:%m%d%H%M}", site_id=world.oak.id, unit_id=world.unit.id, scheduled_at=at, created_at=at,
        updated_at=at, **values,
    )  # fmt: skip
    await showing.save()
    return showing


async def test_an_agent_schedules_in_the_site_s_time(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    year = utc_now().year + 1  # the list shows what is still to come
    form = {"unit_id": world.unit.id, "at": f"{year}-01-15T10:30", "lead_id": lead.id, "agent_id": world.bob.id}
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(SHOWINGS, form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sites/oak/leads/{lead.id}#timeline")
        page = text_of(await bob.get(SHOWINGS))
    assert f"Jan 15, {year}, 10:30 AM Oak Court 2B Jane Doe Bob Birch" in page
    (showing,) = await Showing.objects()
    assert showing.scheduled_at == datetime(year, 1, 15, 15, 30, tzinfo=UTC)
    assert await told() == [f"Showing on Jan 15, {year}, 10:30 AM"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"at": "soon"}, "Give the day and the time."),
        ({"at": "0001-01-01T00:00"}, "Give the day and the time."),
        ({"at": "2027-03-14T02:30"}, "The clocks go forward in this hour"),
        ({"unit_id": "unit_nowhere"}, "Choose a unit of this site."),
        ({"agent_id": "charlie"}, "This person does not work for this site."),
        ({"lead_id": "elm"}, "There is no such lead at this site."),
    ],
)
async def test_a_refused_showing_comes_back_as_it_was_typed(
    app: Any, world: World, now: datetime, wrong: dict[str, str], sentence: str
) -> None:
    strangers = {"charlie": world.charlie.id, "elm": (await make_lead(world.elm, now, first_name="Elmer")).id}
    form = {"unit_id": world.unit.id, "at": "2027-01-15T10:30"}
    form |= {name: strangers.get(value, value) for name, value in wrong.items()}
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(SHOWINGS, form)
    assert answer.status_code == 422 and sentence in answer.text
    assert f'value="{form["at"]}"' in answer.text and "Elmer" not in answer.text
    assert await Showing.count() == 0


async def test_who_came_is_said_when_it_has_begun_and_can_be_corrected(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    past = await arrange(world, utc_now() - timedelta(days=1), lead_id=lead.id)
    coming = await arrange(world, utc_now() + timedelta(days=1), lead_id=lead.id)
    async with person(app, "bob@oak.example") as bob:
        page = await bob.get(f"{SHOWINGS}?when=past")
        assert "1 past showing has no outcome yet" in page.text and "Came</button>" in page.text
        for outcome in ("no_show", "attended", "attended"):
            assert (await bob.post(f"{SHOWINGS}/{past.id}/outcome", {"outcome": outcome})).status_code == 303
        refused = await bob.post(f"{SHOWINGS}/{coming.id}/outcome", {"outcome": "attended"})
        assert refused.status_code == 409 and "has not begun yet" in refused.text
        assert (await bob.post(f"{SHOWINGS}/{coming.id}/outcome", {"outcome": "cancelled"})).status_code == 303
        assert (await bob.post(f"{SHOWINGS}/{past.id}/outcome", {"outcome": "scheduled"})).status_code == 422
        assert "has no outcome yet" not in (await bob.get(SHOWINGS)).text
    outcomes = {row.id: row.outcome for row in await Showing.objects()}
    assert outcomes == {past.id: "attended", coming.id: "cancelled"}
    assert await told() == ["Did not come to the showing", "Came to the showing", "Showing cancelled"]


async def test_a_showing_moves_to_another_day_and_then_waits_again(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    showing = await arrange(world, utc_now() - timedelta(days=2), lead_id=lead.id, outcome="no_show")
    form = {"unit_id": world.unit.id, "at": "2031-05-01T09:00", "lead_id": lead.id}
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.get(f"{SHOWINGS}/{showing.id}")).status_code == 200
        assert (await bob.post(f"{SHOWINGS}/{showing.id}", form)).status_code == 303
    (moved,) = await Showing.objects()
    assert (moved.outcome, moved.scheduled_at) == ("scheduled", datetime(2031, 5, 1, 13, 0, tzinfo=UTC))
    assert await told() == ["Showing moved to May 1, 2031, 9:00 AM"]


@pytest.mark.parametrize("has_lead", [True, False])
async def test_the_same_form_sent_twice_at_once_schedules_one(
    app: Any, world: World, now: datetime, has_lead: bool
) -> None:
    lead_id = (await make_lead(world.oak, now)).id if has_lead else ""
    form = {"unit_id": world.unit.id, "at": "2027-01-15T10:30", "lead_id": lead_id}
    async with person(app, "bob@oak.example") as bob:
        sent = [bob.post(SHOWINGS, form) for _ in range(3)]
        assert sorted(answer.status_code for answer in await asyncio.gather(*sent)) == [303, 422, 422]
    assert await Showing.count() == 1


async def test_another_agent_for_a_cancelled_showing_does_not_bring_it_back(app: Any, world: World) -> None:
    showing = await arrange(world, datetime(2030, 1, 15, 15, 30, tzinfo=UTC), outcome="cancelled")
    form = {"unit_id": world.unit.id, "at": "2030-01-15T10:30", "agent_id": world.bob.id}
    async with person(app, "bob@oak.example") as bob:
        await bob.post(f"{SHOWINGS}/{showing.id}", form)
        (after,) = await Showing.objects()
        assert (after.outcome, after.agent_id) == ("cancelled", world.bob.id)
        await bob.post(f"{SHOWINGS}/{showing.id}", {**form, "at": "2030-01-16T10:30"})
    (after,) = await Showing.objects()
    assert after.outcome == "scheduled"


async def test_an_outcome_said_twice_at_once_is_noted_once(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    showing = await arrange(world, utc_now() - timedelta(hours=1), lead_id=lead.id)
    async with person(app, "bob@oak.example") as bob:
        sent = [bob.post(f"{SHOWINGS}/{showing.id}/outcome", {"outcome": "attended"}) for _ in range(3)]
        await asyncio.gather(*sent)
    assert (await told()).count("Came to the showing") == 1


async def test_the_list_is_filtered_by_day_and_agent(app: Any, world: World) -> None:
    await arrange(world, datetime(2031, 5, 2, 3, 0, tzinfo=UTC), agent_id=world.bob.id)  # May 1 in New York
    await arrange(world, datetime(2031, 5, 2, 16, 0, tzinfo=UTC), agent_id=world.alice.id)
    async with person(app, "bob@oak.example") as bob:
        first = (await bob.get(f"{SHOWINGS}?day=2031-05-01")).text
        assert "May 1, 2031, 11:00 PM" in first and "May 2" not in first
        hers = (await bob.get(f"{SHOWINGS}?agent={world.alice.id}")).text
        assert "May 2, 2031, 12:00 PM" in hers and "May 1" not in hers
        assert "No showing fits" in (await bob.get(f"{SHOWINGS}?day=2031-05-03")).text
        assert (await bob.get(f"{SHOWINGS}?day=x&page=999999999999&agent=nobody")).status_code == 200


async def test_another_site_s_people_see_none_of_it(app: Any, world: World) -> None:
    showing = await arrange(world, utc_now() + timedelta(days=1))
    async with person(app, "charlie@elm.example") as charlie:
        assert "No showing to come" in (await charlie.get("/sites/elm/showings")).text
        assert (await charlie.get(f"/sites/elm/showings/{showing.id}")).status_code == 404
        form = {"unit_id": world.unit.id, "at": "2031-05-01T09:00"}
        answer = await charlie.post("/sites/elm/showings", form)
        assert answer.status_code == 422 and "Choose a unit of this site." in answer.text

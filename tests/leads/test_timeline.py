"""A lead's timeline: what was noted, newest first, a page at a time, and never another lead's."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.database import new_id
from app.evaluations.request import request_evaluation
from app.evaluations.tables import Evaluation
from app.leads.create import NewLead, create_lead
from app.leads.tables import Lead, LeadActivity
from app.leads.timeline import MOST_SHOWN, get_timeline
from app.sites.current import CurrentSite
from tests.browsing import person, text_of
from tests.evaluations.instant import Office
from tests.factories import World, make_lead


async def note(lead: Lead, at: datetime, text: str, **values: Any) -> str:
    key = new_id("act")
    await LeadActivity(
        id=key, site_id=lead.site_id, lead_id=lead.id, text=text, happened_at=at, **values
    ).save()  # fmt: skip
    return key


async def test_pages_together_are_everything_once_newest_first(world: World, now: datetime) -> None:
    lead, other = await make_lead(world.oak, now), await make_lead(world.oak, now)
    for number in range(MOST_SHOWN * 2 + 5):
        await note(lead, now - timedelta(minutes=number // 4), f"number {number}")
        await note(other, now, "of somebody else")
    rows, older = [], ""
    for _ in range(3):
        page = await get_timeline(world.oak.id, lead.id, older)
        rows, older = [*rows, *page.rows], page.older
    assert older == "" and len({row["id"] for row in rows}) == len(rows) == MOST_SHOWN * 2 + 5
    assert [row["happened_at"] for row in rows] == sorted((row["happened_at"] for row in rows), reverse=True)
    assert not [row for row in rows if row["text"] == "of somebody else"]


async def test_older_than_another_lead_s_activity_is_nothing(app: Any, world: World, now: datetime) -> None:
    lead, other = await make_lead(world.oak, now), await make_lead(world.oak, now)
    stranger = await note(other, now, "of somebody else")
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.get(f"/sites/oak/leads/{lead.id}/timeline?older={stranger}")).status_code == 404


async def test_a_call_is_noted_with_who_and_when(app: Any, world: World, now: datetime) -> None:
    lead = await make_lead(world.oak, now)
    url = f"/sites/oak/leads/{lead.id}"
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"{url}/activities", {"kind": "call", "text": "Asked about <b>parking</b>"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{url}#timeline")
        page = await bob.get(url)
        assert "Asked about &lt;b&gt;parking&lt;/b&gt;" in page.text
        assert "Bob Birch · just now" in text_of(page)
        fragment = await bob.post(f"{url}/activities", {"kind": "note", "text": "Call back"}, **{"hx-request": "true"})
        assert fragment.status_code == 200 and fragment.text.lstrip().startswith('<section class="panel" id="timeline"')
    stored = await Lead.objects().where(Lead.id == lead.id).first()
    assert stored is not None and stored.last_activity_at > now


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"kind": "call", "text": " "}, "Say in a few words"),
        ({"kind": "decision", "text": "Approved"}, "Choose what it was."),
        ({"kind": "message", "text": "x" * 501}, "up to 500 characters"),
    ],
)
async def test_a_refused_note_keeps_what_was_typed(
    app: Any, world: World, now: datetime, form: dict[str, str], sentence: str
) -> None:
    lead = await make_lead(world.oak, now)
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post(f"/sites/oak/leads/{lead.id}/activities", form)
    assert answer.status_code == 422 and sentence in answer.text
    assert f'value="{" ".join(form["text"].split()) or form["text"]}"' in answer.text
    assert await LeadActivity.count() == 0


async def test_a_new_lead_has_applied_unless_they_only_ask(world: World, now: datetime) -> None:
    for is_inquiry, expected in ((None, ("application", "Applied")), (True, ("message", "Asked about a unit"))):
        new = NewLead("Jane", "Doe", monthly_rent="2000", source="referral", is_inquiry=is_inquiry)
        lead = await create_lead(world.oak.id, new, world.bob.id, now)
        (row,) = (await get_timeline(world.oak.id, lead.id)).rows
        assert (row["kind"], row["text"]) == expected
        assert lead.source == "referral"


async def test_an_evaluation_is_noted_with_its_result(world: World, now: datetime, tmp_path: Path) -> None:
    office = Office(tmp_path)
    lead = await make_lead(world.oak, now)
    await office.add_document(lead, now, b"a stub")
    site = CurrentSite(world.oak.id, "oak", "Oak Court", "UTC", "free")
    await request_evaluation(site, lead.id, world.bob.id, now)
    await office.sweep(now)
    (row,) = [row for row in (await get_timeline(world.oak.id, lead.id)).rows if row["kind"] == "evaluation"]
    evaluation = await Evaluation.objects().first()
    assert evaluation is not None
    assert (row["text"], row["subject_id"], row["actor_name"]) == ("Evaluation ready", evaluation.id, "Bob Birch")

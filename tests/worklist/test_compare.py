"""Leads side by side, in an order that the site's policy allows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from app.errors import NotFound, ValidationFailed
from app.sites.tables import Site
from app.worklist.compare import compare_leads
from tests.browsing import person, text_of
from tests.factories import World, make_lead


async def two(world: World, now: datetime) -> tuple[str, str]:
    early = await make_lead(world.oak, now - timedelta(days=2), first_name="Early", ai_score=60)
    late = await make_lead(world.oak, now, first_name="Late", ai_score=90)
    return early.id, late.id


async def test_the_best_score_stands_first_unless_the_site_lets_to_whoever_came_first(
    world: World, now: datetime
) -> None:
    early, late = await two(world, now)
    ranked = await compare_leads(world.oak.id, [early, late], is_first_come=False)
    arrived = await compare_leads(world.oak.id, [late, early], is_first_come=True)
    assert [lead["id"] for lead in ranked] == [late, early]
    assert [lead["id"] for lead in arrived] == [early, late]


async def test_one_lead_five_leads_and_foreign_leads_are_refused(world: World, now: datetime) -> None:
    early, late = await two(world, now)
    foreign = (await make_lead(world.elm, now)).id
    for wrong in ([early], [early, early], [early, late, "a", "b", "c"]):
        with pytest.raises(ValidationFailed):
            await compare_leads(world.oak.id, wrong, is_first_come=False)
    with pytest.raises(NotFound):
        await compare_leads(world.oak.id, [early, foreign], is_first_come=False)


async def test_the_page_shows_no_scores_where_the_first_come_goes_first(
    world: World, app: object, now: datetime
) -> None:
    early, late = await two(world, now)
    await Site.update({Site.is_first_come: True}).where(Site.id == world.oak.id)
    async with person(app, "bob@oak.example") as bob:
        words = text_of(await bob.get(f"/sites/oak/leads/compare?lead={late}&lead={early}"))
        assert words.index("Early Doe") < words.index("Late Doe")
        assert "90" not in words
        refused = await bob.get("/sites/oak/leads/compare")
        assert refused.status_code == 422 and "Choose two to four" in refused.text


async def test_the_address_of_a_comparison_holds_no_token(app: object, world: World, now: datetime) -> None:
    await two(world, now)
    async with person(app, "bob@oak.example") as bob:
        form = (await bob.get("/sites/oak/leads")).text.split("data-choose", 1)[1].split("</form>", 1)[0]
        fields = re.findall(r"<(\w+)[^>]*name=\"_csrf_token\"", form)
        assert fields == ["button"] and 'formmethod="get"' in form

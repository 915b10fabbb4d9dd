"""Whatever the list is asked for, it answers what a plain look at all leads would."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.database import new_id, write_transaction
from app.leads.listing import FEW, ORDERS, WAITS, LeadFilter, list_leads
from app.leads.tables import Lead, LeadStatus
from app.screening.verdict import Recommendation
from app.sites.tables import Site
from tests.factories import make_world

LEADS = 3 * FEW
FIRST, LAST = ["Ann", "Bo", "Cy", "Mary-Ann"], ["Lee", "Adams", "Young", "O'Neil", "Van Der Berg"]
WORDS = ["", "", "ann", "Lee", "a", "o'n", "bo lee", "n y", "%", "a_b", "7@", "van berg", "a e n", "nobody"]
QUESTIONS = 150


def a_lead(site: Site, number: int, chance: random.Random, now: datetime) -> Lead:
    """With every kind of tie, and values that do not go together as the deeds would write them."""
    first, last = chance.choice(FIRST), chance.choice(LAST)
    email = chance.choice(["", "", f"{number}@mail.example"])
    at = [now - timedelta(minutes=chance.randint(0, 40)) for _ in range(2)]
    return Lead(
        id=new_id("lead"), site_id=site.id, first_name=first, last_name=last, email=email,
        search_text=f"{first} {last} {email}".strip().lower(), status=chance.choice(list(LeadStatus)).value,
        ai_score=chance.choice([None, chance.randint(0, 100)]), ai_label=chance.choice([None, "A", "B", "C"]),
        ai_recommendation=chance.choice([None, *(item.value for item in Recommendation)]),
        last_activity_at=at[0], created_at=at[1], updated_at=now,
    )  # fmt: skip


def fits(lead: dict[str, Any], wanted: LeadFilter) -> bool:
    to_verify = lead["ai_recommendation"] == "approve_with_verification"
    is_evaluated = lead["status"] == "ai_evaluated" and lead["ai_recommendation"] is not None
    waits = {
        "needs_evaluation": lead["status"] == "documents_received",
        "needs_verification": is_evaluated and to_verify,
        "ready_to_decide": is_evaluated and not to_verify,
    }
    words = [word.replace("%", "").replace("_", " ") for word in wanted.q.lower().split()]
    return (
        (wanted.label not in {"A", "B", "C"} or lead["ai_label"] == wanted.label)
        and (not wanted.status or lead["status"] == wanted.status)
        and waits.get(wanted.waits, True)
        and all(word in lead["search_text"] for word in words)
    )


def in_order(leads: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    by_id = sorted(leads, key=lambda lead: lead["id"])
    if sort == "name":
        return sorted(by_id, key=lambda lead: (lead["last_name"], lead["first_name"]))
    if sort == "activity":
        return sorted(by_id, key=lambda lead: lead["last_activity_at"], reverse=True)
    if sort == "arrived":
        return sorted(by_id, key=lambda lead: lead["created_at"])
    return sorted(by_id, key=lambda lead: (lead["ai_score"] is None, -(lead["ai_score"] or 0)))


def a_question(chance: random.Random) -> LeadFilter:
    return LeadFilter(
        q=chance.choice(WORDS), label=chance.choice(["", "", "A", "C", "Z"]),
        status=chance.choice(["", "", "", *LeadStatus, "nonsense"]), sort=chance.choice([*ORDERS, "nonsense"]),
        waits=chance.choice(["", "", *WAITS]), per_page=chance.choice([1, 7, 25, 100]),
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_page_is_that_part_of_the_whole_list(database: None, now: datetime, seed: int) -> None:
    world, chance = await make_world(now), random.Random(seed)
    async with write_transaction():
        for site in (world.oak, world.elm):
            await Lead.insert(*(a_lead(site, number, chance, now) for number in range(LEADS)))
    every = await Lead.select().where(Lead.site_id == world.oak.id)
    assert len(every) == LEADS
    for _ in range(QUESTIONS):
        wanted = a_question(chance)
        expected = in_order([lead for lead in every if fits(lead, wanted)], wanted.sort)
        pages = max(1, -(-len(expected) // wanted.per_page))
        for page in {1, chance.randint(1, pages), pages, pages + 1}:
            found = await list_leads(world.oak.id, replace(wanted, page=page))
            start = (min(page, pages) - 1) * wanted.per_page
            assert (found.total, found.pages, found.page) == (len(expected), pages, min(page, pages)), wanted
            ids = [lead["id"] for lead in expected[start : start + wanted.per_page]]
            assert [row["id"] for row in found.rows] == ids, wanted

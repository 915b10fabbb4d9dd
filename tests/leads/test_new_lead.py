"""A lead typed by a person: what is wrong is said at its field, and nothing that was typed is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.leads.tables import Lead
from tests.browsing import person
from tests.factories import World

JANE = {"first_name": "Jane", "last_name": "Doe", "email": "jane@doe.example", "monthly_rent": "2000"}


async def test_a_refused_form_comes_back_as_it_was_typed(app: Any, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        wrong = {**JANE, "monthly_rent": 'two "thousand"', "unit_id": world.unit.id, "employment_status": "retired"}
        answer = await bob.post("/sites/oak/leads", wrong)
    assert answer.status_code == 422
    assert 'value="Jane"' in answer.text and 'value="two &#34;thousand&#34;"' in answer.text
    assert f'value="{world.unit.id}" selected' in answer.text and 'value="retired" selected' in answer.text
    assert (
        'aria-describedby="wrong-monthly_rent"' in answer.text and "Give the monthly rent as an amount" in answer.text
    )
    assert await Lead.count() == 0


@pytest.mark.parametrize("typed", ["2.000", "2.000,50", "2000,50", "2,00", "1,2345", "2 000", ",500", "1,000,00"])
async def test_a_mark_that_could_mean_two_things_is_never_guessed(app: Any, world: World, typed: str) -> None:
    async with person(app, "bob@oak.example") as bob:
        assert (await bob.post("/sites/oak/leads", {**JANE, "monthly_rent": typed})).status_code == 422


@pytest.mark.parametrize(
    ("typed", "amount"), [("$2,000", "2000"), (" 1,234,567.5", None), ("12,345.60", "12345.60"), ("$ 900", "900")]
)
async def test_an_amount_as_people_write_it_is_taken(app: Any, world: World, typed: str, amount: str | None) -> None:
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post("/sites/oak/leads", {**JANE, "monthly_rent": typed})
    rents = await Lead.select(Lead.monthly_rent).output(as_list=True)
    assert (answer.status_code, rents) == ((303, [Decimal(amount)]) if amount else (422, []))


async def test_a_subsidy_above_the_rent_is_a_slip(app: Any, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        answer = await bob.post("/sites/oak/leads", {**JANE, "housing_subsidy": "2000.01"})
        assert answer.status_code == 422 and "cannot be larger than the monthly rent" in answer.text
        assert (await bob.post("/sites/oak/leads", {**JANE, "housing_subsidy": "2000"})).status_code == 303


async def test_a_name_keeps_its_letters_only(app: Any, world: World) -> None:
    async with person(app, "bob@oak.example") as bob:
        await bob.post(
            "/sites/oak/leads", {**JANE, "first_name": "Jo\r\nan \u202eevil", "last_name": "نازنین\u200cزهرا"}
        )
    stored = await Lead.select(Lead.first_name, Lead.last_name).first()
    assert stored == {"first_name": "Jo an evil", "last_name": "نازنین\u200cزهرا"}

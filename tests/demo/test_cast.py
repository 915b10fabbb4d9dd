"""The demo's cast: every state that the site can show is there, on both sites, drawn the same way each time."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.demo.cast import ROLES, DemoLead, demo_leads
from app.leads.tables import EmploymentStatus

AS_OF = date(2026, 11, 21)


@pytest.fixture(scope="module")
def cast() -> list[DemoLead]:
    digital = tuple(role for role in ROLES if not role.forms)
    return demo_leads(AS_OF, digital)


def test_both_sites_have_enough_leads_for_every_state() -> None:
    assert sum(role.site == "oak" for role in ROLES) >= 10
    assert sum(role.site == "elm" for role in ROLES) >= 4
    assert {role.intent for role in ROLES} == {"evaluate", "leave", "queue", "fail", "empty"}
    assert {form for role in ROLES for _, form in role.forms} >= {"scanned", "scanned_with_text_layer", "phone_photo"}
    assert {method for role in ROLES for method in role.forged} >= {
        "incremental_update",
        "white_box",
        "deposit_inflated",
    }


def test_nobody_can_be_reached_by_accident(cast: list[DemoLead]) -> None:
    for lead in cast:
        assert re.fullmatch(r"[a-z.]+@mail\.example", lead.email)
        assert re.fullmatch(r"\(555\) 555-01\d\d", lead.phone)
    assert len({lead.email for lead in cast}) == len(cast)


def test_leads_carry_what_the_site_needs(cast: list[DemoLead]) -> None:
    for lead in cast:
        assert lead.monthly_rent > 0 and lead.move_in_date > AS_OF
        assert lead.employment_status in list(EmploymentStatus)
        assert bool(lead.documents) == (lead.intent != "empty")
    assert any(lead.housing_subsidy for lead in cast)
    assert any(item.parts for lead in cast for item in lead.documents)


def test_a_lead_keeps_its_people_on_another_day() -> None:
    roles = ROLES[:1]
    today, later = demo_leads(AS_OF, roles)[0], demo_leads(date(2027, 2, 3), roles)[0]
    assert (today.email, today.monthly_rent, today.unit_name) == (later.email, later.monthly_rent, later.unit_name)
    assert today.documents[1].truth["employer_name"] == later.documents[1].truth["employer_name"]

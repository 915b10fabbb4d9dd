"""Each condition: when it is met, and each way in which it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.screening.policy import load_policy
from app.triggers.conditions import Facts, LeadFacts, QuotaFacts, SupplyFacts, find, look_complete
from app.triggers.tables import Condition
from app.triggers.words import CONDITIONS, sentence

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
REQUIRED = load_policy().completeness
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
COMPLETE = {"government_id": 1, "paystub": 2, "bank_statement": 1}
LEAD = LeadFacts("lead_1", "user_1", "employed", NOW)


def met(condition: Condition, threshold: int, lead: LeadFacts) -> bool:
    return bool(find(condition, threshold, Facts(REQUIRED, leads=(lead,)), NOW))


def test_a_lead_is_inactive_after_the_days_and_not_before() -> None:
    for age, expected in ((45 * DAY, True), (45 * DAY - HOUR, False), (90 * DAY, True)):
        assert met(Condition.lead_inactive, 45, replace(LEAD, last_activity_at=NOW - age)) is expected


UPLOADED = replace(LEAD, documents=COMPLETE, newest_document_at=NOW - DAY)


def test_complete_documents_that_nobody_had_evaluated_for_a_day() -> None:
    assert met(Condition.documents_not_evaluated, 24, UPLOADED)


@pytest.mark.parametrize(
    "lead",
    [
        replace(UPLOADED, newest_document_at=NOW - DAY + HOUR),
        replace(UPLOADED, documents={**COMPLETE, "paystub": 1}),
        replace(UPLOADED, documents={}, newest_document_at=None),
        replace(UPLOADED, evaluated_at=NOW - HOUR),
        replace(UPLOADED, is_evaluating=True),
    ],
)
def test_too_young_incomplete_evaluated_or_at_work_is_no_cause(lead: LeadFacts) -> None:
    assert not met(Condition.documents_not_evaluated, 24, lead)


def test_documents_that_came_after_the_evaluation_count_again() -> None:
    assert met(Condition.documents_not_evaluated, 24, replace(UPLOADED, evaluated_at=NOW - 2 * DAY))


@pytest.mark.parametrize(
    ("documents", "employment", "expected"),
    [
        (COMPLETE, "employed", True),
        ({"": 4}, "employed", True),
        ({"": 3}, "employed", False),
        ({"paystub": 2, "": 2}, "employed", True),
        ({"paystub": 9}, "employed", False),
        ({"government_id": 1, "tax_return": 1, "bank_statement": 1}, "employed", False),
        ({"government_id": 1, "tax_return": 1, "bank_statement": 1}, "self_employed", True),
        (COMPLETE, "self_employed", True),
        ({}, "employed", False),
    ],
)
def test_what_looks_complete(documents: dict[str, int], employment: str, expected: bool) -> None:
    assert look_complete(documents, employment, REQUIRED) is expected


EVALUATED = replace(LEAD, label="A", recommendation="approve", evaluated_at=NOW - DAY)


def test_label_a_without_contact_for_a_day() -> None:
    assert met(Condition.label_a_not_contacted, 24, EVALUATED)


@pytest.mark.parametrize(
    "lead",
    [
        replace(EVALUATED, label="B"),
        replace(EVALUATED, is_contacted=True),
        replace(EVALUATED, evaluated_at=NOW - DAY + HOUR),
        LEAD,
    ],
)
def test_another_label_contact_or_a_young_result_is_no_cause(lead: LeadFacts) -> None:
    assert not met(Condition.label_a_not_contacted, 24, lead)


TO_VERIFY = replace(LEAD, recommendation="approve_with_verification", evaluated_at=NOW - 3 * DAY)


def test_a_check_that_waits_for_three_days() -> None:
    assert met(Condition.verification_waiting, 3, TO_VERIFY)


@pytest.mark.parametrize(
    "lead",
    [
        replace(TO_VERIFY, recommendation="approve"),
        replace(TO_VERIFY, is_overridden=True),
        replace(TO_VERIFY, is_evaluating=True),
        replace(TO_VERIFY, evaluated_at=NOW - 3 * DAY + HOUR),
    ],
)
def test_another_advice_an_override_or_a_young_one_is_no_cause(lead: LeadFacts) -> None:
    assert not met(Condition.verification_waiting, 3, lead)


def test_low_supply_while_the_alert_is_open_long_enough() -> None:
    alert = SupplyFacts("vac_1", "Oak Court", 2, "low_supply", NOW - 2 * DAY)
    facts = Facts(REQUIRED, supply=(alert,))
    assert find(Condition.low_supply, 0, facts, NOW)[0].text == "Oak Court, units with 2 bedrooms: few are left to let."
    assert find(Condition.low_supply, 2, facts, NOW) and not find(Condition.low_supply, 3, facts, NOW)
    assert not find(Condition.low_supply, 0, Facts(REQUIRED), NOW)


@pytest.mark.parametrize(("used", "expected"), [(16, False), (17, True), (20, True), (0, False)])
def test_quota_above_eighty_per_cent(used: int, expected: bool) -> None:
    facts = Facts(REQUIRED, quota=QuotaFacts("2026-11", used, 20))
    assert bool(find(Condition.quota_high, 80, facts, NOW)) is expected


def test_the_longest_waiting_comes_first() -> None:
    leads = tuple(replace(LEAD, id=f"lead_{days}", last_activity_at=NOW - days * DAY) for days in (50, 90, 60))
    found = find(Condition.lead_inactive, 45, Facts(REQUIRED, leads=leads), NOW)
    assert [finding.subject for finding in found] == ["lead_90", "lead_60", "lead_50"]


def test_every_condition_has_its_words() -> None:
    assert set(CONDITIONS) == set(Condition)
    for condition, words in CONDITIONS.items():
        for action in ("task", "notification", "mail", "webhook"):
            said = sentence({"condition": condition, "action": action, "threshold": words.usual})
            assert said.startswith("When ") and "{}" not in said and " → " in said
    said = sentence({"condition": "lead_inactive", "action": "task", "threshold": 1})
    assert said == "When a lead has had no activity for 1 day → make a task for its agent"

import json
from dataclasses import replace

import pytest

from app.screening.facts.standing import Income
from app.screening.flags import fraud_signals, risk_flags, summary
from app.screening.policy import load_policy
from app.screening.scorecard import score
from app.screening.verdict import Document, DocumentType

POLICY = load_policy()


def _flags(case, documents=(), quality="good"):
    return risk_flags(case, POLICY, documents, quality)


def test_nothing_is_flagged_when_everything_is_in_order(cases):
    assert _flags(cases.case()) == ()


@pytest.mark.parametrize(
    ("parts", "flag"),
    [
        ({"monthly": "5999"}, "income_below_requirement"),
        ({"monthly": None}, "income_unverified"),
        ({"months": 11}, "employment_duration_short"),
        ({"months": None}, "employment_unverified"),
        ({"months": 3, "is_at_least": True}, "employment_unverified"),
        ({"missing": ("paystub",)}, "documents_incomplete"),
        ({"balance": "5999"}, "financial_health_poor"),
    ],
)
def test_each_shortfall_raises_its_flag_alone(cases, parts, flag):
    assert _flags(cases.case(**parts)) == (flag,)


def test_deposits_alone_leave_the_income_unverified(cases):
    income = Income(cases.case().income.monthly, "deposits", "", False, is_net=True)
    assert _flags(replace(cases.case(), income=income)) == ("income_unverified",)


def test_unreadable_files_and_poor_pictures_are_illegible(cases):
    broken = Document("f", "f.pdf", DocumentType.other, 0.0, 0, readable=False, error="Damaged.")
    assert _flags(cases.case(), (broken,)) == ("documents_illegible",)
    assert _flags(cases.case(), quality="poor") == ("documents_illegible",)


@pytest.mark.parametrize(
    ("code", "family", "flag"),
    [
        ("documents_stale", "content", "documents_stale"),
        ("identity_document_expired", "content", "identity_document_expired"),
        ("inconsistent_information", "across", "inconsistent_information"),
    ],
)
def test_signals_raise_their_flags(cases, code, family, flag):
    assert _flags(cases.case(results=cases.found("review", code=code, family=family))) == (flag,)


def test_fraud_codes_come_from_signals_above_note_only_once_each(cases):
    assert fraud_signals(cases.case(results=cases.found("note"))) == ()
    assert fraud_signals(cases.case(results=cases.found("review", "strong"))) == ("altered_paystub",)
    assert fraud_signals(cases.case(results=cases.found("review", code="documents_stale"))) == ()


@pytest.mark.parametrize("rent", ["2000", "0"])
def test_the_summary_is_two_or_three_sentences_that_name_nobody(cases, rent):
    for case in (
        cases.case(rent=rent),
        cases.case(rent=rent, missing=("paystub",)),
        cases.case(rent=rent, results=cases.found("review")),
        cases.case(rent=rent, results=cases.found("strong")),
        cases.case(rent=rent, monthly=None),
    ):
        text = summary(case, score(case, POLICY))
        assert 2 <= text.count(". ") + 1 <= 4
        assert "Acme" not in text and "fraud" not in json.dumps(text).lower()


def test_an_income_that_only_deposits_show_is_called_unverified_before_anything_else(cases):
    case = replace(cases.case(), income=Income(cases.case().income.monthly, "deposits", "", False))
    text = summary(case, score(case, POLICY))
    assert "Monthly income, not fully verified, is 3.00 times the rent basis." in text


def test_a_score_without_an_income_recommends_nobody_strongly(cases):
    case = cases.case(monthly=None)
    text = summary(case, score(case, POLICY))
    assert "strongly recommended" not in text
    assert "Look at the documents and enter what they show of the income" in text

from dataclasses import replace

import pytest

from app.screening.factors import all_factors, income_verification
from app.screening.policy import UnknownPolicy, load_policy
from app.screening.scorecard import score

POLICY = load_policy()


def _points(case, name):
    return next((item.points, item.assessed) for item in all_factors(case, POLICY) if item.name == name)


@pytest.mark.parametrize(
    ("monthly", "points"),
    [("6000", 30), ("5999.99", 20), ("5000", 20), ("4999.99", 10), ("4000", 10), ("3999.99", 0), ("0.01", 0)],
)
def test_income_points_change_exactly_at_the_limits(cases, monthly, points):
    assert _points(cases.case(monthly=monthly), "income_verification") == (points, True)


@pytest.mark.parametrize(("months", "points"), [(25, 20), (24, 15), (12, 15), (11, 10), (0, 10)])
def test_employment_points_change_exactly_at_the_limits(cases, months, points):
    assert _points(cases.case(months=months), "employment_stability") == (points, True)


def test_self_employed_with_proof_gets_15_and_no_work_5_and_nothing_known_is_left_out(cases):
    assert _points(cases.case(months=None, is_self_employed=True), "employment_stability") == (15, True)
    assert _points(cases.case(months=6, is_self_employed=True), "employment_stability") == (15, True)
    assert _points(cases.case(months=None, monthly=None, is_self_employed=True), "employment_stability") == (0, False)
    assert _points(cases.case(months=None, is_without_work=True), "employment_stability") == (5, True)
    assert _points(cases.case(months=None), "employment_stability") == (0, False)


@pytest.mark.parametrize(
    ("missing", "points"),
    [((), 15), (("paystub",), 10), (("paystub", "paystub"), 5), (("paystub", "government_id"), 5)],
)
def test_completeness_counts_missing_documents(cases, missing, points):
    assert _points(cases.case(missing=missing), "document_completeness") == (points, True)


@pytest.mark.parametrize(
    ("severities", "points"),
    [((), 15), (("note", "note"), 15), (("review",), 10), (("review", "review"), 0), (("strong", "review"), 0)],
)
def test_authenticity_counts_signals_above_note(cases, severities, points):
    assert _points(cases.case(results=cases.found(*severities)), "document_authenticity") == (points, True)


@pytest.mark.parametrize(
    ("severities", "points"), [((), 10), (("note",), 10), (("review",), 5), (("review", "review"), 0)]
)
def test_consistency_counts_disagreements_between_documents(cases, severities, points):
    case = cases.case(results=cases.found(*severities, family="across"))
    assert _points(case, "application_consistency") == (points, True)


@pytest.mark.parametrize(
    ("balance", "points"), [("12000", 10), ("11999.99", 7), ("6000", 7), ("5999.99", 3), ("-20", 3)]
)
def test_health_points_change_exactly_at_the_limits(cases, balance, points):
    assert _points(cases.case(balance=balance), "financial_health") == (points, True)


def test_everything_in_order_is_100_a_approve(cases):
    scored = score(cases.case(), POLICY)
    assert (scored.score, scored.label, scored.recommendation, scored.caps) == (100, "A", "approve", ())


def test_a_rent_basis_of_zero_makes_income_not_applicable(cases):
    case = cases.case(rent="0", monthly="500", balance="10")
    assert _points(case, "income_verification") == (0, False)
    assert score(case, POLICY).score == 100


def test_what_could_not_be_assessed_leaves_the_sum(cases):
    scored = score(cases.case(months=None, balance=None, monthly="5000"), POLICY)
    assert scored.score == round(100 * 60 / 70)
    assert sum(item.max_points for item in scored.factors if item.assessed) == 70


@pytest.mark.parametrize(
    ("monthly", "months", "balance", "reached", "label", "said"),
    [
        ("5000", 12, "6000", 82, "A", "approve"),
        ("5000", 11, "6000", 77, "B", "approve_with_conditions"),
        ("3000", 11, "100", 53, "B", "approve_with_conditions"),
    ],
)
def test_scores_give_labels_and_recommendations(cases, monthly, months, balance, reached, label, said):
    scored = score(cases.case(monthly=monthly, months=months, balance=balance), POLICY)
    assert (scored.score, scored.label, scored.recommendation) == (reached, label, said)


def test_a_low_score_on_complete_documents_is_c_and_reject(cases):
    scored = score(cases.case(monthly="3000", months=6, balance="100", results=cases.found("note")), _strict())
    assert (scored.label, scored.recommendation) == ("C", "reject")


def _strict():
    return load_policy(changes={"labels": {"b": 60}})


def test_incomplete_is_capped_at_79_and_asks_for_verification(cases):
    scored = score(cases.case(missing=("bank_statement",), balance=None), POLICY)
    assert (scored.score, scored.label, scored.recommendation) == (79, "B", "approve_with_verification")
    assert scored.caps == ("Capped at 79: required documents are missing (bank statement).",)


@pytest.mark.parametrize("monthly", ["6000", "3000", None])
def test_absence_never_rejects_and_never_makes_a_c_by_itself(cases, monthly):
    everything = ("government_id", "paystub", "paystub", "bank_statement")
    scored = score(cases.case(monthly=None, months=None, balance=None, missing=everything, results=()), POLICY)
    assert (scored.score, scored.label, scored.recommendation) == (50, "B", "approve_with_verification")
    known = score(cases.case(monthly=monthly, missing=("government_id",)), POLICY)
    assert known.recommendation == "approve_with_verification"


def test_strong_is_capped_at_49_rejects_and_says_why(cases):
    scored = score(cases.case(results=cases.found("strong")), POLICY)
    assert (scored.score, scored.label, scored.recommendation) == (49, "C", "reject")
    assert scored.caps[-1].startswith("Capped at 49: Observation 0.")


def test_strong_wins_over_incomplete(cases):
    scored = score(cases.case(results=cases.found("strong"), missing=("paystub",)), POLICY)
    assert (scored.score, scored.recommendation) == (49, "reject")


def test_review_is_at_best_approve_with_verification(cases):
    scored = score(cases.case(results=cases.found("review")), POLICY)
    assert (scored.score, scored.label, scored.recommendation) == (95, "A", "approve_with_verification")
    poor = score(cases.case(monthly="1", months=6, balance="1", results=cases.found("review", "review")), POLICY)
    assert (poor.label, poor.recommendation) == ("C", "reject")


def test_an_income_that_no_document_shows_is_verified_before_approving(cases):
    scored = score(cases.case(monthly=None), POLICY)
    assert (scored.label, scored.recommendation) == ("A", "approve_with_verification")
    assert score(cases.case(monthly=None, rent="0"), POLICY).recommendation == "approve"


def test_a_ratio_just_below_a_step_does_not_look_like_the_step(cases):
    income = income_verification(cases.case(monthly="5999.50"), POLICY)
    assert (income.points, "2.99 times" in income.reason) == (20, True)


def test_notes_change_nothing(cases):
    assert score(cases.case(results=cases.found("note")), POLICY) == score(cases.case(), POLICY)


def test_an_old_document_asks_for_a_look_but_does_not_cost_authenticity(cases):
    case = cases.case(results=cases.found("review", code="documents_stale", family="content"))
    assert _points(case, "document_authenticity") == (15, True)
    assert score(case, POLICY).recommendation == "approve_with_verification"


def test_no_check_possible_leaves_authenticity_out(cases):
    assert _points(cases.case(results=()), "document_authenticity") == (0, False)


def test_every_factor_has_a_readable_reason(cases):
    for item in all_factors(cases.case(missing=("paystub", "paystub")), POLICY):
        assert item.reason.endswith(".")


def test_a_site_may_change_thresholds_and_the_version_says_so(cases):
    policy = load_policy(changes={"caps": {"incomplete": 70}})
    assert policy.version.startswith("default-1+")
    assert score(cases.case(missing=("paystub",)), policy).score == 70
    assert replace(policy, version="default-1", caps=POLICY.caps) == POLICY


@pytest.mark.parametrize("changes", [{"cap": {}}, {"caps": {"incomplet": 1}}, {"version": "mine"}])
def test_an_unknown_setting_is_refused(changes):
    with pytest.raises(UnknownPolicy):
        load_policy(changes=changes)


def test_an_unknown_policy_is_refused():
    with pytest.raises(UnknownPolicy):
        load_policy("../secrets")

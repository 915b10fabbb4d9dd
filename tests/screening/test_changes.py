from app.screening.changes import changes_that_would_help
from app.screening.policy import load_policy

POLICY = load_policy()


def test_nothing_would_help_who_has_everything(cases):
    assert changes_that_would_help(cases.case(), POLICY) == ()


def test_missing_documents_are_named_with_what_they_would_bring(cases):
    (line,) = changes_that_would_help(cases.case(missing=("paystub", "paystub")), POLICY)
    assert line == "With the missing documents (2 pay stubs) and these figures → A, 100 (approve)."


def test_a_review_signal_names_the_innocent_cause(cases):
    lines = changes_that_would_help(cases.case(results=cases.found("review")), POLICY)
    assert lines == ("If the marked observations have an innocent cause → A, 100 (approve).",)


def test_a_document_s_age_asks_for_a_newer_one_and_for_no_innocent_cause(cases):
    stale = cases.found("review", code="documents_stale")
    assert changes_that_would_help(cases.case(results=stale), POLICY) == ("With a newer pay stub → A, 100 (approve).",)
    both = (*stale, *cases.found("review", code="altered_paystub"))
    (line,) = changes_that_would_help(cases.case(results=both), POLICY)
    assert line == "With a newer pay stub; if the marked observations have an innocent cause → A, 100 (approve)."


def test_only_changes_that_better_label_or_recommendation_are_named(cases):
    lines = changes_that_would_help(cases.case(monthly="4000", months=11, balance="100"), POLICY)
    assert lines == ("A proven monthly income of $6,000.00 or more → A, 83 (approve).",)


def test_what_brings_a_quicker_answer_and_a_worse_label_is_no_help(cases):
    case = cases.case(monthly=None, months=30, balance=None)
    assert all("A, " in line for line in changes_that_would_help(case, POLICY))


def test_where_no_single_change_is_enough_all_together_are_tried(cases):
    case = cases.case(monthly="3000", months=6, balance="1", missing=("paystub",), results=cases.found("strong"))
    (line,) = changes_that_would_help(case, POLICY) or ("",)
    assert line.count("→") == 1


def test_length_of_work_known_only_at_least_can_be_proven(cases):
    lines = changes_that_would_help(cases.case(monthly="5000", months=4, is_at_least=True, balance="6000"), POLICY)
    assert "Proof that the present work has lasted 12 months → A, 82 (approve)." in lines


def test_who_lives_on_benefits_is_not_asked_to_prove_work(cases):
    case = cases.case(monthly="5000", months=4, is_at_least=True, balance="6000")
    asked = [line for line in changes_that_would_help(case, POLICY) if "present work" in line]
    retired = changes_that_would_help(
        cases.case(monthly="5000", months=4, is_at_least=True, balance="6000", is_on_benefits=True), POLICY
    )
    assert asked and not any("present work" in line for line in retired)

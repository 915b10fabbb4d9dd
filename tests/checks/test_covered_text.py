import pytest

from app.screening.checks import covered_text
from app.screening.reading.pages import CoveredText
from app.screening.verdict import Outcome, Severity


def _check(papers, hidden, visible, box=None, **fields):
    stub = papers.document("paystub", net_pay="3300.50", employee_name="Jane Doe", pay_date="2026-11-13", **fields)
    place = box or stub.fields["net_pay"].box
    reading = papers.reading(papers.page([("Net", 60)]), covered=(CoveredText(1, place, hidden, visible),))
    return covered_text.check(papers.with_file(stub, reading))


def test_another_amount_beneath_a_money_field_is_strong_and_both_are_shown(papers):
    (signal,) = _check(papers, "$2,300.50", "$3,300.50").signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.strong, "net_pay", "2300.50")
    assert [item.text for item in signal.evidence] == ["$3,300.50", "beneath: $2,300.50"]


def test_another_date_or_name_beneath_its_field_is_strong(papers):
    date_box, name_box = papers.box(2), papers.box(1)
    assert _check(papers, "01/02/2026", "11/13/2026", date_box).signals[0].severity is Severity.strong
    assert _check(papers, "Robert Okafor", "Jane Doe", name_box).signals[0].severity is Severity.strong


def test_another_amount_outside_the_fields_is_review(papers):
    (signal,) = _check(papers, "120.00", "220.00", (10, 700, 60, 712)).signals
    assert signal.severity is Severity.review


@pytest.mark.parametrize(("hidden", "visible"), [("$3,300.50", "3,300.50"), ("Net Pay", "NET PAY"), ("", "3,300.50")])
def test_text_drawn_twice_and_table_fills_are_consistent(papers, hidden, visible):
    assert _check(papers, hidden, visible).outcome is Outcome.consistent


def test_a_blacked_out_identity_number_is_a_note_and_repeats_nothing(papers):
    (signal,) = _check(papers, "123-45-6789", "", (10, 700, 60, 712)).signals
    assert (signal.severity, signal.expected) == (Severity.note, "")


def test_a_blacked_out_amount_is_review(papers):
    (signal,) = _check(papers, "84.20", "", (10, 700, 60, 712)).signals
    assert signal.severity is Severity.review


def test_a_scan_has_nothing_to_look_beneath(papers):
    reading = papers.reading(papers.page([("Net", 60)], source="ocr"))
    assert covered_text.check(papers.with_file(papers.stub(), reading)).outcome is Outcome.inconclusive


def _openly(papers, hidden, visible, name="net_pay"):
    stub = papers.document("paystub", net_pay="3300.50", employee_name="Jane Doe", pay_date="2026-11-13")
    spot = CoveredText(1, stub.fields[name].box, hidden, visible, is_open=True)
    return covered_text.check(papers.with_file(stub, papers.reading(papers.page([("Net", 60)]), covered=(spot,))))


@pytest.mark.parametrize(("hidden", "visible"), [("84.20", ""), ("2,300.50", "RECEIVED"), ("2,300.50", "verified")])
def test_a_black_bar_or_a_stamp_over_an_amount_is_a_note(papers, hidden, visible):
    assert [signal.severity for signal in _openly(papers, hidden, visible).signals] == [Severity.note]


def test_another_amount_on_a_fill_that_everybody_sees_is_review(papers):
    assert [signal.severity for signal in _openly(papers, "2,300.50", "3,300.50").signals] == [Severity.review]


def test_a_stamp_or_a_label_over_a_name_is_a_note(papers):
    (signal,) = _openly(papers, "Jane Doe", "REDACTED", "employee_name").signals
    assert signal.severity is Severity.note


def test_a_form_s_value_over_its_sample_value_is_never_strong(papers):
    assert _check(papers, "0.00", "3,300.50").signals == ()
    (signal,) = _check(papers, "Employee Name", "Jane Doe", papers.box(1)).signals
    assert signal.severity is Severity.note


def test_a_long_name_that_runs_into_the_next_column_says_nothing_and_another_text_there_does(papers):
    assert _openly(papers, "Doe", "Riverbend", "employee_name").outcome is Outcome.consistent
    assert _openly(papers, "Okafor", "Riverbend", "employee_name").signals[0].severity is Severity.note


def test_both_values_are_told_but_no_name(papers):
    (signal,) = _check(papers, "$2,300.50", "$3,300.50").signals
    assert "$2,300.50" in signal.observation and "$3,300.50" in signal.observation
    (signal,) = _check(papers, "Robert Okafor", "Jane Doe", papers.box(1)).signals
    assert "Okafor" not in signal.observation


def test_a_name_of_the_packet_beneath_another_is_review_wherever_it_stands(papers):
    place = (10, 700, 60, 712)
    assert _check(papers, "Robert Okafor", "Jane Doe", place).signals[0].severity is Severity.review
    assert _check(papers, "Your Name Here", "Jane Doe", place).signals[0].severity is Severity.note
    assert _check(papers, "Second Copy", "Third Copy", place).signals[0].severity is Severity.note


@pytest.mark.parametrize(("kind", "severity"), [("tax_return", Severity.strong), ("paystub", None)])
def test_whole_dollars_are_amounts_on_tax_forms_alone(papers, kind, severity):
    form = papers.document(kind, net_profit="98420.00")
    spot = CoveredText(1, form.fields["net_profit"].box, "68,420", "98,420")
    reading = papers.reading(papers.page([("Net", 60)]), covered=(spot,))
    signals = covered_text.check(papers.with_file(form, reading)).signals
    assert [signal.severity for signal in signals if signal.severity is not Severity.note] == (
        [severity] if severity else []
    )


def test_a_digit_put_before_an_amount_that_is_covered_is_no_part_of_it(papers):
    for hidden, shown in (("+$813.10", "+$1813.10"), ("813.10", "1,813.10")):
        statement = papers.statement()
        spot = CoveredText(1, (10.0, 10.0, 60.0, 20.0), hidden, shown)
        (signal,) = covered_text.check(
            papers.with_file(statement, papers.reading(papers.page(), covered=(spot,)))
        ).signals
        assert signal.severity is Severity.review

from dataclasses import replace

import pytest

from app.screening.checks import id_expiry, machine_readable_zone, staleness
from app.screening.verdict import Outcome, Severity


@pytest.mark.parametrize(
    ("paid", "severities"),
    [("2026-10-22", []), ("2026-10-21", ["note"]), ("2026-09-22", ["note"]), ("2026-09-21", ["review"])],
)
def test_a_stub_is_recent_for_30_days_noted_until_60_and_then_to_look_at(papers, paid, severities):
    result = staleness.check(papers.packet(papers.stub(pay_date=paid)))
    assert [signal.severity.value for signal in result.signals] == severities


def test_the_newest_stub_counts_and_an_undated_one_may_be_the_newest(papers):
    old = papers.stub(pay_date="2026-06-05")
    assert staleness.check(papers.packet(old, papers.stub())).outcome is Outcome.consistent
    undated = papers.document("paystub", gross_pay="3000.00")
    assert staleness.check(papers.packet(old, undated)).outcome is Outcome.inconclusive


def test_statements_over_less_than_two_months_are_a_note(papers):
    (signal,) = staleness.check(papers.packet(papers.statement())).signals
    assert (signal.code, signal.severity) == ("statement_coverage", Severity.note)
    before = papers.statement(statement_start="2026-09-01", statement_end="2026-09-30")
    assert staleness.check(papers.packet(papers.statement(), before)).signals == ()


def test_an_identity_document_is_valid_through_its_last_day(papers):
    for day, outcome in (("2026-11-21", Outcome.consistent), ("2026-11-20", Outcome.contradicted)):
        assert id_expiry.check(papers.packet(papers.document("government_id", expiry_date=day))).outcome is outcome


def test_one_valid_identity_document_is_enough(papers):
    both = [papers.document("government_id", expiry_date=day) for day in ("2020-01-01", "2030-01-01")]
    assert id_expiry.check(papers.packet(*both)).outcome is Outcome.consistent


# The specimen passport of ICAO Doc 9303 part 4, appendix B, with its own check digits; it expired on 15 April 2012.
SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def _zone(papers, lines, confidence=0.99, **fields):
    item = papers.document("government_id", **fields)
    page = papers.page(*[[(line, 500)] for line in lines], source="ocr", confidence=confidence)
    return machine_readable_zone.check(papers.with_file(item, papers.reading(page)))


def test_a_zone_with_right_check_digits_is_consistent(papers):
    assert _zone(papers, SPECIMEN, expiry_date="2012-04-15").outcome is Outcome.consistent


def test_another_printed_expiry_date_is_review(papers):
    (signal,) = _zone(papers, SPECIMEN, expiry_date="2032-04-15").signals
    assert (signal.severity, signal.expected, signal.actual) == (Severity.review, "2012-04-15", "2032-04-15")


def test_a_printed_day_that_the_reading_doubts_because_of_the_zone_counts_where_its_own_words_are_sure(papers):
    item = papers.document("government_id", 0.4, expiry_date="2032-04-15")
    page = papers.page([("04/15/2032", 360)], *[[(line, 500)] for line in SPECIMEN], source="ocr", confidence=0.98)
    result = machine_readable_zone.check(papers.with_file(item, papers.reading(page)))
    assert result.outcome is Outcome.contradicted
    faint = papers.reading(replace(page, words=tuple(replace(word, confidence=0.8) for word in page.words)))
    assert machine_readable_zone.check(papers.with_file(item, faint)).signals == ()


def test_both_check_digits_wrong_is_review(papers):
    wrong = (SPECIMEN[0], "L898902C46UTO7408122F1204158ZE184226B<<<<<10")
    assert _zone(papers, wrong).outcome is Outcome.contradicted


def test_one_misread_letter_or_glare_says_nothing(papers):
    misread = (SPECIMEN[0], "L898902C46UTO7408122F1204159ZE184226B<<<<<10")
    assert _zone(papers, misread).outcome is Outcome.inconclusive
    wrong = (SPECIMEN[0], "L898902C46UTO7408122F1204158ZE184226B<<<<<10")
    assert _zone(papers, wrong, confidence=0.9).outcome is Outcome.inconclusive


def test_right_check_digits_vouch_for_the_coded_expiry_date_however_faint_the_zone(papers):
    assert _zone(papers, SPECIMEN, confidence=0.7, expiry_date="2032-04-15").outcome is Outcome.contradicted


@pytest.mark.parametrize(
    ("printed", "count"), [("12 Aug 1974", 0), ("08/12/1974", 0), ("12 Aug 1981", 1), ("not read", 0)]
)
def test_another_printed_birth_date_is_review_and_tells_no_figure(papers, printed, count):
    lines = ("Date of birth", printed, "Place of birth", *SPECIMEN)
    signals = _zone(papers, lines, expiry_date="2012-04-15").signals
    assert [signal.severity for signal in signals] == [Severity.review] * count
    assert not any("74" in text or "81" in text for it in signals for text in (it.observation, it.expected, it.actual))


def test_a_printed_date_with_its_day_first_is_the_coded_one(papers):
    lines = (SPECIMEN[0], "L898902C36UTO7408122F3111024ZE184226B<<<<<10")
    assert _zone(papers, lines, expiry_date="2031-02-11").outcome is Outcome.consistent
    assert _zone(papers, lines, expiry_date="2033-02-11").outcome is Outcome.contradicted

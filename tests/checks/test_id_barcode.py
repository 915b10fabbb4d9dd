from dataclasses import replace

import pytest

from app.screening.checks import id_barcode
from app.screening.reading.pages import Barcode
from app.screening.verdict import Outcome, Severity

CODE = Barcode((10.0, 400.0, 300.0, 480.0), "GARCIA LOPEZ", "ANA", "2029-05-14")


def _check(papers, code=CODE, confidence=0.99, **fields):
    printed = {"full_name": "Ana María García López", "expiry_date": "2029-05-14", **fields}
    card = papers.document("government_id", confidence=confidence, **printed)
    page = replace(papers.page([("LICENSE", 100)], source="ocr"), barcodes=(code,) if code else ())
    return id_barcode.check(papers.with_file(card, papers.reading(page)))


def test_a_barcode_that_says_what_the_front_says_is_consistent(papers):
    assert _check(papers).outcome is Outcome.consistent


def test_another_printed_expiry_date_is_review_and_both_places_are_shown(papers):
    (signal,) = _check(papers, expiry_date="2031-05-14").signals
    assert (signal.severity, signal.code) == (Severity.review, "forged_document")
    assert (signal.field, signal.implied, signal.actual) == ("expiry_date", "2029-05-14", "2031-05-14")
    assert [item.text for item in signal.evidence] == ["2031-05-14", "barcode"]


def test_another_name_is_review_and_repeats_none(papers):
    (signal,) = _check(papers, full_name="Peter Whitfield").signals
    assert signal.severity is Severity.review
    said = " ".join((signal.observation, signal.expected, signal.actual)).lower()
    assert "garcia" not in said and "whitfield" not in said


@pytest.mark.parametrize("name", ["ANA MARIA GARCIA-LOPEZ", "GARCIA LOPEZ, ANA M", "Ana Marla Garcla Lopez"])
def test_accents_order_and_misread_letters_are_ordinary(papers, name):
    assert _check(papers, full_name=name).outcome is Outcome.consistent


def test_a_name_that_the_barcode_cuts_off_is_ordinary(papers):
    code = replace(CODE, surname="WOLFESCHLEGELSTEINHAUSENBERG", given="ANA")
    name = "Ana Wolfeschlegelsteinhausenbergerdorff"
    assert _check(papers, code, full_name=name).outcome is Outcome.consistent


def test_a_temporary_card_without_barcode_or_with_a_faint_front_says_nothing(papers):
    assert _check(papers, None).outcome is Outcome.inconclusive
    assert _check(papers, confidence=0.6, expiry_date="2031-05-14").outcome is Outcome.inconclusive


def _two_sides(papers, *fronts, code=CODE):
    """Fronts and a back in files of their own."""
    cards = [papers.document("government_id", **{"full_name": "Ana García López", **fields}) for fields in fronts]
    back = papers.document("other")
    page = replace(papers.page([("License", 100)], source="ocr"), barcodes=(code,))
    return id_barcode.check(papers.packet(*cards, back, readings={back.file_id: papers.reading(page)}))


def test_a_back_in_a_file_of_its_own_is_set_against_the_only_front(papers):
    assert _two_sides(papers, {"expiry_date": "2029-05-14"}).outcome is Outcome.consistent
    (signal,) = _two_sides(papers, {"expiry_date": "2031-05-14"}).signals
    assert signal.severity is Severity.review and len({item.file_id for item in signal.evidence}) == 2


def test_a_back_beside_two_fronts_belongs_to_neither_surely(papers):
    fronts = ({"expiry_date": "2031-05-14"}, {"expiry_date": "2029-05-14", "full_name": "Luis García"})
    assert _two_sides(papers, *fronts).outcome is Outcome.inconclusive

import pytest

from app.screening.checks import editor_metadata, revision_dates
from app.screening.verdict import Outcome, Severity


def _check(papers, document, **metadata):
    reading = papers.reading(papers.page([("Pay", 60)]), metadata=papers.metadata(**metadata))
    return editor_metadata.check(papers.with_file(document, reading))


@pytest.mark.parametrize("software", ["Adobe Photoshop 24.1 (Windows)", "GIMP 2.10.34", "Canva"])
def test_image_and_design_editors_are_review_on_a_stub(papers, software):
    (signal,) = _check(papers, papers.stub(), creator=software).signals
    assert (signal.severity, signal.code) == (Severity.review, "altered_paystub")


def test_a_letter_made_with_a_design_program_is_a_note(papers):
    (signal,) = _check(papers, papers.document("employment_letter"), producer="Canva").signals
    assert signal.severity is Severity.note


@pytest.mark.parametrize(
    "software", ["Microsoft Word for Microsoft 365", "iLovePDF", "Adobe Acrobat 23.6", "Adobe Photoshop Lightroom 6"]
)
def test_programs_for_printing_merging_and_photos_are_notes(papers, software):
    result = _check(papers, papers.stub(), producer=software)
    assert [signal.severity for signal in result.signals] == [Severity.note]
    assert result.outcome is Outcome.inconclusive


@pytest.mark.parametrize(
    "software", ["ReportLab PDF Library", "iText 7.2", "Skia/PDF m120", "Canon MF240", "Quartz PDFContext"]
)
def test_payroll_printing_and_scanning_programs_are_consistent(papers, software):
    assert _check(papers, papers.stub(), producer=software).outcome is Outcome.consistent


def test_no_metadata_says_nothing(papers):
    assert _check(papers, papers.stub()).outcome is Outcome.inconclusive


def test_saving_again_later_is_only_ever_a_note_and_a_signature_not_even_that(papers):
    page = papers.page([("Pay", 60)])
    later = papers.metadata(producer="P", created="2026-10-01T10:00:00", modified="2026-11-05T10:00:00", revisions=2)
    signed = papers.metadata(
        producer="P", created="2026-10-01T10:00:00", modified="2026-10-01T10:05:00", revisions=2, is_signed=True
    )
    noted = revision_dates.check(papers.with_file(papers.stub(), papers.reading(page, metadata=later)))
    assert [signal.severity for signal in noted.signals] == [Severity.note]
    clean = revision_dates.check(papers.with_file(papers.stub(), papers.reading(page, metadata=signed)))
    assert clean.outcome is Outcome.consistent

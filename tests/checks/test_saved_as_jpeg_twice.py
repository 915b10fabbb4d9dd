from dataclasses import replace

from app.screening.checks import saved_as_jpeg_twice
from app.screening.checks.every import run_checks
from app.screening.verdict import Outcome, Severity


def _packet(papers, *, is_saved_twice):
    stub = papers.stub()
    page = replace(papers.page([("Stub", 100)], source="ocr"), is_saved_twice=is_saved_twice)
    return papers.with_file(stub, papers.reading(page))


def test_a_picture_that_was_a_jpeg_before_is_only_a_note_with_its_innocent_causes(papers):
    result = saved_as_jpeg_twice.check(_packet(papers, is_saved_twice=True))
    (signal,) = result.signals
    assert (result.outcome, signal.severity) == (Outcome.inconclusive, Severity.note)
    assert "messenger" in signal.innocent_explanations[0] and signal.next_step.startswith("Nothing by itself")
    assert signal.evidence[0].page == 1


def test_a_picture_without_signs_is_inconclusive_because_it_may_still_have_been_saved_often(papers):
    result = saved_as_jpeg_twice.check(_packet(papers, is_saved_twice=False))
    assert (result.outcome, result.signals) == (Outcome.inconclusive, ())


def test_a_picture_that_was_a_jpeg_before_changes_no_other_answer(papers):
    def others(is_saved_twice):
        results = run_checks(_packet(papers, is_saved_twice=is_saved_twice))
        return [result for result in results if result.check != "saved_as_jpeg_twice"]

    assert others(True) == others(False)

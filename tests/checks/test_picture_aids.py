from dataclasses import replace

import pytest

from app.screening.checks import copied_characters, error_level
from app.screening.checks.every import run_checks
from app.screening.verdict import Outcome, Severity

BOX = (300.0, 100.0, 312.0, 116.0)
AIDS = [(copied_characters, "copied"), (error_level, "worn")]


def _packet(papers, **marks):
    stub = papers.stub()
    page = replace(papers.page([("Stub", 100)], source="ocr"), **marks)
    return papers.with_file(stub, papers.reading(page))


@pytest.mark.parametrize(("aid", "marks"), AIDS)
def test_what_an_aid_finds_is_only_a_note_with_its_place_and_innocent_causes(papers, aid, marks):
    result = aid.check(_packet(papers, **{marks: (BOX, BOX)}))
    (signal,) = result.signals
    assert (result.outcome, signal.severity) == (Outcome.inconclusive, Severity.note)
    assert [place.box for place in signal.evidence] == [BOX, BOX]
    assert len(signal.innocent_explanations) == 3 and signal.next_step


@pytest.mark.parametrize(("aid", "marks"), AIDS)
def test_nothing_found_is_inconclusive_because_a_picture_can_be_changed_without_a_trace(papers, aid, marks):
    result = aid.check(_packet(papers))
    assert (result.outcome, result.signals) == (Outcome.inconclusive, ())


def test_what_the_aids_find_changes_no_other_answer(papers):
    def others(**marks):
        results = run_checks(_packet(papers, **marks))
        return [result for result in results if result.check not in ("copied_characters", "error_level")]

    assert others(copied=(BOX,), worn=(BOX,)) == others()

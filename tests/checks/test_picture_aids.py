from dataclasses import replace

import pytest

from app.screening.checks import copied_characters, error_level
from app.screening.checks.every import run_checks
from app.screening.verdict import Outcome, Severity

BOX = (300.0, 100.0, 312.0, 116.0)
BELOW = (300.0, 140.0, 312.0, 156.0)
AIDS = [(copied_characters, "copied"), (error_level, "worn")]


def _packet(papers, **marks):
    stub = papers.stub()
    page = replace(papers.page([("Stub", 100)], source="ocr"), **marks)
    return papers.with_file(stub, papers.reading(page))


@pytest.mark.parametrize(("aid", "marks"), AIDS)
def test_what_an_aid_finds_is_only_a_note_with_its_place_and_innocent_causes(papers, aid, marks):
    result = aid.check(_packet(papers, **{marks: (BOX, BELOW)}))
    (signal,) = result.signals
    assert (result.outcome, signal.severity) == (Outcome.inconclusive, Severity.note)
    assert [place.box for place in signal.evidence] == [BOX, BELOW]
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


@pytest.mark.parametrize(("aid", "marks"), AIDS)
def test_places_within_a_word_are_the_word_told_once(papers, aid, marks):
    page = papers.page([("10/11/2026", 300)], source="ocr")
    left, top, _, bottom = page.words[0].box
    digits = tuple((left + 6 * place, top + 1, left + 6 * place + 5, bottom - 1) for place in (6, 7, 9))
    packet = papers.with_file(papers.stub(), papers.reading(replace(page, **{marks: (*digits, BELOW)})))
    (signal,) = aid.check(packet).signals
    assert signal.evidence[0].text == "10/11/2026"
    assert [place.box for place in signal.evidence] == [page.words[0].box, BELOW]

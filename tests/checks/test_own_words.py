import pytest

from app.screening.checks import own_words
from app.screening.verdict import Outcome, Severity


def _check(papers, line, kind="bank_statement"):
    paper = papers.document(kind)
    page = papers.page([("Statement", 100)], [(word, 60.0 * place) for place, word in enumerate(line.split(), 1)])
    return own_words.check(papers.with_file(paper, papers.reading(page)))


@pytest.mark.parametrize(
    "line", ["For novelty and entertainment purposes only", "This is not a real document", "Novelty item"]
)
def test_a_paper_that_says_that_it_is_a_novelty_is_review_with_the_place(papers, line):
    (signal,) = _check(papers, line).signals
    assert (signal.severity, signal.code) == (Severity.review, "altered_bank_statement")
    assert signal.evidence[0].box is not None


@pytest.mark.parametrize(
    "line", ["PARTY CITY NOVELTY STORE 41.18", "This is not a bill", "Sample", "Not an official document"]
)
def test_shops_and_other_words_are_ordinary(papers, line):
    assert _check(papers, line).outcome is Outcome.inconclusive


def test_a_paper_of_no_known_kind_says_nothing(papers):
    assert _check(papers, "For novelty purposes only", kind="other").signals == ()

from dataclasses import replace

from app.screening.checks import unread_pages
from app.screening.verdict import Outcome, Severity


def test_a_file_whose_pages_were_all_read_is_consistent(papers):
    assert unread_pages.check(papers.packet(papers.stub())).outcome is Outcome.consistent


def test_pages_that_were_not_read_are_a_note_that_says_which(papers):
    reading = replace(papers.reading(papers.page([("Pay", 60)])), page_count=4)
    (signal,) = unread_pages.check(papers.with_file(papers.stub(), reading)).signals
    assert (signal.severity, signal.code) == (Severity.note, "pages_unread")
    assert signal.observation.startswith("Pages 2 to 4 were not read")


def test_without_files_nothing_is_said(papers):
    assert unread_pages.check(papers.packet()).outcome is Outcome.inconclusive

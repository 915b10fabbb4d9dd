from dataclasses import replace

import pytest

from app.screening.checks import other_typeface
from app.screening.verdict import Fact, Outcome, Severity

FILLER = [[(word, 120.0 + 70 * place) for place, word in enumerate(["Base", "Plan", "Tax", "Other", "More"])]] * 6
HEAD = [
    [("Employee", 100), ("Jane", 200), ("Doe", 240)],
    [("Paid", 100), ("11/13/2026", 200)],
    [("Net", 100), ("2,300.50", 200)],
]
NAME, DAY, NET = (1, 2), (4,), (6,)


def _packet(papers, *places, kind="paystub", font="Helvetica", rest="DejaVuSans", size=9.0, rows=HEAD, source="text"):
    """A page whose words at these places are set in `font`, and a document whose facts stand on its values."""
    page = papers.page(*rows, *FILLER, font=rest, source=source)
    for place in places:
        page = papers.with_word(page, place, font=font, size=size)
    boxes = {"employee_name": NAME, "pay_date": DAY, "net_pay": NET}
    facts = {name: _fact(name, [page.words[place] for place in spots]) for name, spots in boxes.items()}
    document = replace(papers.document(kind), fields=facts)
    return papers.with_file(document, papers.reading(page))


def _fact(name, words):
    box = (words[0].box[0], words[0].box[1], words[-1].box[2], words[-1].box[3])
    values = {"employee_name": "Jane Doe", "pay_date": "2026-11-13", "net_pay": "2300.50"}
    return Fact(values[name], " ".join(word.text for word in words), 0.99, 1, box)


@pytest.mark.parametrize(("places", "field"), [(NAME, "employee_name"), (DAY, "pay_date"), (NET, "net_pay")])
def test_a_value_retyped_in_a_standard_typeface_is_review_with_its_place_and_both_typefaces(papers, places, field):
    result = other_typeface.check(_packet(papers, *places))
    (signal,) = result.signals
    assert (signal.severity, signal.field, signal.code) == (Severity.review, field, "altered_paystub")
    assert (signal.expected, signal.actual) == ("DejaVuSans", "Helvetica")
    assert signal.evidence[0].box is not None and result.outcome is Outcome.contradicted


def _with_sibling(papers, *places, sibling=(), **look):
    """Two stubs of one layout, with these words of each in the other typeface."""
    one, other = (_packet(papers, *some, **look) for some in (places, sibling))
    return replace(one, files=(*one.files, *other.files), documents=(*one.documents, *other.documents))


@pytest.mark.parametrize(("font", "rest"), [("Times-Roman", "Helvetica"), ("Helvetica", "DejaVuSans")])
def test_a_value_that_another_stub_sets_like_the_rest_of_the_page_is_review(papers, font, rest):
    (signal,) = other_typeface.check(_with_sibling(papers, *NAME, font=font, rest=rest)).signals
    assert signal.severity is Severity.review


@pytest.mark.parametrize(
    ("font", "rest"), [("Times-Bold", "Helvetica"), ("Helvetica-Bold", "DejaVuSans"), ("Courier", "DejaVuSans")]
)
@pytest.mark.parametrize("places", [NAME, NET], ids=["a name in a window", "an amount in a check's face"])
def test_stationery_that_sets_a_value_so_on_every_stub_is_a_note(papers, places, font, rest):
    signals = other_typeface.check(_with_sibling(papers, *places, sibling=places, font=font, rest=rest)).signals
    assert {signal.severity for signal in signals} == {Severity.note}


@pytest.mark.parametrize(
    ("font", "rest"), [("Times-Bold", "Helvetica"), ("Courier-Bold", "Helvetica"), ("Courier", "DejaVuSans")]
)
def test_a_typeface_that_payroll_prints_values_in_is_a_note_where_no_other_stub_is_set_otherwise(papers, font, rest):
    # Names for the window and amounts against alteration have a typeface of their own.
    (signal,) = other_typeface.check(_packet(papers, *NAME, font=font, rest=rest)).signals
    assert signal.severity is Severity.note


@pytest.mark.parametrize(
    ("font", "rest"),
    [("Times-Roman", "Helvetica"), ("Helvetica", "DejaVuSans"), ("LiberationSans-Bold", "Liberation-Sans")],
    ids=["two standard faces", "a standard face beside an embedded one", "one face under two names"],
)
def test_a_value_that_looks_like_the_rest_in_another_face_on_every_stub_is_review(papers, font, rest):
    signals = other_typeface.check(_with_sibling(papers, *NAME, sibling=NAME, font=font, rest=rest)).signals
    assert [signal.severity for signal in signals] == [Severity.review, Severity.review]


def test_a_letter_s_value_in_another_standard_face_is_a_note(papers):
    (signal,) = other_typeface.check(
        _packet(papers, *DAY, kind="employment_letter", font="Times-Roman", rest="Helvetica")
    ).signals
    assert signal.severity is Severity.note


def test_a_design_with_two_embedded_typefaces_is_a_note(papers):
    (signal,) = other_typeface.check(_packet(papers, *NAME, font="LiberationSerif")).signals
    assert signal.severity is Severity.note


@pytest.mark.parametrize("font", ["DejaVuSans-Bold", "ABCDEF+DejaVuSans"])
def test_a_bold_value_and_a_subset_are_the_same_typeface(papers, font):
    assert other_typeface.check(_packet(papers, *NAME, font=font)).outcome is Outcome.consistent


def test_a_form_filled_in_with_values_of_several_kinds_is_ordinary(papers):
    assert other_typeface.check(_packet(papers, *NAME, *DAY, *NET)).signals == ()


def test_a_typeface_that_a_label_shares_is_ordinary(papers):
    assert other_typeface.check(_packet(papers, 0, *NAME)).signals == ()


def test_a_name_in_a_letterhead_s_size_is_ordinary(papers):
    assert other_typeface.check(_packet(papers, *NAME, size=16.0)).signals == ()


def test_letters_that_a_font_may_lack_say_nothing(papers):
    rows = [[("Employee", 100), ("Zoë", 200), ("Trần", 240)], *HEAD[1:]]
    assert other_typeface.check(_packet(papers, *NAME, rows=rows)).signals == ()


def test_a_scan_has_no_typefaces(papers):
    assert other_typeface.check(_packet(papers, *NAME, source="ocr")).outcome is Outcome.inconclusive


def test_a_holder_s_name_in_another_face_than_the_address_beneath_it_is_review(papers):
    names = [[("Jane", 64), ("Doe", 100)], [("4410", 64), ("Larch", 110)]]
    page = papers.page(*names, *FILLER, font="Lato-Regular")
    page = replace(
        page, words=tuple(replace(it, font="LiberationSans") if it.text in ("Jane", "Doe") else it for it in page.words)
    )
    document = replace(
        papers.document("bank_statement"), fields={"account_holder": _fact("employee_name", page.words[:2])}
    )
    (signal,) = other_typeface.check(papers.with_file(document, papers.reading(page))).signals
    assert (signal.severity, signal.field) == (Severity.review, "account_holder")
    block = replace(
        page,
        words=tuple(replace(it, font="LiberationSans") if it.text in ("4410", "Larch") else it for it in page.words),
    )
    answer = other_typeface.check(papers.with_file(document, papers.reading(block)))
    assert all(it.severity is Severity.note for it in answer.signals)

import pytest

from app.screening.checks import reused_stub, ytd_progression
from app.screening.verdict import Outcome, Severity

EARLIER = {"pay_date": "2026-10-30", "ytd_gross": "66000.00"}


def test_totals_that_grow_by_the_gross_pay_are_consistent(papers):
    packet = papers.packet(papers.stub(**EARLIER), papers.stub())
    assert ytd_progression.check(packet).outcome is Outcome.consistent


def test_a_gross_pay_raised_on_one_stub_only_is_review(papers):
    packet = papers.packet(papers.stub(**EARLIER), papers.stub(gross_pay="4500.00"))
    (signal,) = ytd_progression.check(packet).signals
    assert (signal.severity, signal.field, signal.implied) == (Severity.review, "gross_pay", "3000.00")


def test_the_order_in_which_stubs_are_handed_in_does_not_matter(papers):
    packet = papers.packet(papers.stub(), papers.stub(**EARLIER))
    assert ytd_progression.check(packet).outcome is Outcome.consistent


@pytest.mark.parametrize(
    "earlier",
    [
        {"pay_date": "2026-10-16", "ytd_gross": "63000.00"},  # a stub in between is missing
        {"pay_date": "2025-12-26", "ytd_gross": "75000.00"},  # a new year
        {"employer_name": "Borealis Foods", **EARLIER, "ytd_gross": "12000.00"},  # another job
    ],
)
def test_a_missing_stub_a_new_year_and_another_job_are_inconclusive(papers, earlier):
    packet = papers.packet(papers.stub(**earlier), papers.stub())
    assert ytd_progression.check(packet).outcome is Outcome.inconclusive


def test_a_bonus_named_on_the_stub_explains_a_larger_growth(papers):
    later = papers.stub(ytd_gross="71000.00")
    page = papers.page([("Bonus", 100), ("2,000.00", 300)])
    packet = papers.packet(papers.stub(**EARLIER), later, readings={later.file_id: papers.reading(page)})
    assert ytd_progression.check(packet).outcome is Outcome.inconclusive


RAISED = {
    "gross_pay": "4200.00",
    "ytd_gross": "96600.00",
    "net_pay": "3000.00",
    "ytd_net": "69000.00",
    "fica_social_security": "260.40",
    "ytd_social_security": "5989.20",
}
"""Twenty-three times one pay in every column, beside a stub of 3,000.00 whose 22 pays came to 66,000.00."""


def test_a_stub_raised_throughout_with_all_its_sums_is_review(papers):
    earlier = papers.stub(**EARLIER, ytd_social_security="4092.00")
    (signal,) = ytd_progression.check(papers.packet(earlier, papers.stub(**RAISED))).signals
    assert signal.severity is Severity.review


@pytest.mark.parametrize(
    "later",
    [
        {
            "gross_pay": "3000.00",
            "ytd_gross": "99600.00",
            "fica_social_security": "186.00",
            "ytd_social_security": "6175.20",
        },
        {"ytd_gross": "102000.00", "ytd_social_security": "6324.00"},  # a raise and a bonus; before it a bonus alone
        {"ytd_net": "61000.00"},  # taxes that did not grow with it
    ],
)
def test_a_bonus_paid_and_taxed_between_two_stubs_accuses_nobody(papers, later):
    earlier = papers.stub(**EARLIER, ytd_social_security="4092.00")
    packet = papers.packet(earlier, papers.stub(**(RAISED | later)))
    assert ytd_progression.check(packet).outcome is Outcome.inconclusive


def test_a_total_below_its_own_gross_pay_is_review(papers):
    result = ytd_progression.check(papers.packet(papers.stub(ytd_gross="2500.00")))
    assert result.outcome is Outcome.contradicted


def test_a_stub_with_only_its_date_changed_is_found_by_its_total(papers):
    packet = papers.packet(papers.stub(pay_date="2026-10-30"), papers.stub())
    assert reused_stub.check(packet).outcome is Outcome.contradicted
    assert ytd_progression.check(packet).signals == ()


def test_equal_salaries_with_a_moving_total_are_not_reused(papers):
    packet = papers.packet(papers.stub(**EARLIER), papers.stub())
    assert reused_stub.check(packet).outcome is Outcome.consistent


def test_the_same_stub_handed_in_twice_is_nobody_s_concern(papers):
    assert reused_stub.check(papers.packet(papers.stub(), papers.stub())).outcome is Outcome.inconclusive


def test_the_job_title_of_a_claims_adjuster_explains_no_growth(papers):
    later = papers.stub(ytd_gross="95000.00", period_start="2026-10-31")
    earlier = papers.stub(**EARLIER, period_end="2026-10-30")
    page = papers.page([("Claims", 100), ("Adjuster", 140)])
    packet = papers.packet(earlier, later, readings={later.file_id: papers.reading(page)})
    assert ytd_progression.check(packet).outcome is Outcome.contradicted


WORDS = [
    "acme",
    "corp",
    "payroll",
    "earnings",
    "regular",
    "overtime",
    "federal",
    "state",
    "medicare",
    "social",
    "security",
    "dental",
    "vision",
    "medical",
]
OTHERS = [
    "period",
    "ending",
    "check",
    "date",
    "hours",
    "rate",
    "current",
    "total",
    "gross",
    "net",
    "pay",
    "deductions",
    "employee",
    "address",
    "department",
]


def _unnamed(papers, extra=()):
    """Two stubs without a clear employer; the second one's year does not grow by its pay."""
    stubs = [
        papers.document("paystub", pay_date=day, pay_frequency="biweekly", gross_pay="3000.00", ytd_gross=year)
        for day, year in (("2026-10-30", "66000.00"), ("2026-11-13", "68000.00"))
    ]
    pages = [
        papers.page(*[[(word, 200)] for word in words]) for words in (WORDS + OTHERS, WORDS + OTHERS + list(extra))
    ]
    readings = {stub.file_id: papers.reading(page) for stub, page in zip(stubs, pages, strict=True)}
    return papers.packet(*stubs, readings=readings)


def test_stubs_of_one_layout_follow_each_other_although_their_employer_was_not_read(papers):
    (signal,) = ytd_progression.check(_unnamed(papers)).signals
    assert signal.expected == "$2,000.00"


def test_stubs_of_another_layout_without_an_employer_may_be_of_another_job(papers):
    assert ytd_progression.check(_unnamed(papers, ["zenith", "bakery", "avenue", "tulsa"])).signals == ()


@pytest.mark.parametrize(("total", "count"), [("87010.18", 1), ("75000.00", 0)])
def test_growth_beyond_what_weekly_stubs_between_could_explain_is_review(papers, total, count):
    earlier = papers.stub(**EARLIER, pay_frequency="")
    later = papers.stub("2026-11-13", pay_frequency="", ytd_gross=total)
    assert len(ytd_progression.check(papers.packet(earlier, later)).signals) == count


def test_a_total_that_began_again_with_a_new_provider_says_nothing(papers):
    before = papers.stub("2026-06-26", ytd_gross="39000.00")
    assert ytd_progression.check(papers.packet(before, papers.stub(ytd_gross="27000.00"))).signals == ()
    earlier = papers.stub("2026-10-30", ytd_gross="66000.00")
    assert len(ytd_progression.check(papers.packet(earlier, papers.stub(ytd_gross="27000.00"))).signals) == 1

from app.screening.checks.every import CHECKS, run_checks
from app.screening.verdict import Outcome, Severity

PAYROLL = ("2026-10-16", "2300.50", "ACME CORP PAYROLL")


def _strong(results):
    return [signal for result in results for signal in result.signals if signal.severity is Severity.strong]


def test_every_check_answers_an_empty_packet_with_inconclusive(papers):
    results = run_checks(papers.packet())
    assert len(results) == len(CHECKS)
    assert {result.outcome for result in results} == {Outcome.inconclusive}


def test_two_families_that_imply_the_same_value_are_strong(papers):
    stub = papers.stub(pay_date="2026-10-16", net_pay="3300.50")
    found = _strong(run_checks(papers.packet(stub, papers.statement(PAYROLL))))
    assert {signal.check for signal in found} == {"net_pay", "deposit_matches_net_pay"}
    assert {signal.implied for signal in found} == {"2300.50"}


def test_two_families_that_imply_different_values_stay_review(papers):
    stub = papers.stub(pay_date="2026-10-16", net_pay="3300.50")
    deposit = ("2026-10-16", "2000.00", "ACME CORP PAYROLL")
    assert _strong(run_checks(papers.packet(stub, papers.statement(deposit)))) == []


def test_metadata_alone_never_gets_above_review(papers):
    stub = papers.stub()
    metadata = papers.metadata(producer="Adobe Photoshop", revisions=4, created="2026-01-01", modified="2026-11-01")
    page = papers.page([("Pay", 60)])
    results = run_checks(papers.with_file(stub, papers.reading(page, metadata=metadata)))
    assert _strong(results) == []


def test_no_signal_accuses_and_every_serious_one_has_innocent_causes_and_a_next_step(papers):
    stub = papers.stub(pay_date="2026-10-16", net_pay="3300.50", ytd_gross="12.00", employee_name="Robert Okafor")
    results = run_checks(papers.packet(stub, papers.statement(PAYROLL, closing_balance="1.00")))
    signals = [signal for result in results for signal in result.signals]
    assert len(signals) >= 4
    for signal in signals:
        assert signal.innocent_explanations and signal.next_step
        assert "fraud" not in f"{signal.observation} {signal.next_step}".lower()


def test_two_families_that_agree_on_a_published_sample_stay_at_review(papers):
    stub = papers.stub(net_pay="3300.50", pay_date="2026-10-16")
    sample = papers.reading(papers.page([("SAMPLE", 300)]))
    results = run_checks(papers.packet(stub, papers.statement(PAYROLL), readings={stub.file_id: sample}))
    assert _strong(results) == []
    assert [result.check for result in results if result.outcome is Outcome.contradicted]

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from app.screening.policy import load_policy
from app.screening.screen import NothingReadable, read_files, screen
from app.screening.verdict import Applicant, SourceFile

POLICY = load_policy()
JANE = Applicant("Jane Doe", Decimal(2000))
KEYS = (
    "score label recommendation summary risk_flags fraud_signals completeness missing_documents model_version "
    "policy_version rent_basis extracted_data factors signals documents changes_that_would_help caps checks"
)


def _screen(reader, drawn, sources, applicant=JANE):
    return screen(applicant, read_files(reader, sources), POLICY, drawn.as_of)


def test_a_complete_genuine_packet_is_an_a_with_every_number_in_its_place(reader, drawn):
    verdict = _screen(reader, drawn, drawn.packet())
    assert [signal for signal in verdict.signals if signal.severity != "note"] == []
    assert (verdict.label, verdict.recommendation, verdict.completeness) == ("A", "approve", "complete")
    assert verdict.score == 100
    assert verdict.extracted_data == {
        "monthly_income": 6500.0,
        "rent_ratio": 3.25,
        "employer": "Acme Corp",
        "employment_duration_months": 32,
        "bank_balance": 17410.2,
        "document_quality": "excellent",
    }
    by_name = {factor.name: factor for factor in verdict.factors}
    for name in ("income_verification", "employment_stability", "financial_health"):
        assert by_name[name].evidence and all(item.box for item in by_name[name].evidence)


def test_the_json_has_the_contract_s_keys_and_is_the_same_every_time(reader, drawn):
    files = read_files(reader, drawn.packet())
    first, second = (json.dumps(screen(JANE, files, POLICY, drawn.as_of).to_json()) for _ in range(2))
    assert first == second
    assert list(json.loads(first)) == KEYS.split()


NAME_FIELDS = {"full_name", "employee_name", "account_holder", "person_name", "mrz_name"}


def _without_names(verdict):
    plain = verdict.to_json()
    for document in plain["documents"]:
        document["fields"] = {key: value for key, value in document["fields"].items() if key not in NAME_FIELDS}
    return plain


@pytest.mark.parametrize("name", ["Lakisha Okonkwo", "Wei Zhang", "José Hernández", "Brendan Murphy"])
def test_another_name_changes_nothing(reader, drawn, name):
    swapped = _screen(reader, drawn, drawn.packet(name), replace(JANE, name=name))
    assert _without_names(swapped) == _without_names(_screen(reader, drawn, drawn.packet()))


def test_no_name_stands_in_what_a_person_reads_of_the_verdict(reader, drawn):
    plain = _screen(reader, drawn, drawn.packet()).to_json()
    plain.pop("documents")
    assert "Jane" not in json.dumps(plain) and "Doe" not in json.dumps(plain)


def test_a_raised_net_pay_that_the_bank_statement_denies_is_strong(reader, drawn):
    altered = {"pay_date": "10/16/2026", "period": "09/28/2026 - 10/11/2026", "ytd": "63,000.00", "net": "3,985.50"}
    verdict = _screen(reader, drawn, drawn.packet(**altered))
    strong = {signal.check for signal in verdict.signals if signal.severity == "strong"}
    assert strong == {"net_pay", "deposit_matches_net_pay"}
    assert (verdict.score, verdict.label, verdict.recommendation) == (49, "C", "reject")
    assert verdict.fraud_signals == ("altered_paystub",)
    assert verdict.caps[-1].startswith("Capped at 49: ")


def test_a_stub_saved_again_with_another_amount_is_strong_and_shows_both(reader, drawn):
    sources = drawn.packet()
    edited = drawn.saved_again(sources[1].content, b"2,285.50", b"3,285.50")
    verdict = _screen(reader, drawn, [sources[0], replace(sources[1], content=edited), *sources[2:]])
    (signal,) = [signal for signal in verdict.signals if signal.check == "recovered_revision"]
    assert (signal.severity, signal.field, signal.implied) == ("strong", "net_pay", "2285.50")
    assert [item.text for item in signal.evidence] == ["3,285.50", "earlier: 2,285.50"]


def test_an_empty_amount_that_was_filled_in_later_is_only_a_note(reader, drawn):
    empty = drawn.packet(net="0.00")[1]
    filled = drawn.saved_again(empty.content, b"(0.00)", b"(2,285.50)")
    sources = drawn.packet()
    verdict = _screen(reader, drawn, [sources[0], replace(sources[1], content=filled), *sources[2:]])
    assert [signal for signal in verdict.signals if signal.severity != "note"] == []


def test_a_file_saved_again_without_another_value_is_only_a_note(reader, drawn):
    sources = drawn.packet()
    again = drawn.saved_again(sources[1].content, b"nothing of this", b"is there")
    verdict = _screen(reader, drawn, [sources[0], replace(sources[1], content=again), *sources[2:]])
    assert [signal for signal in verdict.signals if signal.severity != "note"] == []
    assert verdict.score == 100


def test_a_changed_amount_outside_the_fields_is_review(reader, drawn):
    sources = drawn.packet()
    edited = drawn.saved_again(sources[3].content, b"-60.80", b"-90.80")
    verdict = _screen(reader, drawn, [*sources[:3], replace(sources[3], content=edited), sources[4]])
    found = [signal for signal in verdict.signals if signal.check == "recovered_revision"]
    assert [signal.severity for signal in found] == ["review"]


def test_missing_documents_are_named_and_cap_the_score(reader, drawn):
    verdict = _screen(reader, drawn, drawn.packet()[:2])
    assert verdict.missing_documents == ("paystub", "bank_statement")
    assert (verdict.completeness, verdict.recommendation) == ("incomplete", "approve_with_verification")
    assert verdict.score <= 79 and "documents_incomplete" in verdict.risk_flags
    assert "with the missing documents" in verdict.changes_that_would_help[0].lower()


def test_the_same_stub_twice_is_one_stub(reader, drawn):
    sources = drawn.packet()
    verdict = _screen(reader, drawn, [*sources[:2], replace(sources[1], file_id="again"), *sources[3:]])
    assert verdict.missing_documents == ("paystub",)
    assert [signal for signal in verdict.signals if signal.severity != "note"] == []


def test_one_unreadable_file_is_reported_and_the_rest_is_screened(reader, drawn):
    verdict = _screen(reader, drawn, [*drawn.packet(), SourceFile("bad", "bad.pdf", b"%PDF-1.4 nonsense")])
    bad = verdict.documents[-1]
    assert (bad.readable, bad.file_name, bool(bad.error)) == (False, "bad.pdf", True)
    assert "documents_illegible" in verdict.risk_flags and verdict.completeness == "complete"


def test_nothing_readable_says_why_for_each_file(reader, drawn):
    with pytest.raises(NothingReadable, match=r"a\.pdf: .*empty"):
        _screen(reader, drawn, [SourceFile("a", "a.pdf", b"")])


def test_a_subsidy_that_pays_the_whole_rent_leaves_income_out(reader, drawn):
    verdict = _screen(reader, drawn, drawn.packet(), replace(JANE, housing_subsidy=Decimal(2000)))
    assert verdict.rent_basis == 0.0 and verdict.extracted_data["rent_ratio"] is None
    assert not verdict.factors[0].assessed
    assert "subsid" not in verdict.summary.lower()
    assert verdict.label == "A"

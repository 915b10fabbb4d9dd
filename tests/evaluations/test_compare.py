"""What changed from one verdict to the next, as a person would list it."""

from __future__ import annotations

from typing import Any

from app.evaluations.compare import Change, compare


def verdict(score: int = 84, **parts: Any) -> dict[str, Any]:
    return {
        "score": score, "label": "A" if score >= 80 else "B", "recommendation": "approve",
        "documents": [], "factors": [], "signals": [], **parts,
    }  # fmt: skip


def document(
    file_id: str = "f1", kind: str = "paystub", page: int = 1, readable: bool = True, **fields: Any
) -> dict[str, Any]:
    facts = {name: {"value": value} for name, value in fields.items()}
    return {
        "file_id": file_id, "file_name": f"{file_id}.pdf", "document_type": kind, "page_from": page,
        "readable": readable, "fields": facts,
    }  # fmt: skip


def signal(severity: str = "review", check: str = "net_pay", observation: str = "Look.") -> dict[str, Any]:
    place = {"file_id": "f1", "page": 1}
    return {
        "severity": severity, "check": check, "code": "altered_paystub", "field": "net_pay",
        "observation": observation, "evidence": [place],
    }  # fmt: skip


def factor(points: int, assessed: bool = True) -> dict[str, Any]:
    return {"name": "income_verification", "points": points, "max_points": 30, "assessed": assessed}


def test_the_same_verdict_has_no_changes() -> None:
    one = verdict(documents=[document(gross_pay="3000.00")], factors=[factor(30)], signals=[signal()])
    found = compare(one, one)
    assert (found.count, found.is_same_result, found.before) == (0, True, "84 A approve")


def test_a_changed_value_is_said_in_words_of_its_kind() -> None:
    before = verdict(documents=[document(gross_pay="3000.00", pay_date="2026-11-13", payroll_deposits=[{"a": "1"}])])
    after = verdict(documents=[document(gross_pay="3200.50", hours="80.00", payroll_deposits=[{"a": "2"}])])
    assert [(change.what, change.before, change.after) for change in compare(before, after).changes] == [
        ("gross pay (paystub, f1.pdf)", "$3,000.00", "$3,200.50"),
        ("pay date (paystub, f1.pdf)", "Nov 13, 2026", ""),
        ("payroll deposits (paystub, f1.pdf)", "1 row", "1 row, others"),
        ("hours (paystub, f1.pdf)", "", "80.00"),
    ]


def test_points_and_the_result_change() -> None:
    found = compare(verdict(84, factors=[factor(30)]), verdict(79, factors=[factor(20)]))
    assert found.changes == (Change("points", "income verification", "30 of 30", "20 of 30"),)
    assert (found.before, found.after, found.is_same_result) == ("84 A approve", "79 B approve", False)
    assert compare(verdict(factors=[factor(0, assessed=False)]), verdict(factors=[factor(0)])).changes[0].before == (
        "not assessed"
    )


def test_signals_come_go_and_grow() -> None:
    def told(before: list[Any], after: list[Any]) -> list[tuple[str, str]]:
        found = compare(verdict(signals=before), verdict(signals=after))
        return [(change.before, change.after) for change in found.changes]

    assert told([], [signal()]) == [("", "review")]
    assert told([signal()], []) == [("review", "")]
    assert told([signal()], [signal("strong")]) == [("review", "strong")]
    assert told([signal()], [signal(observation="Other words for the same.")]) == []
    assert told([signal("note")], []) == []
    assert told([signal(), signal()], [signal()]) == [("review", "")]


def test_documents_come_and_go_and_a_new_upload_of_the_same_name_is_the_same_document() -> None:
    before = verdict(documents=[document("f1"), document("f2"), document("f3", readable=False)])
    again = {**document("f9"), "file_name": "f2.pdf"}
    after = verdict(documents=[document("f1"), again, document("f3"), document("f4")])
    assert [(change.what, change.before, change.after) for change in compare(before, after).changes] == [
        ("paystub, f3.pdf", "could not be read", "readable"),
        ("paystub, f4.pdf", "", "added"),
    ]
    assert compare(after, before).changes[-1] == Change("document", "paystub, f4.pdf", "was there", "")


def test_what_followed_from_the_facts_can_be_told_alone() -> None:
    before = verdict(documents=[document(gross_pay="1.00")], factors=[factor(0)])
    after = verdict(documents=[document(gross_pay="9.00")], factors=[factor(30)])
    assert compare(before, after).count == 2
    assert [change.about for change in compare(before, after).without_facts().changes] == ["points"]

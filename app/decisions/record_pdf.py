"""The record of a decision as a PDF: what was decided by whom, on which criteria, facts and evidence."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.platypus import Image, KeepTogether, Spacer

from app.decisions.criteria import criteria_of, labels_in_words
from app.decisions.pdf_sheet import BODY, SMALL, TITLE, WIDTH, Sheet
from app.decisions.reasons import reason_words
from app.decisions.record import Record
from app.templating import moment, money, words

DECIDED = {
    "approve": "Approved",
    "approve_with_conditions": "Approved with conditions",
    "decline": "Declined",
}
MOST_HIGH = 300
PICTURE_DPI = 150


def record_pdf(record: Record) -> bytes:
    """The PDF. A record without an evaluation is short and says so."""
    sheet = Sheet(f"Decision record {record.decision['id']}")
    sheet.add("Decision record", TITLE)
    _application(sheet, record)
    _decision(sheet, record)
    if record.evaluation is None:
        missing = "is no longer kept" if record.decision["evaluation_id"] else "was not made before this decision"
        sheet.heading("Evaluation")
        sheet.add(f"An evaluation {missing}.")
    else:
        for part in (_recommendation, _criteria, _factors, _signals, _facts, _corrections, _pictures):
            part(sheet, record, record.evaluation)
    _about(sheet, record)
    return sheet.build("Record of a decision about a rental application")


def _application(sheet: Sheet, record: Record) -> None:
    lead = record.lead
    own = lead["monthly_rent"] - lead["housing_subsidy"]
    subsidy = f"{money(lead['housing_subsidy'])}, own portion {money(own)}" if lead["housing_subsidy"] else ""
    sheet.heading("Application")
    sheet.pairs([
        ("Applicant", f"{lead['first_name']} {lead['last_name']}".strip()),
        ("Site", record.site_name),
        ("Unit", f"{lead['property_name']} {lead['unit_name']}" if lead["unit_name"] else ""),
        ("Monthly rent", money(lead["monthly_rent"])),
        ("Housing subsidy", subsidy),
    ])  # fmt: skip


def _decision(sheet: Sheet, record: Record) -> None:
    made = record.decision
    undone = f"{_at(record)(made['undone_at'])} by {made['undone_by_name'] or 'a person'}" if made["undone_at"] else ""
    sheet.heading("Decision")
    sheet.pairs([
        ("Decision", DECIDED[made["kind"]]),
        ("Decided by", made["decided_by_name"] or made["decided_by"]),
        ("Decided at", _at(record)(made["decided_at"])),
        ("Reasons", "\n".join(reason_words(made["reason_codes"]))),
        ("Conditions", made["conditions"]),
        ("Note", made["note"]),
        ("Recommended was", words(made["recommendation"]) if made["recommendation"] else "no recommendation"),
        ("Why otherwise", made["override_reason"]),
        ("Undone", undone),
    ])  # fmt: skip


def _recommendation(sheet: Sheet, record: Record, evaluation: dict[str, Any]) -> None:
    verdict = evaluation["verdict"]
    missing = ", ".join(words(name) for name in verdict["missing_documents"])
    sheet.heading("Recommendation")
    sheet.pairs([
        ("Recommendation", words(evaluation["recommendation"])),
        ("Score and label", f"{evaluation['score']} of 100, {evaluation['label']}"),
        ("Made by", f"{evaluation['model_version']}, policy {evaluation['policy_version']}"),
        ("Made at", _at(record)(evaluation["evaluated_at"])),
        ("Missing documents", missing),
        ("Summary", "\n".join([verdict["summary"], *verdict["caps"]])),
    ])  # fmt: skip


def _criteria(sheet: Sheet, record: Record, evaluation: dict[str, Any]) -> None:
    sheet.heading("Criteria")
    if record.policy is None:
        sheet.add(f"The thresholds of policy {evaluation['policy_version']} are no longer kept here.")
        return
    rows = [(words(name), most, told) for name, most, told in criteria_of(record.policy)]
    sheet.table(("Factor", "Most points", "What gives how many"), rows, (0.24, 0.12, 0.64))
    sheet.add(labels_in_words(record.policy), SMALL)


def _factors(sheet: Sheet, _: Record, evaluation: dict[str, Any]) -> None:
    sheet.heading("Factors")
    rows = [
        (
            words(item["name"]),
            f"{item['points']} of {item['max_points']}" if item["assessed"] else "not assessed",
            "\n".join([item["reason"], *_places(item["evidence"])]),
        )
        for item in evaluation["verdict"]["factors"]
    ]
    sheet.table(("Factor", "Points", "Why, and where it stands"), rows, (0.24, 0.14, 0.62))


def _signals(sheet: Sheet, _: Record, evaluation: dict[str, Any]) -> None:
    seen = [item for item in evaluation["verdict"]["signals"] if item["severity"] != "note"]
    sheet.heading("What needed a look")
    if not seen:
        sheet.add("No check asked for a person.")
    for item in seen:
        causes = "; ".join(item["innocent_explanations"])
        sheet.pairs([
            ("Observed", item["observation"]),
            ("Expected", item["expected"]),
            ("Found", item["actual"]),
            ("Innocent causes", causes),
            ("Next step", item["next_step"]),
            ("Where", "\n".join(_places(item["evidence"]))),
        ])  # fmt: skip


def _facts(sheet: Sheet, _: Record, evaluation: dict[str, Any]) -> None:
    sheet.heading("Facts")
    rows = [
        (
            words(document["document_type"]),
            words(name),
            _value(name, fact["value"]),
            f"{document['file_name']}, p. {fact['page']}",
        )
        for document in evaluation["verdict"]["documents"]
        for name, fact in document["fields"].items()
    ]
    rows += [
        (words(item["document_type"]), "could not be read", item["error"] or "", item["file_name"])
        for item in evaluation["verdict"]["documents"]
        if not item["readable"]
    ]
    if rows:
        sheet.table(("Document", "Fact", "Value", "Where"), rows, (0.18, 0.22, 0.3, 0.3))
    else:
        sheet.add("No value was read from the documents.")


def _corrections(sheet: Sheet, record: Record, _: dict[str, Any]) -> None:
    if not record.corrections:
        return
    sheet.heading("Corrections by people")
    rows = [
        (
            words(item["field"]),
            item["machine_value"] or "–",
            item["corrected_value"],
            item["reason"],
            f"{item['corrected_by_name'] or 'a person'}, {_at(record)(item['corrected_at'])}",
        )
        for item in record.corrections
    ]
    sheet.table(("Fact", "Read", "Corrected to", "Why", "By"), rows, (0.16, 0.16, 0.18, 0.26, 0.24))


def _pictures(sheet: Sheet, record: Record, _: dict[str, Any]) -> None:
    sheet.heading("Evidence")
    if not record.pictures:
        sheet.add("No place on a page is named. Pages of an ID are never shown here.")
        return
    sheet.add("Parts of pages, with the places framed. Pages of an ID are never shown here.", SMALL)
    for picture in record.pictures:
        place = picture.place
        caption = sheet.text(f"{place.file_name}, page {place.page}: {'; '.join(place.texts[:12])}", SMALL)
        if picture.jpeg is None:
            sheet.parts += [sheet.text("This page is no longer kept, or could not be drawn.", BODY), caption]
            continue
        width = min(WIDTH, picture.width * 72 / PICTURE_DPI, MOST_HIGH * picture.width / picture.height)
        drawn = Image(io.BytesIO(picture.jpeg), width, width * picture.height / picture.width, hAlign="LEFT")
        sheet.parts += [KeepTogether([drawn, Spacer(0, 3), caption]), Spacer(0, 12)]
    if record.pages_left_out:
        sheet.add(
            f"{record.pages_left_out} more pages with evidence are not shown; their places are listed above.", SMALL
        )


def _about(sheet: Sheet, record: Record) -> None:
    sheet.heading("About this record")
    sheet.pairs([
        ("Decision", record.decision["id"]),
        ("Evaluation", record.decision["evaluation_id"] or "none"),
        ("Lead", record.lead["id"]),
        ("Generated at", _at(record)(record.generated_at)),
    ])  # fmt: skip
    sheet.add("The recommendation was made by software; the decision by the person named above.", SMALL)


def _at(record: Record) -> Callable[[Any], str]:
    return lambda at: f"{moment(at, record.timezone)} ({record.timezone})"


def _places(evidence: list[dict[str, Any]]) -> list[str]:
    return [f"“{item['text']}” – {item['file_name']}, p. {item['page']}" for item in evidence[:8]]


def _value(name: str, value: Any) -> str:
    """Of lists only the length, and of deposits date and amount: whom somebody paid is nobody's business here."""
    if not isinstance(value, list):
        return str(value)
    if name != "payroll_deposits":
        return f"rows read: {len(value)}"
    return "\n".join(f"{row.get('date', '')} {row.get('amount', '')}".strip() for row in value)

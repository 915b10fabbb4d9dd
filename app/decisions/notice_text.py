"""The words of a notice of adverse action, as a draft that people edit.

After 15 U.S.C. 1681m(a) (Fair Credit Reporting Act, section 615(a)): what was decided, where the information comes
from, where a consumer report was used the agency's name, address and telephone number and that it did not decide, the
score where one was used, the right to a free copy within 60 days, and the right to dispute. The main reasons stand in
it as well, though this law asks for them for credit only. Not legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.decisions.reasons import reason_words
from app.decisions.tables import DecisionKind

LONGEST_LINE, LONGEST_TEXT = 200, 4000


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the editor; `heading` stands above its text in the notice, empty for none."""

    name: str
    label: str
    heading: str = ""
    is_text: bool = True
    is_required: bool = True
    hint: str = ""


FIELDS = (
    Field("date", "Date", is_text=False),
    Field("to_name", "To", is_text=False),
    Field("to_address", "Postal address", is_required=False, hint="For a notice by post."),
    Field("property", "Home applied for", is_text=False),
    Field("decision", "What was decided", heading="Our decision"),
    Field("conditions", "Conditions", heading="Conditions", is_required=False),
    Field("reasons", "Main reasons", heading="Main reasons", hint="One on each line."),
    Field("source", "Source of the information", heading="Where the information comes from"),
    Field("agency_name", "Consumer reporting agency", is_text=False, is_required=False, hint="If a report was used."),
    Field("agency_address", "Its address", is_required=False),
    Field("agency_phone", "Its telephone number", is_text=False, is_required=False, hint="Toll-free if nationwide."),
    Field("agency_statement", "Statement about the agency", is_required=False, hint="Left out if no agency is named."),
    Field("score_disclosure", "Credit score", heading="Credit score", is_required=False,
          hint="Only if one was used: the score, its range, its date, who provided it, and the key factors."),
    Field("right_to_copy", "Right to a copy", heading="Your right to a copy"),
    Field("right_to_dispute", "Right to dispute", heading="Your right to dispute"),
    Field("contact", "Contact", heading="How to reach us", hint="Postal address and telephone number of the site."),
)  # fmt: skip
NAMES = tuple(item.name for item in FIELDS)

_AGENCY = (
    "The agency did not make this decision and cannot give you the specific reasons for it. You have the right to a"
    " free copy of your report from the agency if you ask for it within 60 days of receiving this notice, and the right"
    " to dispute with the agency the accuracy or completeness of anything in it."
)
_COPY = (
    "Ask us within 60 days of receiving this notice, and we give you a free copy of the information about you on which"
    " this decision is based."
)
_DISPUTE = (
    "You have the right to dispute the accuracy or completeness of that information. Tell us what is wrong, with"
    " documents if you have them, and a person looks at your application again."
)


def draft_body(
    decision: dict[str, Any], lead: dict[str, Any], site_name: str, zone: str, now: datetime
) -> dict[str, str]:
    """The first text of every field, from the decision and the lead with its unit's and property's names."""
    home = f"{lead['property_name']} {lead['unit_name']}" if lead["unit_name"] else site_name
    software = ", read and evaluated with the help of software (LeaseLab)" if decision["evaluation_id"] else ""
    return dict.fromkeys(NAMES, "") | {
        "date": now.astimezone(ZoneInfo(zone)).date().isoformat(),
        "to_name": f"{lead['first_name']} {lead['last_name']}".strip(),
        "property": home,
        "decision": _decided(decision["kind"]),
        "conditions": decision["conditions"],
        "reasons": "\n".join(reason_words(decision["reason_codes"])),
        "source": f"Your application and the documents that you supplied with it{software}."
        f" A person at {site_name} made the decision.",
        "agency_statement": _AGENCY,
        "right_to_copy": _COPY,
        "right_to_dispute": _DISPUTE,
        "contact": f"{site_name}\n{decision['decided_by_email']}",
    }


def _decided(kind: str) -> str:
    if kind == DecisionKind.decline:
        return "We have decided not to approve your application for this home."
    return "We can approve your application for this home only on the conditions below."


def letter_date(body: dict[str, str]) -> str:
    """`November 22, 2026`; nothing where the notice was erased."""
    if not body["date"]:
        return ""
    given = date.fromisoformat(body["date"])
    return f"{given:%B} {given.day}, {given.year}"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (or none) with its paragraphs, or with a list of points."""

    heading: str
    lines: tuple[str, ...]
    is_list: bool = False


def notice_parts(body: dict[str, str]) -> list[Part]:
    """The notice below its address, as its preview, its PDF and its mail say it; empty fields leave nothing behind."""
    parts = []
    for item in FIELDS[4:]:
        text = body.get(item.name, "").strip()
        if text and item.heading:
            parts.append(
                Part(item.heading, tuple(filter(None, map(str.strip, text.splitlines()))), item.name == "reasons")
            )
        if item.name == "source" and body.get("agency_name", "").strip():
            parts.append(_agency_part(body))
    return parts


def _agency_part(body: dict[str, str]) -> Part:
    address = body.get("agency_address", "").splitlines()
    lines = ["We also used a report from this consumer reporting agency:", body["agency_name"], *address]
    lines += [body.get("agency_phone", ""), *body.get("agency_statement", "").splitlines()]
    return Part("Consumer report", tuple(filter(None, map(str.strip, lines))))


def notice_plain(body: dict[str, str], title: str) -> str:
    """The notice as plain text, for a mail."""
    head = [title, f"{letter_date(body)}\n{body['to_name']}\n{body['to_address']}".strip(), f"Home: {body['property']}"]
    for part in notice_parts(body):
        lines = [f"- {line}" for line in part.lines] if part.is_list else list(part.lines)
        head.append("\n".join([part.heading.upper(), *lines]))
    return "\n\n".join(head) + "\n"

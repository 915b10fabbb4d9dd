"""Whether the documents belong to the applicant: the only check that looks at a name, and it repeats none."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.facts.people import compare_names
from app.screening.verdict import CheckResult, Document, DocumentType, Outcome, Severity, Signal

QUESTION = Question(
    check="same_person",
    family="across",
    innocent=(
        "a change of name, after a marriage for example",
        "another spelling or order, or a transliteration",
        "a document of a co-applicant or spouse",
    ),
    next_step="Ask whose document it is, and for a proof if the name has changed.",
)
NAME_FIELDS: dict[DocumentType, str] = {
    DocumentType.government_id: "full_name",
    DocumentType.paystub: "employee_name",
    DocumentType.bank_statement: "account_holder",
    DocumentType.employment_letter: "employee_name",
    DocumentType.tax_return: "person_name",
}


def check(packet: Packet) -> CheckResult:
    """The name on every document agrees with the application; a document without a clear name says nothing."""
    answers = [(document, _compare(packet, document)) for document in packet.of_type(*NAME_FIELDS)]
    return QUESTION.answer(
        (_signal(document) for document, outcome in answers if outcome is Outcome.contradicted),
        sum(outcome is not Outcome.inconclusive for _, outcome in answers),
        "The documents are in the applicant's name.",
        "No document shows a name clearly enough to compare.",
    )


def _compare(packet: Packet, document: Document) -> Outcome:
    name = packet.text(document, NAME_FIELDS[document.document_type])
    if not name or not packet.applicant.name.strip():
        return Outcome.inconclusive
    return compare_names(packet.applicant.name, name)


def _signal(document: Document) -> Signal:
    field = NAME_FIELDS[document.document_type]
    return QUESTION.signal(
        "inconsistent_information",
        Severity.review,
        f"The {document.document_type.value.replace('_', ' ')} is in another name than the application.",
        "the name on the application",
        "another name",
        document.evidence(field),
        field,
    )

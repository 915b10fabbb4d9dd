"""Whether the documents belong to the applicant: the only check that looks at a name, and it repeats none."""

from __future__ import annotations

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.facts.applicant_name import compare_to_applicant
from app.screening.facts.people import compare_names
from app.screening.facts.same_letters import holds, is_nearly
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
NAME_FIELDS: dict[DocumentType, tuple[str, ...]] = {
    DocumentType.government_id: ("full_name", "mrz_name"),
    DocumentType.paystub: ("employee_name",),
    DocumentType.bank_statement: ("account_holder", "joint_holder"),
    DocumentType.employment_letter: ("employee_name",),
    DocumentType.tax_return: ("person_name",),
}


def check(packet: Packet) -> CheckResult:
    """The name on every document agrees with the application; a document without a clear name says nothing.

    Of two holders of an account one is enough; the printed name of an ID and its machine readable one must both agree.
    """
    signals: list[Signal] = []
    looked = 0
    for document in packet.of_type(*NAME_FIELDS):
        answers = {field: _compare(packet, document, field) for field in NAME_FIELDS[document.document_type]}
        looked += any(outcome is not Outcome.inconclusive for outcome in answers.values())
        if _vouches(packet, document):
            answers["full_name"] = Outcome.consistent
        others = [field for field, outcome in answers.items() if outcome is Outcome.contradicted]
        is_shared = "joint_holder" in answers and Outcome.consistent in answers.values()
        if others and not is_shared:
            signals.append(_signal(document, others[0]))
    return QUESTION.answer(
        signals,
        looked,
        "The documents are in the applicant's name.",
        "No document shows a name clearly enough to compare.",
    )


def _compare(packet: Packet, document: Document, field: str) -> Outcome:
    return compare_to_applicant(packet.applicant.name, packet.text(document, field))


def _vouches(packet: Packet, document: Document) -> bool:
    """The machine-readable zone of an ID names the applicant and holds every printed word, of which some were lost.

    It only ever excuses, so here even a faint zone counts.
    """
    printed, zone = packet.text(document, "full_name"), document.fields.get("mrz_name")
    coded = zone.value if zone and isinstance(zone.value, str) else ""
    is_same_card = bool(printed and coded) and (holds(coded, printed) or is_nearly(coded, printed))
    return is_same_card and compare_names(packet.applicant.name, coded) is Outcome.consistent


def _signal(document: Document, field: str) -> Signal:
    return QUESTION.signal(
        "inconsistent_information",
        Severity.review,
        f"The {document.document_type.value.replace('_', ' ')} is in another name than the application.",
        "the name on the application",
        "another name",
        document.evidence(field),
        field,
    )

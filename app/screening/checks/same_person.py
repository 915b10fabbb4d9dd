"""Whether the documents belong to the applicant: the only check that looks at a name, and it repeats none."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

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
_FAINT = 0.6
_TELLING = 3
"""Letters of a word that tell a name from an initial."""
_NEAR = 60
"""Of 100: a misread word of the applicant's name stays above, as do many a stranger's of the same length."""
_ONE_SLIP = 80
"""Of 100: one letter of five; a street or a town comes that near to one word of a name, hardly to two."""
NAME_FIELDS: dict[DocumentType, tuple[str, ...]] = {
    DocumentType.government_id: ("full_name", "mrz_name"),
    DocumentType.paystub: ("employee_name",),
    DocumentType.bank_statement: ("account_holder", "joint_holder"),
    DocumentType.employment_letter: ("employee_name",),
    DocumentType.tax_return: ("person_name",),
}


def check(packet: Packet) -> CheckResult:
    """The name on every document agrees with the application; a document without a clear name says nothing.

    A name that was read faintly counts only where nothing like the applicant's name is anywhere on the document.
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
    return compare_to_applicant(
        packet.applicant.name, packet.text(document, field) or _faint_other(packet, document, field)
    )


def _faint_other(packet: Packet, document: Document, field: str) -> str:
    """A name read less surely, where no word of its document comes near any word of the applicant's name."""
    fact = document.fields.get(field)
    name = fact.value.strip() if fact and isinstance(fact.value, str) and fact.confidence >= _FAINT else ""
    asked = [it for it in re.findall(r"\w+", packet.applicant.name.casefold()) if len(it) >= _TELLING]
    printed = {word.text.casefold().strip(".,:") for page in packet.pages_of(document) for word in page.words}
    is_whole = len([it for it in re.findall(r"[^\W\d_]+", name) if len(it) >= _TELLING]) >= 2
    near = [max((_nearness(one, it) for it in printed if len(it) >= _TELLING), default=0.0) for one in asked]
    is_near = max(near, default=0.0) > _ONE_SLIP or sum(it >= _NEAR for it in near) >= min(2, len(asked))
    return name if is_whole and asked and printed and not is_near else ""


def _nearness(word: str, printed: str) -> float:
    """0 to 100, also where the word has run together with another."""
    inside = fuzz.partial_ratio(word, printed) if len(printed) > len(word) > _TELLING + 1 else 0.0
    return max(fuzz.ratio(word, printed), inside if inside > _ONE_SLIP else 0.0)


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

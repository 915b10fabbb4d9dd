"""Whether the documents belong to the applicant: the only check that looks at a name, and it repeats none."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.facts.applicant_name import compare_to_applicant
from app.screening.facts.people import compare_names, without_marks
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
_FEWEST = 2
"""Words that make a name."""
_NEAR = 60
"""Of 100: a misread word of the applicant's name stays above, as do many a stranger's of the same length."""
_ONE_SLIP = 80
"""Of 100: one letter of five; a street or a town comes that near to one word of a name, hardly to two."""
_NAMES_BOTH = re.compile(
    r"marriage|divorce|dissolution|changed? of name|name change|naturali[sz]ation|guarant(?:y|ee|or)|co-?signer", re.I
)
"""Papers that may name the applicant beside a former name, or beside whoever stands surety."""
NAME_FIELDS: dict[DocumentType, tuple[str, ...]] = {
    DocumentType.government_id: ("full_name", "mrz_name"),
    DocumentType.paystub: ("employee_name",),
    DocumentType.bank_statement: ("account_holder", "joint_holder"),
    DocumentType.employment_letter: ("employee_name",),
    DocumentType.tax_return: ("person_name",),
}


@dataclass(frozen=True, slots=True)
class _Other:
    """A document in another name than the application's, the field that says so, and whether the applicant's name
    stands on it too."""

    document: Document
    field: str
    name: str
    is_named_too: bool


def check(packet: Packet) -> CheckResult:
    """The name on every document agrees with the application; a document without a clear name says nothing.

    A name that was read faintly counts only where nothing like the applicant's name is anywhere on the document.
    Of two holders of an account one is enough; the printed name of an ID and its machine readable one must both agree.
    Papers in one other name are one disagreement; a note where they or a certificate name the applicant too, or where
    the applicant's own ID lies beside another person's.
    """
    others: list[_Other] = []
    looked, has_own_card = 0, False
    for document in packet.of_type(*NAME_FIELDS):
        answers = {field: _compare(packet, document, field) for field in NAME_FIELDS[document.document_type]}
        looked += any(outcome is not Outcome.inconclusive for outcome in answers.values())
        if _vouches(packet, document):
            answers["full_name"] = Outcome.consistent
        is_agreed = Outcome.consistent in answers.values()
        contradicted = [field for field, outcome in answers.items() if outcome is Outcome.contradicted]
        if contradicted and not ("joint_holder" in answers and is_agreed):
            field = contradicted[0]
            others.append(_Other(document, field, _printed(document, field), _names_applicant(packet, document)))
        has_own_card |= document.document_type is DocumentType.government_id and is_agreed and not contradicted
    return QUESTION.answer(
        [_signal(packet, group, has_own_card=has_own_card) for group in _by_name(others)],
        looked,
        "The documents are in the applicant's name.",
        "No document shows a name clearly enough to compare.",
    )


def _by_name(others: list[_Other]) -> list[list[_Other]]:
    groups: list[list[_Other]] = []
    for one in others:
        same = next((it for it in groups if compare_names(it[0].name, one.name) is Outcome.consistent), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return groups


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
    is_whole = len(_long_words(name)) >= _FEWEST
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


def _printed(document: Document, field: str) -> str:
    value = document.fields[field].value
    return value.strip() if isinstance(value, str) else ""


def _signal(packet: Packet, group: list[_Other], *, has_own_card: bool) -> Signal:
    kinds = _kinds(group)
    verb = "is" if len(group) == 1 else "are"
    also = _excuse(packet, group, has_own_card=has_own_card)
    return QUESTION.signal(
        "inconsistent_information",
        Severity.note if also else Severity.review,
        f"The {' and the '.join(kinds)} {verb} in another name than the application.{also}",
        "the name on the application",
        "another name",
        tuple(place for one in group for place in one.document.evidence(one.field)),
        group[0].field,
    )


def _excuse(packet: Packet, group: list[_Other], *, has_own_card: bool) -> str:
    if all(one.is_named_too for one in group):
        return " The applicant's name stands there too."
    if _is_certified(packet, group[0].name):
        return " A paper that names both is there too."
    if _is_joined(packet, group[0].name):
        return " Another paper holds both names."
    is_card_alone = has_own_card and all(one.document.document_type is DocumentType.government_id for one in group)
    return " An ID of the applicant's own is there too." if is_card_alone else ""


def _is_joined(packet: Packet, name: str) -> bool:
    """A paper's own name holds the words of both, as those of people who use a second given name do."""
    wanted = set(_long_words(packet.applicant.name)) | set(_long_words(name))
    names = (packet.text(it, field) for it in packet.of_type(*NAME_FIELDS) for field in NAME_FIELDS[it.document_type])
    return any(wanted <= set(_long_words(it)) for it in names)


def _names_applicant(packet: Packet, document: Document) -> bool:
    """Whether the words of the applicant's name stand side by side on the document, or anywhere on a card."""
    wanted = set(_long_words(packet.applicant.name))
    printed = [_long_words(" ".join(word.text for word in page.words)) for page in packet.pages_of(document)]
    if len(wanted) < _FEWEST:
        return False
    if document.document_type is DocumentType.government_id:
        return any(wanted <= set(words) for words in printed)
    return any(wanted <= set(words[start : start + len(wanted)]) for words in printed for start in range(len(words)))


def _kinds(group: list[_Other]) -> list[str]:
    """ "government ID", "2 bank statements"."""
    counted = Counter(one.document.document_type.value.replace("_id", " ID").replace("_", " ") for one in group)
    return [f"{count} {kind}s" if count > 1 else kind for kind, count in counted.items()]


def _is_certified(packet: Packet, name: str) -> bool:
    """A certificate of a marriage, a divorce or a change of name, or a guaranty, holds the words of both names."""
    wanted = set(_long_words(packet.applicant.name)) | set(_long_words(name))
    for document in packet.of_type(DocumentType.other):
        text = " ".join(word.text for page in packet.pages_of(document) for word in page.words)
        printed = _long_words(text)
        if _NAMES_BOTH.search(text) and all(any(word in it for it in printed) for word in wanted):
            return True  # a picture's words may have run together
    return False


def _long_words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", without_marks(text)) if len(word) >= _TELLING]

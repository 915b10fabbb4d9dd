"""Text that lies under something else on the page, with what is shown in its place."""

from __future__ import annotations

import re
from dataclasses import replace

from app.screening.checks.answers import Question, altered
from app.screening.checks.fields import DATES, DECISIVE, MONEY, NAMES
from app.screening.checks.packet import Packet, overlap, place_on
from app.screening.checks.rows import as_money
from app.screening.reading.pages import CoveredText, ReadFile
from app.screening.verdict import CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="covered_text",
    family="structure",
    innocent=(
        "an account or identity number was blacked out on purpose",
        "a form's value was printed over its sample value",
        "a stamp or a label was put on the page",
    ),
    next_step="Compare what lies beneath with what is shown, then ask for the original from the issuer's portal.",
)
_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b")

_WHOLE = re.compile(r"\$?\d{1,3}(,\d{3})+\.?")
_BLANK = re.compile(r"\b(name|company|employ\w+|sample|your|here|address|test|first|last|doe|x{2,})\b|_{2,}", re.I)
"""What templates print where a name will stand."""


def check(packet: Packet) -> CheckResult:
    """Strong when the hidden value of a money, name or date field differs from the one shown; amounts elsewhere review.

    Something covered with nothing shown in its place is a redaction: review where it hides an amount so that nobody
    sees the cover, else a note. What lies openly there, a bar or a stamp, is never strong. A hidden zero is a form's
    empty value.
    """
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        looked += any(page.source == "text" for page in reading.pages)
        for found_spot in reading.covered:
            spot = replace(found_spot, box=place_on(reading, found_spot.page, found_spot.box))
            found = _judge(packet, item, spot)
            signals.extend([found] if found else [])
    return QUESTION.answer(
        signals,
        looked,
        "No text lies beneath other text or fills.",
        "There is no page with a text layer to look beneath.",
    )


def _judge(packet: Packet, item: ReadFile, spot: CoveredText) -> Signal | None:
    if _says_the_same(spot):
        return None
    document = packet.document_at(item.file_id, spot.page)
    field = _field_at(document, spot) if document else ""
    severity = _severity(spot, field, _is_form(document))
    if severity is Severity.note and _hides_a_name(packet, spot):
        severity = Severity.review
    if severity is None or (severity is Severity.note and spot.is_open and _runs_over(packet, spot)):
        return None
    return _signal(item, spot, document, field, severity)


def _says_the_same(spot: CoveredText) -> bool:
    """Whether what is hidden is shown too, or holds no letter and no digit; of a figure a part is another figure."""
    hidden, visible = _essence(spot.hidden), _essence(spot.visible)
    is_part = min(len(hidden), len(visible)) >= 4 and (hidden in visible or visible in hidden)
    return not hidden or hidden == visible or (is_part and not _is_figure(spot.hidden))


def _signal(item: ReadFile, spot: CoveredText, document: Document | None, field: str, severity: Severity) -> Signal:
    is_note = severity is Severity.note
    is_told = not is_note and field not in NAMES
    shown = _shown(spot, is_told) if _essence(spot.visible) else "Nothing is shown in its place."
    return QUESTION.signal(
        "covered_text" if is_note else altered(document.document_type if document else None),
        severity,
        f"{_beneath(spot, is_told)} lies beneath a fill or beneath other text. {shown}",
        "" if is_note else spot.hidden,
        spot.visible or "nothing",
        (
            Evidence(item.file_id, item.file_name, spot.page, spot.box, spot.visible),
            Evidence(item.file_id, item.file_name, spot.page, spot.box, f"beneath: {spot.hidden}"),
        ),
        field,
        _implied(spot, field, _is_form(document)),
    )


def _is_form(document: Document | None) -> bool:
    return document is not None and document.document_type is DocumentType.tax_return


def _beneath(spot: CoveredText, is_told: bool) -> str:
    """The amount or date that is hidden; other words may be a person's."""
    return spot.hidden if is_told and _is_figure(spot.hidden) else "Text"


def _shown(spot: CoveredText, is_told: bool) -> str:
    return (
        f"{spot.visible} is shown in its place."
        if is_told and _is_figure(spot.visible)
        else ("Other text is shown in its place.")
    )


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,/$()+-]{3,40}", text))


def _hides_a_name(packet: Packet, spot: CoveredText) -> bool:
    """A name that the packet uses lies beneath another one, though not where the field was read."""
    names = {
        _essence(str(fact.value))
        for document in packet.documents
        for field, fact in document.fields.items()
        if field in NAMES and _is_wordy(str(fact.value))
    } | {_essence(packet.applicant.name)}
    is_hidden_name = _is_name_over_name(spot) and not spot.is_open
    return is_hidden_name and bool({_essence(spot.hidden), _essence(spot.visible)} & names)


def _is_name_over_name(spot: CoveredText) -> bool:
    """Whether words lie beneath other words, and are not what a template prints where a name will stand."""
    return _is_wordy(spot.hidden) and _is_wordy(spot.visible) and not _BLANK.search(spot.hidden)


def _severity(spot: CoveredText, field: str, is_form: bool) -> Severity | None:
    amounts, shown = _amounts(spot.hidden, is_form), _amounts(spot.visible, is_form)
    has_value = bool(amounts - {"0.00"} or _DATE.search(spot.hidden))
    if _is_redaction(spot, shown):
        return Severity.review if has_value and not spot.is_open else Severity.note
    if field:
        return _severity_in_field(spot, field, amounts, shown)
    return Severity.review if has_value and not amounts & shown else Severity.note


def _is_redaction(spot: CoveredText, shown: set[str]) -> bool:
    """Whether nothing is shown in place of what is hidden, or only words that lie there openly, as a stamp's."""
    return not shown and not _DATE.search(spot.visible) and (spot.is_open or not _essence(spot.visible))


def _severity_in_field(spot: CoveredText, field: str, amounts: set[str], shown: set[str]) -> Severity | None:
    """How much it counts that a decisive field shows another value than the one beneath it."""
    most = Severity.review if spot.is_open else Severity.strong
    if field in MONEY:
        is_other = amounts - {"0.00"} and shown and not amounts & shown
        return most if is_other else None
    if field in DATES:
        return most if _DATE.search(spot.hidden) and _DATE.search(spot.visible) else Severity.note
    return Severity.strong if _is_name_over_name(spot) and not spot.is_open else Severity.note


def _runs_over(packet: Packet, spot: CoveredText) -> bool:
    """Whether the text is the end of the applicant's name: a long name runs into the next column, and that is all."""
    hidden, name = _essence(spot.hidden), _essence(packet.applicant.name)
    return len(hidden) >= 2 and name != hidden and name.endswith(hidden)


def _implied(spot: CoveredText, field: str, is_form: bool) -> str:
    amounts = _amounts(spot.hidden, is_form)
    return next(iter(amounts)) if field in MONEY and len(amounts) == 1 else ""


def _field_at(document: Document, spot: CoveredText) -> str:
    """The decisive field that stands at this place; empty when there is none."""
    places = ((name, fact) for name, fact in sorted(document.fields.items()) if name in DECISIVE and fact.box)
    here = (name for name, fact in places if fact.page == spot.page and fact.box and overlap(fact.box, spot.box) >= 0.4)
    return next(here, "")


def _amounts(text: str, is_form: bool = False) -> set[str]:
    """The amounts in a text; tax forms print them in whole dollars."""
    words = text.replace("$ ", "$").replace("+", "").split()
    found = (as_money(f"{word.rstrip('.')}.00" if is_form and _WHOLE.fullmatch(word) else word) for word in words)
    return {f"{value:.2f}" for value in found if value is not None}


def _is_wordy(text: str) -> bool:
    return len(re.findall(r"[^\W\d_]", text)) >= 4


def _essence(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text.lower()))

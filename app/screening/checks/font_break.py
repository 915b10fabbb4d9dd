"""An amount set in another font, size or height than its column: what is left when a single number was replaced."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from statistics import median

from app.screening.checks.answers import Question, altered
from app.screening.checks.fields import MONEY
from app.screening.checks.packet import Packet, overlap, word_evidence
from app.screening.checks.rows import Row, as_money, rows
from app.screening.reading.pages import Page, ReadFile, Word
from app.screening.verdict import CheckResult, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="font_break",
    family="structure",
    innocent=(
        "a total is set off on purpose",
        "a sign that the font lacks was taken from another",
        "a label or stamp was added",
    ),
    next_step="Look at the amount closely, and compare it with what the issuer confirms.",
)
_PAPERS = (DocumentType.paystub, DocumentType.bank_statement, DocumentType.employment_letter, DocumentType.tax_return)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_EMPHASIS = re.compile(
    r"[-,\s]?(bold|black|heavy|semi|demi|medium|italic|oblique|regular|light|mt|ps|roman|book|bd|it)+", re.I
)
_MOST_WORDS = 4
_FEWEST_PEERS = 4
_NEAR = 0.12
"""Totals that are set off differ by more; a number that was replaced is meant to look the same."""
_PIXEL = 0.8
"""Points: browsers place each cell of a row to whole pixels of three quarters of a point."""
_SAME_HEIGHT = 0.15
"""Points between baselines that are one line to a typesetter."""


def check(packet: Packet) -> CheckResult:
    """An amount is odd when at least four others of its column share one style, its row does not share its own, and its
    style occurs on at most four words of the page.

    Bold or larger totals are ordinary: another weight of the same font never counts, and another size only within
    an eighth of the usual one in the same weight, where nobody sets anything off but by a whole point. The same field
    set so on several documents of the packet is their layout: a note.
    """
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        for page in reading.pages:
            document = packet.document_at(item.file_id, page.number)
            if page.source != "text" or document is None or document.document_type not in _PAPERS:
                continue
            odd, compared = _odd_words(page)
            looked += compared
            if 0 < len(odd) <= _MOST_WORDS:
                signals.append(_signal(packet, item, page, odd))
    alike = Counter(_look(signal) for signal in signals)
    signals = [replace(it, severity=Severity.note) if alike[_look(it)] > 1 else it for it in signals]
    return QUESTION.answer(
        signals, looked, "The amounts of a column share one font.", "No page has a text layer with columns of amounts."
    )


def _look(signal: Signal) -> tuple[str, str]:
    """The field that is set apart and the kind of document; each signal without a field is one of its own."""
    place = signal.evidence[0]
    return signal.code, signal.field or f"{place.file_id}:{place.page}"


def _odd_words(page: Page) -> tuple[list[Word], int]:
    amounts = [word for word in page.words if as_money(word.text) is not None and word.size > 0]
    uses = Counter(_style(word) for word in page.words)
    lines = {id(word): row for row in rows(page) for word in row}
    odd, compared = [], 0
    for word in amounts:
        peers = _column_of(word, amounts, page)
        usual = _usual_style(peers)
        if usual is None:
            continue
        compared += 1
        is_rare = uses[_style(word)] <= _MOST_WORDS and _is_alone(word, lines[id(word)])
        if (is_rare and _is_other_style(word, peers, usual)) or _is_off_its_line(word, peers, lines):
            odd.append(word)
    return odd, compared


def _column_of(word: Word, amounts: list[Word], page: Page) -> list[Word]:
    """The other amounts that end where this one does."""
    return [it for it in amounts if it is not word and abs(it.box[2] - word.box[2]) <= 0.006 * page.width]


def _usual_style(peers: list[Word]) -> tuple[str, float] | None:
    """The style of at least four, and three quarters, of a column's amounts; None where they have none in common."""
    styles = Counter(_style(peer) for peer in peers)
    usual, count = styles.most_common(1)[0] if styles else (("", 0.0), 0)
    return usual if count >= _FEWEST_PEERS and count >= 0.75 * len(peers) else None


def _is_other_style(word: Word, peers: list[Word], usual: tuple[str, float]) -> bool:
    """Another family than the column's, or another size in a weight that another of its amounts has too."""
    is_known_weight = _weight(word) in {_weight(peer) for peer in peers}
    return _is_break(_style(word), usual) and (is_known_weight or _style(word)[0] != usual[0])


def _is_off_its_line(word: Word, peers: list[Word], lines: dict[int, Row]) -> bool:
    """The amount alone stands higher or lower than its label, and its column's other amounts do not.

    Where another word of the row shares its height the row itself is set so, as beside a label of two lines.
    """
    if any(abs(other.baseline - word.baseline) < _SAME_HEIGHT for other in lines[id(word)] if other is not word):
        return False
    mine, others = _rise(word, lines), [_rise(peer, lines) for peer in peers]
    known = [rise for rise in others if rise is not None]
    if mine is None or len(known) < _FEWEST_PEERS:
        return False
    usual = median(known)
    return (
        sum(abs(rise - usual) < _SAME_HEIGHT for rise in known) >= 0.9 * len(known) and _PIXEL < abs(mine - usual) < 4
    )


def _rise(word: Word, lines: dict[int, Row]) -> float | None:
    """How much lower than its label, the nearest words left of it, it stands; tables may lie side by side."""
    left = [other for other in lines[id(word)] if other.box[2] <= word.box[0] and as_money(other.text) is None]
    label = max(left, key=lambda other: other.box[2], default=None)
    return word.baseline - label.baseline if label and label.baseline and word.baseline else None


def _is_alone(word: Word, row: Row) -> bool:
    """No label of its row is set like the amount."""
    labels = (other for other in row if other is not word and as_money(other.text) is None)
    return all(_style(label) != _style(word) for label in labels)


def family_of(font: str) -> str:
    """The family of a font's name without subset prefix and weight, in lower case: "ABCDEF+Arial-BoldMT" is arial."""
    return _EMPHASIS.sub("", _SUBSET.sub("", font)).lower()


def _style(word: Word) -> tuple[str, float]:
    return family_of(word.font), round(word.size, 1)


def _weight(word: Word) -> bool:
    return bool(re.search(r"bold|black|heavy|semi", word.font, re.I))


def _is_break(style: tuple[str, float], usual: tuple[str, float]) -> bool:
    apart = abs(style[1] - usual[1])
    if style[0] and usual[0] and style[0] != usual[0]:
        return apart <= _NEAR * usual[1] or not usual[1]
    is_step = apart >= 1 and all(2 * size == round(2 * size) for size in (style[1], usual[1]))
    return bool(usual[1]) and 0.3 < apart <= _NEAR * usual[1] and not is_step


def _signal(packet: Packet, item: ReadFile, page: Page, odd: list[Word]) -> Signal:
    document = packet.document_at(item.file_id, page.number)
    fields = [name for word in odd if document for name in _fields_at(packet, item, page, word)]
    places: tuple[Evidence, ...] = tuple(word_evidence(item, page, word) for word in odd)
    return QUESTION.signal(
        altered(document.document_type if document else None),
        Severity.review,
        "An amount is set in another font or size than the rest of its column.",
        "one font in a column",
        odd[0].text,
        places,
        fields[0] if fields else "",
    )


def _fields_at(packet: Packet, item: ReadFile, page: Page, word: Word) -> list[str]:
    document, box = packet.document_at(item.file_id, page.number), page.place(word.box)
    facts = sorted(document.fields.items()) if document else []
    return [
        name
        for name, fact in facts
        if name in MONEY and fact.page == page.number and fact.box and overlap(fact.box, box) > 0.5
    ]

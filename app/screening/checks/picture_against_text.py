"""A text layer can say something else than the picture of the page: what a viewer shows is what counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.fields import MONEY
from app.screening.checks.packet import Packet, overlap, word_evidence
from app.screening.checks.rows import as_money
from app.screening.reading.pages import OTHER_LAYER, Page, ReadFile, Reading, Word
from app.screening.verdict import CheckResult, Evidence, Severity, Signal

QUESTION = Question(
    check="picture_against_text",
    family="picture",
    innocent=(
        "a digit was misread from the picture",
        "a scanner's text layer contains misread digits",
        "a stamp lies over the amount",
    ),
    next_step="Open the page and read the amount as it is shown; ask for the original if it differs from the text.",
)
_LOOK_ALIKE = (
    frozenset("17"),
    frozenset("38"),
    frozenset("56"),
    frozenset("68"),
    frozenset("08"),
    frozenset("06"),
    frozenset("09"),
    frozenset("49"),
)
_SURE = 0.99
_FEWEST_AGREEING = 2
_LEAST_GAIN = Decimal(50)
"""Dollars: nobody forges for less, and a slip in the last digits stays below."""


def check(packet: Packet) -> CheckResult:
    """Amounts that OCR of the rendered page shows are compared with the text layer at the same place.

    A difference counts only where OCR is confident, is more than one look-alike digit, and most other amounts of the
    page agree: a page where many differ has a poor text layer or a poor picture, and says nothing.
    """
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        for page in reading.pages:
            if page.source != "text":
                signals += _lying_layer(packet, item, reading, page)
                continue
            pairs = _pairs(packet, page)
            agreeing = sum(as_money(shown.text) == as_money(text.text) for shown, text in pairs)
            differing = [pair for pair in pairs if _differs(*pair)]
            looked += agreeing
            if differing and agreeing >= max(_FEWEST_AGREEING, 2 * len(differing)):
                signals += [_signal(packet, item, page, shown, text) for shown, text in differing]
    return QUESTION.answer(
        signals,
        looked,
        "The amounts in the text are the amounts in the picture.",
        "No amounts were compared with the picture.",
    )


def _lying_layer(packet: Packet, item: ReadFile, reading: Reading, page: Page) -> list[Signal]:
    """One signal for a page, with all places: one hand wrote the layer."""
    signals = [_signal(packet, item, page, *pair) for pair in _lies(packet, reading, page)]
    places = tuple(dict.fromkeys(place for signal in signals for place in signal.evidence))
    return [replace(signal, evidence=places) for signal in signals[:1]]


def _lies(packet: Packet, reading: Reading, page: Page) -> list[tuple[Word, Word]]:
    """Amounts of a scan's picture with what its OCR layer says there, where that is no scanner's slip.

    Slips change one amount this way and another that way. Who raises a pay raises gross and net by one sum.
    """
    spots = [it for it in reading.hidden if it.how == OTHER_LAYER and it.page == page.number]
    layer = replace(
        page,
        words=tuple(Word(spot.text, spot.box, 1.0) for spot in spots),
        picture_words=page.picture_words or page.words,
    )
    pairs = [pair for pair in _pairs(packet, layer) if _gap(*pair)]
    gaps = Counter(gap for gap, _ in {(_gap(shown, text), shown.text) for shown, text in pairs})
    gap, count = gaps.most_common(1)[0] if gaps else (Decimal(0), 0)
    is_one_hand = gap >= _LEAST_GAIN and count >= _FEWEST_AGREEING and 2 * count > gaps.total()
    return [pair for pair in pairs if _gap(*pair) == gap] if is_one_hand else []


def _gap(shown: Word, text: Word) -> Decimal:
    return (as_money(text.text) or Decimal(0)) - (as_money(shown.text) or Decimal(0))


def _pairs(packet: Packet, page: Page) -> list[tuple[Word, Word]]:
    """Amounts of the picture with the amount of the text layer at their place."""
    surest = float(packet.policy.checks.picture_confidence)
    shown = [word for word in page.picture_words if word.confidence >= surest and as_money(word.text) is not None]
    texts = [word for word in page.words if as_money(word.text) is not None]
    return [(word, text) for word in shown for text in texts if overlap(word.box, text.box) >= 0.5]


def _differs(shown: Word, text: Word) -> bool:
    first, second = as_money(shown.text), as_money(text.text)
    if first is None or second is None or abs(first) == abs(second):
        return False
    one, other = plain(abs(first)), plain(abs(second))
    if len(one) != len(other):
        # A dropped or doubled digit is the usual slip of OCR, so the lengths alone need the highest confidence.
        return shown.confidence >= _SURE and not _is_within(one, other) and not _is_within(other, one)
    apart = [frozenset(pair) for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(apart) > 1 or (shown.confidence >= _SURE and apart[0] not in _LOOK_ALIKE)


def _is_within(digits: str, longer: str) -> bool:
    """The longer amount without some of its characters, which a stamp or a fold may have hidden."""
    rest = iter(longer)
    return all(one in rest for one in digits)


def _signal(packet: Packet, item: ReadFile, page: Page, shown: Word, text: Word) -> Signal:
    seen, said = as_money(shown.text) or Decimal(0), as_money(text.text) or Decimal(0)
    place = word_evidence(item, page, text)
    document = packet.document_at(item.file_id, page.number)
    at_place = (
        [
            name
            for name, fact in sorted(document.fields.items())
            if name in MONEY
            and fact.page == page.number
            and fact.box
            and place.box
            and overlap(fact.box, place.box) >= 0.5
        ]
        if document
        else []
    )
    return QUESTION.signal(
        altered(document.document_type if document else None),
        Severity.review,
        f"The page shows {money(seen)} where its text says {money(said)}.",
        money(seen),
        money(said),
        (place, Evidence(item.file_id, item.file_name, page.number, page.place(shown.box), f"shown: {shown.text}")),
        at_place[0] if at_place else "",
        plain(seen),
    )

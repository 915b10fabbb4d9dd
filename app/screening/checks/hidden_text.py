"""Text that nobody sees or that speaks to a machine: kept from every model, shown to a person."""

from __future__ import annotations

import re
from dataclasses import replace

from app.screening.checks.answers import Question, altered
from app.screening.checks.hostile import speaks_to_a_model
from app.screening.checks.packet import Packet, place_on
from app.screening.checks.rows import Row, as_money, rows, text_of
from app.screening.reading.pages import OTHER_LAYER, HiddenText, Page, ReadFile, Reading
from app.screening.verdict import CheckResult, Evidence, Severity, Signal

QUESTION = Question(
    check="hidden_text",
    family="content",
    innocent=(
        "a scanner's text layer lies invisibly over the picture",
        "a template keeps its field names or form numbers in tiny or white letters",
        "the sentence is part of an ordinary letter",
    ),
    next_step="Open the place and read it; nothing of it was used.",
)

_PAY = re.compile(r"\b(?:gross|net|balance|salary|income|wages|earnings)\b", re.I)


def check(packet: Packet) -> CheckResult:
    """Instructions to a model, seen or unseen, are review. Other unseen text is a note, a scanner's layer nothing."""
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        looked += 1
        spots = (spot for spot in reading.hidden if spot.how != OTHER_LAYER)  # picture_against_text speaks about these
        unseen = [spot for spot in spots if not _is_shown_too(reading, spot)]
        hostile = [spot for spot in unseen if speaks_to_a_model(spot.text)]
        told = [spot for spot in unseen if _tells_pay(reading, spot)]
        seen = [(page, row) for page in reading.pages for row in _hostile_rows(page)]
        places = [_spot_place(item, reading, spot) for spot in hostile]
        places += [_row_place(item, page, row) for page, row in seen]
        if places:
            signals.append(_hostile_signal(tuple(places)))
        elif told:
            signals.append(_pay_signal(packet, item, tuple(_spot_place(item, reading, spot) for spot in told[:6])))
        elif _is_worth_a_note(unseen):
            signals.append(_unseen_signal(tuple(_spot_place(item, reading, spot) for spot in unseen[:6])))
    return QUESTION.answer(
        signals,
        looked,
        "Everything that the files say can be seen, and nothing speaks to a machine.",
        "No file was read.",
    )


def without_hostile_text(reading: Reading) -> Reading:
    """The reading as a model may get it: no unseen text, and no row that speaks to a model."""
    pages = tuple(_cleaned(reading, page) for page in reading.pages)
    return replace(reading, pages=pages, hidden=(), covered=(), revisions=())


def _cleaned(reading: Reading, page: Page) -> Page:
    unseen = {spot.text for spot in reading.hidden if spot.page == page.number and not _is_shown_too(reading, spot)}
    dropped = {id(word) for row in _hostile_rows(page) for word in row}
    words = tuple(word for word in page.words if id(word) not in dropped and word.text not in unseen)
    return replace(page, words=words)


def _hostile_rows(page: Page) -> list[Row]:
    """Rows that speak to a model, alone or together with the next row, since sentences break across lines."""
    found: dict[int, Row] = {}
    all_rows = rows(page)
    for place, row in enumerate(all_rows):
        following = all_rows[place + 1 : place + 2]
        if speaks_to_a_model(text_of(row)):
            found[place] = row
        elif (
            following
            and speaks_to_a_model(f"{text_of(row)} {text_of(following[0])}")
            and not speaks_to_a_model(text_of(following[0]))
        ):
            found[place], found[place + 1] = row, following[0]
    return [found[place] for place in sorted(found)]


def _is_shown_too(reading: Reading, spot: HiddenText) -> bool:
    """The words are on the page's visible side as well: an OCR layer, or a shadow of printed text."""
    page = next((page for page in reading.pages if page.number == spot.page), None)
    if page is None:
        return False
    shown = {_essence(word.text) for word in (*page.picture_words, *(page.words if page.source == "ocr" else ()))}
    wanted = [_essence(word) for word in spot.text.split()]
    return bool(wanted) and sum(word in shown for word in wanted) >= 0.7 * len(wanted)


def _tells_pay(reading: Reading, spot: HiddenText) -> bool:
    """Unseen words name pay or a balance with an amount, on a page of visible text."""
    page = next((page for page in reading.pages if page.number == spot.page), None)
    has_amount = any(as_money(word) for word in spot.text.split())
    return page is not None and page.source == "text" and has_amount and bool(_PAY.search(spot.text))


def _is_worth_a_note(unseen: list[HiddenText]) -> bool:
    return sum(len(spot.text) for spot in unseen) >= 20


def _hostile_signal(places: tuple[Evidence, ...]) -> Signal:
    return QUESTION.signal(
        "prompt_injection",
        Severity.review,
        "The file contains text that reads like an instruction to a computer program. It was not used.",
        "text for people",
        places[0].text,
        places,
    )


def _pay_signal(packet: Packet, item: ReadFile, places: tuple[Evidence, ...]) -> Signal:
    document = packet.document_at(item.file_id, places[0].page)
    observation = "Amounts of pay or of a balance stand on the page where nobody can see them."
    return QUESTION.signal(
        altered(document.document_type if document else None),
        Severity.review,
        observation,
        "visible amounts",
        places[0].text[:80],
        places,
    )


def _spot_place(item: ReadFile, reading: Reading, spot: HiddenText) -> Evidence:
    box = place_on(reading, spot.page, spot.box)
    return Evidence(item.file_id, item.file_name, spot.page, box, spot.text[:200])


def _unseen_signal(places: tuple[Evidence, ...]) -> Signal:
    return QUESTION.signal("hidden_text", Severity.note, "The file contains text that cannot be seen.", evidence=places)


def _row_place(item: ReadFile, page: Page, row: Row) -> Evidence:
    boxes = [word.box for word in row]
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Evidence(item.file_id, item.file_name, page.number, page.place(whole), text_of(row)[:200])


def _essence(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())

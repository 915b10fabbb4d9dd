"""Words as rows and amounts, for the checks that look at more of a page than the contract's fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from app.screening.checks.packet import Packet
from app.screening.reading.pages import Page, Word
from app.screening.verdict import Document

_MONEY = re.compile(
    r"^(?P<open>\()?(?P<sign>[-−–])?\s?\$?\s?(?P<sign2>-)?(?P<whole>\d{1,3}(?:,\d{3})+|\d*)\.(?P<cents>\d\d)(?P<close>\))?(?P<after>-)?$"
)
Row = tuple[Word, ...]


def as_money(text: str) -> Decimal | None:
    """The amount that the whole word is, in US form with two decimals; None for anything else."""
    found = _MONEY.match(text.strip().rstrip("*").removesuffix("CR").removesuffix("USD").strip())
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    value = Decimal(f"{found['whole'].replace(',', '') or 0}.{found['cents']}")
    return -value if found["open"] or found["sign"] or found["sign2"] or found["after"] else value


def rows(page: Page) -> tuple[Row, ...]:
    """The page's words as rows from top to bottom, each from left to right."""
    found: list[list[Word]] = []
    for word in sorted(page.words, key=lambda item: (item.box[1] + item.box[3], item.box[0])):
        middle = (word.box[1] + word.box[3]) / 2
        if found and found[-1][0].box[1] <= middle <= found[-1][0].box[3]:
            found[-1].append(word)
        else:
            found.append([word])
    return tuple(tuple(sorted(row, key=lambda item: item.box[0])) for row in found)


def text_of(row: Iterable[Word]) -> str:
    return " ".join(word.text for word in row)


def says(packet: Packet, document: Document, words: re.Pattern[str]) -> bool:
    """One of the document's rows holds such words."""
    return any(words.search(text_of(row)) for page in packet.pages_of(document) for row in rows(page))


def names_amount(packet: Packet, document: Document, words: re.Pattern[str]) -> bool:
    """One of the document's rows holds such words beside an amount."""
    lines = [row for page in packet.pages_of(document) for row in rows(page)]
    return any(words.search(text_of(row)) and any(as_money(word.text) for word in row) for row in lines)


def amounts_on(pages: Iterable[Page]) -> tuple[Decimal, ...]:
    """Every amount with two decimals that is printed as one word, in reading order."""
    found = (as_money(word.text) for page in pages for word in page.words)
    return tuple(value for value in found if value is not None)


def has_covered_amount(packet: Packet, document: Document) -> bool:
    """A bar, a stamp or other text lies over an amount, so sums of what was read are not the document's."""
    return any(as_money(word) is not None for spot in packet.covered_on(document) for word in spot.hidden.split())

"""Money is parsed strictly here, so that a doubtful number becomes no number instead of a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

CENT = Decimal("0.01")
LARGEST = Decimal("100000000")
"""Amounts of a hundred million and more are identifiers that happen to look like money."""

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{2})?")
_EUROPEAN = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d{2}|(?:0|[1-9]\d*),\d{2}")
_TORN = re.compile(r",\d{2}$")
"""Dollars with a decimal comma and no dot are more likely a thousands group that lost a digit."""
_PLAIN = re.compile(r"(?:0|[1-9]\d*)?\.\d{2}")
_WHOLE = re.compile(r"0|[1-9]\d*")
_SHAPE = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-−–+])?\s?(?P<currency>US\$|USD|\$|€|£)?[\s*]*(?P<inner>[-−–])?"
    r"(?P<number>[\d.,]*\d)\s?(?P<after>USD|EUR|€)?(?P<trailing>-|−)?(?P<close>\))?\**"
)
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})

_CANDIDATE = re.compile(
    r"(?P<sign>(?:(?<=\t)|^)[-−–] ?|(?<![A-Za-z\d])[-−–+])?(?P<open>\()?[-−–]?(?:(?:US\$|USD|\$|€|£)[\s*]*)?\**[-−–]?"
    r"(?:\d[\dOoIl|.,]*(?<![.,])|\.\d\d)(?:-|−|\s?€)?(?P<close>\))?\**"
)
_BEFORE = re.compile(r"[\d.,/#%&@]$|\d:$|\d\s?[-/]$|[A-Za-z]-$")
_TORN_OFF = re.compile(r"\s?[,.]\d|\s\d\s\d(?:\s|$)")
"""What follows a dollar sign's digits when a text layer tears an amount apart ("$5 ,250.00", "$5 2 5 0")."""
_AFTER = re.compile(r"[A-Za-z\d:#@]|/\d|\s?%|[.,]\d|-[\dA-Za-z]")


def parse_amount(text: str, *, whole: bool = False) -> Decimal | None:
    """The amount that `text` states, or None when it is not exactly one well-formed amount.

    Understands `$`, `USD`, parentheses and leading or trailing minus for negatives, check-protecting asterisks, US and
    European separators. Without two decimal places a currency sign or a thousands group is needed, unless `whole`
    is set. A lone three-digit group after a dot ("3.000") is ambiguous and refused; so are misplaced groups
    ("3,00,000.00").
    """
    shape = _SHAPE.fullmatch(text.strip())
    if shape is None or bool(shape["open"]) != bool(shape["close"]):
        return None
    number = _number(shape["number"], whole or bool(shape["currency"] or shape["after"]))
    signs = [bool(shape["open"]), shape["sign"] in ("-", "−", "–"), bool(shape["inner"]), bool(shape["trailing"])]
    is_torn = "$" in (shape["currency"] or "") and "." not in shape["number"] and _TORN.search(shape["number"])
    if number is None or number >= LARGEST or sum(signs) > 1 or is_torn:
        return None
    return -number if any(signs) and number else number


def _number(digits: str, whole: bool) -> Decimal | None:
    if _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if _EUROPEAN.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    return Decimal(digits) if whole and _WHOLE.fullmatch(digits) else None


def parse_scanned_amount(text: str) -> Decimal | None:
    """Like `parse_amount`, reading O as 0 and l, I or | as 1 where an OCR engine confused them inside a number with
    cents."""
    strict = parse_amount(text)
    if strict is not None:
        return strict
    mended = text.translate(_LOOKALIKES)
    digits = sum(letter.isdigit() for letter in text)
    if 2 * digits < len(mended.strip("$() -")) or not re.search(r"[.,]\d{2}\D*$", mended):
        return None
    return parse_amount(mended)


def money(value: Decimal) -> str:
    """The contract's form of an amount: two places, no separators, `-` for negatives."""
    return str(value.quantize(CENT))


def find_amounts(text: str, *, scanned: bool = False) -> Iterator[tuple[int, int, Decimal]]:
    """Every amount in a line of text as `(start, end, value)`; numbers inside words, rates in percent and dates are
    not amounts."""
    for match in _CANDIDATE.finditer(text):
        start, end, raw = match.start(), match.end(), match.group()
        if match["close"] and not match["open"]:
            end, raw = end - 1, raw[:-1]
        if match["open"] and not match["close"]:
            continue
        glued_dash = raw[0] in "-−–" and text[start - 1 : start].isalnum()
        is_torn = "." not in raw and _TORN_OFF.match(text[end:]) is not None
        if glued_dash or is_torn or _BEFORE.search(text[:start]) or _AFTER.match(text[end:]):
            continue
        value = parse_scanned_amount(raw) if scanned else parse_amount(raw)
        if value is not None and (start == 0 or not text[start - 1].isalpha() or _has_cents(raw)):
            lead = len(raw) - len(raw.lstrip())
            yield start + lead, end, value


def _has_cents(raw: str) -> bool:
    return bool(re.search(r"\d[.,]\d{2}\D*$", raw)) or "$" in raw

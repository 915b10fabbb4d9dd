"""Dates are parsed strictly here: a text that could mean two days means none, unless the page's own convention
decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:19|20)\d{2}|\d{2})(?!\d)"
_EDGE = r"(?:(?<![\d/.,$-])|(?<=/\d{4}-)|(?<=/\d\d-))"
_END = r"(?![\d/$%]|[.,]\d|-\d+(?![\d/]))"

_WORD = r"(?:(?<![a-z\d])|(?<=through))"
"""Before a month's name, which some banks print without a space ("October 01, 2026throughOctober 31, 2026")."""

_FORMS = (
    re.compile(rf"{_EDGE}(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d){_END}"),
    re.compile(rf"{_EDGE}(?P<a>[0-3]?\d)\s?(?P<sep>[-/.])\s?(?P<b>[0-3]?\d)\s?(?P=sep)\s?(?P<y>{_YEAR}){_END}"),
    re.compile(rf"{_WORD}(?P<mon>{_NAME})[ -]?(?P<d>{_DAY})(?:,\s?|[ -]| ,\s?)(?P<y>(?:19|20)\d\d){_END}", re.I),
    re.compile(rf"(?<![a-z\d])(?P<mon>{_NAME}) (?P<d>{_DAY}), ?'?(?P<y>\d\d)(?![\d:,.]){_END}", re.I),
    re.compile(rf"(?<![a-z\d])(?P<mon>{_NAME}) (?P<d>{_DAY})/(?P<y>\d\d){_END}", re.I),
    re.compile(rf"{_EDGE}(?P<d>{_DAY})(?: of)?[ -]?(?P<mon>{_NAME})[ ,-]{{0,2}}(?P<y>(?:19|20)\d\d){_END}", re.I),
    re.compile(rf"{_EDGE}(?P<d>{_DAY}) ?(?P<mon>{_NAME}) ?/ ?[^\W\d]{{3,5}}\.? ?(?P<y>(?:19|20)?\d\d){_END}", re.I),
    re.compile(rf"{_EDGE}(?P<d>{_DAY})-(?P<mon>{_NAME})-'?(?P<y>\d\d){_END}", re.I),
    re.compile(rf"{_EDGE}(?P<y>(?:19|20)\d\d)[ -]?(?P<mon>{_NAME})[ -]?(?P<d>[0-3]\d){_END}", re.I),
    re.compile(
        r"(?:(?<![\d/.,$-])|(?<=-\d\d-)|(?<= -))(?P<y>20\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?!\d)(?!-(?!20\d\d-))"
    ),  # ranges that a recogniser ran together ("2026-11-02-2026-11-08")
)
_ABROAD = re.compile(
    r"[₹£€] ?\d|\b(?:Rs\.?|INR|GBP|EUR|AED) ?\d|\bP(?:vt|te)\.? Ltd\b"
    r"|(?i:\blicence\b|\bdriving license\b|\b(?:republic|government|union) of india\b)"
)
"""Money, legal forms and cards of countries that write the day first."""
_SHORT_NUMERIC = re.compile(r"(?P<m>[01]?\d)[/-](?P<d>[0-3]?\d)")
_SHORT_NAMED = re.compile(rf"(?P<mon>{_NAME}) (?P<d>{_DAY})", re.I)
_BETWEEN = r"\s*(?:-|–|—|to|through|thru|until|and)\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_STEP = r"(?: |(?<=\.))"
"""Between a month and its day; a dot that shortens the month may stand alone ("OCT.01")."""
_SHARED_YEAR = (
    re.compile(
        rf"(?<![a-z\d])(?P<m1>{_NAME}){_STEP}(?P<d1>{_DAY}){_BETWEEN}"
        rf"(?:(?P<m2>{_NAME}){_STEP})?(?P<d2>{_DAY})(?:,? |,)(?P<y>(?:19|20)\d\d){_END}",
        re.I,
    ),
    re.compile(
        rf"{_EDGE}(?P<d1>{_DAY}) (?P<m1>{_NAME}){_BETWEEN}(?P<d2>{_DAY}) (?P<m2>{_NAME}),? (?P<y>(?:19|20)\d\d){_END}",
        re.I,
    ),
    re.compile(rf"{_EDGE}(?P<d1>\d{{1,2}})\s?[-–]\s?(?P<d2>\d{{1,2}}) (?P<m1>{_NAME}) (?P<y>{_YEAR}){_END}", re.I),
    re.compile(rf"{_EDGE}(?P<n1>[01]?\d/[0-3]?\d){_BETWEEN}(?P<n2>[01]?\d/[0-3]?\d)/(?P<y>{_YEAR}){_END}", re.I),
)
CONNECTOR = re.compile(_BETWEEN + r"$|\s*", re.I)
"""What stands between the two dates of a range, or nothing."""

Found = tuple[int, int, date]


def parse_date(text: str, *, day_first: bool = False) -> date | None:
    """The day that the whole of `text` names, or None.

    Numeric dates are month first, as in the United States, unless that is impossible, or `day_first` says what the
    page's other dates proved. Dotted dates ("03.04.2026") follow the European habit, so an ambiguous one is refused.
    """
    found = list(find_dates(text.strip(), day_first=day_first))
    return found[0][2] if len(found) == 1 and found[0][:2] == (0, len(text.strip())) else None


def find_dates(text: str, *, day_first: bool = False) -> Iterator[Found]:
    """Every full date in a line of text as `(start, end, day)`, in order, ranges with a shared year included."""
    taken: list[Found] = list(_shared_year_dates(text))
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _ in taken):
                continue
            day = _day_of(match.groupdict(), day_first)
            if day is not None:
                taken.append((match.start(), match.end(), day))
    yield from sorted(taken)


def _shared_year_dates(text: str) -> Iterator[Found]:
    """Both ends of "January 1 - 15, 2026", "Dec 16 to Jan 15, 2026", "1-30 SEP 26" and "01/01 - 01/15/2026"."""
    for form in _SHARED_YEAR:
        for match in form.finditer(text):
            year = _full_year(match["y"])
            if "n1" in match.groupdict():
                ends = [tuple(int(part) for part in match[name].split("/")) for name in ("n1", "n2")]
                starts = [match.start("n1"), match.start("n2")]
            else:
                first, named = _month(match["m1"]), match.groupdict().get("m2")
                second = _month(named) if named else first
                ends = [(first, _digits(match["d1"])), (second, _digits(match["d2"]))]
                second_at = match.start("m2") if named else match.start("d2")
                starts = [min(match.start("m1"), match.start("d1")), min(second_at, match.start("d2"))]
            last = _valid(year, *ends[1])
            start = _valid(year if ends[0] <= ends[1] else year - 1, *ends[0])
            if start and last:
                yield starts[0], max(match.end(name) for name in ("n1", "m1", "d1") if name in match.groupdict()), start
                yield starts[1], match.end(), last


def parse_month_day(text: str) -> tuple[int, int] | None:
    """Month and day of a date without a year ("01/15", "Jan 15"), month first, or None."""
    text = text.strip()
    if match := _SHORT_NUMERIC.fullmatch(text):
        month, day = int(match["m"]), int(match["d"])
    elif match := _SHORT_NAMED.fullmatch(text):
        month, day = _month(match["mon"]), _digits(match["d"])
    else:
        return None
    return (month, day) if _valid(2024, month, day) else None


def proves_day_first(texts: list[str]) -> bool:
    """Whether some numeric date is only possible with the day first, and none only with the month first; or, with
    neither, whether the money is that of a country that writes the day first."""
    pairs = [(int(m["a"]), int(m["b"])) for text in texts for m in _FORMS[1].finditer(text)]
    abroad = any(_ABROAD.search(text) for text in texts)
    return (abroad or any(a > 12 >= b for a, b in pairs)) and not any(b > 12 >= a for a, b in pairs)


def _day_of(parts: dict[str, str | None], day_first: bool) -> date | None:
    year = _full_year(parts["y"] or "")
    if parts.get("a"):
        return _numeric(int(parts["a"] or 0), int(parts["b"] or 0), year, parts["sep"] == ".", day_first)
    month = _month(parts["mon"] or "") if parts.get("mon") else _digits(parts["m"] or "")
    return _valid(year, month, _digits(parts["d"] or ""))


def _numeric(first: int, second: int, year: int, dotted: bool, day_first: bool) -> date | None:
    if dotted and first <= 12 and second <= 12 and first != second and not day_first:
        return None
    if day_first or first > 12:
        return _valid(year, second, first)
    return _valid(year, first, second)


def _full_year(text: str) -> int:
    year = int(text)
    return year if year > 99 else (2000 + year if year < 70 else 1900 + year)


def _month(text: str) -> int:
    return _MONTHS.index(text[:3].lower()) + 1


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

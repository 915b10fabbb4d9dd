"""The machine readable zone of an identity document: its check digits, and its expiry date against the printed one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet, as_day, overlap
from app.screening.checks.rows import rows, text_of
from app.screening.facts.dates import find_dates
from app.screening.facts.mrz import check_digit
from app.screening.reading.pages import Page
from app.screening.verdict import Box, CheckResult, Document, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="machine_readable_zone",
    family="arithmetic",
    innocent=("glare, blur or a fold over the zone", "one letter was misread", "a temporary document"),
    next_step="Look at the zone on the document itself, or ask for a sharper picture.",
)
_ZONE = re.compile(r"^[A-Z0-9<]{30,44}$")
_BIRTH = re.compile(r"\bbirth|naissance|nacimiento|\bdob\b", re.I)
_SUREST = 0.97
_PRINTED_SURE = 0.95


@dataclass(frozen=True, slots=True)
class _Zone:
    """Number, expiry and birth date with their check digits; the other fields are not looked at."""

    number: str
    expiry: str
    birth: str
    confidence: float
    evidence: Evidence


def check(packet: Packet) -> CheckResult:
    """Check digits after ICAO Doc 9303 part 3, § 4.9 (weights 7, 3, 1), for passports (2 × 44) and cards (3 × 30).

    Wrong digits contradict only in a zone read with very high confidence, and only when number and expiry fail
    together: single misread letters are the rule on photos. Where both hold, they vouch for the expiry date, which
    must then be the printed one, as must the birth date, of which no signal tells a figure.
    """
    zones = [(item, zone) for item in packet.of_type(DocumentType.government_id) if (zone := _zone(packet, item))]
    judged = [(item, zone, _judge(packet, item, zone)) for item, zone in zones]
    return QUESTION.answer(
        (signal for _, _, signal in judged if signal is not None),
        sum(_holds(zone.number) and _holds(zone.expiry) for _, zone, _ in judged),
        "The check digits of the machine readable zone are right.",
        "There is no machine readable zone that was read clearly.",
    )


def _judge(packet: Packet, item: Document, zone: _Zone) -> Signal | None:
    printed = _printed_expiry(packet, item)
    if not _holds(zone.number) and not _holds(zone.expiry):
        if zone.confidence < _SUREST:
            return None
        return _signal("The check digits of the machine readable zone are wrong.", "", "", (zone.evidence,))
    coded = _day(zone.expiry) if _holds(zone.expiry) and _holds(zone.number) else None
    if coded and printed and printed not in _orders(coded):
        places = (*item.evidence("expiry_date"), zone.evidence)
        return _signal(
            "The printed expiry date differs from the coded one.", coded.isoformat(), printed.isoformat(), places
        )
    is_born_otherwise = coded is not None and _holds(zone.birth) and _prints_another_birth(packet, item, zone.birth)
    if is_born_otherwise:
        told = "The printed birth date differs from the coded one."
        return replace(_signal(told, "one date", "two dates", (zone.evidence,)), field="", implied="")
    return None


def _orders(day: date) -> set[date]:
    """The day, and what reading its month and day the other way round makes of it, as on other countries' cards."""
    return {day, day.replace(month=day.day, day=day.month)} if day.day <= 12 else {day}


def _prints_another_birth(packet: Packet, item: Document, coded: str) -> bool:
    """Below or behind the label of the birth date stands a date, read surely, that is another in either order."""
    for page in packet.pages_of(item):
        lines = rows(page)
        for label, below in zip_longest(lines, lines[1:], fillvalue=()):
            if not _BIRTH.search(text_of(label)):
                continue
            for line in (label, below):
                read = [day for _, _, day in find_dates(text_of(line))]
                if read:
                    orders = {day.strftime(form) for day in read for form in ("%y%m%d", "%y%d%m")}
                    is_sure = min(word.confidence for word in line) >= _PRINTED_SURE
                    return is_sure and len(read) == 1 and coded[:6] not in orders
    return False


def _printed_expiry(packet: Packet, item: Document) -> date | None:
    """The printed expiry day where its own words are sure; the fact itself is doubted once the zone differs."""
    fact = item.fields.get("expiry_date")
    if fact is None or fact.box is None or fact.confidence >= _PRINTED_SURE:
        return as_day(fact.value) if fact and fact.confidence >= _PRINTED_SURE else None
    here = [
        word
        for page in packet.pages_of(item)
        for word in page.words
        if page.number == fact.page and overlap(page.place(word.box), fact.box) > 0.5
    ]
    return as_day(fact.value) if here and min(word.confidence for word in here) >= _PRINTED_SURE else None


def _signal(observation: str, expected: str, actual: str, places: tuple[Evidence, ...]) -> Signal:
    return QUESTION.signal(
        "forged_document", Severity.review, observation, expected, actual, places, "expiry_date", expected
    )


def _zone(packet: Packet, item: Document) -> _Zone | None:
    for page in packet.pages_of(item):
        lines = _lines(page)
        if not lines:
            continue
        texts, sure = [text for text, _, _ in lines], min(sure for _, sure, _ in lines)
        place = Evidence(item.file_id, item.file_name, page.number, lines[0][2], "machine readable zone")
        if [len(text) for text in texts] == [44, 44]:
            return _Zone(texts[1][:10], texts[1][21:28], texts[1][13:20], sure, place)
        if [len(text) for text in texts] == [30, 30, 30]:
            return _Zone(texts[0][5:15], texts[1][8:15], texts[1][:7], sure, place)
    return None


def _lines(page: Page) -> list[tuple[str, float, Box]]:
    """The zone's lines with the confidence of their worst word and the place of their first."""
    found = []
    for row in rows(page):
        text = "".join(word.text for word in row).replace(" ", "").replace("«", "<<")
        if _ZONE.match(text) and "<" in text:
            found.append((text, min(word.confidence for word in row), page.place(row[0].box)))
    return found


def _holds(field: str) -> bool:
    """The last letter is the check digit of the others."""
    return check_digit(field[:-1]) == field[-1]


def _day(field: str) -> date | None:
    try:
        return date(2000 + int(field[:2]), int(field[2:4]), int(field[4:6]))
    except ValueError:
        return None

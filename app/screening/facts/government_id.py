"""Identity documents: whose, what kind, valid until when; nothing else of them is read.

Contract fields: full_name, expiry_date, document_subtype (driver_license, state_id, passport, passport_card,
permanent_resident_card, employment_authorization, military_id). Further fields: `mrz` ("valid" or "invalid", the
check digits of a machine-readable zone, when one was read) and `mrz_name` (the name in it). Sex, height, weight,
eyes, address, photograph, document number and date of birth are neither read nor kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.facts.candidates import Candidate, choose, fact_of, labels_in
from app.screening.facts.id_expiry import expiry
from app.screening.facts.id_names import comma_names, in_two_languages, name_over_birth, stacked_names
from app.screening.facts.labels import names, squeeze, strings
from app.screening.facts.layout import below_text
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.mrz import Mrz, read_mrz
from app.screening.facts.naming import tidy
from app.screening.verdict import Fact

_SUBTYPES = (
    "passport_card",
    "passport",
    "permanent_resident_card",
    "employment_authorization",
    "military_id",
    "driver_license",
    "state_id",
)
_NAME_WORDS = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’\- ][^\W\d_.'’\-]+)*\.?(?:,? [^\W\d_][^\W\d_.'’\-]*)*", re.U)
_SHORT = re.compile(
    r"^(?:(?P<label>LN|FN|MN|[12]\.?(?: (?i:(?:family |last |first |given )?names?|surname|ln|fn)(?= ))?"
    r"|Name|NAME|Surname|SURNAME|(?:Last|First) name)\s+"
    r"|(?P<mark>[12]|[¹²] ?|LN|FN|MN)(?=[A-ZÀ-Þ]{2}))"
    r"(?P<name>[^\W\d_][^\d:]*)$"
)


def read_government_id(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of one identity document, front and back."""
    zone = next((zone for sheet in sheets if (zone := read_mrz(sheet))), None)
    facts: dict[str, Fact] = {}
    for name, fact in (
        ("document_subtype", _subtype(sheets)),
        ("expiry_date", expiry(sheets, zone)),
        ("full_name", _whole(_name(sheets, zone), zone)),
    ):
        if fact:
            facts[name] = fact
    if zone:
        facts["mrz"] = fact_of(zone.sheet, zone.cell, "valid" if zone.is_valid else "invalid", 0.95)
        if zone.is_valid:
            facts["mrz_name"] = fact_of(zone.sheet, zone.cell, zone.name, 0.97)
    return facts


def _subtype(sheets: list[Sheet]) -> Fact | None:
    """The kind that the document calls itself; the more particular words are looked for first."""
    for kind in _SUBTYPES:
        for sheet in sheets:
            for cell in sheet.all_cells():
                said = squeeze(cell.text)
                if cell.kind == "text" and any(
                    squeeze(word) in said for word in strings("government_id", "subtypes", kind)
                ):
                    return fact_of(sheet, cell, kind, 0.96)
    return None


def _whole(name: Fact | None, zone: Mrz | None) -> Fact | None:
    """The name as printed, or as a valid zone has it where a part of it was not read."""
    if name is None or zone is None or not zone.is_valid or not zone.name:
        return name
    printed, coded = ({squeeze(word) for word in re.split(r"[\s-]+", text)} for text in (str(name.value), zone.name))
    return fact_of(zone.sheet, zone.cell, zone.name, 0.95) if printed < coded else name


def _name(sheets: list[Sheet], zone: Mrz | None) -> Fact | None:
    """Given names and surname in this order, from their labels, else from a valid machine-readable zone."""
    parts = _labelled_parts(sheets)
    if name := _of_parts(parts) or _two_lines(sheets):
        return name
    placed = _by_position(sheets)
    if placed and _holds_all(placed, parts):
        return placed
    return fact_of(zone.sheet, zone.cell, zone.name, 0.95) if zone and zone.is_valid and zone.name else None


def _labelled_parts(sheets: list[Sheet]) -> dict[str, Fact | None]:
    """What the labels of a name tell, by field: surname, given_names, middle_name, full_name."""
    found: dict[str, list[Candidate]] = {field: [] for field in names("government_id", "text")}
    for sheet in sheets:
        for field, candidate in _at_labels(sheet):
            found[field].append(candidate)
    return {field: choose(candidates) for field, candidates in found.items()}


def _at_labels(sheet: Sheet) -> Iterator[tuple[str, Candidate]]:
    fields = names("government_id", "text")
    for field, rank, _, label in labels_in(sheet, fields):
        if cell := _name_at(sheet, label):
            yield field, Candidate(sheet, cell, tidy(cell.text), rank, 0.96)
    for field, label in in_two_languages(sheet, fields):
        if cell := _name_at(sheet, label):
            yield field, Candidate(sheet, cell, tidy(cell.text), 50, 0.93)
    for field, cell in _prefixed(sheet):
        yield field, Candidate(sheet, cell, cell.value, 5, 0.95)


def _of_parts(parts: dict[str, Fact | None]) -> Fact | None:
    """The whole name, where its labelled parts make one up."""
    surname, given, whole = parts["surname"], parts["given_names"], parts["full_name"]
    if surname and not given and whole and squeeze(surname.text) not in squeeze(whole.text):
        given = whole  # "Name" beside "Surname" is the given name
    if surname and given:
        return _joined(given, parts["middle_name"], surname)
    return whole if whole and len(str(whole.value).split()) >= 2 else None


def _holds_all(name: Fact, parts: dict[str, Fact | None]) -> bool:
    """Whether a name contradicts none of the parts that have a label."""
    said = squeeze(str(name.value))
    return all(squeeze(str(part.value)) in said for part in parts.values() if part)


def _two_lines(sheets: list[Sheet]) -> Fact | None:
    """A card's "Name" over two lines: the surname, and under it the given names."""
    for sheet in sheets:
        fields = {"": names("government_id", "text")["full_name"]}
        labels = [label for _, _, _, label in labels_in(sheet, fields)]
        for label in (*labels, *(label for _, label in in_two_languages(sheet, fields))):
            first = below_text(sheet, label)
            second = _given_under(sheet, first) if first and _is_name(first.text) else None
            if first and second and _is_name(second.text) and abs(first.box[0] - second.box[0]) < 4 * sheet.unit:
                surname, given = (fact_of(sheet, cell, tidy(cell.text), 0.9) for cell in (first, second))
                return _joined(given, None, surname)
    return None


def _given_under(sheet: Sheet, surname: Cell) -> Cell | None:
    """The text under a surname; the number of the element (2) may have a line of its own between them."""
    row = sheet.cells[surname.line + 1] if surname.line + 1 < len(sheet.cells) else ()
    is_mark = len(row) == 1 and row[0].text in ("2", "2.")
    return below_text(sheet, row[0] if is_mark else surname)


def _by_position(sheets: list[Sheet]) -> Fact | None:
    """The name of a card that labels none of its parts."""
    for sheet in sheets:
        ways = (comma_names, stacked_names, name_over_birth)
        placed = next((placed for way in ways if (placed := dict(way(sheet, _is_name)))), {})
        parts = {field: fact_of(sheet, cell, tidy(cell.text), 0.88) for field, cell in placed.items()}
        if "full_name" in parts:
            return parts["full_name"]
        if parts:
            return _joined(parts["given_names"], None, parts["surname"])
    return None


def _joined(given: Fact, middle: Fact | None, surname: Fact) -> Fact:
    parts = [given, middle, surname] if middle and middle.page == surname.page else [given, surname]
    value = " ".join(str(part.value).replace(",", " ") for part in parts if part)
    boxes = [part.box for part in parts if part and part.box]
    box = (
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        if boxes
        else None
    )
    text = " ".join(part.text for part in parts if part)
    return Fact(" ".join(value.split()), text, min(part.confidence for part in parts if part), surname.page, box)


def _name_at(sheet: Sheet, label: Cell) -> Cell | None:
    row = sheet.cells[label.line]
    after = row[row.index(label) + 1 :]
    beside = after[0] if after and after[0].kind == "text" and not after[0].has_colon else None
    for cell in (beside, below_text(sheet, label)):
        if cell and _is_name(cell.text) and cell.box[0] - label.box[2] < 0.4 * sheet.page.width:
            return cell
    return None


def _is_name(text: str) -> bool:
    clean = tidy(re.sub(r",(?=\S)", ", ", text))
    known = names("government_id", "text") | names("government_id", "date")
    if any(squeeze(clean) in ranks for ranks in known.values()) or squeeze(clean) in _blocked():
        return False
    return (
        bool(_NAME_WORDS.fullmatch(clean))
        and any(word[0].isupper() for word in clean.split())
        and len(clean.split()) <= 6
        and len(squeeze(clean)) > 1
    )


def _blocked() -> frozenset[str]:
    return frozenset(squeeze(word) for word in strings("government_id", "not_names", "words"))


def _prefixed(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """Names behind a short label on one line: "LN DOE", "1 DOE", "2 JANE MARIE"."""
    for number, line in enumerate(sheet.lines):
        for piece in re.finditer(r"[^\t]+", line.text):
            found = _SHORT.match(piece.group())
            if not found or not _is_name(found["name"]):
                continue
            field = dict.fromkeys("1LS¹", "surname") | dict.fromkeys("2F²", "given_names") | {"M": "middle_name"}
            kind = field.get((found["label"] or found["mark"])[0].upper(), "full_name")
            start = piece.start() + found.start("name")
            end = start + len(found["name"])
            confidence = line.confidence_of(start, end)
            yield kind, Cell("text", found["name"], tidy(found["name"]), line.box_of(start, end), confidence, number)

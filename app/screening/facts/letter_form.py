"""Letters that are forms or tables say things beside a label, or under it where a row holds nothing but labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from app.screening.facts.candidates import Candidate, labels_in
from app.screening.facts.labels import all_labels, names, squeeze
from app.screening.facts.layout import step_between
from app.screening.facts.lines import Cell, Sheet, union
from app.screening.facts.naming import can_be_company, is_person_name, tidy, word_list
from app.screening.facts.phrasing import phrase

_NEAR = 2.6
"""Line pitches within which a value follows under its label."""
_BOX_NUMBER = re.compile(r"^\d{1,2}[A-Z]?[.)]\s+")
_SHORT_NUMBER = 2
"""Letters of a number that ends a title ("Engineer 2")."""
_AFTER_NAMES = frozenset({"unit", "apt", "ssn", "dob", "ss", "emp", "title", "position", "phone", "date", "soc"})


def value_at(sheet: Sheet, label: Cell) -> Cell | None:
    """What stands at a label: under it when the others of its row are labels too, else the next cell of the row."""
    row = sheet.cells[label.line]
    others = [cell for cell in row if cell is not label]
    if not label.has_colon and all(is_label(cell) for cell in others):
        return _under(sheet, label)
    after = row[row.index(label) + 1 :]
    return after[0] if after else None


def is_label(cell: Cell) -> bool:
    """Whether a text is a label of a form about somebody's work, known by the data."""
    text = _BOX_NUMBER.sub("", cell.text)
    known = squeeze(text) in all_labels() or phrase("form_words").fullmatch(tidy(text)) is not None
    return cell.kind == "text" and (cell.has_colon or known)


def is_paired(row: tuple[Cell, ...]) -> bool:
    """Whether a row is made of pairs of a label and its value."""
    return len(row) % 2 == 0 and all(is_label(cell) for cell in row[::2])


def title_at(sheet: Sheet, label: Cell) -> Cell | None:
    """The job title at a label, with the number that it may end in."""
    title = value_at(sheet, label)
    if title is None or title.kind != "text" or is_label(replace(title, has_colon=False)):
        return None
    row = sheet.cells[title.line]
    after = row[row.index(title) + 1 :]
    near = after and after[0].box[0] - title.box[2] < 1.2 * (title.box[3] - title.box[1])
    if near and after[0].text.isdigit() and len(after[0].text) <= _SHORT_NUMBER and title.text[-1].isalpha():
        return replace(title, text=f"{title.text} {after[0].text}", box=union([title.box, after[0].box]))
    return title


def signed_days(sheet: Sheet) -> Iterator[Cell]:
    """The days beside signatures whose label a recogniser ran into the name before it ("Jane Doe Date: 1/2/2026")."""
    for row in sheet.cells:
        for before, cell in pairwise(row):
            said = squeeze(before.text)
            is_run_on = cell.kind == "date" and before.has_colon and said.endswith("date") and said != "date"
            near = " ".join(line.text for line in sheet.lines[max(0, cell.line - 2) : cell.line + 1])
            if is_run_on and phrase("signature").search(near):
                yield cell


def run_on_companies(sheet: Sheet) -> Iterator[Candidate]:
    """Companies at a label into which the label of a date ran ("Company: Acme Foods Date:")."""
    labels = names("employment_letter", "text")["employer_name"]
    for _, rank, _, label in labels_in(sheet, {"": labels}):
        row = sheet.cells[label.line]
        value = next(iter(row[row.index(label) + 1 :]), None)
        found = re.fullmatch(r"(.+) (?:Date|Title|Phone|Telephone)", value.text) if value and value.has_colon else None
        if value and found and can_be_company(found[1]):
            yield Candidate(sheet, replace(value, text=found[1], has_colon=False), tidy(found[1]), rank, 0.9)


def run_on_names(sheet: Sheet) -> Iterator[Candidate]:
    """Names at a label into which the next label ran ("Applicant: Jane Doe Unit applied for:")."""
    labels = names("employment_letter", "text")["employee_name"]
    for _, rank, _, label in labels_in(sheet, {"": labels}):
        row = sheet.cells[label.line]
        value = next(iter(row[row.index(label) + 1 :]), None)
        words = value.text.split() if value and value.has_colon else []
        for size in range(min(5, len(words) - 1), 1, -1):
            name, following = " ".join(words[:size]), squeeze(words[size])
            if value and is_person_name(name) and following in _AFTER_NAMES | word_list("not_names"):
                yield Candidate(sheet, replace(value, text=name, has_colon=False), tidy(name), rank, 0.9)
                break


def _under(sheet: Sheet, label: Cell) -> Cell | None:
    heads = sheet.cells[label.line]
    for line in range(label.line + 1, min(len(sheet.lines), label.line + 3)):
        if step_between(sheet, label.line, line) > _NEAR * max(sheet.pitch, 10):
            return None
        for cell in sheet.cells[line]:
            if min(heads, key=lambda head: abs(head.box[0] - cell.box[0])) is label and not is_label(cell):
                return cell
    return None

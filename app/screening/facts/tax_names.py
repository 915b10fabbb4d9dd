"""Names in the boxes of tax forms stand under long printed titles, first and last name often apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.screening.facts.candidates import Candidate
from app.screening.facts.labels import squeeze
from app.screening.facts.lines import Cell, Sheet, union
from app.screening.facts.naming import is_company_ending, is_company_like, tidy, word_list

_DEEP = 60
"""Points from a title down to the first line of what stands in its box."""
_TITLE = re.compile(
    r"(?i)(?:(?:tax)?payer|recipient|employer|employee|filer|proprietor)['’]?s?\b|street address|city or town"
    r"|account number|control number|social security n|home address|(?:box )?\d{1,2}[a-z]?\.? [a-z]"
)
"""How titles of boxes begin; the box above ends there."""
_OTHER_BOX = re.compile(r"(?i)(?:tax)?(?:payer|recipient|employer|employee|filer)['’]s ")
"""The title of the box beside a title: no name."""
_LISTED = re.compile(r"(?:[a-f]|\d{1,2}[a-d]?)[.):] [A-Z]|(?i:box \w{1,3}\b)")
_FEWEST = 4
"""Rows that make a list."""
_IDENTITY = re.compile(r"\s*[(,]?\s*\b(?:F?EIN|SSN|TIN|ITIN|Form (?:1099|W-?2|SSA))\b")
"""The number that a form may print behind a name."""
_REST = re.compile(r"(?i)\b(?:postal|zip) code\b|\btelephone no")
"""How the second line of a payer's or an employer's title ends."""
_NAME_LABEL = re.compile(r"(?i)^(?:(?:company|business|legal|full|employer|payer) )?name:? (?=\S)")
"""The label of a name inside a block that is titled already."""
_LONGEST_NUMBER = 2
"""Digits of a box's number."""
_SHORT_LABEL = 14
"""Letters of a label such as "Employee" that its name may follow without a colon."""
_SHORTEST = 10
"""Letters from which a title may go on after the known words ("PAYER'S name, street address, city or town, …")."""


def names_at(sheets: list[Sheet], ranks: dict[str, int], fits: Callable[[str], bool]) -> Iterator[Candidate]:
    """Fitting names beside a titled box with a colon, else on the first lines under the title."""
    for sheet in sheets:
        for cell in sheet.all_cells():
            rank = _rank(cell, ranks)
            if rank is None:
                continue
            boxed = list(_under(sheet, cell))
            for found in (_beside(sheet, cell), *boxed, _raised(sheet, cell)):
                name = tidy(_IDENTITY.split(_NAME_LABEL.sub("", found.text))[0]) if found else ""
                if found and fits(name) and _rank(found, ranks) is None and not _REST.search(name):
                    whole = _with_rest(found, boxed)
                    yield Candidate(sheet, whole, name if whole is found else tidy(whole.text), rank, 0.94)
                    break


def _with_rest(cell: Cell, boxed: list[Cell]) -> Cell:
    """A company's name with the second line that a narrow box breaks it into ("GREEN MOUNTAIN" / "SPECTACLES LLC")."""
    after = next((c for c in boxed[boxed.index(cell) + 1 :]), None) if cell in boxed else None
    if after is None or is_company_ending(cell.text) or re.search(r"\d", after.text):
        return cell
    ends = is_company_ending(after.text) or squeeze(after.text) in word_list("company_endings")
    if not ends and (is_company_like(cell.text) or not is_company_like(f"{cell.text} {after.text}")):
        return cell
    close = after.box[1] - cell.box[3] < cell.box[3] - cell.box[1] and abs(after.box[0] - cell.box[0]) < 4
    return replace(_joined([cell, after]), line=cell.line) if close else cell


def _rank(cell: Cell, ranks: dict[str, int]) -> int | None:
    if cell.kind != "text":
        return None
    label = re.sub(r"^(?:box)?[a-i]{1,2}(?=employ)", "", squeeze(cell.text))
    if label in ranks:
        return ranks[label]
    known = [rank for name, rank in ranks.items() if len(name) >= _SHORTEST and label.startswith(name)]
    return min(known) if known else None


def _beside(sheet: Sheet, label: Cell) -> Cell | None:
    row = sheet.cells[label.line]
    after = row[row.index(label) + 1 :]
    is_pair = len(row) == 2 and (len(label.text) <= _SHORT_LABEL or _is_list(sheet))  # "Employer" and its name
    can_name = (label.has_colon or is_pair) and after and after[0].kind == "text"
    return after[0] if can_name and not _OTHER_BOX.match(after[0].text) else None


def _raised(sheet: Sheet, label: Cell) -> Cell | None:
    """The first of several lines of a table's right cell, where the title stands beside the last of them."""
    row = sheet.cells[label.line]
    after = next(iter(row[row.index(label) + 1 :]), None)
    first = None
    for number in range(label.line - 1, max(-1, label.line - 4), -1):
        above = sheet.cells[number]
        is_same = after and above and abs(above[0].box[0] - after.box[0]) < 3 * sheet.unit
        if not after or not is_same or after.box[1] - above[0].box[1] > 1.6 * (after.box[3] - after.box[1]):
            break
        first = after = above[0]
    return first if first and first.kind == "text" else None


def _is_list(sheet: Sheet) -> bool:
    """Whether the boxes are printed as a list, each title with its number or letter left of its value."""
    rows = [row for row in sheet.cells if len(row) >= 2 and _LISTED.match(row[0].text)]
    return sum(not _TITLE.match(row[1].text) for row in rows) >= _FEWEST


def _under(sheet: Sheet, label: Cell) -> Iterator[Cell]:
    """The lines under a title within its own box: what starts at or right of the title's left edge and close to it."""
    right = _right_edge(sheet, label)
    for number in range(label.line + 1, len(sheet.lines)):
        cells = [
            c for c in sheet.cells[number] if c.kind == "text" and label.box[0] - 8 * sheet.unit <= c.box[0] < right
        ]
        titles = [c.box[0] for c in cells if _TITLE.match(c.text)]
        if sheet.lines[number].box[1] - label.box[3] > _DEEP * sheet.unit or any(x < label.box[2] for x in titles):
            return
        cells = [c for c in cells if c.box[0] < min(titles, default=right)]  # a title further right begins another box
        if cells:
            yield _joined(_in_box(sheet, number, cells))


def _in_box(sheet: Sheet, number: int, cells: list[Cell]) -> list[Cell]:
    """The texts of a line before the number of the next box."""
    numbers = [c.box[0] for c in sheet.cells[number] if c.kind == "number" and len(c.text) <= _LONGEST_NUMBER]
    ends = [x for x in numbers if x > cells[0].box[0]]
    return [c for c in cells if not ends or c.box[0] < min(ends)] or cells


def _right_edge(sheet: Sheet, label: Cell) -> float:
    """Where the next title on the label's line starts, "Last name" and "Suff." excepted, else half a page further."""
    for cell in sheet.cells[label.line]:
        if cell.box[0] > label.box[2] and squeeze(cell.text) not in ("lastname", "suff"):
            return cell.box[0] - 4
    return label.box[0] + 0.45 * sheet.page.width


def _joined(cells: list[Cell]) -> Cell:
    text = " ".join(cell.text for cell in cells)
    return Cell("text", text, text, union(c.box for c in cells), min(c.confidence for c in cells), cells[0].line)

"""The dates of a pay stub: when it was paid and for which days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import names, squeeze
from app.screening.facts.layout import below, column_head, left_label, overlaps, right_of
from app.screening.facts.letterhead import TOP
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.naming import is_heading
from app.screening.facts.pay_ranges import boxed_range, broken_range, centred_range, only_range, wrapped_date
from app.screening.facts.pay_sentences import sentence_dates
from app.screening.facts.stacked_labels import stacked_dates
from app.screening.verdict import Fact

_LONGEST_PERIOD = 45
"""Days: a pay period that seems longer is something else, such as the year so far."""
_SHORTEST_PROSE, _LONGEST_PROSE = 4, 31
"""Days between the ends of a period that only "for" announces: a working week up to a month."""
_FOR = re.compile(
    r"^(?:(?:pay(?:ment)?|wages|salary|earnings|work|hours) )?"
    r"(?:for|from|for (?:work|services|wages|pay)(?: performed| done)?(?: from)?)$"
)
_BARE_DATE = ("date", "dated", "fecha")
_SOON = 21
"""Days from the end of a period to the date of its check."""
_EARLY = 5
"""Days by which salaries are paid before their period ends."""
_DATE_WORDS = ("date", "period", "begin", "end", "hire", "from", "to")
_CONNECTED = 2.5
"""Line heights between the two dates of one range; columns stand further apart."""


_ALIGNED = 4
"""Points between the left edges of a heading and of the value under it."""


def dates_at(sheet: Sheet, label: Cell) -> list[Cell]:
    """The dates to the right of a label on its line, else those in the first line below it that has any."""
    beside = [cell for cell, _ in right_of(sheet, label) if cell.kind == "date"]
    beside += wrapped_date(sheet, label, beside)
    if beside:
        return beside
    under = [cell for cell in below(sheet, label, 2) if cell.kind == "date"][:1]
    under = under or _right_under(sheet, label)
    return [*under, *_range_end(sheet, label, under[0])] if under else []


def _right_under(sheet: Sheet, label: Cell) -> list[Cell]:
    """The date that begins right under a label, whatever stands in a column far to its left."""
    if label.line + 1 >= len(sheet.cells):
        return []
    row, tall = sheet.cells[label.line + 1], label.box[3] - label.box[1]
    for at, cell in enumerate(row):
        is_apart = at == 0 or cell.box[0] - row[at - 1].box[2] > 2 * tall
        if cell.kind == "date" and is_apart and abs(cell.box[0] - label.box[0]) < _ALIGNED * sheet.unit:
            is_near = cell.box[1] - label.box[3] < tall
            return [cell] if is_near else []
    return []


def _range_end(sheet: Sheet, label: Cell, start: Cell) -> list[Cell]:
    """The second date of a range, right behind the first with nothing but a connector between them, and not under a
    heading of its own."""
    row = sheet.cells[start.line]
    after = row[row.index(start) + 1 : row.index(start) + 2]
    reach = _CONNECTED * (start.box[3] - start.box[1])
    others = [c for c in sheet.cells[label.line] if c.kind == "text" and c is not label]
    return [
        cell
        for cell in after
        if cell.kind == "date"
        and cell.box[0] - start.box[2] < reach
        and not any(overlaps(other.box, cell.box) for other in others)
    ]


def date_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """`pay_date`, `period_start`, `period_end` and `hire_date`; a period that ends before it starts is not reported."""
    fields = names("paystub", "date")
    found: dict[str, list[Candidate]] = {name: [] for name in fields}
    for sheet in sheets:
        for field, rank, _, label in labels_in(sheet, fields):
            field = "period_start" if field == "hire_date" and _has_end(sheet, label) else field
            for name, cell in _named(sheet, field, label):
                found[name].append(Candidate(sheet, cell, cell.value, rank, 0.98))
        for name, rank, cell in stacked_dates(sheet, {name: fields[name] for name in fields if name != "period"}):
            found[name].append(Candidate(sheet, cell, cell.value, rank, 0.97))
        for name, cell in _prose_period(sheet):
            found[name].append(Candidate(sheet, cell, cell.value, 900, 0.95))
    facts = {name: fact for name, candidates in found.items() if (fact := choose(candidates))}
    for sheet in sheets:
        for name, said in sentence_dates(sheet):
            if not found[name]:
                facts.setdefault(name, said)
    return _plausible(_with_range(sheets, _with_date(sheets, facts)))


def _has_end(sheet: Sheet, label: Cell) -> bool:
    """Whether "End Date" stands beside "Start Date": both are of the period, not of the job."""
    row = sheet.cells[label.line]
    beside = row[row.index(label) + 1 :]
    return squeeze(label.text) == "startdate" and any(squeeze(cell.text) == "enddate" for cell in beside)


def _with_date(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """A check's bare "Date", or a date that nothing labels, is the payday where no label names one and the period ends
    right before it; a stub that tells no period may have its date behind its title."""
    if "pay_date" in facts:
        return facts
    near = found = _unlabelled(sheets, facts)
    if "period_end" in facts:
        end = date.fromisoformat(str(facts["period_end"].value))
        near = [(s, c) for s, c in found if -_EARLY <= (date.fromisoformat(c.value) - end).days <= _SOON]
    if len({cell.value for _, cell in found}) != 1 or not near:
        return facts
    sheet, cell = near[0]
    return {**facts, "pay_date": Candidate(sheet, cell, cell.value, 100, 0.9).fact()}


def _unlabelled(sheets: list[Sheet], facts: dict[str, Fact]) -> list[tuple[Sheet, Cell]]:
    """The dates by the first of three ways that finds any: at a bare "Date", without a label, behind the period; of a
    stub that tells no period those behind its title."""
    if "period_end" not in facts:
        return [(sheet, cell) for sheet in sheets for cell in _nameless(sheet) if _is_titled(sheet, cell)]
    return (
        _at_bare_date(sheets)
        or [(sheet, cell) for sheet in sheets for cell in _nameless(sheet)]
        or [(sheet, cell) for sheet in sheets for cell in _behind_period(sheet, facts)]
    )


def _at_bare_date(sheets: list[Sheet]) -> list[tuple[Sheet, Cell]]:
    bare = {"": {word: rank for rank, word in enumerate(_BARE_DATE)}}
    labels = [(sheet, label) for sheet in sheets for *_, label in labels_in(sheet, bare)]
    return [(sheet, cell) for sheet, label in labels for cell in dates_at(sheet, label)]


def _is_titled(sheet: Sheet, cell: Cell) -> bool:
    label = left_label(sheet, cell)
    return label is not None and is_heading(label.text)


def _nameless(sheet: Sheet) -> Iterator[Cell]:
    """Dates of the page's head at the end of a line that begins with a street's number or a title, or with them, and
    that no heading is over."""
    for row in sheet.cells:
        dates = [cell for cell in row if cell.kind == "date"]
        if len(dates) != 1 or row[-1] is not dates[0] or row[0].box[1] > TOP * sheet.page.height:
            continue
        head = column_head(sheet, dates[0])
        is_headed = head is not None and any(word in head.text.lower() for word in _DATE_WORDS)
        if not is_headed and (len(row) == 1 or row[0].kind == "number" or _is_titled(sheet, dates[0])):
            yield dates[0]


def _behind_period(sheet: Sheet, facts: dict[str, Fact]) -> Iterator[Cell]:
    """The third and last date of a line that begins with both ends of the period."""
    ends = [str(facts[name].value) for name in ("period_start", "period_end") if name in facts]
    for row in sheet.cells:
        dates = [cell for cell in row if cell.kind == "date"]
        if len(dates) == 3 and [cell.value for cell in dates[:2]] == ends:
            yield dates[2]


def _with_range(sheets: list[Sheet], facts: dict[str, Fact]) -> dict[str, Fact]:
    """The only range of days on the stub, where no label leads to either end of the period."""
    if {"period_start", "period_end"} & set(facts):
        return facts
    payday = date.fromisoformat(str(facts["pay_date"].value)) if "pay_date" in facts else None
    found = only_range(sheets, payday)
    if found is None:
        return facts
    sheet, *ends = found
    names_of = zip(("period_start", "period_end"), ends, strict=True)
    return facts | {name: Candidate(sheet, cell, cell.value, 100, 0.9).fact() for name, cell in names_of}


def _named(sheet: Sheet, field: str, label: Cell) -> Iterator[tuple[str, Cell]]:
    cells = dates_at(sheet, label)
    if len(cells) == 2 and field in ("period", "period_start", "period_end"):
        yield from (("period_start", cells[0]), ("period_end", cells[1]))
    elif len(cells) == 1 and field != "period":
        yield field, cells[0]
    elif field == "period":
        yield from _stacked(sheet, label)


def _stacked(sheet: Sheet, label: Cell) -> Iterator[tuple[str, Cell]]:
    """A period whose two dates stand under one another."""
    under = [cell for cell in below(sheet, label, 3) if cell.kind == "date"]
    beside = [cell for cell, _ in right_of(sheet, label) if cell.kind == "date"]
    both = (beside + [cell for cell in under if not beside or abs(cell.box[0] - beside[0].box[0]) < 5 * sheet.unit])[:2]
    both = both if len(both) == 2 else broken_range(sheet, label, beside[0]) if len(beside) == 1 else []
    both = both or boxed_range(sheet, label) or centred_range(sheet, label)
    if len(both) == 2:
        yield from (("period_start", both[0]), ("period_end", both[1]))


def _prose_period(sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """Two dates on a line with nothing but a connector between them, as the period where no label names one."""
    for row in sheet.cells:
        pairs = [(one, other) for one, other in pairwise(row) if one.kind == other.kind == "date"]
        if len(pairs) == 1:
            first, last = pairs[0]
            label = left_label(sheet, first)
            days = (date.fromisoformat(last.value) - date.fromisoformat(first.value)).days
            if label and _leads_to_period(label.text.lower(), days):
                yield from (("period_start", first), ("period_end", last))


def _leads_to_period(said: str, days: int) -> bool:
    """ "… for the period", or a bare "For" or "from" before as many days as pay periods have."""
    if "ytd" in said or "year" in said:
        return False
    return "period" in said or (_SHORTEST_PROSE <= days <= _LONGEST_PROSE and bool(_FOR.search(said)))


def _plausible(facts: dict[str, Fact]) -> dict[str, Fact]:
    start, end = facts.get("period_start"), facts.get("period_end")
    if start and end:
        days = (date.fromisoformat(str(end.value)) - date.fromisoformat(str(start.value))).days
        if not 0 <= days <= _LONGEST_PERIOD:
            return {name: fact for name, fact in facts.items() if fact not in (start, end)}
    return facts

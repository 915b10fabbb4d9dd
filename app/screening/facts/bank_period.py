"""Which days a statement is about: its first and last day and its date, at labels or without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.screening.facts.bank_days import balance_days, bare_balances, dated_balances
from app.screening.facts.bank_ranges import LABELLED, LONGEST, SHORTEST, bare_range, days_told, joined_days
from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import names
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_dates import dates_at
from app.screening.verdict import Fact

DAYS = ("statement_start", "statement_end")
_WITHOUT_LABEL = (
    (balance_days, 95, 0.93),
    (dated_balances, 97, 0.93),
    (bare_balances, 96, 0.93),
    (bare_range, 90, 0.95),
    (joined_days, 92, 0.93),
)
"""Where days stand without a label of their own, each with its rank and how sure it is, in the order of collecting."""


def period_facts(sheets: Sequence[Sheet]) -> dict[str, Fact]:
    """`statement_start`, `statement_end` and `statement_date`, as far as the pages agree and the period is likely."""
    found = _candidates(sheets)
    facts = {name: fact for name, candidates in found.items() if name != "period" and (fact := choose(candidates))}
    facts = _ended_by_its_date(facts)
    start, end = (day_in(facts, name) for name in DAYS)
    if start is None or end is None:
        return facts
    if not 0 < (end - start).days <= LABELLED:
        return {name: fact for name, fact in facts.items() if name == "statement_date"}
    if (end - start).days == days_told(sheets):  # the last statement's day is none of this one
        facts["statement_start"] = replace(facts["statement_start"], value=(start + timedelta(days=1)).isoformat())
    return facts


def period_in(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The first and the last day of the statement's period, as far as these pages print them."""
    return {name: str(fact.value) for name, fact in period_facts(sheets).items() if name in DAYS}


def day_in(facts: dict[str, Fact], name: str) -> date | None:
    """A fact as a day, or None where it is absent."""
    return date.fromisoformat(str(facts[name].value)) if name in facts else None


def _candidates(sheets: Sequence[Sheet]) -> dict[str, list[Candidate]]:
    fields = names("bank_statement", "date")
    found: dict[str, list[Candidate]] = {name: [] for name in fields}
    for sheet in sheets:
        for name, rank, cell in _labelled(sheet, fields):
            found[name].append(Candidate(sheet, cell, cell.value, rank, 0.98))
        for days, rank, sureness in _WITHOUT_LABEL:
            for name, cell in days(sheet):
                is_told = days is dated_balances and found[name]  # these days count where no other does
                if name in found and not is_told:
                    found[name].append(Candidate(sheet, cell, cell.value, rank, sureness))
    return found


def _labelled(sheet: Sheet, fields: dict[str, dict[str, int]]) -> Iterator[tuple[str, int, Cell]]:
    """The one day at each label, or both days of the period, as `(field, rank, day)`."""
    for field, rank, _, label in labels_in(sheet, fields):
        cells = dates_at(sheet, label)
        if len(cells) == 2 and field != "statement_date":
            yield from ((name, rank, cell) for name, cell in zip(DAYS, cells, strict=True))
        elif len(cells) == 1:
            yield field, rank, cells[0]


def _ended_by_its_date(facts: dict[str, Fact]) -> dict[str, Fact]:
    """The date of a statement is its last day where only its first is told ("Last statement" and "Statement date")."""
    start, dated = day_in(facts, "statement_start"), day_in(facts, "statement_date")
    if start and dated and "statement_end" not in facts and SHORTEST <= (dated - start).days <= LONGEST:
        return facts | {"statement_end": facts["statement_date"]}
    return facts

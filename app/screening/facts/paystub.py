"""Pay stubs: who was paid by whom, when, for which period, how much, and how much so far this year.

Contract fields: employee_name, employer_name, pay_date, period_start, period_end, pay_frequency, gross_pay, net_pay,
ytd_gross, hours, rate, deductions_total.

Further fields for the checks: `ytd_net`, `ytd_deductions`, `taxes`, `ytd_taxes`, `reimbursements`,
`fica_social_security`, `ytd_social_security`, `fica_medicare`, `ytd_medicare`, `federal_income_tax`, `hire_date`,
`regular_hours`, and `earnings_lines`, `deduction_lines`: tuples of `{description, hours, rate, amount, ytd,
section}` (keys only where printed; `section` of a deduction is taxes, deductions, some_deductions or employer).
`hours` is the printed total, or the only line with hours. Amounts of deductions are magnitudes, whatever sign the
stub prints.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from app.screening.facts.amounts import money
from app.screening.facts.candidates import Candidate, choose, labels_in
from app.screening.facts.labels import names
from app.screening.facts.layout import overlaps
from app.screening.facts.lines import Cell, Sheet
from app.screening.facts.pay_beside import out_of_column
from app.screening.facts.pay_columns import Roles, is_misplaced, roles_of, said_above
from app.screening.facts.pay_dates import date_facts
from app.screening.facts.pay_frequency import frequency_fact
from app.screening.facts.pay_ladder import ladder_facts
from app.screening.facts.pay_lines import table_facts
from app.screening.facts.pay_names import name_facts
from app.screening.facts.pay_numbers import labelled_numbers
from app.screening.facts.pay_phrases import hours_at_rate
from app.screening.facts.pay_proof import lone_net, proven_sums, told_net, twin_year
from app.screening.facts.pay_sentences import told_amounts
from app.screening.facts.pay_tables import has_deductions_section, total_rows, unlabelled_gross
from app.screening.facts.stacked_labels import stacked_amounts
from app.screening.verdict import Fact

_YTD_NAMES = {
    "gross_pay": "ytd_gross",
    "net_pay": "ytd_net",
    "deductions_total": "ytd_deductions",
    "taxes": "ytd_taxes",
    "fica_social_security": "ytd_social_security",
    "fica_medicare": "ytd_medicare",
}
_BARE_TOTAL = 500
"""Rank of a row that only its table says what it sums; labels of their own tell more."""
_MAGNITUDES = frozenset({"deductions_total", "taxes", "fica_social_security", "fica_medicare", "federal_income_tax"})


def read_paystub(sheets: list[Sheet]) -> dict[str, Fact]:
    """The facts of one stub; what is absent, ambiguous or contradictory on the page is absent here."""
    found = amount_facts(sheets)
    tables = table_facts(sheets)
    if _is_set_off(found | tables):
        del found["deductions_total"]
    for name in ("rate", "hours"):
        direct = choose(labelled_numbers(sheets, name))
        if direct is not None:
            tables.setdefault(name, direct)
    for name, fact in hours_at_rate(sheets).items():
        tables.setdefault(name, fact)
    if _is_rate(tables):
        del tables["hours"]
    found.update(told_amounts(sheets, found))
    found.update(ladder_facts(sheets, found))
    found.update(lone_net(sheets, found | tables))
    for _ in range(2):  # the one that the first proof gives may prove another
        found.update(proven_sums(sheets, found | tables) or told_net(sheets, found))
        found = {name: fact for name, fact in found.items() if name not in _mistaken(found)}
    found.update(twin_year(sheets, found))
    found.update(tables)
    found.update(date_facts(sheets))
    found.update(name_facts(sheets))
    frequency = frequency_fact(sheets)
    if frequency:
        found["pay_frequency"] = frequency
    return found


def _is_rate(facts: dict[str, Fact]) -> bool:
    """Whether what stands under "(hours × rate)" as hours is the rate: no line pays its square."""
    if not {"hours", "rate", "earnings_lines"} <= set(facts) or facts["hours"].value != facts["rate"].value:
        return False
    square, lines = money(Decimal(str(facts["hours"].value)) ** 2), facts["earnings_lines"].value
    return not isinstance(lines, str) and all(row.get("amount") != square for row in lines)


def amount_facts(sheets: list[Sheet]) -> dict[str, Fact]:
    """The amounts that stand at a label of their own, the period's and the year's.

    "Total withheld" is everything that was taken off, but only the taxes where deductions have a table of their own.
    """
    candidates: dict[str, list[Candidate]] = defaultdict(list)
    withheld = "taxes" if any(has_deductions_section(sheet) for sheet in sheets) else "deductions_total"
    for sheet in sheets:
        for named, rank, said, label in labels_in(sheet, names("paystub", "amount")):
            field = withheld if named == "withheld" else named
            said = said or said_above(sheet, label)
            roles = roles_of(sheet, label, said)
            if is_misplaced(field, roles) or (field == "gross_pay" and _is_one_of_many(sheet, roles)):
                continue
            _collect(
                candidates, sheet, field, rank, roles if said else roles | out_of_column(sheet, field, label, roles)
            )
        for field, roles in total_rows(sheet):
            _collect(candidates, sheet, field, _BARE_TOTAL, roles)
        for field, rank, role, cell in stacked_amounts(sheet, names("paystub", "amount")):
            _collect(candidates, sheet, field, rank, {role: (cell, 0.95)})
        for field, roles in unlabelled_gross(sheet):
            _collect(candidates, sheet, field, _BARE_TOTAL + 10, roles)
    _drop_other_totals(candidates)
    chosen = {name: fact for name, found in candidates.items() if (fact := choose(found))}
    year, off = (chosen.get(name) for name in ("ytd_gross", "ytd_deductions"))
    if off and year and Decimal(str(off.value)) >= Decimal(str(year.value)):
        del chosen["ytd_deductions"]  # two headings that stand as one ("GROSS DEDUCTIONS")
    return chosen


def _is_set_off(facts: dict[str, Fact]) -> bool:
    """Whether money that was paid back is set off in what is called all deductions, only a part beside the taxes."""
    names_of = ("gross_pay", "net_pay", "deductions_total", "taxes")
    if not all(name in facts for name in names_of):
        return False
    gross, net, off, taxes = (Decimal(str(facts[name].value)) for name in names_of)
    if facts["deductions_total"].text.startswith("-"):
        return gross - net == taxes - off
    rows = facts["deduction_lines"].value if "deduction_lines" in facts else ()
    is_paid_back = not isinstance(rows, str) and any(row.get("amount", "").startswith("-") for row in rows)
    return is_paid_back and gross - net == taxes + off


def _mistaken(facts: dict[str, Fact]) -> set[str]:
    """What cannot be as it was read under headings that stand beside their values: net pay that is all deductions,
    taxes that are all of gross pay, a year's net pay that is the year's gross pay though the period's is not."""
    value = {name: Decimal(str(fact.value)) for name, fact in facts.items() if isinstance(fact.value, str)}
    gross, net, off = (value.get(name) for name in ("gross_pay", "net_pay", "deductions_total"))
    if not gross:
        return set()
    wrong = {"net_pay", "ytd_net"} if net and net == off and gross != net + off else set()
    wrong |= {"taxes", "ytd_taxes"} if value.get("taxes") == gross else set()
    return wrong | (_mistaken_year(facts, value) if net and gross != net else set())


def _mistaken_year(facts: dict[str, Fact], value: dict[str, Decimal]) -> set[str]:
    year, net, off = (value.get(name) for name in ("ytd_gross", "ytd_net", "ytd_deductions"))
    if net and net == year:
        return {"ytd_net"} if facts["ytd_gross"].confidence > facts["ytd_net"].confidence else {"ytd_gross", "ytd_net"}
    return {"ytd_net"} if net and net == off and year != net + off else set()


def _drop_other_totals(candidates: dict[str, list[Candidate]]) -> None:
    """Leaves out rows called just "Total" as gross pay when net pay is more: they close another table."""
    net, gross = choose(candidates["net_pay"]), candidates["gross_pay"]
    bare = [Decimal(c.value) for c in gross if c.rank >= _BARE_TOTAL]
    if net and bare and min(bare) < Decimal(str(net.value)):
        for name in ("gross_pay", "ytd_gross"):
            candidates[name] = [c for c in candidates[name] if c.rank < _BARE_TOTAL]


def _collect(into: dict[str, list[Candidate]], sheet: Sheet, field: str, rank: int, roles: Roles) -> None:
    for role, (cell, sureness) in roles.items():
        name = field if role == "current" else _YTD_NAMES.get(field) if role == "ytd" else None
        value = _value(field, cell)
        if name and value is not None:
            into[name].append(Candidate(sheet, cell, value, rank, sureness))


def _is_one_of_many(sheet: Sheet, roles: Roles) -> bool:
    """Whether a row named like gross pay is one line of earnings: it has a rate, and so has the row below it."""
    rate = roles.get("rate")
    if rate is None or rate[0].line + 1 >= len(sheet.cells):
        return False
    return any(c.kind == "amount" and overlaps(c.box, rate[0].box) for c in sheet.cells[rate[0].line + 1])


def _value(field: str, cell: Cell) -> str | None:
    """The amount in the contract's form; gross and net pay cannot be negative, deductions are magnitudes."""
    if field in _MAGNITUDES:
        return cell.value.lstrip("-")
    return None if cell.value.startswith("-") else cell.value

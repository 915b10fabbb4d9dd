"""Opening balance and movements give the closing balance, in total and row by row."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.lost_rows import may_lack_rows
from app.screening.checks.packet import Packet, as_amount
from app.screening.checks.rows import Row, amounts_on, as_money, rows, text_of
from app.screening.checks.running_balance import BrokenRow, broken_rows
from app.screening.checks.samples import is_sample
from app.screening.checks.totals import closing_by_totals
from app.screening.checks.transactions import Transaction, transactions
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="statement_balance",
    family="arithmetic",
    innocent=(
        "a page of the statement is missing",
        "fees, interest or checks are totalled apart from the other withdrawals",
        "a sign or a digit was misread on a scan",
    ),
    next_step="Ask for the complete statement as the bank's own download.",
)

_STARTS_WITH_DAY = re.compile(r"\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
_FEWEST_ROWS = 6
_PENDING = re.compile(r"\b(?:pending|processing|on hold|holds?|scheduled)\b", re.I)
_RETURNED = re.compile(r"\breturn|revers|reject|reclaim", re.I)
_MOST_TOTALS = 24
"""More undated amounts are a table, in which some three would add up to any gap."""


def check(packet: Packet) -> CheckResult:
    """Opening + deposits − withdrawals = closing; every running balance follows; the rows add up to the totals.

    Each statement gives at most one signal: the rows' where they are off, else the totals'.
    """
    signals: list[Signal] = []
    looked = 0
    for statement in packet.of_type(DocumentType.bank_statement):
        if _has_covered_rows(packet, statement):
            continue  # what lies beneath a bar or a stamp was not read; covered_text speaks about it
        rows = broken_rows(packet, statement)
        totals = [
            _newest(packet, statement, rows),
            _closing(packet, statement),
            _listed(packet, statement),
            _payroll(packet, statement),
        ]
        looked += (rows is not None) + sum(answer is not None for answer in totals)
        found = [_row_signal(packet, statement, rows)] if rows else [it for it in totals if isinstance(it, Signal)]
        signals += found[:1]
    return QUESTION.answer(
        signals,
        looked,
        "The statements add up from the opening to the closing balance.",
        "No statement shows balances and totals clearly enough to add up.",
    )


def _newest(packet: Packet, statement: Document, broken: tuple[BrokenRow, ...] | None) -> Signal | bool | None:
    """The balance at the head of a list that begins with the newest row, against that row's.

    Only on a list without an opening balance, of which every running balance follows; what is pending explains a gap.
    """
    shown, rows_ = packet.amount(statement, "closing_balance"), transactions(packet, statement)
    known = [(row.day, row.balance) for row in rows_ if row.balance is not None]
    days = [day for day, _ in known]
    is_list = broken == () and len(known) >= _FEWEST_ROWS and days == sorted(days, reverse=True) and days[0] > days[-1]
    if not is_list or shown is None or "opening_balance" in statement.fields or known[0][1] is None:
        return None
    newest, pages = known[0][1], packet.pages_of(statement)
    if shown == newest:
        return True
    is_digital = all(page.source == "text" for page in pages)
    texts = " ".join(text_of(row) for page in pages for row in rows(page))
    if not is_digital or _PENDING.search(texts) or abs(shown - newest) in {abs(it) for it in amounts_on(pages)}:
        return None
    observation = f"The newest row leaves a balance of {money(newest)}; the balance shown above is {money(shown)}."
    return _signal(statement, observation, newest, shown, ("closing_balance",))


def _has_covered_rows(packet: Packet, statement: Document) -> bool:
    """Something covers text beside or below the first row of a page."""
    tops: dict[int, float] = {}
    for row in transactions(packet, statement):
        if row.evidence.box:
            tops[row.evidence.page] = min(row.evidence.box[1], tops.get(row.evidence.page, row.evidence.box[1]))
    return any(spot.box[3] > tops.get(spot.page, float("inf")) for spot in packet.covered_on(statement))


def _closing(packet: Packet, statement: Document) -> Signal | bool | None:
    names = ("closing_balance", "opening_balance", "deposits_total", "withdrawals_total")
    closing, opening = (packet.amount(statement, name) for name in names[:2])
    expected = closing_by_totals(packet, statement)
    if closing is None or opening is None or expected is None:
        return None
    if abs(expected - closing) <= packet.policy.checks.money_tolerance:
        return True
    is_told = _is_printed(packet, statement, expected - closing) and not _is_a_row_alone(packet, statement, expected)
    if is_told or _lost_a_sign(packet, statement, expected, opening):
        return None
    observation = f"The movements give a balance of {money(expected)}; the closing balance shown is {money(closing)}."
    return _signal(statement, observation, expected, closing, names)


def _is_a_row_alone(packet: Packet, statement: Document, expected: Decimal) -> bool:
    """All rows lead to the closing balance, which is above what the totals give by one deposit that stands nowhere
    else: no total of interest or transfers that is told apart, but a row that the totals do not know."""
    opening, closing = (packet.amount(statement, name) for name in ("opening_balance", "closing_balance"))
    rows, pages = transactions(packet, statement), packet.pages_of(statement)
    if opening is None or closing is None or _has_unknown_side(rows):
        return False
    gap = closing - expected
    is_in_step = opening + _sum(rows, True) - _sum(rows, False) == closing
    deposits = sum(row.is_credit is True and row.amount == gap for row in rows)
    is_once = amounts_on(pages).count(gap) == deposits == 1
    return is_in_step and is_once and all(page.source == "text" for page in pages)


def _lost_a_sign(packet: Packet, statement: Document, expected: Decimal, opening: Decimal) -> bool:
    """On a scan, the balances agree once the minus of an overdrawn one, easily lost, is put back."""
    closing = packet.amount(statement, "closing_balance")
    is_scan = any(page.source == "ocr" for page in packet.pages_of(statement))
    return is_scan and closing is not None and closing in {-expected, expected - 2 * opening, 2 * opening - expected}


def _listed(packet: Packet, statement: Document) -> Signal | bool | None:
    """The rows' sums against the printed totals: where one side adds up to the cent, all rows were read.

    Where rows may not have been read, less than the total says nothing.
    """
    rows = transactions(packet, statement)
    if not rows or _has_unknown_side(rows):
        return None
    sides = _sums_and_totals(packet, statement, rows)
    off = [(name, added, shown) for name, added, shown in sides if abs(added - shown) > Decimal("0.02")]
    if not off:
        return True if len(sides) == len(_SIDES) else None
    if len(off) == len(sides):
        return None
    name, added, shown = off[0]
    if (added < shown and may_lack_rows(packet, statement, rows)) or _is_printed(packet, statement, added - shown):
        return None
    observation = f"The rows add up to {money(added)}; the total shown is {money(shown)}."
    return _signal(statement, observation, added, shown, (name,))


def _sums_and_totals(
    packet: Packet, statement: Document, rows: tuple[Transaction, ...]
) -> list[tuple[str, Decimal, Decimal]]:
    """For each side whose total is printed: its field, what its rows add up to, and that total, unsigned."""
    totals = [(name, _sum(rows, is_credit), packet.amount(statement, name)) for name, is_credit in _SIDES]
    return [(name, added, abs(shown)) for name, added, shown in totals if shown is not None]


def _has_unknown_side(rows: tuple[Transaction, ...]) -> bool:
    """Whether some row was not recognised as a deposit or a withdrawal."""
    return any(row.is_credit is None for row in rows)


def _payroll(packet: Packet, statement: Document) -> Signal | None:
    """Payroll deposits alone above the total of all deposits; less says nothing, since other deposits fill it up."""
    total, fact = packet.amount(statement, "deposits_total"), packet.sure(statement, "payroll_deposits")
    rows = () if fact is None or isinstance(fact.value, str) else fact.value
    sent = [row for row in rows if not _RETURNED.search(row.get("description", ""))]
    distinct = {(row.get("date"), row.get("description"), row.get("amount")) for row in sent}
    added = sum((as_amount(amount) or Decimal(0) for _, _, amount in distinct), Decimal(0))
    if total is None or added <= abs(total) + packet.policy.checks.money_tolerance:
        return None
    observation = f"The payroll deposits alone are {money(added)}; the total of all deposits shown is {money(total)}."
    return _signal(statement, observation, added, abs(total), ("deposits_total", "payroll_deposits"))


_SIDES = (("deposits_total", True), ("withdrawals_total", False))


def _sum(rows: tuple[Transaction, ...], is_credit: bool) -> Decimal:
    return sum((row.amount for row in rows if row.is_credit is is_credit), Decimal(0))


def _is_printed(packet: Packet, statement: Document, gap: Decimal) -> bool:
    """A total of fees, checks or interest that stands apart, or a row that was not read, is the gap to the cent.

    Several such totals may stand apart, so up to three amounts of the first page's undated lines may add up to it.
    """
    pages = packet.pages_of(statement)
    if abs(gap) in {abs(value) for value in amounts_on(pages)}:
        return True
    undated = [row for page in pages[:1] for row in rows(page) if not _STARTS_WITH_DAY.match(row[0].text)]
    apart = {abs(value) for row in undated for value in _amounts(row)}
    apart = {value for value in apart if 0 < value < abs(gap)} if len(apart) <= _MOST_TOTALS else set()
    return any(sum(part, Decimal(0)) == abs(gap) for size in (2, 3) for part in combinations(sorted(apart), size))


def _amounts(row: Row) -> list[Decimal]:
    return [value for word in row if (value := as_money(word.text)) is not None]


def _signal(statement: Document, observation: str, expected: Decimal, shown: Decimal, names: tuple[str, ...]) -> Signal:
    return QUESTION.signal(
        altered(statement.document_type),
        Severity.review,
        observation,
        money(expected),
        money(shown),
        statement.evidence(*names),
        names[0],
        plain(expected),
    )


def _row_signal(packet: Packet, statement: Document, broken: tuple[BrokenRow, ...]) -> Signal:
    """Two single numbers off are strong on a text layer; on a scan a misread digit remains likelier.

    Where the balances go on from what is shown, rows or pages may be missing, which is review, as are the figures of a
    published sample, which are often made up.
    """
    is_made_up = is_sample(packet, statement)
    is_digital = all(page.source == "text" for page in packet.pages_of(statement))
    many = len(broken) > 1
    are_edits = sum(row.is_isolated for row in broken) > 1
    return QUESTION.signal(
        altered(statement.document_type),
        Severity.strong if are_edits and is_digital and not is_made_up else Severity.review,
        f"{len(broken)} running balances do not follow from the row before."
        if many
        else "One running balance does not follow from the row before.",
        money(broken[0].expected),
        money(broken[0].shown),
        tuple(row.evidence for row in broken[:6]),
    )

"""The year-to-date total grows by each gross pay: an amount edited on one stub leaves the other stub's total behind."""

from __future__ import annotations

import re
from decimal import Decimal

from app.screening.checks.answers import Question, altered, money, plain
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on, names_amount
from app.screening.checks.stubs import Pair, consecutive_pairs
from app.screening.checks.table_rows import lines_of
from app.screening.verdict import CheckResult, DocumentType, Severity, Signal

QUESTION = Question(
    check="ytd_progression",
    family="arithmetic",
    innocent=(
        "a stub between the two was not handed in",
        "a bonus or a correction was paid outside the usual pay days",
        "the total started again with a new year, a new job or a new payroll provider",
    ),
    next_step="Ask for the stubs in between, or for the payroll provider's year-to-date report.",
)

_ANOTHER = re.compile(r"bonus|commission|retro|adjust(?:ment)?s?\b|severance|off.?cycle|sign.?on", re.I)
_OTHER_PAY = Decimal("0.01")
"""The share by which two gross pays differ when they are not one pay, rounded."""
_SUMS = (
    ("fica_social_security", "ytd_social_security"),
    ("net_pay", "ytd_net"),
    ("deductions_total", "ytd_deductions"),
)
_SOME_PAYS = 3
"""Pays, and sums that must agree, from which whole multiples are no chance."""
_CENT = Decimal("0.01")
_HALF_AGAIN = Decimal("1.5")
_ROUNDED = Decimal("0.002")


def check(packet: Packet) -> CheckResult:
    """`ytd[n] = ytd[n−1] + gross[n]` for stubs that follow each other in one year; no total below its gross pay."""
    pairs = [pair for pair in consecutive_pairs(packet) if pair.is_same_year and pair.paid_earlier != pair.paid_later]
    answers = [answer for pair in pairs if (answer := _of(packet, pair)) is not None]
    alone = _below_own_gross(packet)
    return QUESTION.answer(
        [*(item for item in answers if isinstance(item, Signal)), *alone],
        len(answers),
        "The year-to-date totals grow by the gross pay from stub to stub.",
        "There are no two stubs that follow each other with clear totals.",
    )


def _of(packet: Packet, pair: Pair) -> Signal | bool | None:
    gross = packet.amount(pair.later, "gross_pay")
    before, after = (packet.amount(stub, "ytd_gross") for stub in (pair.earlier, pair.later))
    if gross is None or before is None or after is None or _is_a_line_s(packet, pair, after):
        return None
    grown, tolerance = after - before, packet.policy.checks.money_tolerance
    if abs(grown - gross) <= tolerance:
        return True
    if grown == 0 or _began_again(pair, grown, after, gross):
        return None  # of no growth reused_stub tells, once
    is_whole = pair.follows or _is_beyond_weekly_pay(pair, grown, gross)
    is_other = not is_whole or _names_another_payment(packet, pair) or _was_taxed(packet, pair, grown)
    if grown > gross and is_other and not _is_one_pay_all_year(packet, pair, gross, after):
        return None
    if gross - grown in {abs(value) for value in amounts_on(packet.pages_of(pair.later))}:
        return None  # a reimbursement, which the year leaves out
    return QUESTION.signal(
        altered(DocumentType.paystub),
        Severity.review,
        f"The year-to-date total {'grew' if grown > 0 else 'fell'} by {money(abs(grown))} between two stubs; the later "
        f"gross pay is {money(gross)}.",
        money(grown),
        money(gross),
        pair.later.evidence("gross_pay", "ytd_gross") + pair.earlier.evidence("ytd_gross"),
        "gross_pay",
        plain(grown),
    )


def _is_a_line_s(packet: Packet, pair: Pair, total: Decimal) -> bool:
    """The later total is that of its only line, though the earlier stub had others, which the year holds too."""
    years = [
        [year for _, year in lines_of(packet, stub, "earnings_lines", "", "")] for stub in (pair.earlier, pair.later)
    ]
    return years[1] == [total] and len([year for year in years[0] if year]) > 1


def _began_again(pair: Pair, grown: Decimal, total: Decimal, gross: Decimal) -> bool:
    """A lower total that pays between the two stubs can make up: that of a new payroll provider."""
    weeks = Decimal((pair.paid_later - pair.paid_earlier).days) / 7
    return grown < 0 and total <= (weeks / 2 + 1) * gross


def _is_beyond_weekly_pay(pair: Pair, grown: Decimal, gross: Decimal) -> bool:
    """More than half again what this pay makes in as many weeks as lie between: no stubs in between explain it."""
    weeks = Decimal((pair.paid_later - pair.paid_earlier).days) / 7 + 1
    return grown > _HALF_AGAIN * weeks * gross


def _was_taxed(packet: Packet, pair: Pair, grown: Decimal) -> bool:
    """The year's Social Security grew with the total, so that something was paid between the two stubs."""
    before, after = (packet.amount(stub, "ytd_social_security") for stub in (pair.earlier, pair.later))
    gross, now = (packet.amount(pair.later, name) for name in ("gross_pay", "fica_social_security"))
    if before is None or after is None or not gross or not now:
        return False
    return abs(after - before - now / gross * grown) <= _ROUNDED * grown


def _is_one_pay_all_year(packet: Packet, pair: Pair, gross: Decimal, total: Decimal) -> bool:
    """By the later stub's sums every pay of the year was this very one, though the earlier stub shows another: no
    bonus makes pay, taxes and net whole multiples at once. The sums of a stub raised throughout do."""
    before, count = packet.amount(pair.earlier, "gross_pay"), round(total / gross) if gross else 0
    if before is None or abs(before - gross) <= _OTHER_PAY * gross or count < _SOME_PAYS:
        return False
    pairs = [
        (total, gross),
        *((packet.amount(pair.later, year), packet.amount(pair.later, now)) for now, year in _SUMS),
    ]
    known = [(year, now) for year, now in pairs if year is not None and now]
    return len(known) >= _SOME_PAYS and all(abs(year - count * now) <= _CENT * count for year, now in known)


def _names_another_payment(packet: Packet, pair: Pair) -> bool:
    """A line with an amount names it; a claims adjuster's job title does not."""
    return any(names_amount(packet, stub, _ANOTHER) for stub in (pair.later, pair.earlier))


def _below_own_gross(packet: Packet) -> list[Signal]:
    signals = []
    for stub in packet.of_type(DocumentType.paystub):
        gross, total = packet.amount(stub, "gross_pay"), packet.amount(stub, "ytd_gross")
        if gross is not None and total is not None and total < gross - packet.policy.checks.money_tolerance:
            signals.append(
                QUESTION.signal(
                    altered(DocumentType.paystub),
                    Severity.review,
                    f"The year-to-date total, {money(total)}, is below the gross pay of the same stub, {money(gross)}.",
                    f"at least {money(gross)}",
                    money(total),
                    stub.evidence("gross_pay", "ytd_gross"),
                    "gross_pay",
                )
            )
    return signals

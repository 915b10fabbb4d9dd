"""Income as bank statements show it: payroll coming in (net), or a business's receipts; both only a second best."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.screening.facts.deposit_sources import Deposit, Source, by_source, days_covered, deposits_in, frequency_of
from app.screening.facts.pay_rhythm import PER_YEAR
from app.screening.facts.standing import Income
from app.screening.facts.trusted import day_of, dollars, text_of
from app.screening.verdict import Document, DocumentType

_DAYS_A_MONTH = Decimal("30.4375")
_FEWEST_DAYS = 25
"""Days of statements below which a month's pay cannot be told."""
_BUSINESS_DAYS = 90
"""Days of statements that business receipts must cover (screening.md, "Facts")."""
_NOT_RECEIPTS = re.compile(
    r"transfer|refund|reversal|loan|xfer|from savings|from checking|return(?:ed)? item|tax|interest|gift|zelle from",
    re.I,
)

_BENEFIT = re.compile(
    r"\b(?:ssa treas|xxsoc sec|soc sec|social security|ssi treas|va benef|vacp treas|pension|annuity|retirement"
    r"|calpers|calstrs|dfas.{0,14}ret|mil(?:itary)? ret|opm1|railroad ret)",
    re.I,
)
"""How banks describe money of the social security, the veterans' office and pension funds."""
_SUPPORT = re.compile(
    r"\b(?:child ?sup|chld ?sup|alimony|spousal sup|unemploy|(?:ui|uc|dua) (?:benefit|pymt|payment)|edd\b|dwd ui)", re.I
)
"""How banks describe support and unemployment benefit: income to some landlords' rules, for a time that they do not
tell."""


def deposit_income(documents: Sequence[Document], *, with_benefits: bool = True) -> Income | None:
    """Payroll deposits by month; net pay, and so marked.

    Deposits of the social security and of pensions count too, unless `with_benefits` says that other papers show them.
    """
    statements = _covering(documents)
    deposits = [item for item in _distinct(statements, "payroll_deposits") if with_benefits or not is_benefit(item)]
    covered = days_covered(statements)
    if with_benefits:
        counted = {(item.day, item.amount) for item in deposits}
        booked = [item for item in _distinct(statements, "transactions") if is_benefit(item)]
        deposits += [item for item in booked if (item.day, item.amount) not in counted]
    if not deposits or len(covered) < _FEWEST_DAYS:
        return None
    ways = [_by_month(source, covered) for source in by_source(deposits)]
    monthly = sum((amount for amount, _ in ways), Decimal(0))
    sentences = [sentence for _, sentence in ways]
    if len(ways) > 1:
        sentences.append(f"Together that is {dollars(monthly)} a month.")
    sentences.append(f"Deposits are net; {_unconfirmed(documents)}")
    evidence = tuple(place for d in statements for place in d.evidence("payroll_deposits", "transactions"))
    return Income(monthly, "deposits", " ".join(sentences), is_verified=False, is_net=True, evidence=evidence)


def _unconfirmed(documents: Sequence[Document]) -> str:
    if any(document.document_type == DocumentType.paystub for document in documents):
        return "no pay for a month could be read on the pay stubs: look at them."
    return "no stub, letter or tax form confirms the gross."


def _by_month(source: Source, covered: set[date]) -> tuple[Decimal, str]:
    """A source's pay by month: by its frequency where it has one, else its deposits over all days that are covered."""
    frequency = frequency_of(source, min(covered), max(covered))
    if frequency is None:
        monthly = source.total / (Decimal(len(covered)) / _DAYS_A_MONTH)
        over = f"{dollars(source.total)} over {len(covered)} days of bank statements"
        return monthly, f"Payroll and benefit deposits of {over} average {dollars(monthly)} a month."
    pay = source.total / len(source.days)
    monthly = pay * PER_YEAR[frequency] / 12
    times = "" if frequency == "monthly" else f" × {PER_YEAR[frequency]} / 12"
    return monthly, f"Deposits of {dollars(pay)} on average, {frequency}{times}, are {dollars(monthly)} a month."


def uncounted_support(documents: Sequence[Document]) -> str:
    """A sentence about support and unemployment benefit that arrive by bank; empty when none does."""
    statements = [d for d in documents if d.document_type == DocumentType.bank_statement]
    arrived = [row for row in _distinct(statements, "transactions") if _SUPPORT.search(row.description)]
    if not arrived:
        return ""
    total = dollars(sum((row.amount for row in arrived), Decimal(0)))
    many = "A deposit" if len(arrived) == 1 else f"{len(arrived)} deposits"
    verb = "is" if len(arrived) == 1 else "are"
    return (
        f" {many} of support or unemployment benefit, {total} in all, {verb} not counted: ask for the order or award if"
        " the applicant wants it to count."
    )


def business_income(documents: Sequence[Document]) -> Income | None:
    """Average deposits of a business by month over at least 90 days, without transfers and refunds; unverified."""
    statements = _covering(documents)
    days = len(days_covered(statements))
    booked = _distinct(statements, "transactions")
    receipts = [item.amount for item in booked if item.amount > 0 and not _NOT_RECEIPTS.search(item.description)]
    if days < _BUSINESS_DAYS or not receipts:
        return None
    monthly = sum(receipts, Decimal(0)) / (Decimal(days) / _DAYS_A_MONTH)
    sentence = (
        f"Deposits over {days} days of bank statements average {dollars(monthly)} a month; no tax return confirms them."
    )
    evidence = tuple(place for d in statements for place in d.evidence("transactions"))
    return Income(monthly, "deposits", sentence, is_verified=False, evidence=evidence)


def _covering(documents: Sequence[Document]) -> list[Document]:
    statements = [d for d in documents if d.document_type == DocumentType.bank_statement]
    return [d for d in statements if day_of(d, "statement_start") and day_of(d, "statement_end")]


def is_benefit(deposit: Deposit) -> bool:
    """Whether the bank's words say that a deposit is a benefit or a pension."""
    return deposit.amount > 0 and bool(_BENEFIT.search(deposit.description))


def shows_wages(statement: Document) -> bool:
    """Whether payroll deposits arrive that are neither benefits nor a pension."""
    return any(not is_benefit(deposit) for deposit in deposits_in(statement, "payroll_deposits"))


def _distinct(statements: list[Document], name: str) -> list[Deposit]:
    """Deposits of covered days; one that two papers of an account show counts once, two alike in one paper twice.

    Where the two papers word it otherwise, all deposits of that payer take the words of the first paper.
    """
    found: defaultdict[tuple[date, Decimal, int], list[Deposit]] = defaultdict(list)
    covered = days_covered(statements)
    words: dict[tuple[str, ...], str] = {}
    for statement in statements:
        seen: Counter[tuple[date, Decimal]] = Counter()
        for item in deposits_in(statement, name):
            if item.day not in covered:
                continue
            key = (item.day, item.amount)
            seen[key] += 1
            shown = found[(*key, seen[key])]
            twin = next((other for other in shown if _is_same(item, other)), None)
            if twin is None:
                shown.append(item)
            elif twin.payer != item.payer:
                words[item.payer] = twin.description
    kept = (item for shown in found.values() for item in shown)
    return [replace(item, description=words.get(item.payer, item.description)) for item in kept]


def _is_same(one: Deposit, other: Deposit) -> bool:
    """Whether two papers mean one deposit of this day and amount: papers of one bank may word it in two ways."""
    banks = {text_of(item.statement, "bank_name").casefold() for item in (one, other)} - {""}
    return one.description == other.description or len(banks) < 2

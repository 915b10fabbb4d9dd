"""Documents without the odd cents that taxes and shopping leave behind."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from app.screening.checks.answers import Question
from app.screening.checks.fica import MEDICARE
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on, as_money, rows, says, text_of
from app.screening.checks.stubs import yearly_pay
from app.screening.checks.transactions import transactions
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="too_perfect",
    family="content",
    innocent=(
        "a salary of a round amount",
        "pay without tax withholding, as for contractors",
        "an account used for transfers only",
    ),
    next_step="Ask the employer to confirm the pay; of a statement, ask for the bank's own download.",
)
_FEWEST = 6
_FEWEST_TAXED = 4
_FEWEST_UNTAXED = 3
_WITHHELD = re.compile(r"\b(deductions?|withholdings?|taxes|federal|fica)\b", re.I)
_SHARES = re.compile(r"social security|medicare|\bfica\b|\boasdi\b", re.I)
_LOW = Decimal(16_000)
"""Dollars a year: about the standard deduction, below which no income tax is due; students owe no other tax then."""
_UNTAXED = re.compile(
    r"contract|1099|self.?employ|stipend|scholar|fellow|per diem|reimburs|exempt|clergy|housing allowance|benefit"
    r"|disability|compensation claim|pension|annuity|gig|earnings summary|nonresident|non-resident|treaty",
    re.I,
)
"""Pay that nothing is withheld from."""


def check(packet: Packet) -> CheckResult:
    """Stubs where federal taxes and every other amount are whole dollars; a note on other stubs, as other countries
    round their taxes, and on statements where every amount is.

    A round salary alone is ordinary: the taxes on it are what is never round. Fewer than six amounts say nothing,
    or fewer than four where a stub's deductions are among them; except on a stub without any deduction: that is a note
    by itself, and review when its amounts are all round too, or when the stub has headings for taxes or deductions and
    does not speak of a contractor's pay, which is above that of a student's job. A net pay that arrived to the cent was
    paid so: a note. Stubs of one employer are one observation.
    """
    papers = packet.of_type(DocumentType.paystub, DocumentType.bank_statement)
    found = [signal for document in papers if (signal := _of(packet, document)) is not None]
    looked = sum(_has_enough(packet, document) for document in papers)
    return QUESTION.answer(
        _once(found), looked, "The amounts have the usual odd cents.", "There are too few amounts to tell."
    )


def _of(packet: Packet, document: Document) -> Signal | None:
    is_round = all(it == it.to_integral_value() for it in _amounts(packet, document))
    if is_round and _has_enough(packet, document) and not _is_summary(packet, document):
        return _round_signal(packet, document)
    if document.document_type is DocumentType.paystub and _is_untaxed(packet, document):
        return _untaxed_signal(packet, document, is_round=is_round)
    return None


def _once(signals: list[Signal]) -> list[Signal]:
    """One signal of a kind, with the places of all."""
    kinds = dict.fromkeys((it.severity, it.observation) for it in signals)
    groups = ([it for it in signals if (it.severity, it.observation) == kind] for kind in kinds)
    return [replace(group[0], evidence=tuple(place for it in group for place in it.evidence)) for group in groups]


def _amounts(packet: Packet, document: Document) -> list[Decimal]:
    return [value for value in amounts_on(packet.pages_of(document)) if value]


def _has_enough(packet: Packet, document: Document) -> bool:
    fewest = _FEWEST_TAXED if _is_taxed(packet, document) else _FEWEST
    return len(set(_amounts(packet, document))) >= fewest


def _is_summary(packet: Packet, document: Document) -> bool:
    """Statements of savings accounts and the like carry only transfers, which people make in round amounts."""
    texts = " ".join(text_of(row) for page in packet.pages_of(document) for row in rows(page)).lower()
    return document.document_type is DocumentType.bank_statement and "savings" in texts and "checking" not in texts


def _is_taxed(packet: Packet, document: Document) -> bool:
    """Gross and net pay differ: what was taken between them would have odd cents."""
    gross, net = packet.amount(document, "gross_pay"), packet.amount(document, "net_pay")
    return gross is not None and net is not None and gross > net > 0


def _is_untaxed(packet: Packet, document: Document) -> bool:
    gross, net = packet.amount(document, "gross_pay"), packet.amount(document, "net_pay")
    return gross is not None and gross == net


def _is_for_employees(packet: Packet, stub: Document) -> bool:
    """A heading for what is withheld stands on it, filled with nothing, and no word for pay that is not taxed."""
    year = yearly_pay(packet, stub)
    is_low = year is not None and year < _LOW
    return not is_low and says(packet, stub, _WITHHELD) and not says(packet, stub, _UNTAXED)


def _has_round_shares(packet: Packet, stub: Document) -> bool:
    """Social Security or Medicare stand on it, which no pay makes whole dollars but a multiple of $2,000."""
    taxed = [row for page in packet.pages_of(stub) for row in rows(page) if _SHARES.search(text_of(row))]
    gross = packet.amount(stub, "gross_pay")
    is_right = gross is not None and gross * MEDICARE % 1 == 0
    return not is_right and any(as_money(word.text) for row in taxed for word in row)


def _arrived(packet: Packet, stub: Document) -> bool:
    """A statement shows a credit of the net pay, to the cent."""
    net, statements = packet.amount(stub, "net_pay"), packet.of_type(DocumentType.bank_statement)
    return any(row.amount == net and row.is_credit for it in statements for row in transactions(packet, it))


def _round_signal(packet: Packet, document: Document) -> Signal:
    is_stub = document.document_type is DocumentType.paystub
    is_serious = is_stub and _has_round_shares(packet, document) and not _arrived(packet, document)
    fields = ("net_pay", "deductions_total", "gross_pay") if is_stub else ("closing_balance", "opening_balance")
    return QUESTION.signal(
        "too_perfect_documents" if is_serious else "round_amounts",
        Severity.review if is_serious else Severity.note,
        "Every amount is in whole dollars, taxes included."
        if is_stub
        else "Every amount on the statement is in whole dollars.",
        "odd cents here and there",
        "whole dollars only",
        document.evidence(*fields),
    )


def _untaxed_signal(packet: Packet, stub: Document, *, is_round: bool) -> Signal:
    is_round = is_round and len(set(_amounts(packet, stub))) >= _FEWEST_UNTAXED
    is_serious = (is_round or _is_for_employees(packet, stub)) and not _arrived(packet, stub)
    return QUESTION.signal(
        "too_perfect_documents" if is_serious else "no_deductions",
        Severity.review if is_serious else Severity.note,
        "Nothing was deducted from the pay, and every amount is in whole dollars."
        if is_round
        else "Nothing was deducted from the pay.",
        "taxes",
        "none",
        stub.evidence("gross_pay", "net_pay"),
    )

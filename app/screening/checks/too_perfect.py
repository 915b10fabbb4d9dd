"""Documents without the odd cents that taxes and shopping leave behind."""

from __future__ import annotations

import re

from app.screening.checks.answers import Question
from app.screening.checks.packet import Packet
from app.screening.checks.rows import amounts_on, rows, text_of
from app.screening.verdict import CheckResult, Document, DocumentType, Severity, Signal

QUESTION = Question(
    check="too_perfect",
    family="content",
    innocent=(
        "a salary of a round amount",
        "pay without tax withholding, as for contractors",
        "an account used for transfers only",
    ),
    next_step="Ask the employer to confirm the pay, or for the statement as the bank's own download.",
)
_FEWEST = 6
_FEWEST_TAXED = 4
_FEWEST_UNTAXED = 3
_WITHHELD = re.compile(r"\b(deductions?|withholdings?|taxes|federal|fica)\b", re.I)
_SHARES = re.compile(r"social security|medicare|\bfica\b|\boasdi\b|\bfed(?:eral)?\b.*\b(?:tax|w/?h)|\bfwt\b", re.I)
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
    does not speak of a contractor's pay.
    """
    signals: list[Signal] = []
    looked = 0
    for document in packet.of_type(DocumentType.paystub, DocumentType.bank_statement):
        amounts = [value for value in amounts_on(packet.pages_of(document)) if value]
        if len(set(amounts)) >= (_FEWEST_TAXED if _is_taxed(packet, document) else _FEWEST):
            looked += 1
            if all(value == value.to_integral_value() for value in amounts) and not _is_summary(packet, document):
                signals.append(_round_signal(packet, document))
                continue
        if document.document_type is DocumentType.paystub and _is_untaxed(packet, document):
            is_round = len(set(amounts)) >= _FEWEST_UNTAXED and all(it == it.to_integral_value() for it in amounts)
            signals.append(_untaxed_signal(document, is_round, _is_for_employees(packet, document)))
    return QUESTION.answer(
        signals, looked, "The amounts have the usual odd cents.", "There are too few amounts to tell."
    )


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
    texts = " ".join(text_of(row) for page in packet.pages_of(stub) for row in rows(page))
    return bool(_WITHHELD.search(texts)) and not _UNTAXED.search(texts)


def _is_of_odd_cents(packet: Packet, stub: Document) -> bool:
    """Federal taxes stand on it: shares of the pay that come out even once in hundreds of stubs."""
    return any(_SHARES.search(text_of(row)) for page in packet.pages_of(stub) for row in rows(page))


def _round_signal(packet: Packet, document: Document) -> Signal:
    is_stub = document.document_type is DocumentType.paystub
    is_serious = is_stub and _is_of_odd_cents(packet, document)
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


def _untaxed_signal(document: Document, is_round: bool, is_for_employees: bool) -> Signal:
    is_serious = is_round or is_for_employees
    return QUESTION.signal(
        "too_perfect_documents" if is_serious else "no_deductions",
        Severity.review if is_serious else Severity.note,
        "Nothing was deducted from the pay, and every amount is in whole dollars."
        if is_round
        else "Nothing was deducted from the pay.",
        "taxes",
        "none",
        document.evidence("gross_pay", "net_pay"),
    )

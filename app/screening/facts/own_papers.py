"""Whose pay counts: a co-applicant's stub, letter or form is no second job of the applicant."""

from __future__ import annotations

from collections.abc import Sequence

from app.screening.facts.applicant_name import compare_to_applicant
from app.screening.facts.deposit_sources import payroll_deposits
from app.screening.facts.trusted import amount_of, text_of
from app.screening.verdict import Applicant, Document, DocumentType, Outcome

_NAMED = {DocumentType.paystub: "employee_name", DocumentType.employment_letter: "employee_name"}
_FORMS_OF_ONE = ("W-2", "1099")
"""A return can be of two people, and name the other one first."""


def own_papers(documents: Sequence[Document], applicant: Applicant) -> list[Document]:
    """Without stubs, letters, W-2s and 1099s in another's name, where one of these is in the applicant's or another of
    the kind is not in another's. Where all are, a name may have changed, which is for a person to see."""
    outcomes = {id(document): _whose(document, applicant) for document in documents}
    is_named = Outcome.consistent in outcomes.values()
    others = [document for document in documents if outcomes[id(document)] is Outcome.contradicted]
    kinds = {d.document_type for d in documents if outcomes[id(d)] not in {None, Outcome.contradicted}}
    return [d for d in documents if d not in others or not (is_named or d.document_type in kinds)]


def _whose(document: Document, applicant: Applicant) -> Outcome | None:
    """None for papers that say nothing about one person's pay."""
    field = _NAMED.get(document.document_type)
    if document.document_type is DocumentType.tax_return and text_of(document, "form").startswith(_FORMS_OF_ONE):
        field = "person_name"
    return compare_to_applicant(applicant.name, text_of(document, field)) if field else None


def arrives_in_own_account(documents: Sequence[Document], stubs: Sequence[Document], applicant: Applicant) -> bool:
    """Whether the net pay of stubs arrives, to the cent, in an account that is the applicant's alone."""
    nets = {amount_of(stub, "net_pay") for stub in stubs} - {None}
    return any(
        deposit.amount in nets and _is_own_account(deposit.statement, applicant)
        for deposit in payroll_deposits(documents)
    )


def _is_own_account(statement: Document, applicant: Applicant) -> bool:
    holder = text_of(statement, "account_holder")
    is_own = compare_to_applicant(applicant.name, holder) is Outcome.consistent
    return is_own and not text_of(statement, "joint_holder")

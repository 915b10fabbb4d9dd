"""The reasons that a decision may name, in the words that an applicant reads in a notice."""

from __future__ import annotations

from collections.abc import Sequence

REASONS = {
    "income_insufficient": "Income is insufficient for the rent of this unit",
    "income_unverified": "Income could not be verified",
    "employment_length": "Length of employment",
    "employment_unverified": "Employment could not be verified",
    "funds_insufficient": "Insufficient funds available",
    "application_incomplete": "The application is incomplete",
    "information_unverified": "Information in the application or its documents could not be verified",
    "information_inconsistent": "Information in the application and its documents does not agree",
    "identity_unverified": "Identity could not be verified",
    "references_unverified": "Rental references could not be verified",
    "rental_history": "Rental payment history",
    "consumer_report": "Information in a consumer report",
    "unit_unavailable": "The unit is no longer available",
}
"""Specific and about the application, as 12 CFR 1002.9(b)(2) asks of credit; none is a protected characteristic or
stands for one."""


def reason_words(codes: Sequence[str]) -> list[str]:
    """The sentences of these codes in the order of the list; a code of an older release stands for itself."""
    known = [words for code, words in REASONS.items() if code in codes]
    return known + [code.replace("_", " ").capitalize() for code in codes if code not in REASONS]

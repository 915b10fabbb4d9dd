"""Which facts a model may report of which document, and how each is checked: never a name of a person, never a row."""

from __future__ import annotations

from typing import Any, Literal

from app.screening.verdict import DocumentType

Form = Literal["amount", "date", "number", "text", "frequency", "form", "year"]

FIELDS: dict[DocumentType, dict[str, tuple[Form, str]]] = {
    DocumentType.paystub: {
        "employer_name": ("text", "the company that pays"),
        "pay_date": ("date", "the day of payment"),
        "period_start": ("date", "the first day of the pay period"),
        "period_end": ("date", "the last day of the pay period"),
        "pay_frequency": ("frequency", "how often pay comes, as printed"),
        "gross_pay": ("amount", "pay of this period before deductions"),
        "net_pay": ("amount", "pay of this period after deductions"),
        "ytd_gross": ("amount", "gross pay of the year to date"),
        "hours": ("number", "regular hours of this period"),
        "rate": ("amount", "pay for one hour"),
        "deductions_total": ("amount", "all taxes and deductions of this period"),
    },
    DocumentType.bank_statement: {
        "bank_name": ("text", "the bank"),
        "statement_start": ("date", "the first day of the statement"),
        "statement_end": ("date", "the last day of the statement"),
        "opening_balance": ("amount", "the balance at the beginning"),
        "closing_balance": ("amount", "the balance at the end"),
        "deposits_total": ("amount", "the sum of all deposits"),
        "withdrawals_total": ("amount", "the sum of all withdrawals"),
    },
    DocumentType.employment_letter: {
        "employer_name": ("text", "the company that employs"),
        "job_title": ("text", "the position"),
        "annual_salary": ("amount", "the salary of a year"),
        "start_date": ("date", "the first day of the employment"),
        "letter_date": ("date", "the day of the letter"),
    },
    DocumentType.tax_return: {
        "form": ("form", "the form's name, such as W-2 or 1040"),
        "tax_year": ("year", "the year"),
        "employer_name": ("text", "the company that paid"),
        "wages": ("amount", "wages, tips and other compensation"),
        "adjusted_gross_income": ("amount", "adjusted gross income"),
        "federal_tax_withheld": ("amount", "federal income tax withheld"),
    },
}
"""A government ID is not among them: photograph, signature and barcode cannot be told apart surely enough to send the
rest, so nothing of it is sent."""

PERSON_FIELDS = ("employee_name", "account_holder", "full_name", "person_name", "mrz_name", "proprietor_name")
"""Facts of the local reading that name a person."""


def answer_schema(kind: DocumentType) -> dict[str, Any]:
    """The JSON schema of an answer: every field a string, empty where the document does not say it.

    All fields are required and no others allowed, which strict structured output asks for.
    """
    names = FIELDS[kind]
    return {
        "type": "object",
        "properties": {name: {"type": "string", "description": meaning} for name, (_, meaning) in names.items()},
        "required": list(names),
        "additionalProperties": False,
    }

"""What the library is told about a lead: no more than the application form says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.screening.verdict import Applicant


def applicant_of(lead: Mapping[str, Any]) -> Applicant:
    """The applicant of a lead's columns. Amounts are dollars."""
    return Applicant(
        name=f"{lead['first_name']} {lead['last_name']}".strip(),
        monthly_rent=Decimal(str(lead["monthly_rent"])),
        housing_subsidy=Decimal(str(lead["housing_subsidy"])),
        employment_status=str(lead["employment_status"]),
    )

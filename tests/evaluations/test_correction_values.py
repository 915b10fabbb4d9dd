"""What people write for a corrected value is kept in one form, whatever way they write it."""

from __future__ import annotations

import pytest

from app.evaluations.correct_fields import Kind, normal_value, shown_value


@pytest.mark.parametrize(
    ("kind", "written", "normal", "shown"),
    [
        (Kind.money, " $3,000 ", "3000.00", "$3,000.00"),
        (Kind.money, "-12.5", "-12.50", "-$12.50"),
        (Kind.date, "2026-11-03", "2026-11-03", "Nov 3, 2026"),
        (Kind.hours, "86.67", "86.67", "86.67"),
        (Kind.frequency, "Weekly", "weekly", "weekly"),
        (Kind.year, "2025", "2025", "2025"),
        (Kind.text, "  Jane   Doe ", "Jane Doe", "Jane Doe"),
        (Kind.money, "", "", ""),
    ],
)
def test_values_are_kept_in_one_form(kind: Kind, written: str, normal: str, shown: str) -> None:
    assert normal_value(kind, written) == normal
    assert shown_value(kind, normal) == shown

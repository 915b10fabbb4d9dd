"""All checks in the order in which they are shown, and the rule by which two families that agree become strong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.screening.checks import (
    changed_employer,
    copied_characters,
    covered_text,
    deposits,
    editor_metadata,
    error_level,
    fica,
    font_break,
    hidden_text,
    hours_and_rate,
    id_barcode,
    id_expiry,
    identity_number,
    letter_against_stubs,
    lines_and_totals,
    machine_readable_zone,
    net_pay,
    other_typeface,
    other_year,
    own_words,
    pay_days,
    payroll_of_another,
    pays_so_far,
    picture_against_text,
    recovered_revision,
    reused_statement,
    reused_stub,
    revision_dates,
    same_person,
    saved_as_jpeg_twice,
    staleness,
    statement_balance,
    statement_continuity,
    tax_sums,
    too_perfect,
    unread_pages,
    unusual_income,
    w2_against_stubs,
    w2_boxes,
    year_taxes,
    ytd_progression,
)
from app.screening.checks.answers import strongest
from app.screening.checks.packet import Packet
from app.screening.checks.samples import is_sample
from app.screening.verdict import CheckResult, Severity, Signal

Check = Callable[[Packet], CheckResult]
CHECKS: tuple[Check, ...] = tuple(
    module.check
    for module in (
        recovered_revision,
        covered_text,
        font_break,
        other_typeface,
        editor_metadata,
        revision_dates,
        picture_against_text,
        saved_as_jpeg_twice,
        error_level,
        copied_characters,
        net_pay,
        lines_and_totals,
        ytd_progression,
        pay_days,
        hours_and_rate,
        fica,
        year_taxes,
        pays_so_far,
        w2_boxes,
        tax_sums,
        statement_balance,
        other_year,
        machine_readable_zone,
        id_barcode,
        deposits,
        payroll_of_another,
        statement_continuity,
        same_person,
        identity_number,
        letter_against_stubs,
        w2_against_stubs,
        reused_stub,
        reused_statement,
        changed_employer,
        unusual_income,
        hidden_text,
        own_words,
        too_perfect,
        staleness,
        id_expiry,
        unread_pages,
    )
)


def run_checks(packet: Packet) -> tuple[CheckResult, ...]:
    """The answers of all checks. A review signal becomes strong where another family came to the same value.

    Not so on a document that says that it is a sample: its figures are made up, and agree by nothing.
    """
    results = [check(packet) for check in CHECKS]
    asked = [
        (result.family, signal)
        for result in results
        for signal in result.signals
        if signal.severity is not Severity.note
    ]
    return tuple(
        replace(
            result,
            signals=tuple(
                strongest(signal)
                if any(_agree(result.family, signal, *other) for other in asked) and not _is_sample(packet, signal)
                else signal
                for signal in result.signals
            ),
        )
        for result in results
    )


def _agree(family: str, signal: Signal, other_family: str, other: Signal) -> bool:
    """Independent families dispute the same value and imply the same one instead; a font break implies none itself."""
    if family == other_family or signal.severity is Severity.note or not signal.field or signal.field != other.field:
        return False
    if not signal.evidence or not other.evidence or _place(signal) != _place(other):
        return False
    if signal.implied and other.implied:
        return signal.implied == other.implied
    return "font_break" in (signal.check, other.check) and bool(signal.implied or other.implied)


def _is_sample(packet: Packet, signal: Signal) -> bool:
    return is_sample(packet, packet.document_at(*_place(signal)))


def _place(signal: Signal) -> tuple[str, int]:
    return signal.evidence[0].file_id, signal.evidence[0].page

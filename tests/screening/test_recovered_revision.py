"""What honestly adds a revision to a file: signatures, stamps, gateways and forms; and what a scan's revision weighs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.demo.genuine_but_odd import ODD_FILES
from app.demo.pay import pay_history
from app.demo.paystubs import LAYOUTS, paystub
from app.demo.people import person
from app.demo.stub_parts import Stub
from app.screening.checks import recovered_revision
from app.screening.checks.packet import Packet
from app.screening.policy import load_policy
from app.screening.reading.pages import Metadata, ReadFile, Reading
from app.screening.screen import find_documents
from app.screening.verdict import Applicant, CheckResult, Outcome, Severity

AS_OF = date(2026, 11, 21)


def checked(reading: Reading) -> CheckResult:
    files = (ReadFile("f", "f.pdf", reading),)
    packet = Packet(Applicant("Jane Doe", Decimal(2000)), files, find_documents(files), load_policy(), AS_OF)
    return recovered_revision.check(packet)


@pytest.mark.parametrize("odd", ["signed", "annotated", "updated_metadata", "linearised"])
def test_signatures_stamps_gateways_and_the_web_change_no_value(reader, odd):
    who = person(4, AS_OF)
    honest = paystub(Stub(who, pay_history(who, AS_OF - timedelta(days=1))[-1]), next(iter(LAYOUTS)))
    result = checked(reader.read(ODD_FILES[odd](honest, 4).content))
    assert result.outcome is not Outcome.contradicted
    assert result.signals == ()


@pytest.fixture
def edited(reader, drawn) -> Reading:
    return reader.read(drawn.saved_again(drawn.packet()[1].content, b"2,285.50", b"3,285.50"))


def test_another_value_in_a_text_is_strong(edited):
    assert [signal.severity for signal in checked(edited).signals] == [Severity.strong]


def test_another_value_in_a_form_is_review(edited):
    form = replace(edited, metadata=replace(edited.metadata, has_form=True))
    assert [signal.severity for signal in checked(form).signals] == [Severity.review]


@pytest.mark.parametrize("side", ["earlier", "present"])
def test_another_value_read_from_a_picture_is_review(edited, side):
    if side == "present":
        scan = replace(edited, pages=tuple(replace(page, source="ocr") for page in edited.pages))
    else:
        states = tuple(
            replace(it, pages=tuple(replace(page, source="ocr") for page in it.pages)) for it in edited.revisions
        )
        scan = replace(edited, revisions=states)
    assert [signal.severity for signal in checked(scan).signals] == [Severity.review]


def test_a_file_without_earlier_states_says_nothing(edited):
    assert checked(replace(edited, revisions=(), metadata=Metadata())).outcome is Outcome.inconclusive

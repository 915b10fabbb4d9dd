"""The drawn documents: their figures agree, their truth stands on them, and a seed always gives the same bytes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from app.demo import ids, letters, paystubs, statements, tax_forms
from app.demo.card_codes import licence_record, passport_zone
from app.demo.delivery import deliver
from app.demo.drawn import Drawn, Truth, long_date, medium_date, short_us, us
from app.demo.genuine_but_odd import ODD_FILES, merged
from app.demo.ledger import ledger
from app.demo.packets import NAME_STYLES, Options, packet, printed_name
from app.demo.pay import Extras, pay_history, total
from app.demo.people import person
from app.demo.raster import page_sizes, page_text
from app.demo.stub_parts import Stub
from app.screening.facts.mrz import check_digit
from app.screening.reading.barcodes import parse

AS_OF = date(2026, 11, 21)
EXTRAS = Extras(overtime=True, bonus_at=3, reimbursed_at=0, raise_at=4)
HOW_OFTEN = "week|two|other|month|pay"


def stub(layout: str, seed: int = 3, frequency: str = "") -> Drawn:
    who = person(seed, AS_OF, frequency=frequency)
    return paystubs.paystub(Stub(who, pay_history(who, AS_OF, EXTRAS)[-1]), layout)


def account(layout: str, seed: int = 3) -> Drawn:
    who = person(seed, AS_OF, frequency="biweekly")
    month = ledger(who, pay_history(who, AS_OF), date(2026, 10, 12), date(2026, 11, 11), Decimal("7123.45"))
    return statements.statement(month, layout)


def every_drawing() -> list[Drawn]:
    drawn = [stub(layout, seed) for seed, layout in enumerate(paystubs.LAYOUTS)]
    drawn += [account(layout, seed) for seed, layout in enumerate(statements.LAYOUTS)]
    drawn += [letters.letter(person(seed, AS_OF), date(2026, 11, 9), name) for seed, name in enumerate(letters.LAYOUTS)]
    drawn += [tax_forms.tax_form(person(4, AS_OF), 2025, Decimal("61234.50"), form) for form in tax_forms.FORMS]
    return drawn


def spellings(value: str) -> list[str]:
    """How documents print a contract value."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        return [
            us(day),
            short_us(day),
            long_date(day),
            medium_date(day),
            f"{day:%m/%d}",
            f"{day:%b %d}",
            f"{day.day} {day:%B %Y}",
        ]
    if re.fullmatch(r"-?\d+\.\d\d", value):
        amount = Decimal(value)
        return [f"{amount:,.2f}", f"{amount:,.0f}"]
    return [value]


def missing(truth: Truth, text: str) -> list[str]:
    """The fields whose value does not stand in the text."""
    plain = re.sub(r"\s+", " ", text).casefold()
    found = []
    for name, value in truth.items():
        values = [value] if isinstance(value, str) else [row[key] for row in value for key in ("date", "amount")]
        for each in values:
            if name == "pay_frequency":
                seen = re.search(HOW_OFTEN, plain) is not None
            elif name in ("person_name", "job_title", "employer_name", "employee_name"):
                seen = all(part in plain for part in each.casefold().split())
            else:
                seen = any(form.casefold() in plain for form in spellings(each))
            found += [] if seen else [f"{name}={each}"]
    return found


@pytest.mark.parametrize("seed", range(6))
def test_pay_adds_up_to_the_cent_over_the_whole_year(seed: int) -> None:
    history = pay_history(person(seed, AS_OF), AS_OF, EXTRAS)
    for before, pay in pairwise(history):
        assert pay.gross - pay.withheld + total(pay.reimbursements) == pay.net
        if before.pay_date.year == pay.pay_date.year:
            assert pay.ytd_gross - before.ytd_gross == pay.gross
            assert pay.ytd_net - before.ytd_net == pay.net
        taxes = {line.kind: line.amount for line in pay.taxes}
        medical = sum((line.amount for line in pay.deductions if line.kind == "medical"), Decimal(0))
        assert abs(taxes["social_security"] - (pay.gross - medical) * Decimal("0.062")) <= Decimal("0.01")
        assert abs(taxes["medicare"] - (pay.gross - medical) * Decimal("0.0145")) <= Decimal("0.01")
        for line in pay.earnings:
            if line.rate and line.hours:
                assert abs(line.rate * line.hours - line.amount) <= Decimal("0.01")


def test_statements_add_up_and_show_the_net_pay_of_the_stubs() -> None:
    made = packet(11, AS_OF, Options(frequency="biweekly"))
    older, newer = (item for item in made.documents if item.document_type == "bank_statement")
    assert older.truth["closing_balance"] == newer.truth["opening_balance"]
    nets = {str(pay.net) for pay in pay_history(made.person, AS_OF)}
    for row in newer.truth["payroll_deposits"]:
        assert isinstance(row, dict)
        assert row["amount"] in nets


@pytest.mark.parametrize("drawn", every_drawing(), ids=lambda drawn: drawn.layout)
def test_every_truth_stands_on_the_digital_file(drawn: Drawn) -> None:
    text = page_text(drawn.content)
    assert missing(drawn.truth, text) == []
    assert "SPECIMEN" in text


def test_there_are_as_many_layouts_as_promised_and_the_halves_share_no_stub_or_statement() -> None:
    assert len(paystubs.LAYOUTS) >= 6 and len(statements.LAYOUTS) >= 4 and len(letters.LAYOUTS) >= 3
    assert not set(paystubs.TUNE) & set(paystubs.REPORT) and not set(statements.TUNE) & set(statements.REPORT)
    texts = {layout: page_text(stub(layout).content) for layout in paystubs.LAYOUTS}
    assert len(set(texts.values())) == len(texts)


def test_a_seed_always_gives_the_same_bytes() -> None:
    first, second = (packet(5, AS_OF, Options(id_as_picture=True)) for _ in range(2))
    assert [item.content for item in first.documents] == [item.content for item in second.documents]
    for form in ("scanned_with_text_layer", "phone_photo"):
        assert deliver(first.documents[1], form, 2).content == deliver(second.documents[1], form, 2).content


def test_delivery_changes_the_form_and_keeps_the_truth() -> None:
    digital = stub("typed_page")
    printed, scan, layered, photo = (
        deliver(digital, form, 1) for form in ("printed_again", "scanned", "scanned_with_text_layer", "phone_photo")
    )
    assert page_text(scan.content).strip() == ""
    assert missing(digital.truth, page_text(printed.content)) == []
    assert str(digital.truth["gross_pay"])[-6:] in page_text(layered.content).replace(",", "")
    assert photo.mime_type == "image/jpeg" and photo.content.startswith(b"\xff\xd8")
    assert all(item.truth == digital.truth for item in (printed, scan, layered, photo))


@pytest.mark.parametrize("odd", ODD_FILES)
def test_honest_oddities_keep_every_value_in_sight(odd: str) -> None:
    drawn = ODD_FILES[odd](stub("wide_grid"), 1)
    assert missing(drawn.truth, page_text(drawn.content)) == []


def test_a_packet_in_one_file_knows_the_pages_of_its_parts() -> None:
    made = packet(8, AS_OF)
    whole = merged(made.documents)
    assert whole.parts[-1].page_to == len(page_sizes(whole.content))
    assert [part.page_from for part in whole.parts[1:]] == [part.page_to + 1 for part in whole.parts[:-1]]
    assert [part.truth for part in whole.parts] == [item.truth for item in made.documents]


def test_a_swapped_name_changes_no_amount() -> None:
    amounts = ("gross_pay", "net_pay", "closing_balance", "annual_salary")
    plain, swapped = (packet(9, AS_OF, Options(named=("Ann", "", "Lee"), swapped=other)) for other in (0, 2))
    for before, after in zip(plain.documents, swapped.documents, strict=True):
        assert [before.truth.get(name) for name in amounts] == [after.truth.get(name) for name in amounts]
    assert plain.person.birth != swapped.person.birth


def test_names_are_printed_in_several_honest_ways() -> None:
    who = packet(1, AS_OF, Options(named=("Søren", "Paul", "Müller"))).person
    printed = {style: printed_name(who, style) for style in NAME_STYLES}
    assert printed["last_first"] == "Müller, Søren" and printed["plain_letters"] == "Soren Muller"


def test_an_expired_card_says_so() -> None:
    card = ids.identity_card(person(2, AS_OF), AS_OF, "state_id", expired=True)
    assert date.fromisoformat(str(card.truth["expiry_date"])) < AS_OF


def test_pay_days_follow_the_frequency() -> None:
    for frequency, days in (("weekly", 7), ("biweekly", 14)):
        history = pay_history(person(6, AS_OF, frequency=frequency, months=30), AS_OF)
        assert {after.pay_date - before.pay_date for before, after in pairwise(history)} == {timedelta(days=days)}


def test_a_passport_carries_a_zone_with_right_check_digits_and_a_licence_its_barcode():
    who, expires = person(3, AS_OF), date(2031, 2, 3)
    upper, lower = passport_zone(who, "U12345678", expires)
    assert (len(upper), len(lower)) == (44, 44)
    for field in (lower[:10], lower[13:20], lower[21:28], lower[:10] + lower[13:20] + lower[21:44]):
        assert check_digit(field[:-1]) == field[-1]
    assert lower[21:27] == "310203"
    assert parse(licence_record(who, "D123", expires))["expiry"] == "2031-02-03"

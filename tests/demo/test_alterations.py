"""Forgeries really change what is to be seen, say what they changed, and leave the traces that their method leaves."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from functools import cache

import pikepdf
import pytest

from app.demo.alterations import METHODS, STUB, alter
from app.demo.drawn import Drawn
from app.demo.injections import WAYS, hidden_injection
from app.demo.packets import Options, packet
from app.demo.pay import pay_history
from app.demo.paystubs import LAYOUTS, paystub
from app.demo.people import person
from app.demo.raster import page_text, picture
from app.demo.stub_parts import Stub

AS_OF = date(2026, 11, 21)
PICTURES = {"pasted_patch"}


def documents(seed: int = 21, **options: object) -> list[Drawn]:
    return list(drawn_once(seed, Options(**options)))  # type: ignore[arg-type]


@cache
def drawn_once(seed: int, options: Options) -> tuple[Drawn, ...]:
    """Two dozen methods alter the same packet."""
    return tuple(packet(seed, AS_OF, options).documents)


def printed(value: str) -> set[str]:
    """An amount as documents print it, with and without cents."""
    return {f"{Decimal(value):,.2f}", f"{Decimal(value):,.0f}"}


@pytest.mark.parametrize("seed", [21, 22])
@pytest.mark.parametrize("method", [name for name in METHODS if name not in PICTURES])
def test_an_alteration_shows_its_new_value(method: str, seed: int) -> None:
    before = documents(seed)
    after, done = alter(before, method, seed)
    changed = [
        index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one.content != other.content
    ]
    assert len(changed) == 1 and after[changed[0]] == done.document
    text = page_text(done.document.content)
    for change in done.changes:
        if change.field == "pay_date":
            assert done.document.truth["pay_date"] == change.after
        else:
            assert any(form in text for form in printed(change.after)), change


def test_there_are_more_than_ten_methods() -> None:
    assert len(METHODS) >= 10


def test_an_incremental_update_keeps_the_first_state_inside() -> None:
    before = documents()
    _, done = alter(before, "incremental_update", 1)
    original = next(item for item in before if item.file_name == done.document.file_name)
    assert done.document.content.startswith(original.content.rstrip(b"\n"))
    change = done.changes[0]
    assert not any(form in page_text(done.document.content) for form in printed(change.before) - printed(change.after))


def test_a_white_box_leaves_the_old_amount_beneath() -> None:
    _, done = alter(documents(), "white_box", 1)
    text = page_text(done.document.content)
    assert printed(done.changes[0].before) & {form for form in printed(done.changes[0].before) if form in text}


def test_a_replaced_amount_leaves_no_earlier_state() -> None:
    _, done = alter(documents(), "gross_not_ytd", 1)
    assert done.document.content.count(b"%%EOF") == 1
    assert f"{Decimal(done.changes[0].before):,.2f}" not in page_text(done.document.content)


def test_a_pasted_patch_changes_the_picture_where_the_amount_stands() -> None:
    before = documents()
    _, done = alter(before, "pasted_patch", 1)
    assert page_text(done.document.content).strip() == ""
    assert done.document.truth["gross_pay"] == done.changes[0].after
    assert picture(done.document.content, 0, 40).size[0] > 300


def test_editors_leave_their_name() -> None:
    _, done = alter(documents(), "editor_metadata", 0)
    with pikepdf.open(io.BytesIO(done.document.content)) as pdf:
        assert "Photoshop" in str(pdf.docinfo["/Producer"])


@pytest.mark.parametrize("way", WAYS)
def test_a_hidden_message_changes_no_pixel_of_the_figures(way: str) -> None:
    stub = next(item for item in documents() if item.document_type == "paystub")
    forged = hidden_injection(stub, 3, way)
    one, other = (picture(item.content, 0, 72).crop((0, 0, 500, 700)) for item in (stub, forged))
    assert one.tobytes() == other.tobytes()
    assert forged.truth == stub.truth


def test_a_reused_stub_has_new_dates_and_old_amounts() -> None:
    before = documents(frequency="biweekly", hourly=False)
    older, newer = (item for item in before if item.document_type == "paystub")
    _, done = alter(before, "reused_stub", 1)
    assert done.document.truth["pay_date"] == newer.truth["pay_date"]
    assert done.document.truth["ytd_gross"] == older.truth["ytd_gross"] != newer.truth["ytd_gross"]


def test_a_packet_without_the_document_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a employment_letter"):
        alter(documents(with_letter=False), "letter_salary_raised", 1)


def test_every_stub_method_fits_every_layout() -> None:

    who = person(4, AS_OF)
    for layout in LAYOUTS:
        drawn = paystub(Stub(who, pay_history(who, AS_OF)[-1]), layout)
        for method in set(STUB) - PICTURES:
            assert STUB[method](drawn, 1).changes

"""All pay stub layouts under their names, in two halves so that one can be kept unseen while the other is tuned on."""

from __future__ import annotations

from collections.abc import Callable

from app.demo.drawn import PDF, Drawn
from app.demo.stub_parts import Result, Stub
from app.demo.stubs_books import bookkeeping
from app.demo.stubs_boxed import two_column_boxes
from app.demo.stubs_bureau import earnings_statement
from app.demo.stubs_cheque import cheque_with_stub
from app.demo.stubs_grid import wide_grid
from app.demo.stubs_light import light_tables
from app.demo.stubs_portal import portal_page
from app.demo.stubs_typed import typed_page
from app.screening.verdict import DocumentType

LAYOUTS: dict[str, Callable[[Stub], Result]] = {
    "earnings_statement": earnings_statement,
    "light_tables": light_tables,
    "typed_page": typed_page,
    "cheque_with_stub": cheque_with_stub,
    "two_column_boxes": two_column_boxes,
    "wide_grid": wide_grid,
    "bookkeeping": bookkeeping,
    "portal_page": portal_page,
}
TUNE = ("earnings_statement", "light_tables", "typed_page", "cheque_with_stub")
REPORT = ("two_column_boxes", "wide_grid", "bookkeeping", "portal_page")


def paystub(stub: Stub, layout: str) -> Drawn:
    """Draw one stub; `layout` is a key of `LAYOUTS`."""
    content, truth, also = LAYOUTS[layout](stub)
    name = f"paystub_{stub.pay.pay_date:%Y-%m-%d}.pdf"
    return Drawn(content, PDF, name, DocumentType.paystub, truth, also, layout)

"""Forgeries of drawn documents, each by one method on the real bytes, each saying what it changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.demo.chance import dice
from app.demo.delivery import scan_page
from app.demo.drawn import PDF, Drawn, handed_in, money, shown
from app.demo.injections import hidden_injection, visible_injection
from app.demo.pdf_edits import Overlay, ground, overlaid, revised, saved_by, swapped
from app.demo.people import cents
from app.demo.raster import Place, find_text, page_sizes, picture
from app.demo.sheet import Origin, Sheet
from app.demo.shifted import shifted_stub
from app.screening.verdict import DocumentType

EDITORS = (
    ("Adobe Photoshop 26.0 (Windows)", "Adobe Photoshop 26.0"),
    ("Canva", "Canva"),
    ("Foxit PhantomPDF Printer 10.1", "Foxit PDF Editor"),
)
SCALE = 200 / 72
FACTORS = ("1.42", "1.31", "1.23", "1.15", "1.08")


@dataclass(frozen=True)
class Change:
    """A field whose visible value is not what the generator printed."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Altered:
    """The forged file; `changes` is empty where only a message was added."""

    document: Drawn
    method: str
    changes: tuple[Change, ...]


def raised(value: Decimal, seed: object) -> Decimal:
    """A higher amount of as many digits, with other cents."""
    pick = dice("raised", seed, value)
    candidates = [cents(value * Decimal(factor)) + Decimal(pick.randint(-9, 9)) / 100 for factor in FACTORS]
    same = [each for each in candidates if len(shown(each)) == len(shown(value))]
    return cents(same[0] if same else candidates[1])


def amount(document: Drawn, field: str) -> Decimal:
    """The true amount of a field."""
    return Decimal(str(document.truth[field]))


def altered(document: Drawn, content: bytes, method: str, *changes: Change) -> Altered:
    """The result, its truth being what is to be seen now."""
    truth = {**document.truth, **{change.field: change.after for change in changes if change.field in document.truth}}
    return Altered(replace(document, content=content, truth=truth), method, changes)


def main_field(document: Drawn) -> str:
    """The amount that is worth forging."""
    return {DocumentType.paystub: "gross_pay", DocumentType.bank_statement: "closing_balance"}.get(
        document.document_type, "annual_salary"
    )


def change_of(document: Drawn, field: str, seed: int) -> tuple[Change, tuple[str, str]]:
    """A higher value for a field, and the text to replace with the text to put there."""
    value = amount(document, field)
    after = raised(value, seed)
    printed, text = shown(value), shown(after)
    if not find_text(document.content, printed):
        printed, text = f"{value:,.0f}", f"{after:,.0f}"
        after = after.quantize(Decimal(1))
    return Change(field, money(value), money(after)), (printed, text)


def incremental_update(document: Drawn, seed: int) -> Altered:
    """Edited and saved in an editor that appends: the first state is still in the file."""
    change, swap = change_of(document, main_field(document), seed)
    origin = Origin("PDF-XChange Editor 10.3", "", handed_in(document))
    return altered(document, revised(document.content, [swap], origin), "incremental_update", change)


def white_box(document: Drawn, seed: int) -> Altered:
    """A rectangle in the colour of the paper over each place, the new amount on top in the nearest standard face."""
    change, (before, after) = change_of(document, main_field(document), seed)
    overlays = [
        Overlay(place, after, like(place.font), place.size, ground(document.content, place))
        for place in find_text(document.content, before)
    ]
    return altered(document, overlaid(document.content, overlays), "white_box", change)


def like(font: str) -> str:
    """The standard face most like a font."""
    bold = "Bold" in font or font.endswith("Bd")
    if "Times" in font:
        return "Times-Bold" if bold else "Times-Roman"
    return ("Courier" if "Courier" in font else "Helvetica") + ("-Bold" if bold else "")


def replaced_in_stream(document: Drawn, seed: int) -> Altered:
    """The amount changed where it first stands, the file written anew: no earlier state, same font, same producer."""
    change, swap = change_of(document, main_field(document), seed)
    return altered(document, swapped(document.content, [swap], first_only=True), "replaced_in_stream", change)


def other_font(document: Drawn, seed: int) -> Altered:
    """The old amount taken out of the stream, the new one set in another face and size."""
    change, (before, after) = change_of(document, main_field(document), seed)
    places = find_text(document.content, before)
    face = "Courier" if "Courier" not in places[0].font else "Times-Roman"
    emptied = swapped(document.content, [(before, " " * len(before))])
    overlays = [Overlay(place, after, face, place.size * 0.97) for place in places]
    return altered(document, overlaid(emptied, overlays), "other_font", change)


def everywhere(field: str, method: str) -> Callable[[Drawn, int], Altered]:
    """Change every place of one amount and nothing that depends on it."""

    def change_everywhere(document: Drawn, seed: int) -> Altered:
        change, swap = change_of(document, field, seed)
        return altered(document, swapped(document.content, [swap]), method, change)

    return change_everywhere


def deposit_inflated(document: Drawn, seed: int) -> Altered:
    """The newest payroll deposit raised in its row; sums and balances stay."""
    rows = document.truth["payroll_deposits"]
    if not isinstance(rows, list):
        raise TypeError("payroll deposits are rows")
    value = Decimal(rows[-1]["amount"])
    after = raised(value, seed)
    content = swapped(document.content, [(shown(value), shown(after))], first_only=True)
    first = next(index for index, row in enumerate(rows) if row["amount"] == money(value))
    seen = [{**row, "amount": money(after)} if index == first else row for index, row in enumerate(rows)]
    forged = altered(document, content, "deposit_inflated", Change("payroll_deposits", money(value), money(after)))
    return replace(forged, document=replace(forged.document, truth={**document.truth, "payroll_deposits": seen}))


def editor_metadata(document: Drawn, seed: int) -> Altered:
    """Opened in a design program, the amount changed everywhere, exported by it."""
    change, swap = change_of(document, main_field(document), seed)
    producer, creator = EDITORS[seed % len(EDITORS)]
    content = saved_by(swapped(document.content, [swap]), producer, creator, handed_in(document))
    return altered(document, content, "editor_metadata", change)


def pasted_patch(document: Drawn, seed: int) -> Altered:
    """A scan into which a patch with another amount was pasted, from a sheet of slightly different paper."""
    forged = white_box(document, seed)
    places = find_text(document.content, shown(Decimal(forged.changes[0].before)))
    sizes = page_sizes(document.content)
    sheet = Sheet(sizes[0], footer="")
    for page in range(len(sizes)):
        if page:
            sheet.next_page()
        image, source = picture(document.content, page), picture(forged.document.content, page)
        for place in (place for place in places if place.page == page):
            box = patch_box(place, image.height)
            image.paste(source.crop(box).point(lambda level: int(level * 0.97)), box[:2])
        sheet.picture(scan_page(image, (seed, "patch", page))[0], 0, 0, sheet.width, sheet.height)
    content = sheet.save(Origin("Canon iR-ADV C3530  PDF", "Canon iR-ADV C3530", handed_in(document)))
    return altered(document, content, "pasted_patch", *forged.changes)


def patch_box(place: Place, height: int) -> tuple[int, int, int, int]:
    """The place with a margin, in pixels of 200 dots per inch from the top left."""
    left, right = int(place.left * SCALE) - 5, int(place.right * SCALE) + 6
    return left, int(height - place.top * SCALE) - 5, right, int(height - place.bottom * SCALE) + 5


Method = Callable[[Drawn, int], Altered]
STUB: Mapping[str, Method] = {
    "incremental_update": incremental_update,
    "white_box": white_box,
    "replaced_in_stream": replaced_in_stream,
    "other_font": other_font,
    "gross_not_ytd": everywhere("gross_pay", "gross_not_ytd"),
    "net_changed": everywhere("net_pay", "net_changed"),
    "ytd_inconsistent": everywhere("ytd_gross", "ytd_inconsistent"),
    "editor_metadata": editor_metadata,
    "pasted_patch": pasted_patch,
}
STATEMENT: Mapping[str, Method] = {
    "statement_revision": lambda document, seed: replace(
        incremental_update(document, seed), method="statement_revision"
    ),
    "statement_white_box": lambda document, seed: replace(white_box(document, seed), method="statement_white_box"),
    "deposit_inflated": deposit_inflated,
    "closing_edited": everywhere("closing_balance", "closing_edited"),
}
LETTER: Mapping[str, Method] = {
    "letter_salary_raised": everywhere("annual_salary", "letter_salary_raised"),
    "letter_revision": lambda document, seed: replace(incremental_update(document, seed), method="letter_revision"),
}
MESSAGES: Mapping[str, Callable[[Drawn, int], Drawn]] = {
    "hidden_injection": hidden_injection,
    "visible_injection": visible_injection,
}
SHIFTED = "reused_stub"
METHODS = (*STUB, *STATEMENT, *LETTER, *MESSAGES, SHIFTED)


def alter(documents: list[Drawn], method: str, seed: int) -> tuple[list[Drawn], Altered]:
    """The packet with one document forged by a method of `METHODS`: the newest that the method fits, and what was done.

    Raises ValueError when the packet holds no such document.
    """
    kind = (
        DocumentType.bank_statement
        if method in STATEMENT
        else DocumentType.employment_letter
        if method in LETTER
        else DocumentType.paystub
    )
    fitting = [index for index, item in enumerate(documents) if item.document_type == kind and item.mime_type == PDF]
    if not fitting:
        raise ValueError(f"{method} needs a {kind}")
    place, document = fitting[-1], documents[fitting[-1]]
    if method == SHIFTED:
        before, after = shifted_stub(documents[fitting[-2]], document)
        change = Change("pay_date", str(before.truth["pay_date"]), str(after.truth["pay_date"]))
        result = Altered(after, method, (change,))
    elif method in MESSAGES:
        result = Altered(MESSAGES[method](document, seed), method, ())
    else:
        result = {**STUB, **STATEMENT, **LETTER}[method](document, seed)
    return [*documents[:place], result.document, *documents[place + 1 :]], result

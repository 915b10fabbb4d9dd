"""PDFs that no honest program writes: endless trees, forms in themselves, bombs, lies about sizes, active content."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from bench.pdf_parts import CATALOG, PAGES, assembled, one_page, plain_pdf, stream, swollen

Maker = Callable[[random.Random], bytes]


def bomb(megabytes: int, rounds: int) -> Maker:
    """A content stream that unpacks to so much."""
    names = b"/Filter[" + b"/FlateDecode" * rounds + b"]"
    return lambda pick: one_page(swollen(megabytes, rounds), entries=names)


def image(entries: bytes, data: bytes = b"\x00" * 64) -> Maker:
    """A page with a picture that says this of itself."""
    picture = stream(data, b"/Type/XObject/Subtype/Image%b" % entries)
    return lambda pick: one_page(b"q 500 0 0 500 0 0 cm /I Do Q", picture, resources=b"/XObject<</I 5 0 R>>")


def sized(box: bytes) -> Maker:
    """A page of this size."""
    return lambda pick: one_page(b"BT /F 12 Tf 50 700 Td (Net Pay 1,907.41) Tj ET", page=b"/MediaBox%b" % box)


def form_in_itself(pick: random.Random) -> bytes:
    """A form that draws itself twice."""
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    return one_page(b"/X Do", form, resources=b"/XObject<</X 5 0 R>>")


def forms_in_forms(pick: random.Random) -> bytes:
    """Thirty forms, each of which draws the next one ten times: 10 to the power of 30 in all."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, head % (6 + number)) for number in range(30)]
    last = stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return one_page(b"/X Do", *forms, last, resources=b"/XObject<</X 5 0 R>>")


def pattern_in_itself(pick: random.Random) -> bytes:
    """A tiling pattern of tiny steps that is painted with itself."""
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.01/YStep 0.01"
    body = stream(b"/Pattern cs /P scn 0 0 1 1 re f", tile + b"/Resources<</Pattern<</P 5 0 R>>>>")
    return one_page(b"/Pattern cs /P scn 0 0 612 792 re f", body, resources=b"/Pattern<</P 5 0 R>>")


def letter_in_itself(pick: random.Random) -> bytes:
    """A Type 3 font whose letter is drawn with the font."""
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[9]"
    font += b"/Encoding<</Differences[65/A]>>/CharProcs<</A 6 0 R>>/Resources<</Font<</T 5 0 R>>>>>>"
    glyph = stream(b"9 0 d0 BT /T 1 Tf (AAAA) Tj ET")
    return one_page(b"BT /T 12 Tf 50 700 Td (AAAA) Tj ET", font, glyph, resources=b"/Font<</T 5 0 R>>")


def nested(opening: bytes, closing: bytes) -> Maker:
    """A hundred thousand levels of one thing."""
    deep = opening * 100_000 + closing * 100_000
    return lambda pick: one_page(b"", page=b"/Deep " + deep)


def tree_of(depth: int) -> Maker:
    """A page tree so deep."""

    def make(pick: random.Random) -> bytes:
        knots = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (3 + number) for number in range(depth)]
        return assembled(CATALOG % b"", *knots, b"<</Type/Page/MediaBox[0 0 612 792]>>")

    return make


def kids(pages: bytes) -> Maker:
    """A page tree that says this."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"
    return lambda pick: assembled(CATALOG % b"", pages, leaf)


def font_file(kind: bytes, entries: bytes = b"") -> Maker:
    """Text in a font whose file is noise."""

    def make(pick: random.Random) -> bytes:
        font = b"<</Type/Font/Subtype/TrueType/BaseFont/N/FirstChar 32/LastChar 126/Widths[%b]/FontDescriptor 6 0 R>>"
        about = b"<</Type/FontDescriptor/FontName/N/Flags 32/FontBBox[0 0 9 9]/ItalicAngle 0/%b 7 0 R>>" % kind
        noise = b"\x00\x01\x00\x00\x00\xff" + pick.randbytes(4000)
        more = (font % (b"500 " * 95), about, stream(noise, entries))
        return one_page(b"BT /N 12 Tf 50 700 Td (Net Pay 1,907.41) Tj ET", *more, resources=b"/Font<</N 5 0 R>>")

    return make


def endless_map(pick: random.Random) -> bytes:
    """A font whose map to Unicode holds 60,000 ranges of everything."""
    ranges = b"".join(b"<0000><FFFF><%04X>\n" % number for number in range(60_000))
    font = b"<</Type/Font/Subtype/Type0/BaseFont/N/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font"
    font += b"/Subtype/CIDFontType2/BaseFont/N/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>>>]>>"
    text = b"begincmap 60000 beginbfrange\n%bendbfrange endcmap" % ranges
    return one_page(b"BT /N 12 Tf 50 700 Td <00410042> Tj ET", font, stream(text), resources=b"/Font<</N 5 0 R>>")


def action(entries: bytes) -> Maker:
    """A file that wants something done when it opens."""
    return lambda pick: one_page(b"BT /F 12 Tf 50 700 Td (Net Pay 1,907.41) Tj ET", root=b"/OpenAction<<%b>>" % entries)


def attachment(pick: random.Random) -> bytes:
    """A file with a program in it."""
    names = b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>]>>>>"
    return one_page(b"", stream(b"MZ" + pick.randbytes(90_000), b"/Type/EmbeddedFile"), root=names)


def field_in_itself(pick: random.Random) -> bytes:
    """A form field that is its own child and its own appearance."""
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[0 0 99 99]/Kids[5 0 R]/Parent 5 0 R/AP<</N 5 0 R>>>>"
    return one_page(b"", field, page=b"/Annots[5 0 R 5 0 R]", root=b"/AcroForm<</Fields[5 0 R]>>")


def many_notes(pick: random.Random) -> bytes:
    """Twenty thousand annotations on a page."""
    note = b"<</Type/Annot/Subtype/Square/Rect[10 10 90 90]/F 4/C[1 0 0]>>"
    return one_page(b"", page=b"/Annots[%b]" % (note * 20_000))


def many_words(pick: random.Random) -> bytes:
    """A page of 200,000 words."""
    rows = (b"1 0 0 1 %d %d Tm (1,907.41) Tj " % (pick.randrange(600), pick.randrange(790)) for _ in range(200_000))
    return one_page(b"BT /F 6 Tf " + b"".join(rows) + b"ET")


def many_fills(pick: random.Random) -> bytes:
    """A page of 100,000 rectangles over 2,000 words."""
    words = b"".join(b"BT /F 6 Tf %d %d Td (1,907.41) Tj ET " % (9 * (i % 60), 9 * (i // 60)) for i in range(2000))
    boxes = (b"%d %d 30 9 re f " % (pick.randrange(600), pick.randrange(790)) for _ in range(100_000))
    return one_page(words + b"1 1 1 rg " + b"".join(boxes))


def many_states(pick: random.Random) -> bytes:
    """A file that was saved 400 times."""
    out = one_page(b"BT /F 12 Tf 50 700 Td (Net Pay 1,907.41) Tj ET")
    for number in range(400):
        start, before = len(out), out[out.rindex(b"startxref") + 9 :].split()[0]
        out += b"4 0 obj\n" + stream(b"BT /F 12 Tf 50 700 Td (Net Pay %d.00) Tj ET" % number) + b"\nendobj\n"
        place = len(out)
        out += b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev %b>>\nstartxref\n%d\n%%%%EOF\n" % (
            start,
            before,
            place,
        )
    return out


def ends(replacement: bytes) -> Maker:
    """A file whose last lines say this."""
    return lambda pick: plain_pdf()[: plain_pdf().rindex(b"startxref")] + replacement


def table_of_itself(pick: random.Random) -> bytes:
    """A cross-reference table that follows itself."""
    whole = one_page(b"")
    start = whole[whole.rindex(b"startxref") + 9 :].split()[0]
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev " + start)


PDFS: dict[str, Maker] = {
    "pdf bomb once": bomb(300, 1),
    "pdf bomb twice": bomb(1000, 2),
    "pdf bomb three times": bomb(1000, 3),
    "pdf run-length noise": lambda pick: one_page(pick.randbytes(50_000), entries=b"/Filter/RunLengthDecode"),
    "pdf lzw noise": lambda pick: one_page(pick.randbytes(50_000), entries=b"/Filter/LZWDecode"),
    "pdf run-length bomb": lambda pick: one_page(b"\x81\x00" * 900_000, entries=b"/Filter/RunLengthDecode"),
    "pdf unknown filter": lambda pick: one_page(b"abc", entries=b"/Filter/Nonsense"),
    "pdf forty filters": lambda pick: one_page(b"abc", entries=b"/Filter[" + b"/ASCIIHexDecode" * 40 + b"]"),
    "pdf predictor of a billion columns": lambda pick: one_page(
        zlib.compress(bytes(99)), entries=b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 1000000000>>"
    ),
    "pdf picture huge": image(b"/Width 2000000000/Height 2000000000/BitsPerComponent 8/ColorSpace/DeviceRGB"),
    "pdf picture negative": image(b"/Width -5/Height -5/BitsPerComponent 8/ColorSpace/DeviceRGB"),
    "pdf picture of words": image(b"/Width(a)/Height(b)/BitsPerComponent 8/ColorSpace/DeviceRGB"),
    "pdf picture 39 megapixels": image(
        b"/Width 6500/Height 6000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", swollen(37)
    ),
    "pdf picture jpx noise": image(b"/Width 900/Height 900/Filter/JPXDecode", bytes(range(256)) * 9),
    "pdf picture jbig2 noise": image(
        b"/Width 900/Height 900/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", bytes(range(256)) * 9
    ),
    "pdf picture fax noise": image(
        b"/Width 900/Height 900/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode", bytes(range(256)) * 9
    ),
    "pdf picture jpeg noise": image(
        b"/Width 900/Height 900/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode",
        b"\xff\xd8\xff\xc0" + bytes(99),
    ),
    "pdf page of no size": sized(b"[0 0 0 0]"),
    "pdf page of a million points": sized(b"[0 0 1000000 1000000]"),
    "pdf page upside down": sized(b"[612 792 0 0]"),
    "pdf page of words": sized(b"[(a)(b)(c)(d)]"),
    "pdf page in far units": lambda pick: one_page(b"", page=b"/UserUnit 1000000000"),
    "pdf page turned by 37": lambda pick: one_page(b"", page=b"/Rotate 37"),
    "pdf form in itself": form_in_itself,
    "pdf forms in forms": forms_in_forms,
    "pdf pattern in itself": pattern_in_itself,
    "pdf letter in itself": letter_in_itself,
    "pdf nested arrays": nested(b"[", b"]"),
    "pdf nested dictionaries": nested(b"<</A", b">>"),
    "pdf tree of 3000 levels": tree_of(3000),
    "pdf tree that is its own child": kids(b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
    "pdf tree with a child twice": kids(b"<</Type/Pages/Count 3/Kids[3 0 R 3 0 R 3 0 R]>>"),
    "pdf tree of minus one": kids(b"<</Type/Pages/Count -1/Kids[3 0 R]>>"),
    "pdf tree that says two billion": kids(b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>"),
    "pdf tree without children": kids(b"<</Type/Pages/Count 1>>"),
    "pdf tree of nothing": kids(b"<</Type/Pages/Count 1/Kids[9 0 R]>>"),
    "pdf 5000 pages": kids(b"<</Type/Pages/Count 5000/Kids[%b]>>" % (b"3 0 R " * 5000)),
    "pdf 40 pages of one": kids(b"<</Type/Pages/Count 40/Kids[%b]>>" % (b"3 0 R " * 40)),
    "pdf font noise truetype": font_file(b"FontFile2"),
    "pdf font noise type 1": font_file(b"FontFile", b"/Length1 900/Length2 900/Length3 900"),
    "pdf font noise cff": font_file(b"FontFile3", b"/Subtype/Type1C"),
    "pdf font noise opentype": font_file(b"FontFile3", b"/Subtype/OpenType"),
    "pdf endless map": endless_map,
    "pdf script": action(b"/S/JavaScript/JS(while\\(1\\){app.alert\\(1\\)})"),
    "pdf launch": action(b"/S/Launch/F(/bin/sh)"),
    "pdf far address": action(b"/S/URI/URI(http://192.0.2.1/)"),
    "pdf submit": action(b"/S/SubmitForm/F(http://192.0.2.1/)"),
    "pdf action that follows itself": lambda pick: one_page(
        b"", b"<</S/Named/N/Print/Next 5 0 R>>", root=b"/OpenAction 5 0 R"
    ),
    "pdf attachment": attachment,
    "pdf field in itself": field_in_itself,
    "pdf many notes": many_notes,
    "pdf many objects": lambda pick: one_page(b"", *[b"<</A %d>>" % number for number in range(100_000)]),
    "pdf many words": many_words,
    "pdf many fills": many_fills,
    "pdf many states": many_states,
    "pdf endless string": lambda pick: one_page(b"BT /F 9 Tf 9 9 Td (" + b"A" * 3_000_000 + b") Tj ET"),
    "pdf unfinished string": lambda pick: one_page(b"BT /F 9 Tf (" + b"(" * 100_000),
    "pdf noise as content": lambda pick: one_page(pick.randbytes(400_000)),
    "pdf a million saves": lambda pick: one_page(b"q " * 1_000_000),
    "pdf a million strokes": lambda pick: one_page(b"0 0 m 612 792 l S " * 300_000),
    "pdf table nowhere": ends(b"startxref\n99999999\n%%EOF"),
    "pdf table negative": ends(b"startxref\n-5\n%%EOF"),
    "pdf table of itself": table_of_itself,
    "pdf unknown encryption": lambda pick: assembled(
        CATALOG % b"", PAGES, b"<</Type/Page/Parent 2 0 R>>", tail=b"/Encrypt<</Filter/Nobody/V 99/R 99>>"
    ),
    "pdf root nowhere": lambda pick: plain_pdf().replace(b"/Root", b"/Ruut"),
    "pdf header late": lambda pick: b"\n" * 900 + plain_pdf(),
    "pdf twice": lambda pick: plain_pdf() + plain_pdf(),
}

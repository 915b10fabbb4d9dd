"""What a forger's tools do to the bytes of a PDF: replace, cover, add, append a revision, leave their name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pikepdf

from app.demo.raster import Place, picture
from app.demo.sheet import Colour, Origin, rgb, stamp_origin, written

ENCODING = "cp1252"


def swapped(content: bytes, changes: Iterable[tuple[str, str]], first_only: bool = False) -> bytes:
    """Replace text inside the content streams and save anew; with `first_only`, only where each text first stands.

    Raises ValueError when a text does not stand in one run, so that no alteration is silently empty.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, stream in swapped_streams(pdf, list(changes), first_only).items():
            pdf.pages[number].Contents = pdf.make_stream(stream)
        return written(pdf)


def swapped_streams(pdf: pikepdf.Pdf, changes: list[tuple[str, str]], first_only: bool) -> dict[int, bytes]:
    """The new content stream of every page that changes."""
    counts = dict.fromkeys(changes, 0)
    streams: dict[int, bytes] = {}
    for number, page in enumerate(pdf.pages):
        page.contents_coalesce()
        found, done = False, []
        for item in pikepdf.parse_content_stream(page):
            new = None
            if isinstance(item, pikepdf.ContentStreamInstruction) and str(item.operator) == "Tj":
                new = replaced(bytes(item.operands[0]), counts, first_only)
            found = found or new is not None
            done.append(item if new is None else pikepdf.ContentStreamInstruction([pikepdf.String(new)], item.operator))
        if found:
            streams[number] = pikepdf.unparse_content_stream(done)
    missing = [old for (old, _), count in counts.items() if not count]
    if missing:
        raise ValueError(f"not on the document: {missing}")
    return streams


def replaced(run: bytes, counts: dict[tuple[str, str], int], first_only: bool) -> bytes | None:
    """The run after all changes, or None; figures are replaced as a whole only. `counts` moves on."""
    text = run.decode(ENCODING, "replace")
    result = text
    for old, new in counts:
        if first_only and counts[old, new]:
            continue
        pattern = rf"(?<![\d.,]){re.escape(old)}(?!\d)" if old[:1].isdigit() else re.escape(old)
        after = re.sub(pattern, lambda _, new=new: new, result)  # type: ignore[misc]
        counts[old, new] += after != result
        result = after
    return result.encode(ENCODING) if result != text else None


def revised(content: bytes, changes: Iterable[tuple[str, str]], origin: Origin | None = None) -> bytes:
    """The same, appended as an incremental update (ISO 32000-1, 7.5.6): the first state stays in the file."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = swapped_streams(pdf, list(changes), first_only=False)
        objects = {pdf.pages[number].Contents.objgen[0]: stream for number, stream in streams.items()}
        root, size = pdf.Root.objgen[0], len(pdf.objects) + 1
    bodies = {
        number: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream) for number, stream in objects.items()
    }
    info = b""
    if origin:
        info = b" /Info %d 0 R" % size
        date = origin.created.strftime("D:%Y%m%d%H%M%SZ").encode()
        bodies[size] = b"<< /Producer (%s) /ModDate (%s) >>" % (origin.producer.encode(ENCODING), date)
        size += 1
    return appended(content, bodies, b"/Root %d 0 R%s" % (root, info), size)


def appended(content: bytes, bodies: dict[int, bytes], entries: bytes, size: int) -> bytes:
    """The file with new versions of some objects after its end, and a cross-reference section for them."""
    start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    out = bytearray(content if content.endswith(b"\n") else content + b"\n")
    sections = bytearray(b"xref\n")
    for number, body in sorted(bodies.items()):
        sections += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    place = len(out)
    out += sections + b"trailer\n<< /Size %d %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, entries, start, place)
    return bytes(out)


@dataclass(frozen=True)
class Overlay:
    """Text set over a page, and the colour of the rectangle under it, if any. `mode` 3 is invisible."""

    place: Place
    words: str
    font: str = "Helvetica"
    size: float = 9.0
    under: Colour | None = None
    colour: Colour = 0.0
    mode: int = 0


def overlaid(content: bytes, overlays: Iterable[Overlay]) -> bytes:
    """Draw rectangles and text over the pages and save anew, without an earlier revision."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, item in enumerate(overlays):
            page = pdf.pages[item.place.page]
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(f"/{item.font}"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
            name = page.add_resource(pdf.make_indirect(font), pikepdf.Name.Font, pikepdf.Name(f"/FX{number}"))
            page.contents_add(pdf.make_stream(drawing(item, str(name))), prepend=False)
            page.contents_coalesce()
        return written(pdf)


def drawing(item: Overlay, font: str) -> bytes:
    """The operators of one overlay."""
    place, parts = item.place, ["q"]
    if item.under is not None:
        red, green, blue = rgb(item.under)
        parts.append(
            f"{red:.3f} {green:.3f} {blue:.3f} rg {place.left - 1:.2f} {place.bottom - 1.2:.2f} "
            f"{place.right - place.left + 2:.2f} {place.top - place.bottom + 2.4:.2f} re f"
        )
    red, green, blue = rgb(item.colour)
    literal = pikepdf.String(item.words).unparse().decode("latin-1")
    parts.append(f"BT {item.mode} Tr {red:.3f} {green:.3f} {blue:.3f} rg {font} {item.size:.2f} Tf")
    parts.append(f"{place.left:.2f} {place.baseline:.2f} Td")
    return (" ".join(parts) + f" {literal} Tj ET Q").encode("latin-1")


def ground(content: bytes, place: Place) -> Colour:
    """The colour of the paper under a place: the commonest there, as a careful forger picks it."""
    image = picture(content, place.page, 144)
    box = (
        int(place.left * 2),
        int(image.height - place.top * 2),
        int(place.right * 2) + 1,
        int(image.height - place.bottom * 2) + 1,
    )
    colours = image.crop(box).getcolors(maxcolors=1 << 16) or [(1, (255, 255, 255))]
    red, green, blue = np.asarray(max(colours)[1], dtype=float) / 255
    return (float(red), float(green), float(blue))


def saved_by(content: bytes, producer: str, creator: str, moment: datetime) -> bytes:
    """The file as another program leaves it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        stamp_origin(pdf, Origin(producer, creator, moment))
        return written(pdf)

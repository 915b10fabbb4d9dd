"""Damaged and hostile files made from a seed: cut, flipped, swollen, endless, lying about what they are."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import partial

from PIL import Image

from bench.hostile_pdfs import PDFS
from bench.pdf_parts import one_page, plain_pdf, swollen

Maker = Callable[[random.Random], bytes]


def makers(seed: int) -> dict[str, Callable[[], bytes]]:
    """What makes each file, by name; the same bytes every time for a seed."""
    named = {**PDFS, **PICTURES, **OTHERS}
    made: dict[str, Callable[[], bytes]] = {
        name: partial(make, random.Random(f"{seed} {name}")) for name, make in named.items()
    }
    for kind, whole in wholes().items():
        for number in range(8):
            for damage in (cut, flipped, zeroed, shuffled):
                name = f"{kind} {damage.__name__} {number}"
                made[name] = partial(damage, whole, random.Random(f"{seed} {name}"))
    return made


def wholes() -> dict[str, bytes]:
    """One sound file of each kind, to be damaged."""
    picture = photo(random.Random("whole"))
    saved = {name: encoded(picture, form) for name, form in FORMS.items()}
    return {"pdf": plain_pdf(), **saved}


FORMS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "webp": "WEBP", "heic": "HEIF"}


def photo(pick: random.Random) -> Image.Image:
    """A small noisy picture."""
    return Image.frombytes("L", (320, 240), pick.randbytes(320 * 240)).convert("RGB")


def encoded(picture: Image.Image, form: str, **how: object) -> bytes:
    """The picture as a file; HEIC too."""
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def cut(whole: bytes, pick: random.Random) -> bytes:
    """The beginning only."""
    return whole[: pick.randint(1, len(whole) - 1)]


def flipped(whole: bytes, pick: random.Random) -> bytes:
    """Single bits turned over."""
    out = bytearray(whole)
    for _ in range(pick.choice([1, 8, 64, 512])):
        out[pick.randrange(len(out))] ^= 1 << pick.randrange(8)
    return bytes(out)


def zeroed(whole: bytes, pick: random.Random) -> bytes:
    """A stretch of zeros in the middle, as broken disks leave it."""
    start, length = pick.randrange(len(whole)), pick.randint(1, max(2, len(whole) // 3))
    return whole[:start] + b"\x00" * min(length, len(whole) - start) + whole[start + length :]


def shuffled(whole: bytes, pick: random.Random) -> bytes:
    """Blocks in another order."""
    size = max(16, len(whole) // 12)
    blocks = [whole[place : place + size] for place in range(0, len(whole), size)]
    middle = blocks[1:]
    pick.shuffle(middle)
    return b"".join([blocks[0], *middle])


def chunk(kind: bytes, data: bytes, broken: bool = False) -> bytes:
    """A PNG chunk, with a wrong checksum on demand."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) ^ broken)


def png(
    width: int, height: int, *more: bytes, depth: int = 8, colour: int = 0, rows: bytes = b"", **how: bool
) -> bytes:
    """A PNG that says it is so large."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0), **how)
    body = chunk(b"IDAT", zlib.compress(rows or b"\x00" * 4096))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + body + chunk(b"IEND", b"")


def zipped_text(pick: random.Random) -> bytes:
    """A PNG whose comment unpacks to 200 MB."""
    return png(8, 8, chunk(b"zTXt", b"Comment\x00\x00" + swollen(200)))


def colour_profile(pick: random.Random) -> bytes:
    """A PNG whose colour profile unpacks to 200 MB."""
    return png(8, 8, chunk(b"iCCP", b"p\x00\x00" + swollen(200)))


def jpeg_of(width: int, height: int) -> Maker:
    """A JPEG whose header says that it is so large."""

    def make(pick: random.Random) -> bytes:
        whole = encoded(photo(pick), "JPEG")
        place = whole.index(b"\xff\xc0") + 5
        return whole[:place] + struct.pack(">HH", height, width) + whole[place + 4 :]

    return make


def many_scans(pick: random.Random) -> bytes:
    """A progressive JPEG whose last scan comes two thousand times."""
    whole = encoded(photo(pick), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * 2000 + whole[-2:]


def tiff(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    """A TIFF of one directory with these `(tag, type, count, value)`, and where the next directory stands."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    return (
        b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries)) + body + struct.pack("<I", following) + bytes(64)
    )


def plain_tiff(width: int, height: int, following: int = 0, compression: int = 1) -> bytes:
    """A TIFF that says it is so large."""
    sizes = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, compression)]
    places = [(262, 3, 1, 1), (273, 4, 1, 8), (278, 4, 1, height), (279, 4, 1, 32)]
    return tiff(sizes + places, following)


def many_pages(pick: random.Random) -> bytes:
    """A TIFF of 300 pages."""
    page = Image.new("1", (64, 64), 1)
    return encoded(page, "TIFF", save_all=True, append_images=[page] * 299)


def large_pages(pick: random.Random) -> bytes:
    """A small TIFF of 12 white pages of 36 megapixels."""
    page = Image.new("1", (6000, 6000), 1)
    return encoded(page, "TIFF", save_all=True, append_images=[page] * 11, compression="group4")


def animated(form: str) -> Maker:
    """A moving picture."""

    def make(pick: random.Random) -> bytes:
        return encoded(photo(pick), form, save_all=True, append_images=[photo(pick) for _ in range(20)])

    return make


def endless_exif(pick: random.Random) -> bytes:
    """A JPEG whose EXIF block points to itself."""
    block = b"Exif\x00\x00" + tiff([(0x8769, 4, 1, 8), (0x0112, 3, 1, 77)], 8)
    return encoded(photo(pick), "JPEG", exif=block)


PICTURES: dict[str, Maker] = {
    "png wrong checksum": lambda pick: png(64, 64, broken=True),
    "png huge": lambda pick: png(2**31 - 1, 2**31 - 1),
    "png 200 megapixels": lambda pick: png(20_000, 10_000, depth=1, rows=bytes(2501 * 200)),
    "png of no size": lambda pick: png(0, 0),
    "png 39 megapixels of nothing": lambda pick: png(6500, 6000, rows=bytes(6501 * 6000)),
    "png lying about its depth": lambda pick: png(64, 64, depth=77),
    "png comment bomb": zipped_text,
    "png profile bomb": colour_profile,
    "png animated": animated("PNG"),
    "jpeg huge": jpeg_of(65_500, 65_500),
    "jpeg of no size": jpeg_of(0, 0),
    "jpeg larger than its data": jpeg_of(6000, 6000),
    "jpeg of two thousand scans": many_scans,
    "jpeg with endless exif": endless_exif,
    "jpeg with a PDF behind it": lambda pick: encoded(photo(pick), "JPEG") + plain_pdf(),
    "tiff huge": lambda pick: plain_tiff(2**31, 2**31),
    "tiff whose directory follows itself": lambda pick: plain_tiff(64, 64, following=8),
    "tiff of no entries": lambda pick: tiff([]),
    "tiff with broken compression": lambda pick: plain_tiff(640, 640, compression=5),
    "tiff with fax compression of nothing": lambda pick: plain_tiff(640, 640, compression=4),
    "tiff with a billion values": lambda pick: tiff([(256, 4, 2**30, 8), (257, 4, 1, 64), (273, 4, 2**30, 8)]),
    "tiff of 300 pages": many_pages,
    "tiff of large pages": large_pages,
    "webp animated": animated("WEBP"),
    "webp of nothing": lambda pick: b"RIFF\xff\xff\xff\xffWEBPVP8X" + bytes(32),
    "webp huge canvas": lambda pick: (
        b"RIFF\x40\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + b"\xff" * 6 + bytes(40)
    ),
    "heic of noise": lambda pick: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + pick.randbytes(4000),
    "heic of nothing": lambda pick: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "heic with a huge box": lambda pick: (
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\xff\xff\xff\xffmeta" + bytes(64)
    ),
}
OTHERS: dict[str, Maker] = {
    "nothing": lambda pick: b"",
    "one byte": lambda pick: b"%",
    "white space": lambda pick: b" \r\n\t" * 4000,
    "zeros": lambda pick: bytes(100_000),
    "noise": lambda pick: pick.randbytes(50_000),
    "only a header": lambda pick: b"%PDF-1.7\n",
    "a header and noise": lambda pick: b"%PDF-1.7\n" + pick.randbytes(60_000),
    "a page of the web": lambda pick: b"<!doctype html><script>alert(1)</script>",
    "a page of the web with a PDF in it": lambda pick: b"<html>" + bytes(600) + one_page(b"") + b"</html>",
    "a gzip bomb": lambda pick: gzip.compress(bytes(30 << 20)),
    "a program": lambda pick: b"MZ" + pick.randbytes(3000),
    "a zip": lambda pick: b"PK\x03\x04" + pick.randbytes(3000),
    "a zip with a PDF at its end": lambda pick: b"PK\x03\x04" + bytes(200) + plain_pdf(),
    "a drawing": lambda pick: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "an animation": lambda pick: encoded(photo(pick), "GIF"),
    "a bitmap": lambda pick: encoded(photo(pick), "BMP"),
    "a letter": lambda pick: b"Dear Sir or Madam, please find enclosed" * 50,
    "too large": lambda pick: b"%PDF-1.7\n" + bytes(26 << 20),
}

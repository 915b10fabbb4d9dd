"""Hostile and broken files cost one document and a sentence, never the process that asked."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from app.screening.reading.reader import Reader, ReadingError
from bench.hostile_files import makers
from tests.reading.papers import STUB_WORDS, resaved, saved, stub


def encrypted() -> bytes:
    return resaved(stub(), encryption=pikepdf.Encryption(owner="a", user="b"))


def truncated() -> bytes:
    return stub()[:600]


def many_pages() -> bytes:
    kids = b"3 0 R " * 5000
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 5000/Kids[" + kids + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
    )
    return assembled(parts)


def bomb() -> bytes:
    """A content stream of less than 1 KB that unpacks to 96 MB, deflated twice."""
    once = zlib.compressobj(1)
    twice = zlib.compress(b"".join(once.compress(b"\x00" * (1 << 20)) for _ in range(96)) + once.flush(), 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%b\nendstream" % (len(twice), twice)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>"
    return assembled((b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream))


def huge_picture_in_pdf() -> bytes:
    data = zlib.compress(b"\x00" * 1000)
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(data), data)
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</I 4 0 R>>>>>>"
    return assembled((b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, picture))


def assembled(objects: tuple[bytes, ...]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + tail % (len(objects) + 1, table, len(objects) + 1, len(out))


def huge_png() -> bytes:
    """A PNG whose header says 20,000 × 10,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 10_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 2501 * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def half_a_photo() -> bytes:
    whole = saved(Image.effect_noise((600, 400), 60).convert("RGB"), "JPEG")
    return whole[: len(whole) // 2]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (encrypted, "encrypted"),
        (truncated, "damaged"),
        (many_pages, "too_many_pages"),
        (bomb, "too_much_memory"),
        (huge_picture_in_pdf, "too_many_pixels"),
        (huge_png, "too_many_pixels"),
        (half_a_photo, "damaged"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_the_next_one_is_read(
    reader: Reader, make: Callable[[], bytes], code: str
) -> None:
    content = make()
    for look in (reader.inspect, reader.read):
        with pytest.raises(ReadingError) as refusal:
            look(content)
        assert refusal.value.code == code
        assert str(refusal.value).endswith(".")
    assert reader.inspect(stub()).pages == 1


def test_a_page_that_does_not_exist_is_refused(reader: Reader) -> None:
    with pytest.raises(ReadingError) as refusal:
        reader.render(stub(), 2, 400)
    assert refusal.value.code == "no_such_page"


def test_a_file_cut_short_after_its_pages_is_repaired(reader: Reader) -> None:
    content = stub()
    cut = content[: content.rindex(b"xref\n")]
    assert [it.text for it in reader.read(cut).pages[0].words] == STUB_WORDS


def test_an_empty_page_is_read_as_nothing(reader: Reader) -> None:
    blank = io.BytesIO()
    pikepdf.new().save(blank)
    with pytest.raises(ReadingError) as refusal:
        reader.inspect(blank.getvalue())
    assert refusal.value.code == "no_pages"
    white = reader.read(saved(Image.new("RGB", (400, 300), "white"), "PNG"))
    assert (white.pages[0].source, white.pages[0].words) == ("none", ())


QUICK = """png wrong checksum|png of no size|jpeg huge|tiff whose directory follows itself|heic of noise|webp of nothing
|pdf page of a million points|pdf tree that is its own child|pdf table of itself|pdf field in itself|pdf font noise cff
|pdf script|pdf nested arrays|pdf twice|a page of the web with a PDF in it|noise|heic cut 1|pdf flipped 3"""


def test_a_sample_of_the_hostile_files_costs_a_sentence_each_and_never_the_reader(reader: Reader) -> None:
    """All of them: `python -m bench.hostile`."""
    made = makers(7)
    for name in quick():
        try:
            reader.read(made[name]())
        except ReadingError as refusal:
            assert refusal.code not in ("reader_stopped", "not_in_time"), name
    assert reader.inspect(stub()).pages == 1


def test_there_are_over_two_hundred_of_them_always_the_same() -> None:
    once, again = makers(7), makers(7)
    assert len(once) > 200
    assert [once[name]() for name in quick()] == [again[name]() for name in quick()]


def quick() -> list[str]:
    return [name.strip() for name in QUICK.replace("\n", "").split("|")]

"""How a document reaches the leasing office: as made, printed again, scanned, or photographed with a phone."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import numpy as np
from PIL import Image, ImageFilter

from app.demo.chance import dice, noise_dice
from app.demo.drawn import PDF, Drawn, handed_in
from app.demo.raster import jpeg, page_sizes, picture, words_of
from app.demo.reprint import printed_again
from app.demo.sheet import Origin, Sheet

SCAN_DPI = 200
PHOTO_WIDTH = 1900
CONFUSIONS = {"l": "1", "O": "0", "m": "rn", "I": "l", "S": "5", "e": "c"}


def digital(document: Drawn, seed: int) -> Drawn:
    """As the generator made it."""
    return document


def pages_of(document: Drawn, dpi: int) -> list[Image.Image]:
    """Every page as a picture; a picture is its own page."""
    if document.mime_type != PDF:
        return [Image.open(io.BytesIO(document.content)).convert("RGB")]
    return [picture(document.content, page, dpi) for page in range(len(page_sizes(document.content)))]


def scan_page(image: Image.Image, key: tuple[object, ...]) -> tuple[bytes, float]:
    """A flatbed scan (skew, paper tone, grain, soft edges) as JPEG; and the skew in degrees, counter-clockwise."""
    pick, grain = dice("scan", *key), noise_dice("grain", *key)
    skew = pick.uniform(-0.9, 0.9)
    turned = image.convert("L").rotate(skew, Image.Resampling.BILINEAR, fillcolor=255)
    turned = turned.filter(ImageFilter.GaussianBlur(pick.uniform(0.3, 0.7)))
    pixels = np.asarray(turned, dtype=np.float32) * pick.uniform(0.93, 0.98) + pick.uniform(2, 8)
    coarse = grain.standard_normal((pixels.shape[0] // 2 + 1, pixels.shape[1] // 2 + 1), dtype=np.float32) * 4.5
    pixels += np.repeat(np.repeat(coarse, 2, axis=0), 2, axis=1)[: pixels.shape[0], : pixels.shape[1]]
    dust = grain.integers(0, pixels.size, 25)
    pixels.reshape(-1)[dust] = 90
    return jpeg(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), pick.choice([55, 65, 75])), skew


def scanned(document: Drawn, seed: int) -> Drawn:
    """Pictures of 200 dots per inch in a PDF without text."""
    return scan(document, seed, with_text=False)


def scanned_with_text_layer(document: Drawn, seed: int) -> Drawn:
    """The same with the invisible words that a scanner's own recognition found, a few letters of them wrong."""
    return scan(document, seed, with_text=True)


def scan(document: Drawn, seed: int, *, with_text: bool) -> Drawn:
    """Scan every page into one PDF."""
    sheet: Sheet | None = None
    for number, image in enumerate(pages_of(document, SCAN_DPI)):
        size = (image.width * 72 / SCAN_DPI, image.height * 72 / SCAN_DPI)
        if sheet is None:
            sheet = Sheet(size, footer="")
        else:
            sheet.next_page()
        content, skew = scan_page(image, (seed, document.file_name, number))
        sheet.picture(content, 0, 0, sheet.width, sheet.height)
        if with_text and document.mime_type == PDF:
            lay_words(sheet, document, number, skew, seed)
    producer = "PaperStream Capture with OCR" if with_text else "Canon iR-ADV C3530  PDF"
    origin = Origin(producer, "Canon iR-ADV C3530" if not with_text else "PaperStream", handed_in(document))
    if sheet is None:
        raise ValueError("a document without pages cannot be scanned")
    name = f"scan_{document.file_name.rsplit('.', 1)[0]}.pdf"
    return replace(document, content=sheet.save(origin), mime_type=PDF, file_name=name)


def lay_words(sheet: Sheet, document: Drawn, page: int, skew: float, seed: int) -> None:
    """Put each word, turned with the page, invisibly where it stands."""
    pick = dice("ocr", seed, document.file_name, page)
    turn = math.radians(-skew)
    for word, left, bottom, right, top in words_of(document.content, page):
        dx, dy = left - sheet.width / 2, (sheet.height - bottom) - sheet.height / 2
        x = sheet.width / 2 + dx * math.cos(turn) - dy * math.sin(turn)
        y = sheet.height / 2 + dx * math.sin(turn) + dy * math.cos(turn)
        sheet.invisible(
            x, y - (top - bottom) * 0.2, misread(word, pick.random()), max(3.0, (top - bottom) * 0.8), right - left
        )


def misread(word: str, chance: float) -> str:
    """The word with one confused letter, for two words in a hundred; figures are left as they are."""
    if chance > 0.02 or any(letter.isdigit() for letter in word):
        return word
    for letter, wrong in CONFUSIONS.items():
        if letter in word[1:]:
            return word[0] + word[1:].replace(letter, wrong, 1)
    return word


def phone_photo(document: Drawn, seed: int) -> Drawn:
    """A photo of the sheet on a table; several pages come as a PDF of photos, as scanning apps on phones make them."""
    photos = [
        photo_of(image, (seed, document.file_name, number)) for number, image in enumerate(pages_of(document, 190))
    ]
    stem = document.file_name.rsplit(".", 1)[0]
    if len(photos) == 1:
        image, turn = photos[0]
        content = jpeg(image, 82, phone_exif(turn, handed_in(document)))
        return replace(
            document, content=content, mime_type="image/jpeg", file_name=f"IMG_{2000 + seed % 7000}_{stem}.jpg"
        )
    sheet = Sheet((photos[0][0].width * 0.3, photos[0][0].height * 0.3), footer="")
    for number, (image, turn) in enumerate(photos):
        if number:
            sheet.next_page()
        upright = image.rotate({1: 0, 6: -90, 3: 180}[turn], expand=True)
        sheet.picture(jpeg(upright, 82), 0, 0, sheet.width, sheet.height)
    content = sheet.save(Origin("iOS Version 18.1 (Build 22B83) Quartz PDFContext", "", handed_in(document)))
    return replace(document, content=content, mime_type=PDF, file_name=f"{stem}_photos.pdf")


def photo_of(image: Image.Image, key: tuple[object, ...]) -> tuple[Image.Image, int]:
    """The sheet in perspective on a table, in uneven light, a little out of focus; and the EXIF orientation."""
    pick, grain = dice("photo", *key), noise_dice("photo", *key)
    width, height = PHOTO_WIDTH, int(PHOTO_WIDTH * max(1.0, image.height / image.width) * 1.04)
    inset = width * 0.05
    corners = [(inset, inset), (width - inset, inset), (width - inset, height - inset), (inset, height - inset)]
    reach = width * 0.035
    corners = [(x + pick.uniform(-reach, reach), y + pick.uniform(-reach, reach)) for x, y in corners]
    if image.width > image.height:
        middle = (corners[0][1] + corners[2][1]) / 2
        corners = [(x, middle + (y - middle) * image.height / image.width) for x, y in corners]
    table = Image.new("RGB", (width, height), pick.choice([(96, 74, 58), (58, 60, 66), (142, 128, 110)]))
    into = coefficients(corners, [(0, 0), (image.width, 0), (image.width, image.height), (0, image.height)])
    how = {"data": into, "resample": Image.Resampling.BICUBIC}
    sheet = image.transform((width, height), Image.Transform.PERSPECTIVE, **how)  # type: ignore[arg-type]
    mask = Image.new("L", image.size, 255).transform((width, height), Image.Transform.PERSPECTIVE, **how)  # type: ignore[arg-type]
    table.paste(sheet, (0, 0), mask)
    lit = light(
        np.asarray(table.filter(ImageFilter.GaussianBlur(pick.uniform(0.4, 0.9))), dtype=np.float32),
        pick.random(),
        pick.random(),
    )
    lit += grain.standard_normal(lit.shape[:2], dtype=np.float32)[:, :, None] * 3.0
    done = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    turn = pick.choice([1, 1, 6, 3])
    return (done if turn == 1 else done.rotate({6: 90, 3: 180}[turn], expand=True)), turn


def light(pixels: np.ndarray, slope: float, shade: float) -> np.ndarray:
    """Light that falls off across the sheet, with the soft shadow of a hand from one side, slightly warm."""
    height, width = pixels.shape[:2]
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    level = 1.0 - 0.22 * (slope * across + (1 - slope) * down)
    edge = (across * 0.8 + down * 0.6) - (0.55 + 0.5 * shade)
    shadow = 1.0 - 0.25 / (1.0 + np.exp(-edge * 22))
    warm = np.array([1.0, 0.985, 0.94], dtype=np.float32)
    lit: np.ndarray = pixels * (level * shadow)[:, :, None] * warm
    return lit


def coefficients(source: list[tuple[float, float]], target: list[tuple[float, float]]) -> tuple[float, ...]:
    """The eight numbers that map each source corner to its target corner (the usual 8 × 8 system of a homography)."""
    rows, sides = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sides += [u, v]
    return tuple(float(value) for value in np.linalg.solve(np.array(rows, dtype=float), np.array(sides, dtype=float)))


def phone_exif(orientation: int, moment: datetime) -> bytes:
    """Make, model, moment and orientation, as phones write them."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0131] = "Apple", "iPhone 15", orientation, "18.1"
    exif[0x0132] = moment.strftime("%Y:%m:%d %H:%M:%S")
    return exif.tobytes()


FORMS: dict[str, Callable[[Drawn, int], Drawn]] = {
    "digital": digital,
    "printed_again": printed_again,
    "scanned": scanned,
    "scanned_with_text_layer": scanned_with_text_layer,
    "phone_photo": phone_photo,
}


def deliver(document: Drawn, form: str, seed: int) -> Drawn:
    """The document in a delivery form; a picture file stays what it is unless it is photographed or scanned."""
    if document.mime_type != PDF and form in ("digital", "printed_again"):
        return document
    return FORMS[form](document, seed)

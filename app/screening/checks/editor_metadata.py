"""Programs named in a file's metadata: weak evidence, so it only ever asks for a look."""

from __future__ import annotations

import re

from app.screening.checks.answers import Question, altered
from app.screening.checks.packet import Packet
from app.screening.reading.pages import Metadata
from app.screening.verdict import CheckResult, DocumentType, Evidence, Severity, Signal

QUESTION = Question(
    check="editor_metadata",
    family="structure",
    innocent=(
        "the file was only cropped, rotated, merged or made smaller with that program",
        "a scan or photo was exported from it",
        "it was printed to PDF from another program",
    ),
    next_step="Ask for the file as the issuer's portal gives it out, not saved again.",
)
_DESIGN = re.compile(
    r"photoshop(?!.{0,20}(lightroom|express|elements organizer))|\bgimp\b|illustrator|inkscape|\bcanva\b|affinity"
    r"|coreldraw|corel photo|paint\.net|microsoft paint|mspaint|pixelmator|\bfigma\b|photopea|\bkrita\b|pixlr"
    r"|indesign|scribus|libreoffice draw|openoffice draw|picsart",
    re.I,
)
_PDF_EDITOR = re.compile(
    r"ilovepdf|sejda|smallpdf|pdfescape|phantompdf|foxit.{0,12}editor|pdf-?xchange|nitro|pdffiller|dochub|pdfelement"
    r"|wondershare|pdf expert|soda ?pdf|pdf24|lightpdf|pdfsam|xodo|master pdf|okular|lightroom|snapseed"
    r"|adobe acrobat(?!.{0,24}(scan|capture|distiller))|\bword\b|\bexcel\b|pages|writer|google docs",
    re.I,
)
_WATCHED = (DocumentType.paystub, DocumentType.bank_statement, DocumentType.government_id, DocumentType.tax_return)


def check(packet: Packet) -> CheckResult:
    """Image and design editors are review on stubs, statements, IDs and tax forms, a note on letters.

    Other programs that write or edit documents are a note everywhere.
    """
    signals: list[Signal] = []
    looked = 0
    for item, reading in packet.read():
        named = _named(reading.metadata)
        looked += bool(named)
        document = packet.document_at(item.file_id, 1)
        program = next((text for text in named if _DESIGN.search(text)), "")
        other = next((text for text in named if _PDF_EDITOR.search(text)), "")
        if not program and not other:
            continue
        is_serious = bool(program) and document is not None and document.document_type in _WATCHED
        signals.append(
            QUESTION.signal(
                altered(document.document_type) if is_serious and document else "editor_metadata",
                Severity.review if is_serious else Severity.note,
                "The file names a program that images or designs are edited with."
                if program
                else "The file names a program that documents are written or edited with.",
                "a payroll, bank or scanning program",
                (program or other)[:80],
                (Evidence(item.file_id, item.file_name, 1, None, (program or other)[:80]),),
            )
        )
    return QUESTION.answer(
        signals,
        looked,
        "The files name no editing program.",
        "The files say nothing about the programs that made them.",
    )


def _named(metadata: Metadata) -> list[str]:
    names = (metadata.producer, metadata.creator, metadata.xmp_producer, metadata.xmp_creator, metadata.software)
    return [name for name in names if name]

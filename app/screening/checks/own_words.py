"""A paper that says of itself that it is no genuine one, as the makers of novelties print at its foot."""

from __future__ import annotations

import re

from app.screening.checks.answers import Question, altered
from app.screening.checks.packet import Packet, word_evidence
from app.screening.checks.rows import rows, text_of
from app.screening.verdict import CheckResult, DocumentType, Severity, Signal

QUESTION = Question(
    check="own_words",
    family="content",
    innocent=(
        "the applicant rebuilt a lost paper with a maker of templates",
        "a training copy was handed in by mistake",
    ),
    next_step="Ask for the paper as the issuer's own download.",
)
_NOVELTY = re.compile(
    r"\bnovelty\b.{0,40}\b(?:purposes?|use|only|items?|documents?)\b"
    r"|\bnot (?:a |an )?(?:real|genuine|authentic) (?:documents?|(?:bank )?statements?|pay ?(?:stub|check))",
    re.I,
)
_PAPERS = tuple(kind for kind in DocumentType if kind is not DocumentType.other)


def check(packet: Packet) -> CheckResult:
    """Review where a line of a paper says that it is a novelty or not genuine; a sample is none and says so."""
    signals: list[Signal] = []
    papers = packet.of_type(*_PAPERS)
    files = {item.file_id: item for item, _ in packet.read()}
    for paper in papers:
        found = ((page, row) for page in packet.pages_of(paper) for row in rows(page) if _NOVELTY.search(text_of(row)))
        for page, row in list(found)[:1]:
            place = word_evidence(files[paper.file_id], page, row[0])
            signals.append(
                QUESTION.signal(
                    altered(paper.document_type),
                    Severity.review,
                    "The paper says of itself that it is not a genuine one.",
                    "no such line",
                    said[0] if (said := _NOVELTY.search(text_of(row))) else "",
                    (place,),
                )
            )
    return QUESTION.answer(signals, 0, "", "No paper says of itself that it is not genuine.")

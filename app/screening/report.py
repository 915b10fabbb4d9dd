"""A verdict as text for a terminal: the result first, then why, then what to do."""

from __future__ import annotations

from collections.abc import Iterator

from app.screening.verdict import Document, Evidence, Factor, Severity, Signal, Verdict


def report(verdict: Verdict) -> str:
    """The verdict as lines of plain text."""
    return "\n".join(_lines(verdict))


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"Score {verdict.score}   Label {verdict.label.value}   {_words(verdict.recommendation.value)}"
    yield verdict.summary
    yield from verdict.caps
    if verdict.missing_documents:
        yield f"Ask for: {', '.join(_words(name) for name in verdict.missing_documents)}"
    yield from _part("Factors", (_factor(item) for item in verdict.factors))
    yield from _part("Flags", (_words(flag) for flag in verdict.risk_flags))
    for severity, title in (
        (Severity.strong, "Strong signals"),
        (Severity.review, "To look at"),
        (Severity.note, "Notes"),
    ):
        found = (line for item in verdict.signals if item.severity is severity for line in _signal(item))
        yield from _part(title, found)
    yield from _part("Documents", (line for item in verdict.documents for line in _document(item)))
    yield from _part("What would help", iter(verdict.changes_that_would_help))
    yield ""
    yield f"Policy {verdict.policy_version}, {verdict.model_version}. A recommendation: a person decides."


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = [f"  {line}" for line in lines]
    if found:
        yield from ("", title, *found)


def _factor(factor: Factor) -> str:
    points = f"{factor.points:>2} of {factor.max_points:>2}" if factor.assessed else "   –    "
    return f"{points}  {_words(factor.name)}: {factor.reason}"


def _signal(signal: Signal) -> Iterator[str]:
    yield f"{signal.code}: {signal.observation}"
    if signal.expected or signal.actual:
        yield f"  expected {signal.expected or '–'}, shown {signal.actual or '–'}"
    if signal.severity is not Severity.note:
        yield f"  may be innocent: {'; '.join(signal.innocent_explanations)}"
        yield f"  next: {signal.next_step}"
    yield from (f"  at {_place(item)}" for item in signal.evidence)


def _document(document: Document) -> Iterator[str]:
    if not document.readable:
        yield f"{document.file_name}: {document.error or 'could not be read.'}"
        return
    pages = (
        f"page {document.page_from}"
        if document.page_from == document.page_to
        else f"pages {document.page_from}–{document.page_to}"
    )
    yield f"{document.file_name}, {pages}: {_words(document.document_type.value)} ({document.confidence:.0%} sure)"
    for name, fact in document.fields.items():
        value = fact.value if isinstance(fact.value, str) else f"{len(fact.value)} rows"
        yield f"  {_words(name)}: {value}   (page {fact.page}, {fact.confidence:.0%} sure)"
    for told in document.unconfirmed:
        why = "not found on the page" if told.reason == "not_on_page" else "the page has another value"
        yield f"  {_words(told.name)}: {told.value}   (unconfirmed, not counted: only the model says so; {why})"


def _place(evidence: Evidence) -> str:
    return (
        f"{evidence.file_name}, page {evidence.page}: {evidence.text}"
        if evidence.text
        else f"{evidence.file_name}, page {evidence.page}"
    )


def _words(code: str) -> str:
    return code.replace("_", " ")

"""The evaluator that also asks a model: it may only report facts, each held against the page; the scorecard scores."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.screening.evaluators.answer import NotAnAnswer, facts_of
from app.screening.evaluators.endpoint import Endpoint
from app.screening.evaluators.failures import ModelNonsense
from app.screening.evaluators.fields import FIELDS, answer_schema
from app.screening.evaluators.masked import KnownNames, Masked, MaskedPage, mask
from app.screening.evaluators.merge import Merged, merge
from app.screening.evaluators.people import firms, name_words
from app.screening.evaluators.prompt import Prompt, first_messages, load_prompt, repair_messages
from app.screening.evaluators.sent import Judged, Told, what_was_sent
from app.screening.evaluators.spending import Meter, NoMeter, Tokens
from app.screening.policy import Policy, load_policy
from app.screening.reading.pages import ReadFile, Reading
from app.screening.screen import LOCAL_MODEL, conclude, find_documents, require_readable
from app.screening.verdict import Applicant, Document, Verdict

Pictures = Callable[[str, MaskedPage], Awaitable[bytes | None]]
"""A file's id and a masked page to its redacted JPEG, or None where there is no picture to be had."""


@dataclass
class Memory:
    """Answers of one evaluation by the document's place, so that another try does not pay for the first one's again."""

    answers: dict[tuple[str, int], Told] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelEvaluator:
    """Asks `endpoint` about every document that it knows fields for, at most `parallel` at once."""

    endpoint: Endpoint
    parallel: int = 2
    most_pictures: int = 1
    prompt: Prompt = field(default_factory=load_prompt)

    @property
    def model_version(self) -> str:
        """What evaluations are marked with, in at most 120 characters."""
        return f"llm {self.endpoint.model} {self.prompt.version} {LOCAL_MODEL}"[:120]

    async def evaluate(
        self,
        applicant: Applicant,
        files: Sequence[ReadFile],
        as_of: date,
        *,
        pictures: Pictures | None = None,
        policy: Policy | None = None,
        meter: Meter | None = None,
        memory: Memory | None = None,
    ) -> Judged:
        """The verdict over files already read. Raises `NothingReadable`, and `ModelFailure` with nothing stored."""
        require_readable(files)
        policy, memory = policy or load_policy(), memory or Memory()
        documents = find_documents(files)
        asked = self._to_ask(applicant, files, documents, as_of)
        await self._ask_all(documents, asked, pictures, meter or NoMeter(), memory)
        merged = {
            place: merge(documents[place], memory.answers[_key(documents[place])].values, masked.sheets)
            for place, masked in asked.items()
        }
        facts = tuple(merged[place].document if place in merged else item for place, item in enumerate(documents))
        verdict = conclude(applicant, files, facts, policy, as_of, self.model_version)
        told = {place: memory.answers[_key(documents[place])] for place in asked}
        sent = what_was_sent(self.endpoint.model, self.prompt.version, documents, asked, told, merged)
        return Judged(_with_unconfirmed(verdict, merged), sent)

    def _to_ask(
        self, applicant: Applicant, files: Sequence[ReadFile], documents: Sequence[Document], as_of: date
    ) -> dict[int, Masked]:
        """The documents that are sent, masked, by their place; one of which nothing may be sent is left out."""
        known = KnownNames(name_words(applicant, documents), firms(documents))
        readings: dict[str, Reading] = {item.file_id: item.reading for item in files if item.reading}
        found: dict[int, Masked] = {}
        for place, document in enumerate(documents):
            if document.readable and document.document_type in FIELDS:
                masked = mask(document, readings[document.file_id], known, as_of)
                if masked.pages:
                    found[place] = masked
        return found

    async def _ask_all(
        self,
        documents: Sequence[Document],
        asked: dict[int, Masked],
        pictures: Pictures | None,
        meter: Meter,
        memory: Memory,
    ) -> None:
        """Fill the memory. After a failure nothing new is asked, but what is under way is waited for and kept."""
        room, failures = asyncio.Semaphore(self.parallel), list[BaseException]()

        async def one(document: Document, masked: Masked) -> None:
            async with room:
                if failures or _key(document) in memory.answers:
                    return
                try:
                    memory.answers[_key(document)] = await self._ask(document, masked, pictures, meter)
                except BaseException as failure:
                    failures.append(failure)
                    raise

        answers = await asyncio.gather(
            *(one(documents[place], masked) for place, masked in asked.items()), return_exceptions=True
        )
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer

    async def _ask(self, document: Document, masked: Masked, pictures: Pictures | None, meter: Meter) -> Told:
        """One document, with one repair try. Raises `ModelFailure`."""
        pages = masked.pictured[: self.most_pictures] if pictures else ()
        drawn = [await pictures(document.file_id, page) for page in pages] if pictures else []
        shown = [picture for picture in drawn if picture]
        messages = first_messages(self.prompt, document.document_type, masked.text, shown)
        schema, tokens, said = answer_schema(document.document_type), Tokens(), ""
        for is_repair in (False, True):
            try:
                reply, dialect = await self.endpoint.ask(messages, schema, meter)
                tokens, said = tokens + reply.tokens, reply.text
                values = facts_of(reply, document.document_type)
                return Told(values, tokens, dialect.rung, len(shown), is_repair)
            except NotAnAnswer as problem:
                messages = repair_messages(self.prompt, messages, said, str(problem))
        failure = ModelNonsense("The model's answer could not be understood, twice.")
        await meter.failed(failure)
        raise failure


def _with_unconfirmed(verdict: Verdict, merged: dict[int, Merged]) -> Verdict:
    """The values that were not counted stand beside the facts only once everything is scored."""
    documents = tuple(
        replace(item, unconfirmed=merged[place].unconfirmed) if place in merged else item
        for place, item in enumerate(verdict.documents)
    )
    return replace(verdict, documents=documents)


def _key(document: Document) -> tuple[str, int]:
    return document.file_id, document.page_from

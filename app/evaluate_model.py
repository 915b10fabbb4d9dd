"""`leaselab evaluate --evaluator llm`: the same question to the model, without site, budget or breaker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.model_evaluator import model_evaluator
from app.screening.evaluators.failures import ModelFailure, ModelRefused
from app.screening.evaluators.local import LocalEvaluator
from app.screening.evaluators.masked import MaskedPage
from app.screening.evaluators.picture import redacted_picture
from app.screening.evaluators.sent import Judged, fallen_back
from app.screening.reading.errors import ReadingError
from app.screening.reading.pages import ReadFile
from app.screening.reading.reader import Reader
from app.screening.verdict import Applicant, SourceFile
from app.settings import Settings

DRAWN_WIDTH = 1440


@dataclass(frozen=True)
class _Pictures:
    reader: Reader
    contents: dict[str, bytes]
    side: int

    async def __call__(self, file_id: str, page: MaskedPage) -> bytes | None:
        return await asyncio.to_thread(self._draw, self.contents[file_id], page)

    def _draw(self, content: bytes, page: MaskedPage) -> bytes | None:
        try:
            size = self.reader.measure(content)[page.number - 1]
            return redacted_picture(self.reader.render(content, page.number, DRAWN_WIDTH), size, page, self.side)
        except (ReadingError, ValueError, IndexError):
            return None


def evaluate_with_model(
    settings: Settings, reader: Reader, applicant: Applicant, sources: Sequence[SourceFile], as_of: date
) -> Judged:
    """The verdict with the model's facts; with LLM_FALLBACK=local the local one where the model does not answer.

    Raises `NothingReadable` and `ModelFailure`.
    """
    local = LocalEvaluator(reader)
    files = local.read(sources)
    pictures = _Pictures(reader, {item.file_id: item.content for item in sources}, settings.llm_picture_side)
    try:
        return asyncio.run(model_evaluator(settings).evaluate(applicant, files, as_of, pictures=pictures))
    except ModelRefused:
        raise
    except ModelFailure as failure:
        if settings.llm_fallback != "local":
            raise
        return _local(local, applicant, files, as_of, settings.llm_model, failure)


def _local(
    local: LocalEvaluator,
    applicant: Applicant,
    files: Sequence[ReadFile],
    as_of: date,
    model: str,
    failure: ModelFailure,
) -> Judged:
    return fallen_back(local.evaluate(applicant, files, as_of), model, failure)

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from app.screening.evaluators.endpoint import Endpoint
from app.screening.evaluators.failures import ModelFailure
from app.screening.evaluators.llm import ModelEvaluator
from app.screening.evaluators.masked import MaskedPage
from app.screening.evaluators.picture import redacted_picture
from app.screening.evaluators.sent import Judged
from app.screening.evaluators.spending import Tokens
from app.screening.reading.reader import Reader
from app.screening.screen import read_files
from app.screening.verdict import Applicant, SourceFile
from tests.screening.evaluators.stand_in import KEY, MODEL, StandIn, stand_in

JANE = Applicant("Jane Doe", Decimal(2000))


@pytest.fixture
def model() -> Iterator[StandIn]:
    with stand_in() as server:
        yield server


@dataclass
class Counted:
    """A meter that only counts."""

    begun: int = 0
    answers: list[Tokens] = field(default_factory=list)
    failures: list[ModelFailure] = field(default_factory=list)

    async def begin(self) -> None:
        self.begun += 1

    async def answered(self, tokens: Tokens) -> None:
        self.answers.append(tokens)

    async def failed(self, failure: ModelFailure) -> None:
        self.failures.append(failure)


Judge = Callable[..., Any]


@pytest.fixture
def judge(model: StandIn, reader: Reader, drawn: Any) -> Judge:
    """Evaluates sources with the stand-in as the model; a page picture is sent unless `pictures=False`."""

    async def ask(
        sources: list[SourceFile], applicant: Applicant = JANE, pictures: bool = False, **values: Any
    ) -> Judged:
        endpoint = {"api_key": KEY, "model": MODEL, "seconds": 5.0}
        endpoint |= {name: values.pop(name) for name in tuple(values) if name in endpoint}
        evaluator = ModelEvaluator(Endpoint(model.url, **endpoint))
        contents = {source.file_id: source.content for source in sources}

        async def draw(file_id: str, page: MaskedPage) -> bytes:
            content = contents[file_id]
            size = reader.measure(content)[page.number - 1]
            return redacted_picture(reader.render(content, page.number, 1440), size, page, 1120)

        files = read_files(reader, sources)
        shown = draw if pictures else None
        return await evaluator.evaluate(applicant, files, drawn.as_of, pictures=shown, **values)

    return ask

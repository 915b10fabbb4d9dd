"""A real, small model behind a real llama.cpp server: real constrained output, and real nonsense, held against the page.

Skipped unless LEASELAB_REAL_MODEL_URL names a server; docs/evaluator.md says how to start one.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from app.screening.evaluators.endpoint import Endpoint
from app.screening.evaluators.llm import ModelEvaluator
from app.screening.policy import load_policy
from app.screening.screen import read_files, screen
from tests.screening.evaluators.conftest import JANE, Counted

URL = os.environ.get("LEASELAB_REAL_MODEL_URL", "")
MODEL = os.environ.get("LEASELAB_REAL_MODEL", "gemma-3-270m")
pytestmark = [pytest.mark.real_model, pytest.mark.skipif(not URL, reason="LEASELAB_REAL_MODEL_URL is not set")]


async def test_a_real_model_changes_no_fact_that_the_page_does_not_show(reader: Any, drawn: Any) -> None:
    files = read_files(reader, drawn.packet())
    local, meter = screen(JANE, files, load_policy(), drawn.as_of), Counted()
    evaluator = ModelEvaluator(Endpoint(URL, "", MODEL, 300.0, max_tokens=500), parallel=1, most_pictures=0)
    judged = await evaluator.evaluate(JANE, files, drawn.as_of, meter=meter)
    verdict = judged.verdict
    assert (verdict.score, verdict.label, verdict.extracted_data) == (local.score, local.label, local.extracted_data)
    assert len(judged.sent["documents"]) == 4 and judged.sent["prompt_tokens"] > 1000
    assert meter.begun >= 4 and meter.failures == []
    for mine, before in zip(verdict.documents, local.documents, strict=True):
        kept = {name: fact.value for name, fact in mine.fields.items() if name in before.fields}
        assert kept == {name: fact.value for name, fact in before.fields.items()}
        for fact in mine.fields.values():
            assert fact.box is not None, "every value that counts has its place"

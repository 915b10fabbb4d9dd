"""`leaselab evaluate --evaluator llm` against the stand-in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.evaluate_command import evaluate
from app.settings import current_settings
from tests.screening.evaluators.stand_in import KEY, MODEL, Answer, StandIn, said, truth

Run = Callable[..., Result]


@pytest.fixture
def stub(tmp_path: Path, drawn: Any) -> Path:
    path = tmp_path / "stub.pdf"
    path.write_bytes(drawn.stub())
    return path


@pytest.fixture
def run(model: StandIn, stub: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs the command with the stand-in as the model of the installation."""

    def evaluate_stub(*arguments: str, **settings: str) -> Result:
        told = {"LLM_BASE_URL": model.url, "LLM_API_KEY": KEY, "LLM_MODEL": MODEL, "LLM_TIMEOUT_SECONDS": "5"}
        for name, value in {**told, **settings}.items():
            monkeypatch.setenv(name, value)
        current_settings.cache_clear()
        given = [str(stub), "--rent", "2000", "--name", "Jane Doe", "--as-of", "2026-11-21", "--evaluator", "llm"]
        return CliRunner().invoke(evaluate, [*given, *arguments])

    yield evaluate_stub
    monkeypatch.undo()
    current_settings.cache_clear()


def test_the_json_has_the_verdict_and_what_was_sent(model: StandIn, run: Run) -> None:
    model.behave = lambda request: said({**truth(request), "net_pay": "7,777.00"})
    done = run("--json")
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["model_version"].startswith("llm stand-in-1")
    assert answer["documents"][0]["unconfirmed"] == [
        {"name": "net_pay", "value": "7777.00", "reason": "differs_from_page"}
    ]
    assert answer["sent"]["documents"][0]["pictures"] == 1
    assert "image_url" in model.requests[0].decode()


def test_a_model_that_gives_no_answer_is_one_line_and_exit_status_1(model: StandIn, run: Run) -> None:
    model.behave = lambda request: Answer({}, 503)
    done = run()
    assert (done.exit_code, done.stdout) == (1, "")
    assert "503" in done.stderr and done.stderr.count("\n") == 1
    done = run(LLM_FALLBACK="local")
    assert done.exit_code == 0 and "Local fallback" in done.stdout and "leaselab-local-1" in done.stdout

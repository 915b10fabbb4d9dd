"""`leaselab evaluate`: documents straight from disk to a report, without database, web or store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from app.clock import utc_now
from app.screening.evaluators.local import LocalEvaluator
from app.screening.reading.reader import Reader
from app.screening.report import report
from app.screening.screen import NothingReadable
from app.screening.verdict import Applicant, DocumentType, SourceFile, Verdict
from app.settings import current_settings


class _Amount(click.ParamType[Decimal]):
    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = Decimal(str(value).replace(",", "").replace("$", ""))
        except InvalidOperation:
            self.fail(f"{value} is not an amount.", param, ctx)
        if not amount.is_finite() or amount < 0:
            self.fail(f"{value} is not an amount of 0 or more.", param, ctx)
        return amount


class _WrongArguments(click.ClickException):
    """One readable line on standard error, and exit status 2."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))

    def show(self, file: Any = None) -> None:
        click.echo(f"leaselab evaluate: {self.message}", err=True, file=file)


class _NothingRead(_WrongArguments):
    """The same with exit status 3."""

    exit_code = 3


class _NotAnswered(_WrongArguments):
    """The same with exit status 1: the model gave no answer."""

    exit_code = 1


class _OneLine(click.Command):
    """A command whose usage errors are one line too."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as problem:
            raise _WrongArguments(problem.format_message()) from None


@click.command("evaluate", cls=_OneLine)
@click.argument("paths", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rent", required=True, type=_Amount(), help="Monthly rent in dollars.")
@click.option("--name", required=True, help="The applicant's name, to see whether the documents are theirs.")
@click.option("--type", "declared", multiple=True, metavar="NAME=TYPE", help="What a file is, e.g. stub.pdf=paystub.")
@click.option("--subsidy", default=Decimal(0), type=_Amount(), help="Housing subsidy a month in dollars.")
@click.option("--as-of", metavar="YYYY-MM-DD", help="The day of the evaluation; today when left out.")
@click.option("--evaluator", default="local", type=click.Choice(["local", "llm"]))
@click.option("--json", "as_json", is_flag=True, help="Print the evaluation as JSON.")
def evaluate(
    paths: tuple[Path, ...],
    rent: Decimal,
    name: str,
    declared: tuple[str, ...],
    subsidy: Decimal,
    as_of: str | None,
    evaluator: str,
    as_json: bool,
) -> None:
    """Evaluate documents from disk.

    Exit status 0: evaluated; 1: the model gave no answer; 2: wrong arguments; 3: none of the files could be read.
    """
    if not paths:
        raise _WrongArguments("Name at least one file.")
    if evaluator == "llm" and not current_settings().llm_base_url:
        raise _WrongArguments("No model is configured: set LLM_BASE_URL, or leave out --evaluator llm.")
    day = _day(as_of)
    sources = list(_sources(paths, _declared(declared, paths)))
    try:
        with closing(Reader()) as reader:
            verdict, sent = _judge(evaluator, reader, Applicant(name, rent, subsidy), sources, day)
    except NothingReadable as problem:
        raise _NothingRead(f"None of the files could be read. {problem}") from None
    if as_json:
        click.echo(json.dumps({**verdict.to_json(), **({"sent": sent} if sent else {})}, indent=2, ensure_ascii=False))
        return
    click.echo(report(verdict))
    if sent.get("fallback"):
        click.echo(f"Local fallback: {sent['reason']}")


def _judge(
    evaluator: str, reader: Reader, applicant: Applicant, sources: list[SourceFile], day: date
) -> tuple[Verdict, dict[str, Any]]:
    """The verdict, and what was sent for it: nothing by the local evaluator."""
    if evaluator == "local":
        local = LocalEvaluator(reader)
        return local.evaluate(applicant, local.read(sources), day), {}
    from app.evaluate_model import evaluate_with_model  # a local installation never loads it
    from app.screening.evaluators.failures import ModelFailure

    try:
        judged = evaluate_with_model(current_settings(), reader, applicant, sources, day)
    except ModelFailure as failure:
        raise _NotAnswered(failure.sentence) from None
    return judged.verdict, judged.sent


def _day(text: str | None) -> date:
    if text is None:
        return utc_now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _WrongArguments(f"--as-of {text} is not a day in the form YYYY-MM-DD.") from None


def _declared(pairs: Iterable[str], paths: tuple[Path, ...]) -> dict[str, DocumentType]:
    """File names to the types that the caller says they have."""
    known = {path.name for path in paths} | {str(path) for path in paths}
    types: dict[str, DocumentType] = {}
    for pair in pairs:
        file_name, _, kind = pair.rpartition("=")
        if file_name not in known:
            raise _WrongArguments(f"--type {pair}: no file of this name is given; write NAME=TYPE.")
        if kind not in list(DocumentType):
            raise _WrongArguments(f"--type {pair}: the type must be one of {', '.join(DocumentType)}.")
        types[file_name] = DocumentType(kind)
    return types


def _sources(paths: tuple[Path, ...], types: dict[str, DocumentType]) -> Iterable[SourceFile]:
    for number, path in enumerate(paths, start=1):
        try:
            content = path.read_bytes()
        except OSError as problem:
            reason = "it does not exist" if isinstance(problem, FileNotFoundError) else "it cannot be opened"
            raise _WrongArguments(f"{path}: {reason}.") from None
        yield SourceFile(f"file_{number}", path.name, content, types.get(path.name) or types.get(str(path)))

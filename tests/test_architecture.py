"""Imports point down: the rules of docs/architecture.md, each with its sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
WEB_FILES = {
    *("main", "api_schema", "api_errors"),
    *("web_csrf", "web_errors", "web_guards", "web_head", "web_headers", "web_health", "web_request", "web_static"),
}
PLAIN = ("settings", "database", "columns", "errors", "clock", "queue_library", "metrics", "traces")
LONGEST_FILE = 250


@cache
def modules() -> tuple[tuple[str, set[str]], ...]:
    """Every module of the application with the modules that it imports."""
    return tuple(_read_modules())


def _read_modules() -> Iterator[tuple[str, set[str]]]:
    for path in sorted(APP.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        imported: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        yield name, imported


def last(name: str) -> str:
    return name.rpartition(".")[2]


def is_web(name: str) -> bool:
    return last(name) in {"pages", "api", "current"} or name.removeprefix("app.") in WEB_FILES


def test_only_pages_and_api_know_that_there_is_a_web() -> None:
    for name, imported in modules():
        if not is_web(name) and name != "app.documents.answers" and name != "app.documents.parts":
            used = {item for item in imported if item.partition(".")[0] in {"litestar", "litestar_htmx"}}
            assert not used, f"A deed never knows that there is a web: {name} imports {used}"


def test_the_screening_library_knows_no_application() -> None:
    for name, imported in modules():
        if name.startswith("app.screening"):
            used = {item for item in imported if item.startswith("app.") and not item.startswith("app.screening")}
            assert not used, f"The library never knows that there is an application: {name} imports {used}"


def test_the_jobs_mechanism_names_no_feature() -> None:
    features = ("leads", "documents", "evaluations", "properties", "notifications", "overview", "screening")
    for name, imported in modules():
        if name.startswith("app.jobs") and not is_web(name):
            used = {item for item in imported if item.startswith(tuple(f"app.{feature}" for feature in features))}
            assert not used, f"A mechanism never names a feature: {name} imports {used}"


def test_the_schedules_mechanism_names_no_feature() -> None:
    allowed = ("app.schedules", "app.sites.tables", *(f"app.{name}" for name in PLAIN))
    for name, imported in modules():
        if name.startswith("app.schedules") and not is_web(name):
            used = {item for item in imported if item.startswith("app.") and not item.startswith(allowed)}
            assert not used, f"A mechanism never names a feature: {name} imports {used}"


def test_nobody_imports_the_compositions() -> None:
    for name, imported in modules():
        used = imported & {"app.main", "app.__main__"}
        assert not used, f"main and __main__ may import everything; nobody imports them: {name} imports {used}"


def test_tables_import_only_tables_and_words() -> None:
    allowed = ("app.columns", "app.screening.verdict")
    for name, imported in modules():
        if last(name) == "tables":
            used = {item for item in imported if item.startswith("app.") and ".tables" not in item}
            used = {item for item in used if not item.startswith(allowed)}
            assert not used, f"tables.py holds columns and properties without I/O: {name} imports {used}"


def test_no_file_is_longer_than_people_read() -> None:
    for path in APP.rglob("*.py"):
        assert len(path.read_text().splitlines()) <= LONGEST_FILE, f"{path.name} has more than {LONGEST_FILE} lines"

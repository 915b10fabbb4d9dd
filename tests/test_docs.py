"""What exists is documented, and what is documented exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from app.__main__ import cli

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = re.compile(r'"((?:LEASELAB|LLM|MINIO)_[A-Z_]+|DATABASE_URL|REDIS_URL|CRON_SECRET|SMTP_URL|MAIL_FROM)"')


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    read = set(VARIABLE.findall((ROOT / "app/settings.py").read_text()))
    rows = [
        line.split("|")[1] for line in (ROOT / "docs/settings.md").read_text().splitlines() if line.startswith("| `")
    ]
    told = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert read == told


def commands(group: click.Group, before: str = "leaselab") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def test_every_command_and_option_is_documented() -> None:
    told = (ROOT / "docs/commands.md").read_text()
    for name, command in commands(cli):
        assert f"`{name}" in told, name
        for option in (option for parameter in command.params for option in parameter.opts):
            assert not option.startswith("--") or option in told, f"{name} {option}"


def test_every_command_explains_itself() -> None:
    for name, command in commands(cli):
        assert command.help, name


def test_links_between_the_documents_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"

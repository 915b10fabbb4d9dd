"""A command that needs the database says in one line that there is none yet, or that it does not answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = ["sweep", "audit verify", "token create --site a --email b@c.example", "site create --slug a --name A"]


def outcome(command: str, folder: Path, url: str) -> tuple[int, list[str]]:
    """Exit status and what stands on standard error, log lines left out."""
    environment = {**os.environ, "LEASELAB_DATA_DIR": str(folder), "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "app", *command.split()], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, [line for line in done.stderr.splitlines() if not line.startswith("{")]


@pytest.mark.parametrize("command", COMMANDS)
def test_before_the_first_migration_it_says_what_to_do(command: str, tmp_path: Path) -> None:
    status, lines = outcome(command, tmp_path, "")
    assert (status, len(lines)) == (1, 1) and "leaselab migrate" in lines[0]


def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    status, lines = outcome("migrate", tmp_path, "postgresql://a:b@127.0.0.1:1/c")
    assert (status, len(lines)) == (1, 1) and "does not answer" in lines[0]

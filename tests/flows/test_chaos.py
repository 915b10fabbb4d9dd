"""Workers killed at random moments lose nothing and double nothing."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from app.settings import current_settings
from tests.services import renew_database


async def empty_database(folder: Path) -> str:
    """The URL of a database for this test alone, on the server of the others where there is one."""
    settings = current_settings()
    if settings.is_sqlite:
        return f"sqlite:///{folder / 'chaos.sqlite'}"
    return await renew_database(settings.database_url, f"{settings.database_url.rpartition('/')[2]}_chaos")


def test_killed_workers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    own_database = asyncio.run(empty_database(tmp_path))
    done = subprocess.run(
        [sys.executable, "-m", "bench.chaos", "--jobs", "12", "--kill-every", "0.8", "--kills", "6", "--limit", "120"],
        env={**os.environ, "DATABASE_URL": own_database, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=180,
    )
    figures = json.loads(done.stdout)
    assert (figures["wrong"], done.returncode) == ([], 0)
    assert figures["kills"] >= 1
    assert figures["failed"] >= 1

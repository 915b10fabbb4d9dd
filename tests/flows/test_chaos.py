"""Workers killed at random moments lose nothing and double nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_killed_workers_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    own_database = f"sqlite:///{tmp_path / 'chaos.sqlite'}"
    done = subprocess.run(
        [sys.executable, "-m", "bench.chaos", "--jobs", "12", "--kill-every", "0.8", "--kills", "6", "--limit", "50"],
        env={**os.environ, "DATABASE_URL": own_database, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=90,
    )
    figures = json.loads(done.stdout)
    assert (figures["wrong"], done.returncode) == ([], 0)
    assert figures["kills"] >= 1
    assert figures["failed"] >= 1

"""The Redis client is loaded where REDIS_URL is set, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOOK = "import sys, app.background as b; print(type(b.huey).__name__, 'redis' in sys.modules)"


@pytest.mark.parametrize(
    ("url", "told"), [("", "SqliteHuey False"), ("redis://localhost:1/0", "RedisHuey True")], ids=["file", "redis"]
)
def test_the_redis_client_is_loaded_only_where_it_is_needed(url: str, told: str, tmp_path: Path) -> None:
    surroundings = {**os.environ, "LEASELAB_DATA_DIR": str(tmp_path), "REDIS_URL": url, "DATABASE_URL": ""}
    done = subprocess.run([sys.executable, "-c", LOOK], env=surroundings, check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout.strip() == told

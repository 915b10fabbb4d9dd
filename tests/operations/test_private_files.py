"""What the commands write is for the user who runs them alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
def test_nobody_else_may_read_the_database(tmp_path: Path) -> None:
    environment = {**os.environ, "LEASELAB_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": ""}
    subprocess.run([sys.executable, "-m", "app", "migrate"], env=environment, check=True, capture_output=True)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert "leaselab.sqlite" in modes
    assert not [name for name, mode in modes.items() if mode & 0o077]
    assert not stat.S_IMODE((tmp_path / "data").stat().st_mode) & 0o077

"""Machines that lose sight of each other: the short form of `make two-hosts`, with the services cut off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.two_hosts_net import why_not

ROOT = Path(__file__).resolve().parents[2]
SHORT = ("--only", "services", "--cut", "12", "--limit", "200", "--longest", "100")
"""Longer than the ten seconds after which a connection is given up. How long answers take is nothing for a loaded machine."""


def test_work_goes_on_by_itself_after_database_queue_and_store_were_cut_off() -> None:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("needs PostgreSQL, Redis and an S3 server; make test-services runs this")
    if reason := why_not():
        pytest.skip(reason)
    command = [sys.executable, "-m", "bench.two_hosts", *SHORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

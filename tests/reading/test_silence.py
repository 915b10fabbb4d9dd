"""What looks at pictures tells nobody of it: the library below would keep a number of the machine and report its use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.screening.reading.sandbox import child_environment

LOOK = "from app.screening.reading.ocr import Engine; Engine(1).load()"


def test_the_reader_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    environment = {**child_environment(1), "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", LOOK], env=environment, check=True, timeout=300)
    assert list(tmp_path.rglob("*")) == []

"""A local installation loads nothing of the model evaluator."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOOK = """
import json, sys
import click
import app.__main__, app.main, app.catalog
app.catalog.workflows()
commands = app.__main__.cli
for name in commands.list_commands(click.Context(commands)):
    commands.get_command(click.Context(commands), name)
print(json.dumps([name for name in sys.modules]))
"""


def test_neither_the_client_nor_the_evaluator_is_imported(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LLM_")}
    environment = {**kept, "LEASELAB_DATA_DIR": str(tmp_path), "LEASELAB_EVALUATOR": "local"}
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, cwd=ROOT, env=environment, check=True)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & {
        "openai",
        "httpx2",
        "cv2",
        "onnxruntime",
        "app.model_evaluator",
        "app.evaluations.model_screen",
    }
    mine = {name for name in loaded if name.startswith("app.screening.evaluators.")}
    assert mine == {"app.screening.evaluators.local"}

"""`leaselab doctor`: one line for each part, and exit status 1 when one that is needed does not work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.doctor_command import disk, examine
from app.settings import Settings, read_settings
from tests.screening.evaluators.stand_in import KEY, MODEL, StandIn, stand_in

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["database", "store", "queue", "model", "mail", "disk"]


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as found:
        yield found


def settings_of(folder: Path, **values: str) -> Settings:
    return read_settings({"LEASELAB_DATA_DIR": str(folder), **values})


async def test_a_sound_installation(database: None, now: datetime, tmp_path: Path, server: StandIn) -> None:
    model = {"LLM_BASE_URL": server.url, "LLM_API_KEY": KEY, "LLM_MODEL": MODEL}
    found = await examine(settings_of(tmp_path, **model), now)
    assert list(found) == PARTS
    assert [found[part].state for part in ("database", "store", "model", "disk")] == ["ok"] * 4, found
    assert "no worker runs" in found["queue"].words and "stand-in-1 answers" in found["model"].words
    assert not list((tmp_path / "documents").iterdir()), "the probe is gone"


async def test_no_model_is_nothing_wrong(database: None, now: datetime, tmp_path: Path) -> None:
    found = await examine(settings_of(tmp_path), now)
    assert (found["model"].state, "not configured" in found["model"].words) == ("ok", True)


async def test_room_is_asked_for_only_where_something_is_kept(now: datetime, tmp_path: Path) -> None:
    store = {"MINIO_ENDPOINT": "127.0.0.1:9", "MINIO_ACCESS_KEY": "a", "MINIO_SECRET_KEY": "b"}
    services = {"DATABASE_URL": "postgresql://leaselab@db/leaselab", "REDIS_URL": "redis://queue", **store}
    assert "GB free" in (await disk(settings_of(tmp_path, **store), now)).words
    found = await disk(settings_of(tmp_path / "never made", **services), now)
    assert (found.state, found.words) == ("ok", "nothing is kept in the data directory")
    assert not (tmp_path / "never made").exists()


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        ("model", {"LLM_MODEL": "nobody"}, "no model called nobody"),
        ("model", {"LLM_BASE_URL": "http://127.0.0.1:9/v1"}, "cannot be reached"),
        ("store", {"MINIO_ENDPOINT": "127.0.0.1:9", "MINIO_ACCESS_KEY": "a", "MINIO_SECRET_KEY": "b"}, "not answer"),
    ],
)
async def test_what_can_be_wrong_is_said(
    database: None, now: datetime, tmp_path: Path, server: StandIn, part: str, change: dict[str, str], words: str
) -> None:
    model = {"LLM_BASE_URL": server.url, "LLM_API_KEY": KEY, "LLM_MODEL": MODEL}
    found = await examine(settings_of(tmp_path, **{**model, **change}), now)
    assert found[part].state == "broken" and words in found[part].words


def test_a_database_without_tables_is_exit_status_1(tmp_path: Path) -> None:
    away = ("DATABASE_URL", "REDIS_URL", "MINIO_ENDPOINT", "LLM_BASE_URL")
    kept = {name: value for name, value in os.environ.items() if name not in away}
    done = subprocess.run(
        [sys.executable, "-m", "app", "doctor"], capture_output=True, text=True, cwd=ROOT,
        env={**kept, "LEASELAB_DATA_DIR": str(tmp_path)}, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert [line.split()[1] for line in done.stdout.splitlines()] == PARTS
    assert "Run `leaselab migrate` first." in done.stdout.splitlines()[0]

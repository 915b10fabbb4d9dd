"""The child: replaced when it dies, poor in secrets, gone with its parent, and cheap for the parent."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.screening.reading.reader import Reader, ReadingError
from app.screening.reading.sandbox import ROOT, Sandbox
from tests.reading.papers import STUB_WORDS, stub

HEAVY = ("cv2", "numpy", "onnxruntime", "PIL", "pikepdf", "pypdfium2", "rapidocr")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    one = Sandbox("app.screening.reading.child")
    yield one
    one.stop()


def test_after_a_killed_child_the_next_file_is_read(sandbox: Sandbox) -> None:
    assert sandbox.ask({"do": "inspect"}, stub(), 30)[0]["pages"] == 1
    first = sandbox.process_id
    assert first is not None
    handle = os.pidfd_open(first)
    signal.pidfd_send_signal(handle, signal.SIGKILL)
    select.select([handle], [], [], 5)
    os.close(handle)
    assert sandbox.ask({"do": "inspect"}, stub(), 30)[0]["pages"] == 1
    assert sandbox.process_id != first


def test_a_child_that_is_too_slow_is_ended(sandbox: Sandbox) -> None:
    with pytest.raises(ReadingError) as failure:
        sandbox.ask({"do": "read"}, stub(), 0.001)
    assert failure.value.code == "not_in_time"
    assert sandbox.process_id is None


def test_the_child_gets_no_secrets(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEASELAB_SECRET_KEY", "not for children")
    monkeypatch.setenv("MINIO_SECRET_KEY", "not for children")
    sandbox.ask({"do": "inspect"}, stub(), 30)
    environment = Path(f"/proc/{sandbox.process_id}/environ").read_bytes()
    assert b"not for children" not in environment


def test_the_child_ends_with_its_parent() -> None:
    script = (
        "import os, signal, sys\n"
        "from app.screening.reading.sandbox import Sandbox\n"
        "one = Sandbox('app.screening.reading.child')\n"
        "one.ask({'do': 'inspect'}, sys.stdin.buffer.read(), 30)\n"
        "print(one.process_id, flush=True)\n"
        "signal.pause()\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdin and parent.stdout
        parent.stdin.write(stub())
        parent.stdin.close()
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    ended, _, _ = select.select([child], [], [], 10)
    os.close(child)
    assert ended


def test_the_parent_loads_none_of_the_libraries_that_parse() -> None:
    script = f"import sys, app.screening.reading.reader; print([it for it in {HEAVY!r} if it in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT, check=True)
    assert answer.stdout.strip() == b"[]"


def test_a_closed_reader_starts_again(reader: Reader) -> None:
    reader.close()
    assert [it.text for it in reader.read(stub()).pages[0].words] == STUB_WORDS

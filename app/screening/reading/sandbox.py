"""A child process for hostile bytes, from the parent's side: started when needed, killed when slow, started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.screening.reading import wire
from app.screening.reading.errors import ReadingError

Frame = tuple[dict[str, Any], bytes]
ROOT = Path(__file__).resolve().parents[3]
PASSED_ON = ("LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
OUT_OF_MEMORY_STATUS = 70
START_SECONDS = 120.0
"""Until a child has loaded what it needs: 2 s on an idle machine. Only a watchdog; no document's time."""


class Sandbox:
    """One child process that answers one request at a time. Not thread-safe: whoever uses it owns it.

    The child has an environment without secrets, no standard error, and only its two pipes. It is replaced after
    `lifetime` requests, since memory that a document fragmented is not given back.
    """

    def __init__(self, module: str, threads: int = 1, lifetime: int = 200) -> None:
        self._module = module
        self._threads = threads
        self._lifetime = lifetime
        self._served = 0
        self._is_ready = False
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the child where there is none, without waiting until it is ready."""
        if self._served >= self._lifetime or self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(self._threads),
                cwd="/",
            )

    def ask(self, head: dict[str, Any], body: bytes, seconds: float) -> Frame:
        """The child's answer.

        Raises `ReadingError`: `not_in_time` past `seconds`, `too_slow` past the child's own limit of processor time,
        `too_much_memory`, `reader_stopped`, or what the child reports.
        """
        return self.converse(head, body, seconds, _no_questions)

    def converse(self, head: dict[str, Any], body: bytes, seconds: float, answer: Callable[[Frame], Frame]) -> Frame:
        """As `ask`, but frames with a `question` in them are answered by `answer`.

        `seconds` is for the time in which the child is at work: neither its start nor the answering counts.
        """
        process = self._ready()
        self._served += 1
        reply, left = self._exchange(process, (head, body), seconds)
        while "question" in reply[0]:
            try:
                answered = answer(reply)
            except BaseException:
                self.stop()
                raise
            reply, left = self._exchange(process, answered, left)
        if "error" in reply[0]:
            raise ReadingError(str(reply[0]["error"]))
        return reply

    @property
    def process_id(self) -> int | None:
        """The child's process id while there is a child."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the child; the next request starts another."""
        process, self._process, self._served, self._is_ready = self._process, None, 0, False
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                cast(BinaryIO, stream).close()

    def _ready(self) -> subprocess.Popen[bytes]:
        """The running child, ready for a request."""
        self.start()
        process = cast("subprocess.Popen[bytes]", self._process)
        if not self._is_ready:
            try:
                self._exchange(process, None, START_SECONDS)
            except ReadingError as error:
                raise error if error.may_pass else ReadingError("reader_stopped") from None
            self._is_ready = True
        return process

    def _exchange(self, process: subprocess.Popen[bytes], request: Frame | None, seconds: float) -> tuple[Frame, float]:
        """The child's next frame, and what is left of `seconds`; past them the child is killed."""
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        began = time.monotonic()
        timer.start()
        try:
            if request:
                wire.send(cast(BinaryIO, process.stdin), *request)
            return wire.receive(cast(BinaryIO, process.stdout)), seconds - (time.monotonic() - began)
        except wire.Closed:
            raise self._why(process, late.is_set()) from None
        finally:
            timer.cancel()

    def _why(self, process: subprocess.Popen[bytes], is_late: bool) -> ReadingError:
        process.kill()
        status = process.wait()
        self.stop()
        if is_late:
            return ReadingError("not_in_time")
        if status == -signal.SIGXCPU:
            return ReadingError("too_slow")
        if status == 1:  # an exception that nobody foresaw
            return ReadingError("damaged")
        # pdfium aborts (SIGABRT, SIGTRAP or a fault) when an allocation fails.
        is_memory = status == OUT_OF_MEMORY_STATUS or status in (-4, -5, -6, -11)
        return ReadingError("too_much_memory" if is_memory else "reader_stopped")


def _no_questions(frame: Frame) -> Frame:
    raise ReadingError("reader_stopped")


def child_environment(threads: int) -> dict[str, str]:
    """All that a child knows of the variables of this process, and what keeps it small and silent."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    blas = {name: value for name, value in os.environ.items() if name.startswith(("OPENBLAS_", "NVPL_BLAS_"))}
    count = str(threads)
    limits = {"OPENBLAS_NUM_THREADS": count, "OMP_NUM_THREADS": count, "LEASELAB_READER_THREADS": count}
    # Left alone, onnxruntime keeps a number of the machine in the home folder and reports its use to its maker.
    silence = {"ORT_DISABLE_TELEMETRY": "1"}
    return {**kept, **blas, **limits, **silence, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}

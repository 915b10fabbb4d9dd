"""The loop of a child process: a request in, an answer out, and an honest code when it fails."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from app.screening.reading import wire
from app.screening.reading.errors import BROKEN, ReadingError
from app.screening.reading.limits import allow_cpu, confine
from app.screening.reading.sandbox import OUT_OF_MEMORY_STATUS, Frame

Ask = Callable[[dict[str, Any], bytes], Frame]
Handler = Callable[[dict[str, Any], bytes, Ask], Frame]


def _nothing() -> None:
    pass


def serve(memory: int, cpu_seconds: int, handle: Handler, prepare: Callable[[], None] = _nothing) -> None:
    """Answer requests on standard input until it closes, within `memory` bytes and `cpu_seconds` a request.

    The first frame says that the child is ready, once `prepare` is done. An answer tells the processor seconds that it
    took as `cpu`. A handler may put questions to the parent through `ask`. What libraries raise on a broken file ends
    the request; anything else, and lack of memory, ends the process, which the parent understands.
    """
    requests, answers = _pipes()
    confine(memory)
    prepare()

    def ask(head: dict[str, Any], body: bytes) -> Frame:
        wire.send(answers, head, body)
        return wire.receive(requests)

    with suppress(wire.Closed):
        wire.send(answers, {"ready": True})
        while True:
            head, body = wire.receive(requests)
            allow_cpu(cpu_seconds)
            began = time.process_time()
            answer, content = _answer(handle, head, body, ask)
            wire.send(answers, {**answer, "cpu": round(time.process_time() - began, 3)}, content)


def _answer(handle: Handler, head: dict[str, Any], body: bytes, ask: Ask) -> Frame:
    try:
        return handle(head, body, ask)
    except ReadingError as error:
        return {"error": error.code}, b""
    except BROKEN:
        return {"error": "damaged"}, b""
    except MemoryError:
        os._exit(OUT_OF_MEMORY_STATUS)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    # Libraries print when they please; their lines must not land between two frames.
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return sys.stdin.buffer, answers

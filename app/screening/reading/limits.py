"""What a child process may use, set by itself before it sees the first byte of a document."""

from __future__ import annotations

import os
import resource
import threading
import time


def confine(memory: int) -> None:
    """Limit this process to `memory` bytes of address space, no written files, no core dump, and its parent's life."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # PR_SET_PDEATHSIG fires when the thread that started the child ends, in a web process at any time; so watch the
    # parent.
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def allow_cpu(seconds: int) -> None:
    """Give this process `seconds` more of processor time; past it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)

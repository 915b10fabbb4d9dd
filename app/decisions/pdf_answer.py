"""Builds a PDF away from the event loop, a few at a time and within a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from app.documents.answers import SANDBOX
from app.documents.file_names import as_attachment
from app.errors import LeaseLabError

BUILD_SECONDS = 20.0
AT_ONCE = 2
Content = TypeVar("Content")


class PdfTooSlow(LeaseLabError):
    """The PDF was not ready in time. Try again in a moment."""

    status_code = 503


async def built(build: Callable[[Content], bytes], content: Content) -> bytes:
    """What `build` makes of the content, in a thread; raises PdfTooSlow after 20 seconds."""
    loop = asyncio.get_running_loop()
    try:
        return await asyncio.wait_for(loop.run_in_executor(_builders(), build, content), BUILD_SECONDS)
    except TimeoutError:
        raise PdfTooSlow from None


@cache
def _builders() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pdf")


def pdf_headers(file_name: str) -> dict[str, str]:
    """Saved under this name, never shown in place, never kept by a cache."""
    return {**SANDBOX, "content-disposition": as_attachment(file_name), "cache-control": "private, no-store"}

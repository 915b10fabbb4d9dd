"""A request whose form may be nonsense: told to the sender, not taken for a bug of ours."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException


class FormRequest(Request[Any, Any, Any]):
    """Reads forms like the framework's own request, but none that holds a NUL character, which PostgreSQL stores in
    no text."""

    async def body(self) -> bytes:
        """The body; raises ClientException for a form with a NUL in it."""
        found = await super().body()
        if self.content_type[0] == RequestEncodingType.URL_ENCODED and (b"%00" in found or b"\0" in found):
            raise ClientException
        return found

    async def form(self) -> FormMultiDict:
        """The form; raises ClientException where a part is not in the encoding that it says, or in an unknown one."""
        try:
            return await super().form()
        except (UnicodeDecodeError, LookupError) as error:
            raise ClientException from error

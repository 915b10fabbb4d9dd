"""A request whose form may be nonsense: told to the sender, not taken for a bug of ours."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException


class FormRequest(Request[Any, Any, Any]):
    """Reads forms like the framework's own request."""

    async def form(self) -> FormMultiDict:
        """The form; raises ClientException where a part is not in the encoding that it says, or in an unknown one."""
        try:
            return await super().form()
        except (UnicodeDecodeError, LookupError) as error:
            raise ClientException from error

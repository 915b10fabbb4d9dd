"""Columns that carry their own CHECK, since SQLite cannot add a constraint to a table that exists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from piccolo.columns import Integer, Varchar


class Choice(Varchar):
    """One of a few words; the database refuses any other."""

    def __init__(self, words: Sequence[str] = (), **kwargs: Any) -> None:
        self.words = [str(word) for word in words]
        super().__init__(**{"length": 40, **kwargs, "words": self.words})

    @property
    def ddl(self) -> str:
        listed = ", ".join(f"'{word}'" for word in self.words)
        return f'{super().ddl} CHECK ("{self._meta.db_column_name}" IN ({listed}))'


class Whole(Integer):
    """A whole number with bounds, both included."""

    def __init__(self, least: int = 0, most: int = 2_147_483_647, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**{**kwargs, "least": least, "most": most})

    @property
    def column_type(self) -> str:
        return "INTEGER"

    @property
    def ddl(self) -> str:
        return f'{super().ddl} CHECK ("{self._meta.db_column_name}" BETWEEN {self.least} AND {self.most})'

"""Columns that carry their own CHECK, since SQLite cannot add a constraint to a table that exists.

And objects of raw rows, as long as two releases may work side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from piccolo.columns import Integer, Varchar
from piccolo.table import Table

Made = TypeVar("Made", bound=Table)


def object_of(table: type[Made], row: Mapping[str, Any]) -> Made:
    """What a `SELECT *` found, as an object. Columns that the table class does not know are left out: during an upgrade
    this code works beside newer code, on its schema."""
    known = {column._meta.name for column in table._meta.columns}
    return table(**{name: value for name, value in row.items() if name in known}, _exists_in_db=True)


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

"""What the two stores share: their shape, and the errors that leave them."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from linli.errors import GameError
from linli.locale import N_

Row = dict[str, Any]


class StoreError(GameError):
    """The store cannot do its work; nothing was written."""


class Duplicate(Exception):
    """A unique key decided against this write. Never shown as it is: the caller explains."""


class Unwritable(StoreError):
    """The data folder or file cannot be written."""

    def __init__(self, path: object) -> None:
        super().__init__(
            N_("The data folder {path} cannot be written. Give this user write access to it, or name another folder in LINLI_DATA."),
            path=path,
        )


class Full(StoreError):
    """The disk is full."""

    def __init__(self) -> None:
        super().__init__(
            N_("The disk is full, so this could not be saved; everything saved before is safe. Free some space and try again.")
        )


class Busy(StoreError):
    """Somebody else has been writing for seconds on end."""

    def __init__(self) -> None:
        super().__init__(N_("The database is busy right now. Nothing was lost; please tap once more."))


class DatabaseTooNew(StoreError):
    """The database was made by a newer version of the product."""

    def __init__(self, found: str) -> None:
        super().__init__(
            N_("This database was made by a newer version (step {found} is unknown here). Start the newer version, or restore an older backup."),
            found=found,
        )


#: What neither a PostgreSQL text nor UTF-8 can hold; no keyboard types it, a forged request may.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of a statement; a NUL or half a surrogate pair within a text becomes U+FFFD, so that it fits nothing and breaks nothing."""
    return {name: _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else value for name, value in values.items()}


class Tx(ABC):
    """One transaction. The SQL text is the same on both engines, parameters are `:name`."""

    #: Appended to a select of the row that guards a capped sum or an overlap.
    for_update: str = ""

    @abstractmethod
    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """All rows of a query, as dictionaries."""

    @abstractmethod
    def run(self, sql: str, **parameters: Any) -> int:
        """Run a statement; the number of rows it changed. Raises Duplicate."""

    @abstractmethod
    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same columns. Raises Duplicate."""

    def one(self, sql: str, **parameters: Any) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, **parameters)
        return found[0] if found else None

    def value(self, sql: str, **parameters: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.one(sql, **parameters)
        return None if row is None else next(iter(row.values()))


class Store(ABC):
    """One database: a community's."""

    engine: str

    @abstractmethod
    def reading(self) -> AbstractContextManager[Tx]:
        """A consistent view; writes in it are a mistake."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Tx]:
        """A transaction that commits when the block ends and rolls back when it raises."""

    @abstractmethod
    def migrate(self) -> None:
        """Bring the schema up to date; safe when several processes start at once."""

    @abstractmethod
    def version(self) -> str:
        """A text that changes whenever anything was committed by anybody. Cheap to poll."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection."""

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """All rows of one query in a transaction of its own."""
        with self.reading() as tx:
            return tx.rows(sql, **parameters)

    def one(self, sql: str, **parameters: Any) -> Row | None:
        """The first row of one query, or None."""
        with self.reading() as tx:
            return tx.one(sql, **parameters)

"""One commit for many acts, so that a season is made in seconds and not in minutes.

Every act still runs through the same functions, in a savepoint of its own; only the wait for the
disk after each one is spared. If making the season fails half-way, nothing of it is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from linli.store import Store, Tx


class Batch(Store):
    """A store whose transactions are savepoints of one transaction of another store."""

    def __init__(self, store: Store) -> None:
        self.engine = store.engine
        self._store = store
        self._tx: Tx | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is done inside the block is committed at its end, or not at all."""
        with self._store.writing() as tx:
            self._tx = tx
            try:
                yield
            finally:
                self._tx = None

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        """A savepoint: undone when the block raises."""
        assert self._tx is not None
        self._tx.run("savepoint act")
        try:
            yield self._tx
        except BaseException:
            self._tx.run("rollback to act")
            raise
        finally:
            self._tx.run("release act")

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """What was done so far is seen."""
        assert self._tx is not None
        yield self._tx

    def migrate(self) -> None:
        """Nothing to do: the other store was migrated when it was opened."""

    def version(self) -> str:
        """The other store's."""
        return self._store.version()

    def close(self) -> None:
        """Nothing to do: the other store closes itself."""

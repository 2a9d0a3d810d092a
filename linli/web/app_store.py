"""The one store of this process, opened when it is first needed."""

import threading

from linli.store import Store, open_store

_lock = threading.Lock()
_opened: list[Store] = []


def store() -> Store:
    """The process-wide store, from LINLI_DATA or DATABASE_URL. Raises StoreError."""
    if not _opened:
        with _lock:
            if not _opened:
                _opened.append(open_store())
    return _opened[0]


def use(opened: Store) -> None:
    """Use this store from now on (tests, and starts that have opened one already)."""
    with _lock:
        _opened[:] = [opened]


def close() -> None:
    """Close it; the next `store()` opens it again."""
    with _lock:
        while _opened:
            _opened.pop().close()

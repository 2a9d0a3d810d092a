"""sqlite-utils without what it does not need here.

At import it looks for pandas and numpy, so that it could store their types: 130 MB and half a
second that no resident's page needs. They are hidden while it is imported, and only then.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_HEAVY = ("pandas", "numpy")


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    """Make the import of these fail as if they were not installed, unless they are loaded already."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None means: not to be had
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


with _hidden(_HEAVY):
    _sqlite_utils = importlib.import_module("sqlite_utils")

Database = _sqlite_utils.Database
Migrations = _sqlite_utils.Migrations

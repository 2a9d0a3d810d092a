"""The one secret that is kept outside the database: pepper of the PINs, key of the signatures.

It lies in the data folder, in the file `secret`. A stolen copy of the database alone is then no
use for guessing PINs. Whoever backs up the database backs up this file too: without it no PIN
fits and no signature can be checked.
"""

import os
import secrets
import time
from functools import lru_cache
from hashlib import sha256
from hmac import new as hmac
from pathlib import Path

from linli.errors import GameError
from linli.locale import N_
from linli.store import data_folder

NAME = "secret"
LENGTH = 64


class SecretUnreadable(GameError):
    """The file cannot be read, or holds something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            N_("The file {path} cannot be used: PINs and signatures depend on it. Put it back from the backup, or let this user read it."),
            path=path,
        )


def secret_key(folder: Path | None = None) -> bytes:
    """The installation's key, 32 bytes; made at first use, readable by its owner only.

    Raises SecretUnreadable for a file that cannot be read, made or understood.
    """
    return _key(folder or data_folder())


@lru_cache(maxsize=8)
def _key(folder: Path) -> bytes:
    path = folder / NAME
    try:
        _make(path)
        return bytes.fromhex(_read(path))
    except (OSError, ValueError) as error:
        raise SecretUnreadable(path) from error


def _make(path: Path) -> None:
    """Write a new key, unless there is a file; two processes starting at once agree on one."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(LENGTH // 2))
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> str:
    for _wait in range(50):  # another process may be writing it right now
        text = path.read_text().strip()
        if len(text) == LENGTH:
            return text
        time.sleep(0.02)
    raise ValueError(f"{path} does not hold {LENGTH} hex digits")


def sealed(purpose: str, text: str) -> str:
    """A keyed fingerprint (HMAC-SHA256, hex) of a text, for one purpose only."""
    return hmac(secret_key(), f"{purpose}\x1f{text}".encode(errors="replace"), sha256).hexdigest()

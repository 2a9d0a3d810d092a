"""The secret outside the database."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from linli import secret
from linli.secret import SecretUnreadable, secret_key


def test_it_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    key = secret_key(folder)
    assert len(key) == 32 and secret_key(folder) == key
    assert os.name == "nt" or stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    secret._key.cache_clear()
    assert secret_key(folder) == key


def test_all_who_start_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _n: secret._key.__wrapped__(tmp_path), range(16)))
    assert len(keys) == 1


@pytest.mark.parametrize("content", ["", "short", "z" * 64])
def test_a_broken_file_is_not_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content)
    with pytest.raises(SecretUnreadable, match="backup"):
        secret_key(tmp_path)
    assert (tmp_path / "secret").read_text() == content


def test_purposes_do_not_mix() -> None:
    assert secret.sealed("pin", "1") != secret.sealed("address", "1")

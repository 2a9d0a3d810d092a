"""A small town, and the time at which everything happens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linli import accounts, community, residents
from linli.accounts import StaffForm
from linli.locale import use_language
from linli.roles import Staff
from linli.store import Store
from linli.who import Resident

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PIN = "604817"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test has its own secret, and reads English sentences."""
    monkeypatch.setenv("LINLI_DATA", str(tmp_path / "data"))
    with use_language("en"):
        yield


@dataclass(frozen=True)
class Town:
    """Two compounds: their ids."""

    store: Store
    banyan: str
    river: str

    def join(self, nickname: str = "阿华", *, compound: str = "", pin: str = PIN, device: str | None = "phone", **more: object) -> Resident:
        """A resident of Banyan Court who joined at noon."""
        given: dict = {"slip_code": None, "fourteen": True, "notice_version": "1", "at": NOON} | more
        return residents.join(self.store, compound=compound or self.banyan, nickname=nickname, pin=pin, device=device, **given)

    def sign_in(self, pin: str = PIN, *, name: str = "阿华", device: str = "other", at: datetime = NOON, **more: object) -> Resident:
        """Try to sign in at Banyan Court."""
        return residents.sign_in(
            self.store, compound=self.banyan, name_or_number=name, pin=pin, device=device, at=at, **more  # type: ignore[arg-type]
        )


@pytest.fixture
def town(store: Store) -> Town:
    """A town on each engine."""
    return make_town(store)


def make_town(store: Store) -> Town:
    """Two compounds, of 5 and of 200 households."""
    with store.writing() as tx:
        add = _adder(tx)
        return Town(store, add("榕荫苑", "Banyan Court", 200), add("江畔花园", "River Garden", 5))


def _adder(tx: object) -> Callable[[str, str, int], str]:
    def add(zh: str, en: str, households: int) -> str:
        return community.add_compound(
            tx, name_zh=zh, name_en=en, households=households, source="roster", stated_on="2026-11-01",  # type: ignore[arg-type]
            basis="slips", who=None, at=NOON,
        )

    return add


def form(username: str = "chen", **changes: object) -> StaffForm:
    """What Teacher Chen types."""
    given: dict = {
        "username": username, "name": "陈老师", "post": "社工", "office_phone": "0771-0000000", "password": "morning tea first",
        "declared_none": True,
    }
    return StaffForm(**(given | changes))


@pytest.fixture
def organiser(town: Town) -> Staff:
    """The first organiser."""
    return make_organiser(town.store)


def make_organiser(store: Store) -> Staff:
    """The first organiser, by the set-up code."""
    code = accounts.setup_code(store, NOON)
    assert code
    return accounts.first_organiser(store, code, form(), device="office", at=NOON)

"""The one cast of all tests: a community of invented compounds, and short cuts to act in it.

Yulan Court (slips, 100 households), Willow Lane (slips, 40) and Harbour Gardens (on site, 400).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linli import clock, community, ids, ledger
from linli.store import Store, Tx

#: A Monday, 10:00 in Shanghai.
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Cast:
    """Ids of what `settle` made."""

    yulan: str
    willow: str
    harbour: str
    season: str


def settle(store: Store) -> Cast:
    """A community with three compounds and a season of November and December 2026."""
    community.change_settings(store, None, MONDAY, community_zh="榕溪社区", community_en="Rongxi", office_phone="000-0000")
    season = community.add_season(
        store, name_zh="第一季", name_en="Season one", starts_on="2026-11-01", ends_on="2026-12-31", who=None, at=MONDAY
    )
    with store.writing() as tx:
        return Cast(
            compound(tx, "玉兰苑", "Yulan Court", 100, "slips"), compound(tx, "柳巷", "Willow Lane", 40, "slips"),
            compound(tx, "海港花园", "Harbour Gardens", 400, "on_site"), season,
        )


def compound(tx: Tx, zh: str, en: str, households: int, basis: str) -> str:
    """One more compound; its id."""
    return community.add_compound(
        tx, name_zh=zh, name_en=en, households=households, source="invented", stated_on="2026-11-01",
        basis=basis, who=None, at=MONDAY,
    )


def act(
    compound_id: str, subject: str, *, kind: str = "quiz", points: int = 10, minutes: int = 0, slip: str | None = None,
    on_site: bool = False, day: str = "2026-11-23", source: str | None = None,
) -> ledger.Act:
    """An act with everything filled in."""
    return ledger.Act(
        kind=kind, compound=compound_id, subject=subject, slip=slip, on_site=on_site, points=points, minutes=minutes,
        act_at=clock.start_of(day, ZONE) + timedelta(hours=10), act_on=day, source=source or f"test:{ids.new()}",
    )

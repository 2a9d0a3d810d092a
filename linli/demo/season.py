"""The sample season: everything that happened, in order of time."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from linli import accounts, clock, community, links, privacy, slips, staff
from linli.demo import cast
from linli.demo.cast import Home
from linli.roles import Staff
from linli.rules.settings import DEFAULTS
from linli.staff import StaffForm
from linli.store import Store

SEED = 20_261_123
ZONE = DEFAULTS.zone
#: The season began on the Monday this many weeks before this week's.
WEEKS_BEFORE = 3
WEEKS = 12
#: Household slips handed out in a compound, as a share of its households, and at most.
HANDED_OUT = 0.6
MOST_SLIPS = 400

Act = Callable[[datetime], None]


@dataclass
class Season:
    """What is being made: the store, the moment it ends, and what everybody needs to know.

    homes: compound ids by Chinese name; slips: codes not yet in a hand, by compound id.
    """

    store: Store
    now: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))
    homes: dict[str, str] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    slips: dict[str, list[str]] = field(default_factory=dict)
    organisers: list[Staff] = field(default_factory=list)
    kiosk: str | None = None
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)

    @property
    def today(self) -> str:
        """The local day on which the season is made."""
        return clock.local_day(self.now, ZONE)

    @property
    def first_day(self) -> str:
        """The Monday on which the season began."""
        monday = date.fromisoformat(self.today) - timedelta(days=date.fromisoformat(self.today).weekday())
        return (monday - timedelta(weeks=WEEKS_BEFORE)).isoformat()

    def days(self) -> list[str]:
        """Every local day of the season up to today."""
        count = (date.fromisoformat(self.today) - date.fromisoformat(self.first_day)).days
        return [clock.add_days(self.first_day, number) for number in range(count + 1)]

    def moment(self, day: str, hour: float) -> datetime:
        """A local day and hour (8.5 is half past eight) as an instant of whole minutes."""
        return clock.start_of(day, ZONE) + timedelta(minutes=round(hour * 60))

    def later(self, at: datetime, act: Act) -> None:
        """Do that at that time; what would lie in the future does not happen."""
        if at < self.now:
            self._acts.append((at, len(self._acts), act))

    def play(self) -> int:
        """Everything that was planned, in order of time; how many acts that were."""
        planned = sorted(self._acts, key=lambda one: one[:2])
        for at, _number, act in planned:
            act(at)
        self._acts = []
        return len(planned)


def found_community(season: Season) -> None:
    """The community with its compounds, slips, organisers and kiosk, a day before the season."""
    at = season.moment(clock.add_days(season.first_day, -1), 9)
    community.change_settings(season.store, None, at, sample=True, **cast.COMMUNITY)
    community.add_season(
        season.store, name_zh=cast.SEASON[0], name_en=cast.SEASON[1], starts_on=season.first_day,
        ends_on=clock.add_days(season.first_day, WEEKS * 7 - 1), who=None, at=at,
    )
    _organisers(season, at)
    with season.store.writing() as tx:
        season.units = [community.add_unit(tx, zh, en) for zh, en in cast.UNITS]
    for home in cast.HOMES:
        season.homes[home.zh] = _compound(season, home, at)
    for day in season.days():
        season.later(season.moment(day, 0.05), partial(_retain, season))


def _compound(season: Season, home: Home, at: datetime) -> str:
    by = season.organisers[0].id
    with season.store.writing() as tx:
        made = community.add_compound(
            tx, name_zh=home.zh, name_en=home.en, households=home.households, source=cast.ROSTER_SOURCE,
            stated_on=clock.local_day(at, ZONE), basis=home.basis, who=by, at=at,
        )
    if home.basis == "slips":
        count = min(MOST_SLIPS, int(home.households * HANDED_OUT))
        season.slips[made] = slips.issue(season.store, made, count, at, by)
    return made


def _organisers(season: Season, at: datetime) -> None:
    code = staff.setup_code(season.store, at)
    assert code
    season.organisers.append(staff.first_organiser(season.store, code, _form(0), device="sample", at=at))
    token = staff.invite(season.store, season.organisers[0], "organiser", at)
    season.organisers.append(staff.sign_up(season.store, token, _form(1), device="sample", at=at))


def _form(number: int) -> StaffForm:
    username, name, post = cast.ORGANISERS[number]
    return StaffForm(username, name, post, cast.COMMUNITY["office_phone"], cast.PASSWORD, phone_public=number == 0, declared_none=True)


def _retain(season: Season, at: datetime) -> None:
    with season.store.writing() as tx:
        privacy.retain_once(tx, at, ZONE)


def coordinator_link(store: Store, activity: str, resident: str, at: datetime) -> str:
    """A fresh one-time link for the coordinator of an activity; its token."""
    organiser = first_organiser(store)
    return staff.coordinator_link(store, organiser, activity, resident, at)


def first_organiser(store: Store) -> Staff:
    """The first of the sample organisers. Raises LinkDead where they were removed."""
    row = store.one("select id from staff where username = :name and removed_at is null", name=cast.ORGANISERS[0][0])
    if row is None:
        raise links.LinkDead
    with store.reading() as tx:
        return accounts.of_id(tx, row["id"])

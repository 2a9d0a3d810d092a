"""The town of the browser tests: three invented compounds, and neighbours who act by the real functions.

Yulan Court (slips, 40 households), Willow Lane (slips, 25) and Harbour Gardens (on site, 60). What
a browser need not do is done here, beside the running server, in the same database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linli import answers, attempts, clock, community, devices, ids, notice, residents, slips, staff
from linli.attempts import Player
from linli.community import Compound
from linli.questions import bank
from linli.rules.crediting import Interval
from linli.staff import StaffForm
from linli.store import Store
from linli.volunteer import activities, hours, presence
from linli.volunteer.activity_draft import Draft
from linli.volunteer.duty import By
from linli.who import Resident

#: (Chinese, English, households, basis)
HOMES = (
    ("玉兰苑", "Yulan Court", 40, "slips"), ("柳巷", "Willow Lane", 25, "slips"), ("海港花园", "Harbour Gardens", 60, "on_site"),
)
COMMUNITY = {
    "community_zh": "榕溪社区", "community_en": "Rongxi Community", "office_zh": "榕溪居委会", "office_en": "Rongxi Committee",
    "office_phone": "000-5550100",
}
USERNAME, PASSWORD, PIN = "linxiaorong", "榕树下面听读书声", "274916"
MINUTE = timedelta(minutes=1)


def midday(at: datetime) -> str:
    """A time zone in which it is about noon, so that no test runs over midnight."""
    ahead = 12 - at.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@dataclass
class Town:
    """A community beside a running server. slips: codes nobody holds yet, by compound id."""

    store: Store
    homes: list[Compound] = field(default_factory=list)
    slips: dict[str, list[str]] = field(default_factory=dict)
    organiser: str = ""
    _numbers: int = 0

    def found(self, at: datetime) -> "Town":
        """Everything that the set-up makes: organiser, community, compounds, season, unit."""
        self.organiser = _first_organiser(self.store, at)
        community.change_settings(self.store, None, at, zone=midday(at), **COMMUNITY)
        day = self.today(at)
        community.add_season(
            self.store, name_zh="第一季", name_en="Season one", starts_on=clock.add_days(day, -20), ends_on=clock.add_days(day, 60), who=None, at=at,
        )
        with self.store.writing() as tx:
            community.add_unit(tx, "榕溪志愿服务队", "Rongxi Volunteers")
            for zh, en, households, basis in HOMES:
                community.add_compound(
                    tx, name_zh=zh, name_en=en, households=households, source="示例花名册", stated_on=day, basis=basis, who=None, at=at,
                )
        return self.known(at)

    def known(self, at: datetime) -> "Town":
        """Read what the set-up made, and hand out household slips."""
        with self.store.reading() as tx:
            self.homes = community.compounds(tx)
        for home in self.homes:
            if home.basis == "slips":
                self.slips[home.id] = slips.issue(self.store, home.id, 12, at)
        return self

    def today(self, at: datetime) -> str:
        """The local day."""
        with self.store.reading() as tx:
            return clock.local_day(at, community.zone(tx))

    def slip(self, home: Compound) -> str:
        """A household slip that nobody has used."""
        return self.slips[home.id].pop()

    def neighbour(self, home: Compound, at: datetime, *, nickname: str = "", slip: str = "", device: str | None = None) -> Resident:
        """A new resident with the PIN of everybody here."""
        self._numbers += 1
        return residents.join(
            self.store, compound=home.id, nickname=nickname or f"邻居{self._numbers}号", pin=PIN, slip_code=slip, fourteen=True,
            notice_version=notice.VERSION, device=device, at=at,
        )

    def signed_in(self, cookies: Sequence[dict[str, object]], home: Compound, at: datetime, **more: str) -> Resident:
        """A new resident, signed in on the browser with those cookies."""
        cookie = next(str(one["value"]) for one in cookies if one["name"] == "ll_device")
        return self.neighbour(home, at, device=devices.mark(cookie), **more)

    def remembered(self, cookies: Sequence[dict[str, object]], who: Resident, at: datetime) -> None:
        """The browser with those cookies remembers a resident, as after signing in with the PIN."""
        cookie = next(str(one["value"]) for one in cookies if one["name"] == "ll_device")
        residents.sign_in(self.store, compound=who.compound, name_or_number=who.player_number, pin=PIN, device=devices.mark(cookie), at=at)

    def plays(self, who: Resident, right: int, at: datetime) -> int:
        """Today's five, the first `right` of them answered right; the points it brought by the rules."""
        player = Player(f"beside {who.id}", who.compound, who.subject, who.slip)
        attempt = attempts.start(self.store, player, "daily", at=at)
        for place, asked in enumerate(attempts.look(self.store, attempt, player).asked):
            answers.answer(self.store, attempt, asked.item.id, sorted(asked.item.key) if place < right else self.wrong(asked.item.id), player, at=at)
        return 10 * right + 10

    def key(self, item: str) -> list[int]:
        """The right options of an item, by number."""
        with self.store.reading() as tx:
            return sorted(bank.current(tx, item).key)

    def wrong(self, item: str) -> list[int]:
        """An answer that is not right."""
        with self.store.reading() as tx:
            found = bank.current(tx, item)
        return [next(number for number in range(len(found.options)) if [number] != sorted(found.key))]

    def answers_of(self, nickname: str) -> int:
        """How many answers a resident has given."""
        row = self.store.one(
            "select count(*) as n from answer a join subject_resident s on s.subject = a.subject join resident r on r.id = s.resident"
            " where r.nickname = :nickname", nickname=nickname,
        )
        return int(row["n"]) if row else 0

    def cleanup(self, starts: datetime, ends: datetime, at: datetime, title: str = "河边清洁") -> str:
        """An activity made by the organiser; its id."""
        unit = self.store.rows("select id from unit order by id")[0]["id"]
        starts, ends = (one.replace(second=0, microsecond=0) for one in (starts, ends))
        draft = Draft(title, "榕溪步道", unit, "林小榕", "捡拾步道边的垃圾。", "临水，穿防滑鞋。", True, False, False, False, starts, ends, 20)
        return activities.create(self.store, draft, self.organiser, at)[0]

    def serves(self, who: Resident, activity: str, stay: Interval) -> None:
        """Sign in and out by the codes of those moments."""
        for act, moment, at in ((presence.sign_in, "in", stay.start), (presence.sign_out, "out", stay.end)):
            code = presence.code_view(self.store, activity, moment, By(staff=self.organiser), at).code
            act(self.store, activity, who.subject, code, at)

    def approve(self, activity: str, at: datetime) -> None:
        """Approve everything that waits there."""
        for row in self.store.rows("select id from record where activity = :a and state = 'pending' order by id", a=activity):
            hours.approve(self.store, row["id"], self.organiser, at)

    def settle_organiser(self) -> None:
        """Find the organiser whom a browser made."""
        row = self.store.one("select id from staff order by id")
        assert row
        self.organiser = row["id"]


def _first_organiser(store: Store, at: datetime) -> str:
    code = staff.setup_code(store, at)
    assert code
    form = StaffForm(USERNAME, "林小榕", "社区工作者", "000-5550100", PASSWORD, phone_public=True, declared_none=True)
    return staff.first_organiser(store, code, form, device=ids.token(), at=at).id

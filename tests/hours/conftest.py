"""A clean-up on Saturday 28 November 2026, 9:00 to 11:00, with invented residents and organisers."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from linli import clock, community, ids
from linli.roles import Staff
from linli.rules import totp
from linli.store import Store
from linli.volunteer import activities, coordinators
from linli.volunteer.activity_draft import Draft
from linli.volunteer.duty import By
from tests.cast import MONDAY, Cast, settle

NINE = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
ELEVEN = NINE + timedelta(hours=2)


def minutes(count: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)


@dataclass
class Stage:
    """The store with a community, a unit, three organisers and an activity on it; Wang enters, Li and Chen approve."""

    store: Store
    cast: Cast
    unit: str
    li: str
    chen: str
    draft: Draft
    activity: str = ""
    wang: str = ""

    def person(self, nickname: str, *, compound: str = "", slip: str | None = None) -> str:
        """A new resident; the subject."""
        subject, resident = ids.new(), ids.new()
        at = clock.stamp(MONDAY)
        with self.store.writing() as tx:
            tx.insert("subject", [{"id": subject}])
            tx.insert("resident", [{
                "id": resident, "compound": compound or self.cast.yulan, "nickname": nickname, "nickname_key": nickname,
                "hidden_at": None, "player_number": ids.digits(6), "pin_hash": "-", "slip": slip,
                "notice_version": "1", "consented_at": at, "created_at": at,
            }])
            tx.insert("subject_resident", [{"subject": subject, "resident": resident}])
        return subject

    def resident(self, subject: str) -> str:
        """The resident id behind a subject."""
        row = self.store.one("select resident from subject_resident where subject = :s", s=subject)
        assert row
        return str(row["resident"])

    def coordinator(self, subject: str, activity: str = "") -> By:
        """Make a resident coordinator of the activity."""
        coordinators.coordinator_link(self.store, self.organiser(self.li), activity or self.activity, self.resident(subject), MONDAY)
        return By(resident=self.resident(subject))

    def organiser(self, staff: str) -> Staff:
        """The staff account."""
        with self.store.reading() as tx:
            return activities.organiser(tx, staff)

    def another(self, **changes: object) -> str:
        """One more activity, like the first but for `changes`."""
        return activities.create(self.store, replace(self.draft, **changes), self.li, MONDAY)[0]  # type: ignore[arg-type]

    def code(self, moment: str, at: datetime, activity: str = "") -> str:
        """The code on the coordinator's screen."""
        row = self.store.one("select * from activity where id = :id", id=activity or self.activity)
        assert row
        return totp.code(row[f"code_{moment}"], at)

    def wrong(self, at: datetime) -> str:
        """Six digits that are no code of that moment."""
        row = self.store.one("select * from activity where id = :id", id=self.activity)
        assert row
        taken = {totp.code(row["code_in"], at, step) for step in range(-9, 10)}
        return next(text for text in ("111111", "222222", "333333", "444444") if text not in taken)

    def served(self, subject: str, came: float, left: float, activity: str = "") -> str:
        """A stay ticked by an organiser, in minutes after nine; the record's id."""
        from linli.volunteer import ticks

        by, where = By(staff=self.wang), activity or self.activity
        ticks.tick_in(self.store, where, subject, by, NINE + minutes(came))
        ticks.tick_out(self.store, where, subject, by, NINE + minutes(left))
        return self.record(subject, where)

    def record(self, subject: str, activity: str = "") -> str:
        """The newest record of a subject at an activity."""
        row = self.store.one(
            "select id from record where subject = :s and activity = :a order by part desc limit 1", s=subject, a=activity or self.activity
        )
        assert row
        return str(row["id"])

    def count(self, table: str, where: str = "1 = 1") -> int:
        """How many rows a table has."""
        row = self.store.one(f"select count(*) as n from {table} where {where}")
        assert row
        return int(row["n"])


def staff(store: Store, name: str, role: str = "organiser", resident: str | None = None) -> str:
    """A staff account; its id."""
    row = {
        "id": ids.new(), "username": name.lower(), "name": name, "post": "clerk", "office_phone": "000", "role": role,
        "password_hash": "-", "resident": resident, "declared_none": int(resident is None), "created_at": clock.stamp(MONDAY),
    }
    with store.writing() as tx:
        tx.insert("staff", [row])
    return str(row["id"])


@pytest.fixture
def stage(store: Store) -> Stage:
    """The stage, on each engine."""
    cast = settle(store)
    with store.writing() as tx:
        unit = community.add_unit(tx, "物业", "Property")
    li, chen = staff(store, "Li"), staff(store, "Chen")
    draft = Draft(
        title="East gate", location="East gate", unit=unit, in_charge="Aunt Gui", work="Sweep the path", risk="Wet leaves: wear firm shoes",
        insured=True, working_time=False, own_interest=False, paid=False, starts_at=NINE, ends_at=ELEVEN, places=3,
    )
    made = Stage(store, cast, unit, li, chen, draft, wang=staff(store, "Wang"))
    made.activity = activities.create(store, draft, li, MONDAY)[0]
    return made

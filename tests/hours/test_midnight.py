"""An activity over midnight: its hours are those of the day it starts, in the community's zone."""

from datetime import timedelta

from linli import community
from linli.volunteer import hours, presence
from tests.cast import MONDAY
from tests.hours.conftest import NINE, Stage, minutes

EVENING = NINE + timedelta(hours=13)  # 22:00 in Shanghai


def test_hours_after_midnight_count_on_the_day_it_began_and_in_that_days_limit(stage: Stage) -> None:
    one = stage.person("阿华")
    long = stage.another(title="Long day", starts_at=NINE, ends_at=NINE + timedelta(hours=6))
    night = stage.another(title="Night watch", starts_at=EVENING, ends_at=EVENING + timedelta(hours=4))
    morning = stage.another(title="Next morning", starts_at=NINE + timedelta(days=1), ends_at=NINE + timedelta(days=1, hours=2))
    records = [stage.served(one, start, end, where) for start, end, where in ((0, 360, long), (780, 1020, night), (1440, 1560, morning))]
    days = [row["act_on"] for row in stage.store.rows("select act_on from record order by id")]
    assert days == ["2026-11-28", "2026-11-28", "2026-11-29"]
    after = NINE + timedelta(days=2)
    assert [hours.approve(stage.store, record, stage.li, after).state for record in records] == ["approved", "pending", "approved"]
    assert hours.approve(stage.store, records[1], stage.chen, after).minutes == 240
    posted = stage.store.rows("select act_on, minutes from ledger where kind = 'hours' order by act_on, minutes")
    assert [(row["act_on"], row["minutes"]) for row in posted] == [("2026-11-28", 240), ("2026-11-28", 360), ("2026-11-29", 120)]


def test_the_day_is_the_one_of_the_communitys_zone(stage: Stage) -> None:
    community.change_settings(stage.store, None, MONDAY, zone="Asia/Urumqi")
    early = stage.another(title="Before dawn", starts_at=NINE - timedelta(hours=8), ends_at=NINE - timedelta(hours=6))  # 23:00 the day before there
    one = stage.person("阿华")
    stage.served(one, -480, -360, early)
    assert stage.store.one("select act_on from record") == {"act_on": "2026-11-27"}


def test_a_stay_that_touches_the_outermost_minutes_is_credited_to_a_quarter_of_an_hour_around_the_plan(stage: Stage) -> None:
    one = stage.person("阿华")
    presence.sign_in(stage.store, stage.activity, one, stage.code("in", NINE - minutes(60)), NINE - minutes(60))
    presence.sign_out(stage.store, stage.activity, one, stage.code("out", NINE + minutes(180)), NINE + minutes(180))
    assert stage.store.one("select served from record") == {"served": 150}

"""How long a coordinator's cookie lasts, and the working days an organiser types."""

from datetime import UTC, datetime

import pytest

from linli import roles
from linli.rules.working_days import Deadline, YearDays
from linli.volunteer import activities, duty
from tests.hours.conftest import NINE, Stage, staff


def test_the_cookie_lasts_to_the_end_of_the_tenth_working_day(stage: Stage) -> None:
    assert duty.coordinator_until(stage.store, stage.activity) == datetime(2026, 12, 11, 16, 0, tzinfo=UTC)
    with pytest.raises(activities.UnknownActivity):
        duty.coordinator_until(stage.store, "x")


def test_a_year_not_published_is_typed_by_an_organiser(stage: Stage) -> None:
    far = NINE.replace(year=2098)
    activity = stage.another(starts_at=far, ends_at=far.replace(hour=3))
    assert duty.coordinator_until(stage.store, activity) == datetime(2098, 11, 28, 16, 0, tzinfo=UTC) + duty.UNPUBLISHED
    with stage.store.reading() as tx:
        assert duty.deadline(tx, "2098-11-28") == Deadline(None, 2098)
    with pytest.raises(roles.NotAllowed):
        duty.type_days(stage.store, 2098, YearDays(), staff(stage.store, "Clerk", "clerk"), NINE)
    duty.type_days(stage.store, 2098, YearDays(off=frozenset({"2098-12-01"})), stage.li, NINE)
    duty.type_days(stage.store, 2099, YearDays(), stage.li, NINE)
    with stage.store.reading() as tx:
        assert duty.deadline(tx, "2098-11-28") == Deadline("2098-12-15")
    assert duty.coordinator_until(stage.store, activity) == datetime(2098, 12, 15, 16, 0, tzinfo=UTC)

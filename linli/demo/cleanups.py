"""The clean-ups of the sample season: past, going on now, and to come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from linli import clock, staff
from linli.demo import cast
from linli.demo.cast import Work
from linli.demo.people import Person, find, join
from linli.demo.season import Season
from linli.rules.crediting import Interval
from linli.store import Store
from linli.volunteer import activities, evidence, head_counts, hours, presence, sign_ups, ticks, waiting
from linli.volunteer.activity_draft import Draft, plan_of
from linli.volunteer.duty import By

PLACES = 40
#: A clean-up that is going on ends so soon that its sign-out code is open already.
ENDS_IN = timedelta(minutes=14)
RUNS = timedelta(minutes=90)
WEDNESDAY, SATURDAY = 2, 5
MOST_PAST = 5
#: Share of the volunteers who come to one clean-up, and how many records of the last one wait.
TURN_OUT = 0.62
LEFT_PENDING = 6
WEEKS_AHEAD = 4
#: Places of the one that is full, and how many more want to come.
FEW, WAITING = 6, 4


def plan(season: Season, people: list[Person]) -> None:
    """The Saturdays, a Wednesday and an evening that were, one going on now, and those to come."""
    yesterday = clock.add_days(season.today, -1)
    past = [(day, 9.0) for day in season.days() if _weekday(day) in (SATURDAY, WEDNESDAY) and day < yesterday][-MOST_PAST:]
    for number, (day, hour) in enumerate([*past, (yesterday, 18.0)]):
        _past(season, cast.WORKS[number % len(cast.WORKS)], season.moment(day, hour), people, last=number == len(past))
    _running(season, people)
    season.later(season.moment(season.today, 0) - timedelta(hours=4), partial(_upcoming, season, people))


def _weekday(day: str) -> int:
    return date.fromisoformat(day).weekday()


def draft(work: Work, unit: str, starts_at: datetime, ends_at: datetime, *, pause: bool = True) -> Draft:
    """An activity of that work, with a break of ten minutes in the middle if wanted."""
    middle = starts_at + (ends_at - starts_at) / 2
    middle = middle.replace(second=0, microsecond=0)
    rests = (Interval(middle, middle + timedelta(minutes=10)),) if pause else ()
    return Draft(
        title=work.title, location=work.location, unit=unit, in_charge=cast.ORGANISERS[0][1], work=work.work, risk=work.risk,
        insured=True, working_time=False, own_interest=False, paid=False, starts_at=starts_at, ends_at=ends_at,
        places=PLACES, breaks=rests, kind=work.kind,
    )


def _past(season: Season, work: Work, starts: datetime, people: list[Person], *, last: bool) -> None:
    """Two hours: sign-ups, ticks and codes, head counts, and the approvals an hour after the codes close."""
    made: list[str] = []
    chosen = draft(work, season.units[1], starts, starts + timedelta(hours=2))
    season.later(starts - timedelta(days=5), partial(_enter, season, chosen, made))
    for person in _team(season, people):
        _volunteer(season, person, made, starts)
    season.later(starts + timedelta(minutes=25), partial(_count, season, made, "start"))
    season.later(starts + timedelta(hours=1, minutes=44), partial(_count, season, made, "end"))
    season.later(starts + timedelta(hours=2, minutes=2), partial(_result, season, made, work))
    season.later(starts + timedelta(hours=3, minutes=5), partial(_confirm_ends, season, made))
    season.later(starts + timedelta(hours=4), partial(_decide, season, made, LEFT_PENDING if last else 0))


def _enter(season: Season, chosen: Draft, made: list[str], at: datetime) -> None:
    """An organiser makes the activity; its id goes into `made`, for everything that follows."""
    made.extend(activities.create(season.store, chosen, season.organisers[0].id, at))


def _team(season: Season, people: list[Person]) -> list[Person]:
    """Some volunteers of each compound; the coordinator and who has never been there stay out."""
    apart = {cast.NEWCOMER.nickname, cast.COORDINATOR.nickname}
    able = [one for home in cast.HOMES for one in [p for p in people if p.home == home and p.nickname not in apart][: home.volunteers]]
    return [one for one in season.rng.sample(able, len(able)) if season.rng.random() < TURN_OUT][: PLACES - 2]


def _volunteer(season: Season, person: Person, made: list[str], starts: datetime) -> None:
    """One person's morning: most sign up before, four in five use the code."""
    came = starts + timedelta(minutes=season.rng.randint(-18, 14), seconds=season.rng.randint(0, 59))
    left = starts + timedelta(minutes=season.rng.randint(106, 131), seconds=season.rng.randint(0, 59))
    if season.rng.random() < 0.8:
        season.later(starts - timedelta(hours=season.rng.randint(14, 90)), partial(_sign_up, season, person, made))
    else:
        season.later(came - timedelta(minutes=4), partial(join, season, person))
    by_code = season.rng.random() < 0.8
    season.later(came, partial(_come, season, person, made, by_code))
    if season.rng.random() < 0.95:
        season.later(left, partial(_leave, season, person, made, by_code))


def _sign_up(season: Season, person: Person, made: list[str], at: datetime) -> None:
    join(season, person, at)
    sign_ups.sign_up(season.store, made[0], person.resident.subject, at, read=True)


def _come(season: Season, person: Person, made: list[str], by_code: bool, at: datetime) -> None:
    """Sign in by the code of that moment, or by an organiser's tick."""
    subject = person.resident.subject
    if by_code:
        presence.sign_in(season.store, made[0], subject, _code(season, made[0], "in", at), at)
    else:
        ticks.tick_in(season.store, made[0], subject, _organiser(season), at)


def _leave(season: Season, person: Person, made: list[str], by_code: bool, at: datetime) -> None:
    """Sign out in the same way."""
    subject = person.resident.subject
    if by_code:
        presence.sign_out(season.store, made[0], subject, _code(season, made[0], "out", at), at)
    else:
        ticks.tick_out(season.store, made[0], subject, _organiser(season), at)


def _code(season: Season, activity: str, moment: str, at: datetime) -> str:
    return presence.code_view(season.store, activity, moment, _organiser(season), at).code


def _organiser(season: Season) -> By:
    """Who keeps the lists; somebody else approves."""
    return By(staff=season.organisers[1].id)


def _count(season: Season, made: list[str], moment: str, at: datetime) -> None:
    """The head count: as many as are signed in, now and then one more."""
    with season.store.reading() as tx:
        there = head_counts.signed_in_at(tx, made[0], clock.stamp(at))
    head_counts.enter(season.store, made[0], moment, there + int(season.rng.random() < 0.2), _organiser(season), at)


def _result(season: Season, made: list[str], work: Work, at: datetime) -> None:
    """What was achieved: some bags, and the place itself."""
    evidence.enter_result(season.store, made[0], season.rng.randint(3, 14), work.location, _organiser(season), at)


def _confirm_ends(season: Season, made: list[str], at: datetime) -> None:
    """Whom nobody signed out: the planned end is confirmed for all but the first."""
    presence.settle(season.store, made[0], at)
    open_ends = "select id from presence where activity = :activity and left_at is null and void_at is null order by id"
    for one in season.store.rows(open_ends, activity=made[0])[1:]:
        with season.store.reading() as tx:
            ends = plan_of(activities.found(tx, made[0])).end
        ticks.confirm_end(season.store, one["id"], ends, _organiser(season), at)


def _decide(season: Season, made: list[str], left: int, at: datetime) -> None:
    """Approve what can be approved, but for the last `left` of them."""
    waiting = season.store.rows(
        "select r.id from record r where r.activity = :activity and r.state = 'pending' and not exists"
        " (select 1 from presence p where p.record = r.id and p.left_at is null) order by r.id", activity=made[0],
    )
    for row in waiting[: len(waiting) - left]:
        hours.approve(season.store, row["id"], season.organisers[0].id, at)


def _running(season: Season, people: list[Person]) -> None:
    """A clean-up that is going on: some people are there, and both codes are open."""
    ends = season.now.replace(second=0, microsecond=0) + ENDS_IN
    starts = max(ends - RUNS, season.moment(season.today, 0) + timedelta(minutes=1))
    made: list[str] = []
    season.later(starts - timedelta(hours=30), partial(_enter, season, draft(cast.WORKS[4], season.units[0], starts, ends, pause=False), made))
    season.later(starts - timedelta(hours=29), partial(_appoint, season, find(people, cast.COORDINATOR), made))
    season.later(starts - timedelta(hours=26), partial(_sign_up, season, find(people, cast.NEWCOMER), made))
    for person in _team(season, people)[:9]:
        season.later(starts - timedelta(hours=20), partial(_sign_up, season, person, made))
        season.later(starts + timedelta(seconds=season.rng.randint(1, 50)), partial(_come, season, person, made, True))


def _appoint(season: Season, keeper: Person, made: list[str], at: datetime) -> None:
    join(season, keeper, at)
    staff.coordinator_link(season.store, season.organisers[0], made[0], keeper.resident.id, at)


def _upcoming(season: Season, people: list[Person], at: datetime) -> None:
    """The next Saturdays, with a few sign-ups for the first."""
    saturday = next(day for number in range(1, 8) if _weekday(day := clock.add_days(season.today, number)) == SATURDAY)
    starts = season.moment(saturday, 9)
    chosen = draft(cast.WORKS[0], season.units[1], starts, starts + timedelta(hours=2))
    made = activities.create(season.store, chosen, season.organisers[0].id, at, weeks=WEEKS_AHEAD)
    sunday = season.moment(clock.add_days(saturday, 1), 15)
    activities.create(season.store, draft(cast.WORKS[5], season.units[0], sunday, sunday + timedelta(minutes=90)), season.organisers[0].id, at)
    for person in _team(season, people)[:8]:
        _sign_up(season, person, made, at)
    _other_kinds(season, people, saturday, at)


def _other_kinds(season: Season, people: list[Person], saturday: str, at: datetime) -> None:
    """Planting with too few places for all who want to come, two more kinds, and a patrol that the weather cancels."""
    by, made = season.organisers[0].id, []
    for number, work in enumerate(cast.MORE_WORKS):
        starts = season.moment(clock.add_days(saturday, 1 + number), 9 + 5 * (number % 2))
        chosen = draft(work, season.units[number % 2], starts, starts + timedelta(minutes=90), pause=False)
        made += activities.create(season.store, replace(chosen, places=FEW if number == 0 else PLACES), by, at)
    wish = [one for one in people if one.nickname != cast.COORDINATOR.nickname][: FEW + WAITING]
    for person in wish:
        join(season, person, at)
    for person in wish[:FEW]:
        sign_ups.sign_up(season.store, made[0], person.resident.subject, at, read=True)
    for person in wish[FEW:]:
        waiting.join(season.store, made[0], person.resident.subject, at, read=True)
    sign_ups.cancel(season.store, made[0], wish[1].resident.subject, at + timedelta(minutes=40))
    for person in wish[2:7]:
        sign_ups.sign_up(season.store, made[3], person.resident.subject, at, read=True)
    activities.cancel(season.store, made[3], "", by, at + timedelta(hours=1), cause="wind")


def open_now(store: Store, at: datetime) -> str:
    """The activity where one can sign in and out just now; a new one where there is none. Its id."""
    for one in activities.upcoming(store, at):
        if one.state in ("signing_in", "running") and one.ends_at - activities.LEAVE_FROM <= at:
            return one.id
    starts = at.replace(second=0, microsecond=0) + timedelta(minutes=2)
    units: Sequence[str] = [row["id"] for row in store.rows("select id from unit order by id")]
    chosen = draft(cast.WORKS[3], units[0], starts, starts + timedelta(minutes=12), pause=False)
    by = store.one("select id from staff where username = :name and removed_at is null", name=cast.ORGANISERS[0][0])
    return activities.create(store, chosen, by["id"] if by else "", at)[0]

"""The residents and guests of the sample season, and the quizzes they take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from linli import answers, attempts, devices, ids, kiosks, notice, pins, residents, slips
from linli.attempts import Asked, Player
from linli.demo import cast
from linli.demo.cast import Home, Named
from linli.demo.season import Season
from linli.questions import bank
from linli.who import Resident

#: Share of residents of a slip compound who typed their household's slip.
WITH_SLIP = 0.85
#: Share of guests who typed one.
GUEST_WITH_SLIP = 0.4
TOPIC_SHARE = 0.12
ABANDONED_SHARE = 0.03
SUNDAYS_MORE = 1.35


@dataclass
class Person:
    """Somebody who lives there. skill: share of items they get right; keen: quizzes a day."""

    home: Home
    nickname: str
    pin: str
    slip: str | None
    skill: float
    keen: float
    joined: Resident | None = None

    @property
    def resident(self) -> Resident:
        """The resident's account, once they have joined."""
        assert self.joined
        return self.joined


def invent(season: Season) -> list[Person]:
    """Everybody, the known ones first of their compound."""
    names = [first + second for first in cast.FIRST for second in cast.SECOND]
    season.rng.shuffle(names)
    names[:0] = cast.FOREIGN
    season.rng.shuffle(names)
    return [person for home in cast.HOMES for person in _of_home(season, home, names)]


def _of_home(season: Season, home: Home, names: list[str]) -> list[Person]:
    known = [one for one in cast.KNOWN if one.home == home.zh]
    people = [_person(season, home, one.nickname, one.pin, one.slip) for one in known]
    while len(people) < home.residents:
        people.append(_person(season, home, names.pop(), pins.new_pin(), season.rng.random() < WITH_SLIP))
    return people


def _person(season: Season, home: Home, nickname: str, pin: str, has_slip: bool) -> Person:
    codes = season.slips.get(season.homes[home.zh], [])
    skill = season.rng.betavariate(7, 2.6)
    keen = home.keen * season.rng.uniform(0.3, 1.7)
    return Person(home, nickname, pin, codes.pop(0) if has_slip and codes else None, skill, keen)


def find(people: list[Person], named: Named) -> Person:
    """One of the known residents."""
    return next(one for one in people if one.nickname == named.nickname and one.home.zh == named.home)


def join(season: Season, person: Person, at: datetime) -> None:
    """Make the account, unless it is there."""
    if person.joined is None:
        person.joined = residents.join(
            season.store, compound=season.homes[person.home.zh], nickname=person.nickname, pin=person.pin,
            slip_code=person.slip, fourteen=True, notice_version=notice.VERSION, device=None, at=at,
        )


def plan(season: Season, people: list[Person]) -> None:
    """Who plays when. The known residents leave today's quiz to whoever tries the product."""
    for day in season.days():
        for person in people:
            known = person.nickname in {one.nickname for one in cast.KNOWN}
            busy = SUNDAYS_MORE if _weekend(day) else 1.0
            if season.rng.random() < person.keen * busy and not (known and day == season.today):
                season.later(_some_time(season, day), partial(_resident_plays, season, person))
    for home in cast.HOMES:
        for _guest in range(home.guests):
            day = season.rng.choice(season.days())
            season.later(_some_time(season, day), partial(_guest_plays, season, home))
    season.later(season.moment(season.first_day, 8), partial(_kiosk, season))


def _weekend(day: str) -> bool:
    return datetime.fromisoformat(day).weekday() >= 5


def _some_time(season: Season, day: str) -> datetime:
    """In the day or the evening; today at any time that has been."""
    if day == season.today:
        past = (season.now - season.moment(day, 0)).total_seconds()
        return season.moment(day, 0) + timedelta(seconds=60 + season.rng.random() * max(0, past - 600))
    return season.moment(day, min(22.5, max(6.2, season.rng.choice((season.rng.gauss(12.4, 1.2), season.rng.gauss(19.6, 1.3))))))


def _resident_plays(season: Season, person: Person, at: datetime) -> None:
    join(season, person, at)
    found = person.resident
    player = Player(devices.mark(f"sample {found.id}"), found.compound, found.subject, found.slip)
    kind, topic = "daily", None
    if season.rng.random() < TOPIC_SHARE:
        kind, topic = "topic", _topic(season)
    _sit(season, player, person.skill, at, kind, topic)


def _topic(season: Season) -> str:
    with season.store.reading() as tx:
        topics = [one.topic.id for one in bank.open_topics(tx)]
    if not topics:
        raise attempts.NoQuestions
    return season.rng.choice(topics)


def _sit(season: Season, player: Player, skill: float, at: datetime, kind: str = "daily", topic: str | None = None) -> None:
    """One sitting, half a minute an item; a few are left unfinished."""
    attempt = attempts.start(season.store, player, kind, topic, at=at)
    stops = season.rng.random() < ABANDONED_SHARE
    for asked in attempts.look(season.store, attempt, player).asked:
        at += timedelta(seconds=season.rng.randint(12, 45))
        if asked.chosen is None and at < season.now:
            answers.answer(season.store, attempt, asked.item.id, _chosen(season, asked, skill), player, at=at)
        if stops and season.rng.random() < 0.5:
            return


def _chosen(season: Season, asked: Asked, skill: float) -> list[int]:
    """The key, or one wrong option: harder items are missed more often."""
    key = sorted(asked.item.key)
    if season.rng.random() < skill - 0.06 * (asked.item.level - 1):
        return key
    return [season.rng.choice([number for number in range(len(asked.item.options)) if number not in key] or key[:1])]


def _guest_plays(season: Season, home: Home, at: datetime) -> None:
    compound = season.homes[home.zh]
    codes = season.slips.get(compound, [])
    slip = None
    if codes and season.rng.random() < GUEST_WITH_SLIP:
        with season.store.reading() as tx:
            slip = slips.find(tx, compound, codes.pop(0))
    kiosk = season.kiosk if season.rng.random() < 0.3 else None
    _sit(season, Player(devices.mark(ids.token()), compound, slip=slip, kiosk=kiosk), season.rng.betavariate(5, 3), at)


def _kiosk(season: Season, at: datetime) -> None:
    token = kiosks.link(season.store, season.organisers[0], cast.KIOSK, at)
    found = kiosks.of_cookie(season.store, kiosks.register(season.store, token, at))
    season.kiosk = found.id if found else None

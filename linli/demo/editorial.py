"""What a committee does with questions in the sample season: two papers, an import, a few reports.

One question of the first paper is misread by many on purpose, so that its flag in the statistics
can be looked at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from linli import clock, devices, paper_sittings, papers
from linli.attempts import Player
from linli.demo.people import Person, join
from linli.demo.season import Season
from linli.ids import fingerprint
from linli.papers import Head
from linli.questions import bank, importing, reports
from linli.questions.formats import reading

ITEMS = 20
#: Share of residents who sit the first paper.
SITTING = 0.62
#: Share of them who misread one of its questions in the same way, the able ones more.
MISREAD = 0.95
REPORTS = ("unclear", "wording", "key")
IMPORTED = """题型,题目,选项A,选项B,选项C,答案,解析,依据,条,原文
单选,楼上邻居深夜装修，你第一步可以怎么做？,好好说，请他改个时间,把他家的电闸拉了,在门口堆东西,A,先好好说，说不通再请社区帮忙。,,,
判断,小区的消防通道可以临时停车五分钟。,对,不对,,B,消防通道一刻也不能占。,中华人民共和国消防法,第二十八条,不得占用、堵塞、封闭疏散通道、安全出口、消防车通道
多选,下面哪些地方不能给电动自行车充电？,楼梯间,安全出口,集中充电棚,AB,,,,
简答,说说你对文明养犬的看法。,,,,,,,,
"""


@dataclass
class Paper:
    """The first paper as it was made, and the question that many misread."""

    id: str = ""
    misread: str = ""


def plan(season: Season, people: list[Person]) -> None:
    """The first paper in the season's second week, another that is open now, an import, reports."""
    paper = Paper()
    opens = season.moment(clock.add_days(season.first_day, 2), 8)
    season.later(opens, partial(_first_paper, season, paper))
    for person in people:
        if season.rng.random() < SITTING:
            after = timedelta(hours=season.rng.uniform(1, 150))
            season.later(opens + after, partial(_sits, season, paper, person))
    season.later(season.now - timedelta(hours=30), partial(_open_paper, season))
    season.later(season.now - timedelta(hours=26), partial(_import, season))
    season.later(season.now - timedelta(hours=20), partial(_reports, season))


def _drawn(season: Season, count: int, skip: int) -> list[str]:
    """Items spread over the topics, always the same ones: each topic's `skip`-th."""
    with season.store.reading() as tx:
        topics = [one.topic.id for one in bank.open_topics(tx)]
        found = [bank.pool(tx, topic)[skip % len(bank.pool(tx, topic))].item for topic in topics]
    return found[:count]


def _first_paper(season: Season, paper: Paper, at: datetime) -> None:
    items = _drawn(season, ITEMS, 2)
    head = Head("起步卷：住在一起要知道的事", "First paper: what neighbours should know", at, at + timedelta(days=8), minutes=30, forms=2)
    paper.id = papers.make(season.store, head, items, season.organisers[0].id, at)
    papers.move(season.store, paper.id, "open", season.organisers[0].id, at)
    with season.store.reading() as tx:
        paper.misread = next(item for item in items if bank.current(tx, item).kind == "single")


def _sits(season: Season, paper: Paper, person: Person, at: datetime) -> None:
    """Half a minute a question, handed in at the end."""
    join(season, person, at)
    found = person.resident
    player = Player(devices.mark(f"sample {found.id}"), found.compound, found.subject, found.slip)
    attempt = paper_sittings.start(season.store, paper.id, player, at=at)
    for sheet in paper_sittings.look(season.store, attempt, player, at).sheets:
        at += timedelta(seconds=season.rng.randint(8, 40))
        key = sorted(sheet.item.key)
        wrong = [number for number in range(len(sheet.item.options)) if number not in key]
        right = season.rng.random() < person.skill - 0.06 * (sheet.item.level - 1)
        misread = sheet.item.id == paper.misread and season.rng.random() < MISREAD * (0.5 + person.skill / 2)
        chosen = wrong[:1] if misread else key if right else [season.rng.choice(wrong)]
        paper_sittings.choose(season.store, attempt, sheet.item.id, chosen, player, at=at)
    if at < season.now:
        paper_sittings.hand_in(season.store, attempt, player, at=at)


def _open_paper(season: Season, at: datetime) -> None:
    head = Head("冬季平安卷", "A safe winter", at, at + timedelta(days=7), minutes=15, forms=3)
    made = papers.make(season.store, head, _drawn(season, 10, 5), season.organisers[0].id, at)
    papers.move(season.store, made, "open", season.organisers[0].id, at)


def _import(season: Season, at: datetime) -> None:
    """A clerk's file: one question complete, two that lack something, one that is refused."""
    with season.store.reading() as tx:
        topic = next(one.topic for one in bank.open_topics(tx) if one.topic.id == "property")
        data = IMPORTED.encode("gb18030")
        shown = importing.preview(tx, reading.read(data, "邻里题目.csv"), "邻里题目.csv", fingerprint(IMPORTED), topic, at)
    importing.commit(season.store, shown, season.organisers[1].id, at)


def _reports(season: Season, at: datetime) -> None:
    """Three residents find something wrong with what they were asked lately."""
    rows = season.store.rows(
        "select an.subject, an.item, a.compound from answer an join attempt a on a.id = an.attempt"
        " where a.guest = 0 and a.kind = 'daily' and an.answered_at < :now order by an.answered_at desc, an.item, an.subject limit 40", now=clock.stamp(at),
    )
    for reason, row in zip(REPORTS, season.rng.sample(rows, min(len(rows), len(REPORTS))), strict=False):
        reports.report(season.store, row["item"], reason, Player("", row["compound"], row["subject"]), at)

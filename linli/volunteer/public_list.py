"""The public list (公示): approved hours of the last days, by nickname or by a code (docs/rules.md §1, §4).

Named is only who agreed to be named on public lists and whose nickname an organiser approved
(linli.listing). Everybody else stands under the record's public code, which tells nothing about
the person and differs from record to record. A compound is named where 5 or more of its people
are on the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community, ids
from linli.errors import GameError
from linli.listing import NAMED
from linli.locale import N_, pick
from linli.rules.settings import Settings
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import records

#: A compound is named where so many of its people are on the list.
FEWEST = 5


class NotPublic(GameError):
    """An organiser has switched the list off."""

    def __init__(self) -> None:
        super().__init__(N_("The list of hours is not shown on the internet here. It hangs at the office, where you may object too."))


class NotListed(GameError):
    """No such row now."""

    def __init__(self) -> None:
        super().__init__(N_("These hours are not on the public list any more. The office knows what became of them."))


@dataclass(frozen=True)
class Line:
    """Approved hours on the list.

    nickname: '' where the code stands instead; compound: '' where too few of its people are on the
    list; last_on: the last day of objections; open: objections that wait for an answer; examined:
    objections answered; taken_back: an objection was right, the hours do not count any more.
    """

    code: str
    nickname: str
    compound: str
    title: str
    act_on: str
    minutes: int
    supplementary: bool
    unit: str
    in_charge: str
    last_on: str
    open: int
    examined: int
    taken_back: bool


@dataclass(frozen=True)
class PublicList:
    """The list of a day. days: for how many days approved hours stand on it."""

    today: str
    days: int
    lines: tuple[Line, ...]


_SELECT = (
    "select p.id, p.public_code, p.subject, p.compound, p.act_on, p.minutes, p.kind, p.state, p.decided_at, a.title, a.in_charge,"
    f" u.name_zh as unit_zh, u.name_en as unit_en, case when {NAMED} then r.nickname else '' end as nickname,"
    " (select count(*) from objection o where o.record = p.id and o.closed_at is null) as open,"
    " (select count(*) from objection o where o.record = p.id and o.closed_at is not null) as examined"
    f" from record p join activity a on a.id = p.activity left join unit u on u.id = a.unit{records.NAMES}"
    " where p.minutes > 0 and ((p.state = 'approved' and (p.decided_at >= :since"
    " or exists (select 1 from objection o where o.record = p.id and o.closed_at is null)))"
    " or (p.state = 'reversed' and p.decided_at >= :since"
    " and exists (select 1 from objection o where o.record = p.id and o.upheld = 1)))"
)


def read(store: Store, at: datetime) -> PublicList:
    """The list at this moment, by activity: the newest day first. Raises NotPublic."""
    _code_all(store)
    with store.reading() as tx:
        settings = open_to_all(tx)
        return _read(tx, settings, at)


def to_print(store: Store, at: datetime) -> PublicList:
    """The same for the notice board, also where it is not shown on the internet."""
    _code_all(store)
    with store.reading() as tx:
        return _read(tx, community.settings(tx), at)


def open_to_all(tx: Tx) -> Settings:
    """The settings, where the list is shown to everybody. Raises NotPublic."""
    settings = community.settings(tx)
    if not settings.hours_public:
        raise NotPublic
    return settings


def line_of(found: PublicList, code: str) -> Line:
    """One row of the list by its code. Raises NotListed."""
    wanted = ids.tidy_code(code)
    one = next((one for one in found.lines if one.code == wanted), None)
    if one is None:
        raise NotListed
    return one


def since(settings: Settings, at: datetime) -> str:
    """The stamp from which on a decision is on the list: `final_days` local days ago, that day included."""
    first = clock.add_days(clock.local_day(at, settings.zone), -settings.final_days)
    return clock.stamp(clock.start_of(first, settings.zone))


def _code_all(store: Store) -> None:
    """Give a code to approved records of before there were codes."""
    wanted = "select id from record where state in ('approved', 'reversed') and public_code is null order by id"
    if not store.one(wanted + " limit 1"):
        return
    with store.writing() as tx:
        for row in tx.rows(wanted):
            tx.run("update record set public_code = :code where id = :id and public_code is null", code=records.new_public_code(tx), id=row["id"])


def _read(tx: Tx, settings: Settings, at: datetime) -> PublicList:
    rows = tx.rows(_SELECT + " order by p.act_on desc, a.starts_at, a.title, a.id, p.id", since=since(settings, at))
    named = _compounds(tx, rows)
    lines = tuple(_line(row, named, settings) for row in rows)
    return PublicList(clock.local_day(at, settings.zone), settings.final_days, lines)


def _compounds(tx: Tx, rows: Iterable[Row]) -> dict[str, str]:
    """The names of the compounds that may be named. Hours taken back do not count."""
    people: dict[str, set[str]] = {}
    for row in rows:
        if row["state"] == "approved":
            people.setdefault(row["compound"], set()).add(row["subject"])
    every = {row["id"]: str(pick(row["name_zh"], row["name_en"])) for row in tx.rows("select id, name_zh, name_en from compound order by id")}
    return {compound: every[compound] for compound, subjects in people.items() if len(subjects) >= FEWEST and compound in every}


def _line(row: Row, named: dict[str, str], settings: Settings) -> Line:
    back = row["state"] == "reversed"
    decided_on = clock.local_day(clock.parse(row["decided_at"]), settings.zone)
    return Line(
        row["public_code"], "" if back else row["nickname"], "" if back else named.get(row["compound"], ""), row["title"], row["act_on"],
        row["minutes"], row["kind"] == "supplementary", pick(row["unit_zh"] or "", row["unit_en"] or ""), row["in_charge"],
        clock.add_days(decided_on, settings.final_days), int(row["open"]), int(row["examined"]), back,
    )

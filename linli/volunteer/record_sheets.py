"""Record sheets (志愿服务记录单): issued from approved records, kept as printed, replaced and reprinted.

民政部令67号 art. 15 and 26: a residents' committee may issue one. The name and the ID number are
written by hand and are never stored. What was issued stays as it was, whatever happens to the
records, to the settings or to the account: linli.volunteer.sheet_checks tells what it is worth now.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hmac import compare_digest

from linli import clock, community, ids, roles, who
from linli.errors import GameError
from linli.locale import N_, full_day, use_language
from linli.roles import Staff
from linli.rules.record_set import Line, RecordSet, canonical, code_of, number_of, tidy_number, total
from linli.secret import sealed
from linli.store import Duplicate, Store, Tx
from linli.store.base import Busy, Row
from linli.volunteer import hour_lists, hours, records
from linli.volunteer.hour_lists import SheetRow

#: Somebody else took the number in the same moment: so often another one is tried.
TRIES = 60
MOST_LINES = 1000
#: Sheets that a volunteer makes on one local day.
MOST_A_DAY = 20
IN_CHARGE_MOST = 40


class BadDays(GameError):
    """The two days cannot be read, or lie the wrong way round."""

    def __init__(self) -> None:
        super().__init__(N_("The record sheet needs a first and a last day, the last one not before the first and not after today. Please choose both days again."))


class NothingServed(GameError):
    """No approved hours on these days."""

    def __init__(self, first: str, last: str) -> None:
        super().__init__(
            N_("From {first} to {last} there are no approved hours, so there is no record sheet to make. Choose other days, or wait until the hours have been approved."),
            first=lambda: full_day(first), last=lambda: full_day(last),
        )


class TooManyLines(GameError):
    """More records than one sheet holds."""

    def __init__(self, count: int) -> None:
        super().__init__(N_("{count} records are too many for one record sheet; {most} fit. Please choose fewer days."), count=count, most=MOST_LINES)


class EnoughToday(GameError):
    """A volunteer made a heap of sheets."""

    def __init__(self) -> None:
        super().__init__(N_("You have made {most} record sheets today; the newest one is on your page. More can be made tomorrow, or by the office."), most=MOST_A_DAY)


class NoSuchPlayer(GameError):
    """Nobody has that player number."""

    def __init__(self, number: str) -> None:
        super().__init__(N_("Nobody has the player number “{number}”. It has 6 digits and stands on the volunteer's own page."), number=number[:12])


class NoSuchSheet(GameError):
    """No sheet of that number that this person may open."""

    def __init__(self) -> None:
        super().__init__(N_("There is no record sheet of this number that you can open. Choose one from the list."))


class SheetReplaced(GameError):
    """A newer sheet took its place."""

    def __init__(self, number: str, newer: str) -> None:
        super().__init__(N_("Record sheet {number} was replaced by {newer}. Print that one."), number=number, newer=newer)


class SheetOutdated(GameError):
    """Its records are no longer what it says."""

    def __init__(self, number: str) -> None:
        super().__init__(N_("Hours on record sheet {number} have been taken back or corrected since. Make a new sheet for the same days."), number=number)


class SheetAltered(GameError):
    """The stored rows do not fit the code that was printed."""

    def __init__(self, number: str) -> None:
        super().__init__(
            N_("What is stored of record sheet {number} no longer fits its check code, so it is not printed. Tell who runs this server, and make a new sheet."),
            number=number,
        )


@dataclass(frozen=True)
class Issued:
    """A sheet in a list. state: valid, replaced, outdated (hours were taken back or corrected since).

    name: who it is for, as staff may see it, or that they left; issued_by: the staff person, or ''
    where the volunteer made it; newer: the number of the sheet that replaced it.
    """

    number: str
    first_on: str
    last_on: str
    signed_in_minutes: int
    supplementary_minutes: int
    lines: int
    issued_on: str
    issued_by: str
    name: str
    player_number: str
    state: str
    newer: str


def check_code(sheet: RecordSet) -> str:
    """The code that is printed on a sheet; only this installation's key makes it."""
    return code_of(bytes.fromhex(sealed("record sheet", canonical(sheet))))


def issue_own(store: Store, subject: str, first: str, last: str, at: datetime) -> RecordSet:
    """A sheet that a volunteer makes of their own hours on local days first..last.

    Raises BadDays, NothingServed, TooManyLines, EnoughToday, who.NoSuchResident.
    """
    def work(tx: Tx) -> RecordSet:
        if who.of_subject(tx, subject) is None:
            raise who.NoSuchResident
        records.lock_volunteer(tx, subject)
        _refuse_heap(tx, subject, at)
        return _issue(tx, subject, first, last, f"subject:{subject}", at)

    return _numbered(store, work)


def issue_for(store: Store, staff: Staff | None, player_number: str, first: str, last: str, at: datetime, in_charge: str = "") -> RecordSet:
    """A sheet that an organiser or a clerk makes for the resident of that player number.

    in_charge: who answers for the committee, printed as given; '' leaves a line for the pen. The
    staff person is its handler (经办人). Raises roles.NotSignedIn, roles.NotAllowed, NoSuchPlayer,
    BadDays, NothingServed, TooManyLines.
    """
    by = roles.require(staff, "organiser", "clerk")

    def work(tx: Tx) -> RecordSet:
        subject = _subject(tx, player_number)
        records.lock_volunteer(tx, subject)
        sheet = _issue(tx, subject, first, last, f"staff:{by.id}", at, by.name, in_charge)
        community.note(tx, by.id, "record sheet", f"record_sheet:{sheet.number}", f"{sheet.first_on} to {sheet.last_on}", at)
        return sheet

    return _numbered(store, work)


def _numbered(store: Store, work: Callable[[Tx], RecordSet]) -> RecordSet:
    """Do the work; where the unique key gave the number to somebody else, again with the next one."""
    for _again in range(TRIES):
        try:
            with store.writing() as tx:
                return work(tx)
        except Duplicate:
            continue
    raise Busy


def _subject(tx: Tx, player_number: str) -> str:
    found = tx.value(
        "select s.subject from resident r join subject_resident s on s.resident = r.id where r.player_number = :number",
        number=ids.tidy_code(player_number),
    )
    if found is None:
        raise NoSuchPlayer(player_number)
    return str(found)


def _refuse_heap(tx: Tx, subject: str, at: datetime) -> None:
    made = tx.value(
        "select count(*) as n from record_sheet where issued_by = :by and issued_on = :today",
        by=f"subject:{subject}", today=clock.local_day(at, community.zone(tx)),
    )
    if made >= MOST_A_DAY:
        raise EnoughToday


def _issue(tx: Tx, subject: str, first: str, last: str, by: str, at: datetime, handler: str = "", in_charge: str = "") -> RecordSet:
    settings = community.settings(tx)
    today = clock.local_day(at, settings.zone)
    _check_days(first, last, today)
    with use_language("zh"):
        rows = hour_lists.sheet_rows(tx, subject, first, last)
    if not rows:
        raise NothingServed(first, last)
    if len(rows) > MOST_LINES:
        raise TooManyLines(len(rows))
    lines = tuple(map(_line, rows))
    sheet = RecordSet(
        _next_number(tx, today[:4]), subject, first, last, total(lines, "signed_in"), total(lines, "supplementary"),
        settings.office_zh or settings.community_zh, settings.office_en or settings.community_en,
        " ".join(in_charge.split())[:IN_CHARGE_MOST], handler, by, today, lines,
    )
    _keep(tx, sheet, at)
    return sheet


def _check_days(first: str, last: str, today: str) -> None:
    try:
        readable = all(date.fromisoformat(day).isoformat() == day for day in (first, last))
    except ValueError:
        readable = False
    if not (readable and first <= last <= today):
        raise BadDays


def _line(row: SheetRow) -> Line:
    return Line(row.record, row.version, row.kind, row.act_on, row.title, row.location, row.work, row.minutes, row.unit, row.unit_en, row.in_charge)


def _next_number(tx: Tx, year: str) -> str:
    newest = tx.value("select number from record_sheet where number like :year order by length(number) desc, number desc limit 1", year=f"{year}-%")
    return number_of(year, int(newest.partition("-")[2]) + 1 if newest else 1)


def _keep(tx: Tx, sheet: RecordSet, at: datetime) -> None:
    """Store the sheet and its lines, and replace the earlier ones of the same person and days."""
    row, made = asdict(sheet), ids.new()
    del row["lines"]
    tx.insert("record_sheet", [row | {
        "id": made, "lines": len(sheet.lines), "issued_at": clock.stamp(at), "check_code": check_code(sheet), "replaced_by": None, "replaced_at": None,
    }])
    tx.insert("record_sheet_line", [asdict(line) | {"sheet": made, "line": place} for place, line in enumerate(sheet.lines, 1)])
    tx.run(
        "update record_sheet set replaced_by = :id, replaced_at = :at where subject = :subject and id <> :id and replaced_by is null"
        " and first_on <= :last and last_on >= :first",
        id=made, at=clock.stamp(at), subject=sheet.subject, first=sheet.first_on, last=sheet.last_on,
    )


def stored(tx: Tx, row: Row) -> RecordSet:
    """The sheet that a row of `record_sheet` and its lines say now."""
    found = tx.rows("select * from record_sheet_line where sheet = :sheet order by line", sheet=row["id"])
    lines = tuple(Line(**{name: one[name] for name in Line.__dataclass_fields__}) for one in found)
    fields = [name for name in RecordSet.__dataclass_fields__ if name != "lines"]
    return RecordSet(**{name: row[name] for name in fields}, lines=lines)


def outdated(tx: Tx, sheets: Sequence[str]) -> dict[str, str | None]:
    """Those of these sheets (ids) that hold a record which was reversed or corrected since, with the instant of the last change."""
    found: dict[str, str | None] = {}
    for start in range(0, len(sheets), 200):
        part = {f"s{place}": sheet for place, sheet in enumerate(sheets[start:start + 200])}
        rows = tx.rows(
            "select l.sheet, max(e.at) as changed_at from record_sheet_line l join record_sheet s on s.id = l.sheet"
            " left join record r on r.id = l.record left join record_event e on e.record = l.record and e.at >= s.issued_at"
            f" where l.sheet in ({', '.join(':' + key for key in part)})"
            " and (r.id is null or r.state <> 'approved' or r.minutes <> l.minutes or r.version <> l.version or r.kind <> l.kind or r.subject <> s.subject)"
            " group by l.sheet order by l.sheet", **part,
        )
        found |= {row["sheet"]: row["changed_at"] for row in rows}
    return found


def opened(store: Store, number: str, *, staff: Staff | None = None, subject: str | None = None) -> RecordSet:
    """A sheet to print (again): by an organiser or a clerk, or by the volunteer whose it is.

    Raises roles.NotAllowed, NoSuchSheet, SheetReplaced, SheetOutdated, SheetAltered.
    """
    if subject is None:
        roles.require(staff, "organiser", "clerk")
    with store.reading() as tx:
        row = tx.one("select * from record_sheet where number = :number", number=tidy_number(number))
        if row is None or (subject is not None and row["subject"] != subject):
            raise NoSuchSheet
        sheet = stored(tx, row)
        if not compare_digest(check_code(sheet), row["check_code"]):
            raise SheetAltered(row["number"])
        if row["replaced_by"]:
            raise SheetReplaced(row["number"], str(tx.value("select number from record_sheet where id = :id", id=row["replaced_by"]) or ""))
        if outdated(tx, [row["id"]]):
            raise SheetOutdated(row["number"])
        return sheet


_LIST = (
    "select p.*, n.number as newer, r.nickname, r.hidden_at, r.player_number from record_sheet p left join record_sheet n on n.id = p.replaced_by"
    f"{records.NAMES} where "
)


def issued(store: Store, staff: Staff | None, *, limit: int = 200) -> list[Issued]:
    """The newest sheets of everybody, for organisers and clerks. Raises roles.NotAllowed."""
    roles.require(staff, "organiser", "clerk")
    with store.reading() as tx:
        return _listed(tx, tx.rows(_LIST + "1 = 1 order by p.issued_at desc, p.id desc limit :most", most=limit))


def own(store: Store, subject: str) -> list[Issued]:
    """A volunteer's own sheets, newest first."""
    with store.reading() as tx:
        return _listed(tx, tx.rows(_LIST + "p.subject = :subject order by p.issued_at desc, p.id desc", subject=subject))


def _listed(tx: Tx, rows: Sequence[Row]) -> list[Issued]:
    old = outdated(tx, [row["id"] for row in rows])
    return [Issued(
        row["number"], row["first_on"], row["last_on"], row["signed_in_minutes"], row["supplementary_minutes"], row["lines"], row["issued_on"],
        hours.staff_name(tx, row["issued_by"].removeprefix("staff:")) if row["issued_by"].startswith("staff:") else "",
        records.shown_name(row), row["player_number"] or "",
        "replaced" if row["replaced_by"] else "outdated" if row["id"] in old else "valid", row["newer"] or "",
    ) for row in rows]


def faults(tx: Tx) -> list[str]:
    """What `verify` finds: sheets whose stored rows no longer fit their check code, one English line each."""
    rows = tx.rows("select * from record_sheet order by id")
    return [
        f"record sheet {row['number']} was altered since it was issued, or the file `secret` is another one"
        for row in rows if not compare_digest(check_code(stored(tx, row)), row["check_code"])
    ]

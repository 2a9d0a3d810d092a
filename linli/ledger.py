"""The points ledger: append-only entries, and the totals that boards read (docs/rules.md §5, §6).

`post` writes the entry, the sums per window, the first acts and the sums per person in the
caller's transaction, so that a board is right at the instant the entry exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from linli import clock, community, digests, ids
from linli.rules import points, windows
from linli.rules.settings import Settings
from linli.rules.windows import Window
from linli.store import Tx

#: Kinds whose unreversed entries are acts: they count as taking part, also with 0 points. A supplementary
#: record is none: nobody was seen there (docs/rules.md §4).
ACT_KINDS = ("quiz", "guest", "hours", "contest")
#: What a re-marking adds to an answer's points has a source that begins so. It is no act of its own.
REMARK = "remark:"
#: The column of board_total that counts participants of a basis.
BASIS_COLUMN = {"slip": "slips", "on_site": "on_site", "any": "anybody"}


@dataclass(frozen=True)
class Act:
    """One thing somebody did, ready to be posted. Points and minutes are whole numbers."""

    kind: str
    compound: str
    subject: str
    slip: str | None
    on_site: bool
    points: int
    minutes: int
    act_at: datetime
    act_on: str
    source: str
    reason: str = ""


def post(tx: Tx, act: Act, at: datetime, of_season: str | None = None) -> str | None:
    """Post one act; the entry's id, or None when that source was posted before.

    The same source posts once, however often it is sent (unique key). of_season: the season of the
    entry that this one adds to; otherwise the one that the act's day lies in.
    """
    return _enter(tx, act, at, reverses=None, of_season=of_season)


def reverse(tx: Tx, entry: str, reason: str, at: datetime) -> str | None:
    """Post the exact opposite of an entry; None when it was reversed before.

    What a re-marking added stays (docs/rules.md §3): no such entry is reversed.
    """
    row = tx.one("select * from ledger where id = :entry", entry=entry)
    if row is None or row["source"].startswith(REMARK):
        raise LookupError(entry)
    act = Act(
        row["kind"], row["compound"], row["subject"], row["slip"], bool(row["on_site"]), -row["points"],
        -row["minutes"], clock.parse(row["act_at"]), row["act_on"], f"reversal:{entry}", reason,
    )
    return _enter(tx, act, at, reverses=entry, of_season=row["season"])


def _enter(tx: Tx, act: Act, at: datetime, reverses: str | None, of_season: str | None = None) -> str | None:
    """Write one entry. of_season: the season of the entry that is reversed or added to; seasons may move."""
    seasons = community.seasons(tx)
    settings = community.settings(tx)
    entered_on = clock.local_day(at, settings.zone)
    entered_at = digests.close_earlier_days(tx, entered_on, settings.zone, at)
    season = (
        windows.season_of(act.act_on, seasons) if of_season is None
        else next((one for one in seasons if one.id == of_season), None)
    )
    is_closed = windows.closed(season, entered_on)
    entry = _row(act, entered_at, season.id if season else windows.NO_SEASON, is_closed, reverses)
    if not _insert_once(tx, entry):
        return None
    if season:
        _fix_basis(tx, season.id, act.compound)
    add_to_totals(tx, entry, settings)
    return str(entry["id"])


def _row(act: Act, entered_at: datetime, season: str, is_closed: bool, reverses: str | None) -> dict[str, Any]:
    return {
        "id": ids.new(), "entered_at": clock.stamp(entered_at), "act_at": clock.stamp(act.act_at), "act_on": act.act_on,
        "season": season, "counted": "closed" if is_closed else "open", "compound": act.compound,
        "subject": act.subject, "slip": act.slip, "on_site": int(act.on_site), "kind": act.kind,
        "points": act.points, "minutes": act.minutes, "reverses": reverses, "reason": act.reason,
        "rule": points.VERSION, "source": act.source,
    }


_INSERT = (
    "insert into ledger (id, entered_at, act_at, act_on, season, counted, compound, subject, slip, on_site, kind,"
    " points, minutes, reverses, reason, rule, source) values (:id, :entered_at, :act_at, :act_on, :season, :counted,"
    " :compound, :subject, :slip, :on_site, :kind, :points, :minutes, :reverses, :reason, :rule, :source)"
    " on conflict (source) do nothing"
)


def _insert_once(tx: Tx, entry: dict[str, Any]) -> bool:
    return tx.run(_INSERT, **entry) == 1


def _fix_basis(tx: Tx, season: str, compound: str) -> None:
    """A compound's basis is fixed by its first act of the season."""
    tx.run(
        "insert into season_basis (season, compound, basis) select :season, id, basis from compound where id = :compound"
        " on conflict (season, compound) do nothing", season=season, compound=compound,
    )


def add_to_totals(tx: Tx, entry: dict[str, Any], settings: Settings) -> None:
    """Add one ledger row to the sums of every window it counts in."""
    counted = windows.windows_of(entry["act_on"], entry["season"], entry["counted"] == "closed")
    changes = [dict.fromkeys(_SUMS, 0) for _ in counted]
    for change in changes:
        change[entry["kind"]] = entry["points"]
        change[minutes_column(entry["kind"])] = entry["minutes"]
    _count_participants(tx, entry, counted, changes)
    _add_parts(tx, entry, counted, changes, settings)
    _add_sums(tx, entry["compound"], counted, changes)


_SUMS = (
    "quiz", "guest", "hours", "contest", "correction", "minutes", "quiz_part", "service_part",
    "slips", "on_site", "anybody", "quiz_people", "service_people", "supplementary", "extra_minutes",
)


def minutes_column(kind: str) -> str:
    """Where the minutes of an entry of that kind are summed: supplementary ones stand apart and rank nowhere."""
    return "extra_minutes" if kind == "supplementary" else "minutes"


def participants(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """(basis, participant) pairs that an entry counts for; none for a correction or a re-marking."""
    if entry["kind"] not in ACT_KINDS or entry["source"].startswith(REMARK):
        return []
    found = [("any", entry["subject"])]
    if entry["on_site"]:
        found.append(("on_site", entry["subject"]))
    if entry["slip"]:
        found.append(("slip", entry["slip"]))
    return found


def _count_participants(tx: Tx, entry: dict[str, Any], counted: Sequence[Window], changes: list[dict[str, int]]) -> None:
    """0 to 1 unreversed acts raises the number of participants, 1 to 0 lowers it."""
    pairs = participants(entry)
    if not pairs:
        return
    step = -1 if entry["reverses"] else 1
    values: dict[str, Any] = {"compound": entry["compound"], "step": step}
    for index, (window, (basis, participant)) in enumerate((w, pair) for w in counted for pair in pairs):
        values |= {f"k{index}": window.kind, f"s{index}": window.starts, f"b{index}": basis, f"p{index}": participant}
    rows = tx.rows(_first_act_sql(len(counted) * len(pairs)), **values)
    acts = {(row["window_kind"], row["basis"]): row["acts"] for row in rows}
    for window, change in zip(counted, changes, strict=True):
        for basis, _ in pairs:
            now = acts[window.kind, basis]
            change[BASIS_COLUMN[basis]] += int(now > 0) - int(now - step > 0)


@lru_cache
def _first_act_sql(count: int) -> str:
    rows = ", ".join(f"(:k{i}, :s{i}, :compound, :b{i}, :p{i}, :step)" for i in range(count))
    return (
        f"insert into first_act (window_kind, starts, compound, basis, participant, acts) values {rows}"
        " on conflict (window_kind, starts, compound, basis, participant)"
        " do update set acts = first_act.acts + excluded.acts returning window_kind, basis, acts"
    )


def _add_parts(tx: Tx, entry: dict[str, Any], counted: Sequence[Window], changes: list[dict[str, int]], settings: Settings) -> None:
    """A person's part is min(cap, own sum in the window); add what this entry changes of it.

    The persons whose sum is above 0 are counted too: a figure resting on few of them is hidden.
    """
    quiz = entry["points"] if entry["kind"] == "quiz" else 0
    minutes = entry["minutes"] if entry["kind"] == "hours" else 0
    if not quiz and not minutes:
        return
    values = {"compound": entry["compound"], "subject": entry["subject"], "quiz": quiz, "minutes": minutes}
    for index, window in enumerate(counted):
        values |= {f"k{index}": window.kind, f"s{index}": window.starts}
    sums = {row["window_kind"]: row for row in tx.rows(_person_sql(len(counted)), **values)}
    for window, change in zip(counted, changes, strict=True):
        row = sums[window.kind]
        change["quiz_part"] = part_change(row["quiz"], quiz, settings.part_cap("quiz", window.kind))
        change["service_part"] = part_change(row["minutes"], minutes, settings.part_cap("service", window.kind))
        change["quiz_people"] = int(row["quiz"] > 0) - int(row["quiz"] - quiz > 0)
        change["service_people"] = int(row["minutes"] > 0) - int(row["minutes"] - minutes > 0)


@lru_cache
def _person_sql(count: int) -> str:
    rows = ", ".join(f"(:k{i}, :s{i}, :compound, :subject, :quiz, :minutes)" for i in range(count))
    return (
        f"insert into person_total (window_kind, starts, compound, subject, quiz, minutes) values {rows}"
        " on conflict (window_kind, starts, compound, subject) do update set"
        " quiz = person_total.quiz + excluded.quiz, minutes = person_total.minutes + excluded.minutes"
        " returning window_kind, quiz, minutes"
    )


def part_change(now: int, added: int, cap: int | None) -> int:
    """How much a person's part moved when their sum became `now` by adding `added`."""
    if cap is None:
        return added
    return part(now, cap) - part(now - added, cap)


def part(total: int, cap: int | None) -> int:
    """What one person's sum adds to the compound: at most the cap, never below 0."""
    return max(0, total) if cap is None else max(0, min(cap, total))


def _add_sums(tx: Tx, compound: str, counted: Sequence[Window], changes: list[dict[str, int]]) -> None:
    values: dict[str, Any] = {"compound": compound}
    for index, (window, change) in enumerate(zip(counted, changes, strict=True)):
        values |= {f"k{index}": window.kind, f"s{index}": window.starts}
        values |= {f"{name}{index}": change[name] for name in _SUMS}
    tx.run(_sums_sql(len(counted)), **values)


@lru_cache
def _sums_sql(count: int) -> str:
    names = ", ".join(_SUMS)
    rows = ", ".join(
        f"(:k{i}, :s{i}, :compound, {', '.join(f':{name}{i}' for name in _SUMS)})" for i in range(count)
    )
    adds = ", ".join(f"{name} = board_total.{name} + excluded.{name}" for name in _SUMS)
    return (
        f"insert into board_total (window_kind, starts, compound, {names}) values {rows}"
        f" on conflict (window_kind, starts, compound) do update set {adds}"
    )


def signature(tx: Tx) -> str:
    """A text that changes whenever a board may have changed. Cheap: it never counts the ledger.

    The newest id alone would miss an entry that was committed after a newer one (PostgreSQL).
    """
    newest = tx.value("select id from ledger order by id desc limit 1") or ""
    sums = tx.value(
        "select sum(quiz + guest + hours + contest + correction + minutes + anybody + slips + on_site + supplementary + extra_minutes) as n"
        " from board_total where window_kind = 'all' and starts = 'all'"
    )
    return f"{newest}:{sums or 0}"

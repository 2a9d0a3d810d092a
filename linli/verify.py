"""Recount everything that is kept beside the ledger, and name what differs.

Slow and plain on purpose: it shares no code with the fast path of ledger.py except the windows
and the caps, which are rules.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from linli import community, digests, remark_check
from linli.errors import GameError
from linli.ledger import ACT_KINDS, BASIS_COLUMN, REMARK, minutes_column, part
from linli.locale import N_
from linli.rules import windows
from linli.rules.settings import Settings
from linli.store import Store, Tx
from linli.volunteer import hours, record_sheets

Key = tuple[str, ...]


class Difference(GameError):
    """One thing that does not agree with the ledger. Collected, never raised."""


def verify(store: Store) -> list[Difference]:
    """Every difference between the ledger and what is kept beside it; empty when all is well."""
    with store.reading() as tx:
        settings = community.settings(tx)
        entries = tx.rows("select * from ledger order by id")
        return [
            *_totals(tx, entries, settings), *_first_acts(tx, entries), *_persons(tx, entries),
            *_caps(tx, entries, settings), *_reversals(entries), *_answers(tx), *_remarks(tx), *_records(tx), *_hours(tx), *_sheets(tx),
            *_digests(tx, settings.zone),
        ]


def _windows(entry: dict[str, Any]) -> tuple[windows.Window, ...]:
    return windows.windows_of(entry["act_on"], entry["season"], entry["counted"] == "closed")


def _totals(tx: Tx, entries: list[dict[str, Any]], settings: Settings) -> Iterator[Difference]:
    expected: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        for window in _windows(entry):
            row = expected[window.kind, window.starts, entry["compound"]]
            row[entry["kind"]] += entry["points"]
            row[minutes_column(entry["kind"])] += entry["minutes"]
    for (kind, starts, compound, basis, _who), acts in _acts(entries).items():
        expected[kind, starts, compound][BASIS_COLUMN[basis]] += int(acts > 0)
    for (kind, starts, compound, _who), (quiz, minutes) in _people(entries).items():
        expected[kind, starts, compound]["quiz_part"] += part(quiz, settings.part_cap("quiz", kind))
        expected[kind, starts, compound]["service_part"] += part(minutes, settings.part_cap("service", kind))
        expected[kind, starts, compound]["quiz_people"] += int(quiz > 0)
        expected[kind, starts, compound]["service_people"] += int(minutes > 0)
    kept: dict[Key, Any] = {
        (row.pop("window_kind"), row.pop("starts"), row.pop("compound")): row
        for row in tx.rows("select * from board_total order by window_kind, starts, compound")
    }
    for key in sorted(set(expected) | set(kept)):
        names = set(expected.get(key, {})) | set(kept.get(key, {}))
        for name in sorted(names):
            should, found = expected.get(key, {}).get(name, 0), kept.get(key, {}).get(name, 0)
            if should != found:
                yield Difference(
                    N_("Total {name} of compound {compound} in {window} {starts}: kept {found}, the ledger says {should}."),
                    name=name, compound=key[2], window=key[0], starts=key[1], found=found, should=should,
                )


def _acts(entries: list[dict[str, Any]]) -> dict[Key, int]:
    """Unreversed acts by window, compound, basis and participant."""
    acts: dict[Key, int] = defaultdict(int)
    for entry in entries:
        if entry["kind"] not in ACT_KINDS or entry["source"].startswith(REMARK):
            continue
        step = -1 if entry["reverses"] else 1
        who = {"any": entry["subject"], "on_site": entry["subject"] if entry["on_site"] else None, "slip": entry["slip"]}
        for window in _windows(entry):
            for basis, participant in who.items():
                if participant:
                    acts[window.kind, window.starts, entry["compound"], basis, participant] += step
    return acts


def _first_acts(tx: Tx, entries: list[dict[str, Any]]) -> Iterator[Difference]:
    kept: dict[Key, Any] = {
        (row["window_kind"], row["starts"], row["compound"], row["basis"], row["participant"]): row["acts"]
        for row in tx.rows("select * from first_act order by window_kind, starts, compound, basis, participant")
    }
    expected = _acts(entries)
    for key in sorted(set(kept) | set(expected)):
        if kept.get(key, 0) != expected.get(key, 0):
            yield Difference(
                N_("Acts of participant {who} ({basis}) in {window} {starts}: kept {found}, the ledger says {should}."),
                who=key[4], basis=key[3], window=key[0], starts=key[1], found=kept.get(key, 0), should=expected.get(key, 0),
            )


def _people(entries: list[dict[str, Any]]) -> dict[Key, tuple[int, int]]:
    """Quiz points and service minutes by window, compound and subject."""
    sums: dict[Key, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for entry in entries:
        quiz = entry["points"] if entry["kind"] == "quiz" else 0
        minutes = entry["minutes"] if entry["kind"] == "hours" else 0
        if quiz or minutes:
            for window in _windows(entry):
                key = (window.kind, window.starts, entry["compound"], entry["subject"])
                sums[key] = (sums[key][0] + quiz, sums[key][1] + minutes)
    return sums


def _persons(tx: Tx, entries: list[dict[str, Any]]) -> Iterator[Difference]:
    kept: dict[Key, Any] = {
        (row["window_kind"], row["starts"], row["compound"], row["subject"]): (row["quiz"], row["minutes"])
        for row in tx.rows("select * from person_total order by window_kind, starts, compound, subject")
    }
    expected = _people(entries)
    for key in sorted(set(kept) | set(expected)):
        found, should = kept.get(key, (0, 0)), expected.get(key, (0, 0))
        if found != should:
            yield Difference(
                N_("Sum of subject {who} in {window} {starts}: kept {found}, the ledger says {should}."),
                who=key[3], window=key[0], starts=key[1], found=found, should=should,
            )


def _caps(tx: Tx, entries: list[dict[str, Any]], settings: Settings) -> Iterator[Difference]:
    """No resident has more quiz points on a day than the cap; the kept sums agree."""
    paid: dict[Key, int] = defaultdict(int)
    for entry in entries:
        if entry["kind"] == "quiz" and entry["source"].startswith(("answer:", "daily:", REMARK)):
            paid[f"quiz:{entry['subject']}", entry["act_on"]] += entry["points"]
    kept: dict[Key, Any] = {
        (row["scope"], row["act_on"]): row["points"]
        for row in tx.rows("select * from cap_total where scope like 'quiz:%' order by scope, act_on")
    }
    for key in sorted(set(kept) | set(paid)):
        found, should = kept.get(key, 0), paid.get(key, 0)
        if found != should or should > settings.quiz_cap_day:
            yield Difference(
                N_("Day cap {scope} on {day}: kept {found}, the ledger says {should}."),
                scope=key[0], day=key[1], found=found, should=should,
            )


def _reversals(entries: list[dict[str, Any]]) -> Iterator[Difference]:
    by_id = {entry["id"]: entry for entry in entries}
    for entry in entries:
        if not entry["reverses"]:
            continue
        first = by_id.get(entry["reverses"])
        same = first and all(first[name] == entry[name] for name in ("compound", "subject", "slip", "kind", "act_on"))
        if not (same and first and (first["points"], first["minutes"]) == (-entry["points"], -entry["minutes"])):
            yield Difference(N_("Entry {entry} is not the exact opposite of {first}."), entry=entry["id"], first=entry["reverses"])


def _answers(tx: Tx) -> Iterator[Difference]:
    """Every resident's answer that counts has its entry, with the same points."""
    rows = tx.rows(
        "select an.attempt, an.item, an.points, l.points as posted from answer an join attempt a on a.id = an.attempt"
        " left join ledger l on l.source = 'answer:' || an.attempt || ':' || an.item"
        " where a.guest = 0 and an.late = 0 and a.kind <> 'practice'"
        " and (l.points is null or l.points <> an.points) order by an.attempt, an.item"
    )
    for row in rows:
        yield Difference(
            N_("Answer to {item} in attempt {attempt}: {points} points, the ledger says {posted}."),
            item=row["item"], attempt=row["attempt"], points=row["points"], posted=row["posted"],
        )


def _remarks(tx: Tx) -> Iterator[Difference]:
    """What is wrong between answers that were marked anew and the ledger."""
    for fault in remark_check.faults(tx):
        yield Difference(N_("Re-marking: {fault}."), fault=fault)


def _records(tx: Tx) -> Iterator[Difference]:
    """Every approved record has an entry with its minutes and points."""
    rows = tx.rows(
        "select r.id, r.minutes, r.points, l.minutes as posted from record r left join ledger l on l.id = r.entry"
        " where r.state in ('approved', 'reversed')"
        " and (l.id is null or l.minutes <> r.minutes or l.points <> r.points) order by r.id"
    )
    for row in rows:
        yield Difference(
            N_("Record {record}: {minutes} minutes approved, the ledger says {posted}."),
            record=row["id"], minutes=row["minutes"], posted=row["posted"],
        )


def _hours(tx: Tx) -> Iterator[Difference]:
    """What else is wrong between records of hours and the ledger: reversals, entries without a record."""
    named = {one.fields["record"] for one in _records(tx)}
    for fault in hours.faults(tx):
        if not any(record in fault for record in named):
            yield Difference(N_("Volunteer hours: {fault}."), fault=fault)


def _sheets(tx: Tx) -> Iterator[Difference]:
    """Issued record sheets still say what their check codes were made of."""
    for fault in record_sheets.faults(tx):
        yield Difference(N_("Record sheets: {fault}."), fault=fault)


def _digests(tx: Tx, zone: str) -> Iterator[Difference]:
    """Each closed day still has the digest that was signed, and the chain is unbroken."""
    previous = ""
    for row in tx.rows("select * from day_digest order by day"):
        entries, digest = digests.of_day(tx, row["day"], zone)
        signature = digests.sign(row["day"], row["entries"], row["digest"], row["previous"])
        if (entries, digest, previous, signature) != (row["entries"], row["digest"], row["previous"], row["signature"]):
            yield Difference(N_("The ledger of {day} was changed after that day was closed and signed."), day=row["day"])
        previous = row["digest"]

"""What `verify` recounts of re-markings: plain code beside linli/remarking.py."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from linli import community
from linli.questions import shelf
from linli.remarking import right_now, source
from linli.store import Tx


def faults(tx: Tx) -> Iterator[str]:
    """Everything that does not agree between answers marked anew, their words, and the ledger."""
    rows = tx.rows(
        "select r.*, n.subject, n.chosen, n.late, n.correct as marked, n.points as had, n.answered_on, i.revision as asked,"
        " l.compound, l.slip, l.act_on, l.act_at, l.season"
        " from remark_answer r join answer n on n.attempt = r.attempt and n.item = r.item"
        " join attempt_item i on i.attempt = r.attempt and i.item = r.item"
        " left join ledger l on l.source = 'answer:' || r.attempt || ':' || r.item order by r.remark, r.attempt"
    )
    posted = {row["source"]: row for row in tx.rows("select * from ledger where source like 'remark:%' order by id")}
    expected = {source(row["item"], row["revision"], row["attempt"]): row for row in rows}
    for name, row in expected.items():
        yield from _of_answer(tx, name, row, posted.get(name))
    for name in sorted(set(posted) - set(expected)):
        yield f"{name}: in the ledger, but no answer was marked so"
    yield from _once_a_day(tx, rows)


def _of_answer(tx: Tx, name: str, row: dict[str, Any], entry: dict[str, Any] | None) -> Iterator[str]:
    told = int(entry["points"]) if entry else 0
    if told != row["points"]:
        yield f"{name}: {row['points']} points kept, the ledger says {told}"
    wanted = ("compound", "slip", "act_on", "act_at", "season", "subject")
    if entry and (entry["kind"] != "quiz" or entry["minutes"] or entry["on_site"] or any(entry[one] != row[one] for one in wanted)):
        yield f"{name}: not on the day, place and person of its answer"
    now = right_now(shelf.revision(tx, row["item"], row["asked"]), row["chosen"], shelf.revision(tx, row["item"], row["revision"]))
    if now is None or now != bool(row["correct"]):
        yield f"{name}: marked {row['correct']}, the key says {now}"
    if row["points"] < 0 or (row["points"] and (not row["correct"] or row["late"] or row["act_on"] is None)):
        yield f"{name}: {row['points']} points for an answer that earns none"


def _once_a_day(tx: Tx, rows: list[dict[str, Any]]) -> Iterator[str]:
    """An item pays a person once a local day, whatever the key was."""
    most = community.settings(tx).points_right
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in rows:
        sums[row["subject"], row["item"], row["answered_on"]] += row["points"]
    for (subject, item, day), added in sorted(sums.items()):
        had = tx.value(
            "select sum(points) as points from answer where subject = :subject and item = :item and answered_on = :day", subject=subject, item=item, day=day
        )
        if added and added + int(had) > most:
            yield f"{item} brought subject {subject} {added + int(had)} points on {day}"

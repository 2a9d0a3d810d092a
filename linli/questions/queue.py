"""What waits for a second person: new questions, changes, fallen quotes, last days, reports."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.questions import checking, shelf, sources
from linli.questions.faults import Fault
from linli.questions.items import Item, to_json
from linli.questions.sources import Sources
from linli.store import Tx

#: Why something waits, in the order in which the queue shows it.
REASONS = ("quote", "report", "expired", "change", "new")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. item: the words that a check would publish; before: those drawn now, where it is a change.

    reason: one of REASONS. maker: a staff id, None where a file made the words. since: a time
    stamp. reports: how many open ones. fault: why its source does not hold, None when it does.
    """

    item: Item
    before: Item | None
    reason: str
    state: str
    maker: str | None
    maker_name: str
    since: str
    reports: int
    fault: Fault | None


def queue(tx: Tx, texts: Sources | None = None) -> list[Waiting]:
    """Everything that waits, the urgent first, then the oldest."""
    texts = texts or sources.current(tx)
    rows = tx.rows("select * from item where (waiting is not null and state <> 'gone') or state = 'to_check' order by id")
    names, reports = makers(tx), open_reports(tx)
    found = [_waiting(tx, row, names, reports, texts) for row in rows]
    return sorted(found, key=lambda one: (REASONS.index(one.reason), one.since, one.item.id))


def one(tx: Tx, item: str, texts: Sources | None = None) -> Waiting | None:
    """What waits of one item; None when nothing does. Raises UnknownItem."""
    row = shelf.row(tx, item)
    if checking.candidate(row) is None:
        return None
    return _waiting(tx, row, makers(tx), open_reports(tx), texts or sources.current(tx))


def count(tx: Tx) -> dict[str, int]:
    """How many wait for each reason; cheap."""
    rows = tx.rows("select state, reason, waiting from item where (waiting is not null and state <> 'gone') or state = 'to_check' order by id")
    return dict(Counter(reason_of(row) for row in rows))


def reason_of(row: Mapping[str, Any]) -> str:
    """Why a row waits."""
    return str(row["reason"] or "quote") if row["state"] == "to_check" else "change"


def makers(tx: Tx) -> dict[str, str]:
    """Staff id to name, also of accounts that were removed since."""
    return {row["id"]: row["name"] for row in tx.rows("select id, name from staff order by id")}


def open_reports(tx: Tx) -> dict[str, int]:
    """Item to the number of its open reports."""
    return {row["item"]: int(row["n"]) for row in tx.rows("select item, count(*) as n from item_report where state = 'open' group by item order by item")}


def _waiting(tx: Tx, row: dict[str, Any], names: dict[str, str], reports: dict[str, int], texts: Sources) -> Waiting:
    words = shelf.revision(tx, row["id"], checking.candidate(row) or row["revision"])
    maker = checking.maker_of(tx, row)
    return Waiting(
        words, shelf.revision(tx, row["id"], row["revision"]) if row["waiting"] else None, reason_of(row), row["state"], maker,
        names.get(maker or "", ""), row["waiting_at"] or row["changed_at"], reports.get(row["id"], 0), checking.source_fault(words, texts),
    )


def differences(before: Item, after: Item) -> list[tuple[str, str, str]]:
    """What a change changes: (field, before, after), texts in both languages; fields as in the question file."""
    old, new = (_flat(one) for one in (before, after))
    return [(name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys([*old, *new]) if old.get(name, "") != new.get(name, "")]


def _flat(item: Item) -> dict[str, str]:
    held = to_json(item)
    found: dict[str, str] = {}
    for name, value in held.items():
        if name == "options":
            for number, option in enumerate(value):
                letter = "ABCDEFGH"[number]
                mark = "✓ " if option.get("key") else ""
                found |= {f"option {letter}.zh": mark + option["zh"], f"option {letter}.en": option["en"] and mark + option["en"]}
        elif isinstance(value, dict):
            found |= {f"{name}.{key}" if key in ("zh", "en") else key: str(text) for key, text in value.items()}
        elif name not in ("id", "reviewed_on"):
            found[name] = str(value)
    return found


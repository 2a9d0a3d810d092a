"""The second person: what was imported or changed waits here until it was compared with its source.

Two persons are decided as for hours (linli/roles.py): who made the words does not publish them.
Where nobody else could, the same person may, and that is recorded and shown. What waits is read
in linli/questions/queue.py.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from linli import accounts, clock, community, roles
from linli.errors import GameError
from linli.locale import N_
from linli.questions import check, forms, shelf, sources
from linli.questions.faults import Fault
from linli.questions.items import Item
from linli.questions.shape import Placed
from linli.questions.sources import Sources
from linli.roles import NotAllowed, Staff
from linli.store import Store, Tx

#: Who may publish and send back.
CHECKERS = ("organiser", "clerk")
WHY_MOST = 200


class NothingWaits(GameError):
    """Nothing of this item waits any more."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("Nothing of the question '{item}' waits to be checked any more; somebody may have decided already."), item=item)


class WordsChanged(GameError):
    """What would be published is not what was looked at."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("The question '{item}' was changed while you looked at it. Read it once more; nothing was published."), item=item)


class OwnWords(GameError):
    """Somebody else can check it, so its maker may not."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("You made these words of '{item}' yourself. Please let another person of the team compare them with the source."), item=item)


class OnlyYou(GameError):
    """Nobody else is there; that has to be said first."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("Nobody else in the team can check '{item}'. Tick that you compared it with its source yourself, or invite a second person."), item=item)


class QuoteGone(GameError):
    """Its source does not hold the quoted words; `fault` says what is wrong."""

    def __init__(self, item: str, fault: Fault) -> None:
        super().__init__(N_("'{item}' was not published: {why} Edit it first."), item=item, why=lambda: fault.message)
        self.fault = fault


class Expired(GameError):
    """Its own last day has come."""

    def __init__(self, item: str, day: date) -> None:
        super().__init__(
            N_("'{item}' was to be asked only until {day}. Edit it: set a later day, or leave the day empty."), item=item, day=day.isoformat(),
        )


class SayWhy(GameError):
    """Sending back needs a reason."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("Say in a few words why '{item}' goes back, at most {most} characters."), item=item, most=WHY_MOST)


def put_new(tx: Tx, item: Item, by: str, at: datetime) -> None:
    """Make a complete new item wait to be checked; nobody is asked it before it is published.

    Also for one that never was published and has other words now, and for one that was taken
    out. The caller holds the bank's lock and tells its caches.
    """
    row = tx.one("select state, file, file_revision, conflict from item where id = :id", id=item.id)
    kept = row if row and row["state"] != "gone" else {"file": None, "file_revision": None, "conflict": None}
    shelf.put_revision(tx, item, "screen", by, at)
    shelf.put_item(
        tx, item, at, by, origin="screen", state="to_check", reason="new", waiting=None, waiting_at=None, waiting_by=None,
        **unchecked(item), file=kept["file"], file_revision=kept["file_revision"], conflict=kept["conflict"],
    )


def put_waiting(tx: Tx, item: Item, by: str, at: datetime) -> None:
    """Make a change of an item wait for the second person; what is drawn stays what it is.

    A new item that nobody has published yet, or one taken out, simply gets the new words. The
    caller holds the bank's lock and tells its caches. Raises UnknownItem.
    """
    row = shelf.row(tx, item.id)
    if row["state"] == "gone" or (row["state"] == "to_check" and row["reason"] == "new"):
        put_new(tx, item, by, at)
        return
    shelf.put_revision(tx, item, "screen", by, at)
    shelf.set_columns(tx, item.id, waiting=item.revision, waiting_at=clock.stamp(at), waiting_by=by)


def may_check(tx: Tx, by: Staff, maker: str | None) -> bool:
    """Whether this staff person may publish words that `maker` (a staff id; None: a file) made.

    Organisers and clerks may, if they count as a different person (linli/roles.py).
    """
    if by.role not in CHECKERS:
        return False
    row = _staff_row(tx, maker)
    return row is None or roles.different_people(by, roles.from_row(row))


def has_second(tx: Tx, maker: str | None) -> bool:
    """Whether anybody in the team could check what `maker` made."""
    rows = tx.rows(
        f"select {roles.COLUMNS} from staff s where s.removed_at is null and s.role in ('organiser', 'clerk') order by s.id"
    )
    return any(may_check(tx, roles.from_row(row), maker) for row in rows)


def _staff_row(tx: Tx, staff: str | None) -> dict[str, Any] | None:
    """The account of whoever made something, also one that was removed since."""
    return tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id", id=staff) if staff else None


def maker_of(tx: Tx, row: dict[str, Any]) -> str | None:
    """Who made the words of an item's row that would be published; None: they came from a file."""
    if row["waiting"]:
        return str(row["waiting_by"]) if row["waiting_by"] else None
    made = tx.one("select made_by from item_revision where item = :item and revision = :revision", item=row["id"], revision=row["revision"])
    return made["made_by"] if made else None


def candidate(row: dict[str, Any]) -> str | None:
    """The revision that a check of this row would publish; None when nothing waits."""
    if row["waiting"] and row["state"] != "gone":
        return str(row["waiting"])
    return str(row["revision"]) if row["state"] == "to_check" else None


def source_fault(item: Item, texts: Sources) -> Fault | None:
    """What is wrong with the item's source now; None when its words stand there."""
    lines = dict.fromkeys(("law", "article", "quote", "fact"), 0)
    return next(iter(check.source_faults(Placed(item, lines), "", texts)), None)


def publish(store: Store, item: str, by: str, at: datetime, *, seen: str, alone_ok: bool = False, texts: Sources | None = None) -> Item:
    """Compared with its source by a second person: what waited is drawn from now on.

    by: the checker's staff id. seen: the revision that was looked at. alone_ok: the same person
    says that nobody else is there. The day of the check becomes `reviewed_on`. A paused item stays
    paused. Raises NotAllowed, NothingWaits, WordsChanged, OwnWords, OnlyYou, QuoteGone, Expired.
    """
    with store.writing() as tx:
        shelf.locked(tx)
        row = shelf.row(tx, item)
        words = _looked_at(tx, row, seen)
        maker = maker_of(tx, row)
        alone = _alone(tx, item, _checker(tx, by), maker, alone_ok)
        day = clock.local_day(at, community.zone(tx))
        fault = source_fault(words, texts or sources.current(tx))
        if fault:
            raise QuoteGone(item, fault)
        if words.expires_on and words.expires_on.isoformat() <= day:
            raise Expired(item, words.expires_on)
        done = replace(words, reviewed_on=date.fromisoformat(day))
        _draw(tx, row, words, done, maker, at, checker=by, alone=int(alone))
        if row["reason"] == "report" and not row["waiting"]:
            _stands(tx, item, by, at)
        community.note(tx, by, "item.publish.alone" if alone else "item.publish", item, done.revision, at)
        shelf.changed(tx)
    return done


def _looked_at(tx: Tx, row: dict[str, Any], seen: str) -> Item:
    """The words that wait, if they are those that were seen."""
    waits = candidate(row)
    if waits is None:
        raise NothingWaits(row["id"])
    if waits != seen:
        raise WordsChanged(row["id"])
    return shelf.revision(tx, row["id"], waits)


def _checker(tx: Tx, by: str) -> Staff:
    found = accounts.of_id(tx, by)
    if found.role not in CHECKERS:
        raise NotAllowed(*CHECKERS)
    return found


def _alone(tx: Tx, item: str, by: Staff, maker: str | None, alone_ok: bool) -> bool:
    """Whether the maker checks, because nobody else is there. Raises OwnWords, OnlyYou."""
    if may_check(tx, by, maker):
        return False
    if has_second(tx, maker):
        raise OwnWords(item)
    if not alone_ok:
        raise OnlyYou(item)
    return True


def _draw(tx: Tx, row: dict[str, Any], words: Item, done: Item, maker: str | None, at: datetime, *, checker: str, alone: int) -> None:
    """Make the checked words those that are drawn. `words`: before the day of the check was set."""
    base, conflict = row["file_revision"], row["conflict"]
    if conflict in (words.revision, done.revision):  # typed what the file says: nothing is left to choose
        base, conflict = conflict, None
    shelf.put_revision(tx, done, "screen", maker, at)
    shelf.put_item(
        tx, done, at, maker, origin="file" if base == done.revision else "screen", state="paused" if row["state"] == "paused" else "playable",
        reason=None, file=row["file"], file_revision=base, conflict=conflict, waiting=None, waiting_at=None, waiting_by=None,
        checker=checker, checked_at=clock.stamp(at), alone=alone, expires_on=day_of(done),
    )


def _stands(tx: Tx, item: str, by: str, at: datetime) -> None:
    """It was compared with its source because of reports, and its words stand: that answers them."""
    tx.run(
        "update item_report set state = 'kept', answer = 'checked', closed_at = :now, closed_by = :by where item = :item and state = 'open'",
        now=clock.stamp(at), by=by, item=item,
    )


def unchecked(item: Item) -> dict[str, Any]:
    """The columns of an item's row for drawn words that come from a file and that nobody checked on screen."""
    return {"checker": None, "checked_at": None, "alone": None, "expires_on": day_of(item)}


def day_of(item: Item) -> str | None:
    """The item's last day as its row keeps it."""
    return item.expires_on.isoformat() if item.expires_on else None


def send_back(store: Store, item: str, by: str, at: datetime, *, seen: str, why: str) -> None:
    """Not good yet: a change is dropped and the old words stay; a new item goes back to the drafts.

    Its words are kept for its maker as a draft. Raises NotAllowed, NothingWaits, WordsChanged, SayWhy.
    """
    why = " ".join(why.split())
    if not why or len(why) > WHY_MOST:
        raise SayWhy(item)
    with store.writing() as tx:
        shelf.locked(tx)
        row = shelf.row(tx, item)
        words = _looked_at(tx, row, seen)
        _checker(tx, by)
        if not row["waiting"] and row["reason"] != "new":
            raise NothingWaits(item)
        maker = maker_of(tx, row)
        if row["waiting"]:
            shelf.set_columns(tx, item, waiting=None, waiting_at=None, waiting_by=None)
        else:
            shelf.set_columns(tx, item, state="gone", reason=None, changed_at=clock.stamp(at))
        forms.keep_sent_back(tx, words, maker, at)
        community.note(tx, by, "item.back", item, why, at)
        shelf.changed(tx)


def expire(tx: Tx, day: str, at: datetime) -> int:
    """Items whose last day has come (a local day) wait to be checked; how many went.

    The caller holds the bank's lock and tells its caches.
    """
    return tx.run(
        "update item set state = 'to_check', reason = 'expired', changed_at = :now"
        " where state = 'playable' and expires_on is not null and expires_on <= :day", now=clock.stamp(at), day=day,
    )


def expire_once(tx: Tx, at: datetime, zone: str) -> int:
    """`expire`, by the first writer of a local day; how many items went."""
    day = clock.local_day(at, zone)
    if not tx.run("insert into daily_job (day, name) values (:day, 'expire') on conflict (day, name) do nothing", day=day):
        return 0
    shelf.locked(tx)
    gone = expire(tx, day, at)
    if gone:
        shelf.changed(tx)
    return gone

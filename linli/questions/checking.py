"""The second person: what was imported or changed waits here until it was compared with its source."""

from datetime import datetime

from linli import clock
from linli.questions import shelf
from linli.questions.items import Item
from linli.store import Tx


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
        checker=None, checked_at=None, expires_on=item.expires_on.isoformat() if item.expires_on else None,
        file=kept["file"], file_revision=kept["file_revision"], conflict=kept["conflict"],
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

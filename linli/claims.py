"""Claim codes: go on with an attempt on another device, or make a guest's one's own.

Six characters, valid to the end of the local day the attempt was started on and 2 hours, 10
wrong tries an hour per device (docs/rules.md §3).
"""

from datetime import datetime, timedelta
from typing import Any

from linli import answers, attempts, clock, community, ids, ledger, reviews
from linli.attempts import Player
from linli.errors import GameError
from linli.locale import N_
from linli.rules.settings import Settings
from linli.store import Store, Tx

WRONG_TRIES = 10


class CodeUnknown(GameError):
    """No attempt has that code now."""

    def __init__(self) -> None:
        super().__init__(
            N_("No quiz goes by that code now. Codes have six characters and last until two hours after midnight; check it and type it again.")
        )


class TooManyTries(GameError):
    """Too many wrong codes from this device within an hour."""

    def __init__(self) -> None:
        super().__init__(N_("That was ten wrong codes within an hour on this device. Please try again in an hour, or start a new quiz."))


class OtherCompound(GameError):
    """A guest's quiz counts for the compound it was played for."""

    def __init__(self) -> None:
        super().__init__(N_("This quiz was played for another compound, so its points stay there. Today's five questions are waiting for you."))


class AlreadyClaimed(GameError):
    """A finished attempt is claimed once."""

    def __init__(self) -> None:
        super().__init__(N_("This quiz has been claimed already. Its points are in that resident's account."))


class NotFinished(GameError):
    """Only a finished guest attempt can be claimed."""

    def __init__(self) -> None:
        super().__init__(N_("Please finish this quiz first; then it can be added to your account."))


class OnlyPractice(GameError):
    """Practice brings nothing to anybody."""

    def __init__(self) -> None:
        super().__init__(N_("This was practice, which brings no points. Today's five questions are waiting for you."))


def carry(store: Store, code: str, player: Player, *, at: datetime) -> str:
    """Bring the attempt with that code to this device; the attempt's id.

    Raises CodeUnknown, TooManyTries.
    """
    with store.writing() as tx:
        _check_tries(tx, player.holder, at)
        row = _by_code(tx, code, at)
        if row is None:
            _count_failure(tx, player.holder, at)
        elif row["handed_in_at"] is None:
            tx.run("update attempt set holder = :holder where id = :id", holder=player.holder, id=row["id"])
    if row is None:
        raise CodeUnknown
    return str(row["id"])


def _check_tries(tx: Tx, holder: str, at: datetime) -> None:
    tries = tx.value(
        "select count(*) as n from code_failure where holder = :holder and at > :since",
        holder=holder, since=clock.stamp(at - timedelta(hours=1)),
    )
    if int(tries) >= WRONG_TRIES:
        raise TooManyTries


def _count_failure(tx: Tx, holder: str, at: datetime) -> None:
    tx.insert("code_failure", [{"id": ids.new(), "holder": holder, "at": clock.stamp(at)}])


def _by_code(tx: Tx, code: str, at: datetime) -> dict[str, Any] | None:
    zone = community.zone(tx)
    last_day = clock.local_day(at - timedelta(hours=attempts.DUE_HOURS), zone)
    return tx.one(
        "select * from attempt where claim_code = :code and started_on >= :day order by id desc",
        code=ids.tidy_code(code), day=last_day,
    )


def claim(store: Store, code: str, player: Player, *, at: datetime) -> int:
    """Make a guest's finished attempt this resident's; the points it brings under their caps.

    The guest entry is reversed and the answers are posted for the resident on the attempt's day.
    Raises CodeUnknown, TooManyTries, NotFinished, OtherCompound, AlreadyClaimed.
    """
    with store.writing() as tx:
        _check_tries(tx, player.holder, at)
        row = _by_code(tx, code, at)
        if row is None:
            _count_failure(tx, player.holder, at)
        else:
            return _claim(tx, row, player, at)
    raise CodeUnknown


def _claim(tx: Tx, row: dict[str, Any], player: Player, at: datetime) -> int:
    if row["handed_in_at"] is None:
        raise NotFinished
    if row["kind"] == "practice":
        raise OnlyPractice
    if row["compound"] != player.compound:
        raise OtherCompound
    changed = tx.run(
        "update attempt set claimed_at = :now, guest = 0, subject = :subject, slip = :slip"
        " where id = :id and claimed_at is null and guest = 1",
        now=clock.stamp(at), subject=player.subject, slip=player.slip, id=row["id"],
    )
    if not changed:
        raise AlreadyClaimed
    entry = tx.value("select id from ledger where source = :source", source=f"guest:{row['id']}")
    if entry:
        ledger.reverse(tx, entry, "claimed", at)
    mine = {**row, "subject": player.subject, "slip": player.slip, "guest": 0}
    return _post_again(tx, mine, community.settings(tx), at)


def _post_again(tx: Tx, row: dict[str, Any], settings: Settings, at: datetime) -> int:
    total = 0
    rows = tx.rows("select * from answer where attempt = :attempt order by answered_at, item", attempt=row["id"])
    for one in rows:
        worth = 0
        if not one["late"]:
            worth = answers.earn(tx, row, one["item"], bool(one["correct"]), row["started_on"], settings, at)
        tx.run(
            "update answer set subject = :subject, points = :points where attempt = :attempt and item = :item",
            subject=row["subject"], points=worth, attempt=row["id"], item=one["item"],
        )
        reviews.note(tx, row["subject"], one["item"], correct=bool(one["correct"]), zone=settings.zone, at=at)
        total += worth
    if not any(one["late"] for one in rows):
        total += answers.daily_bonus(tx, row, settings, at)
    tx.run("update attempt set points = :points where id = :id", points=total, id=row["id"])
    return total

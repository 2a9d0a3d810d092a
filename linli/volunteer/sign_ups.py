"""Sign-ups: who has a place at an activity. The unique key of a place decides (docs/rules.md §4)."""

from datetime import datetime

from linli import clock
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, places
from linli.volunteer.activities import named


class Full(GameError):
    """Every place is taken."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            N_("{title} on {day} is full: {places} of {places} places are taken. Have a look at the other activities."),
            **named(row), places=row["places"],
        )


class StartedAlready(GameError):
    """Sign-up ends when the activity starts."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day} has started. You need no sign-up: come along and sign in there."), **named(row))


class TooLateToCancel(GameError):
    """A place cannot be given back after the start."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day} has started, so the place stays yours."), **named(row))


class NoAccount(GameError):
    """Only residents have hours."""

    def __init__(self) -> None:
        super().__init__(N_("Hours need a nickname and a PIN, so that they stay yours. Make one first; it takes a minute."))


class NotRead(GameError):
    """Nobody signs up without having seen what the work is and its risks (志愿服务条例 art. 12, 17)."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day}: please read what is done, the risks and the insurance first, then tick that you have read it."), **named(row))


def resident_of(tx: Tx, subject: str) -> Row:
    """The resident's row behind a subject. Raises NoAccount for guests and deleted people."""
    row = tx.one("select r.* from resident r join subject_resident s on s.resident = r.id where s.subject = :subject", subject=subject)
    if row is None:
        raise NoAccount
    return row


def sign_up(store: Store, activity: str, subject: str, at: datetime, *, minor: bool = False, read: bool | None = None) -> int:
    """Take a place; its number. Twice gives the same place.

    minor: the volunteer says they are 14 to 17; the guardian's consent on paper is then ticked by
    the coordinator before they can sign in. read: whether they ticked that they have read work,
    risks and insurance; None where nobody asked them. Raises Full, StartedAlready, Cancelled,
    NoAccount, NotRead.
    """
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        resident_of(tx, subject)
        if row["starts_at"] <= clock.stamp(at):
            raise StartedAlready(row)
        confirm_read(row, read)
        if minor:
            ask_consent(tx, activity, subject, at)
        place = take_place(tx, row, subject, at, read=bool(read))
        if place is None:
            raise Full(row)
        return place


def confirm_read(row: Row, read: bool | None) -> None:
    """Refuse who was asked and has not ticked. Raises NotRead."""
    if read is False:
        raise NotRead(row)


def take_place(tx: Tx, row: Row, subject: str, at: datetime, *, read: bool = False) -> int | None:
    """The subject's place at a locked activity, or the lowest free one; None when it is full."""
    return places.give(tx, row, subject, at, read_at=clock.stamp(at) if read else None)


def cancel(store: Store, activity: str, subject: str, at: datetime) -> None:
    """Give the place back before the start; the first of the waiting list gets it.

    Raises TooLateToCancel; without a place nothing happens.
    """
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        if row["starts_at"] <= clock.stamp(at):
            raise TooLateToCancel(row)
        tx.run("delete from sign_up where activity = :id and subject = :subject", id=activity, subject=subject)
        places.move_up(tx, row, at)


def ask_consent(tx: Tx, activity: str, subject: str, at: datetime) -> None:
    """Note that the volunteer is 14 to 17: a coordinator must see the guardian's paper."""
    tx.run(
        "insert into guardian_consent (activity, subject, asked_at) values (:activity, :subject, :at)"
        " on conflict (activity, subject) do nothing", activity=activity, subject=subject, at=clock.stamp(at),
    )


def consent_missing(tx: Tx, activity: str, subject: str) -> bool:
    """Whether a guardian's consent is asked for and has not been seen."""
    return tx.one(
        "select subject from guardian_consent where activity = :activity and subject = :subject and seen_at is null",
        activity=activity, subject=subject,
    ) is not None

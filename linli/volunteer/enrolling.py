"""Somebody without a phone gets a nickname at the clean-up, from whoever keeps the list (docs/rules.md §1, §2).

The notice is read to them; a temporary PIN is shown once, to be written on a card beside the
player number. Who made whom is kept (table enrolment) and stands in the log of staff's actions.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, nicknames, notice, pins, residents, who
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty, presence, records, sign_ups, ticks
from linli.volunteer.activities import OPENS
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.duty import By
from linli.volunteer.presence import Arrival, Here
from linli.who import Resident

#: The same person sent again by the same hand within this time: the answer got lost, so a fresh PIN is shown.
AGAIN = timedelta(minutes=10)


class NoticeNotRead(GameError):
    """Consent is missing."""

    def __init__(self, nickname: str) -> None:
        super().__init__(
            N_("Read the privacy notice to {nickname} first and tick that they agree. Whoever does not want that can help without a nickname: count them with +."),
            nickname=nickname,
        )


@dataclass(frozen=True)
class Newcomer:
    """What was typed for somebody. compound: id or join code; fourteen: 14 or older; minor: 14 to 17; agreed: the notice was read and they agree."""

    nickname: str
    compound: str
    fourteen: bool
    agreed: bool
    minor: bool = False


@dataclass(frozen=True)
class Enrolled:
    """Who was made, the PIN to write down (kept nowhere), and that they are here; None while a guardian's consent is missing."""

    resident: Resident
    pin: str
    here: Here | None


def enrol(store: Store, activity: str, given: Newcomer, by: By, at: datetime) -> Enrolled:
    """Make a resident account for somebody without a phone, and tick them in.

    Raises NotCoordinator, roles.NotAllowed, NotOpen (not between sign-in's opening and the planned
    end), residents.UnderFourteen, NoticeNotRead, residents.NicknameTaken and the refusals of nicknames.
    """
    with store.reading() as tx:
        _may(tx, activities.found(tx, activity), by, at)
    shown = _checked(given)
    if not _mine(store, activity, given.compound, shown, by, at):
        residents.free(store, given.compound, shown, None, at)
    pin = pins.new_pin()
    row = residents.draft(shown, pin, notice.VERSION, at, temporary=True)
    with store.writing() as tx:
        locked = activities.locked(tx, activity)
        mark = _may(tx, locked, by, at)
        again = _just_made(tx, activity, given.compound, shown, mark, at)
        made = _renewed(tx, again, row) if again else _made(tx, locked, row, given.compound, pin, mark, at)
        return Enrolled(made, pin, _arrived(tx, locked, made, given.minor, mark, at))


def _may(tx: Tx, row: Row, by: By, at: datetime) -> str:
    """Who acts, while people may still come."""
    mark, plan = duty.mark(tx, row, by), plan_of(row)
    presence.within(row, "in", plan.start - OPENS, plan.end, at, community.zone(tx))
    return mark


def _checked(given: Newcomer) -> str:
    """The nickname as it will be. Under 14 nothing of the person is kept, not even what was typed."""
    if not given.fourteen:
        raise residents.UnderFourteen
    shown = nicknames.check(given.nickname)
    if not given.agreed:
        raise NoticeNotRead(shown)
    return shown


def _mine(store: Store, activity: str, compound: str, shown: str, by: By, at: datetime) -> bool:
    with store.reading() as tx:
        mark = duty.mark(tx, activities.found(tx, activity), by)
        return _just_made(tx, activity, compound, shown, mark, at) is not None


def _just_made(tx: Tx, activity: str, compound: str, shown: str, mark: str, at: datetime) -> str | None:
    """The resident whom the same hand made here a moment ago under that nickname, unless they chose a PIN since."""
    found = tx.value(
        "select r.id from enrolment e join subject_resident s on s.subject = e.subject join resident r on r.id = s.resident"
        " where e.activity = :activity and e.by_whom = :mark and e.at >= :since and r.compound = :compound and r.nickname_key = :key"
        " and r.pin_temporary = 1 order by r.id limit 1",
        activity=activity, mark=mark, since=clock.stamp(at - AGAIN), compound=community.compound(tx, compound).id, key=nicknames.key(shown),
    )
    return str(found) if found else None


def _renewed(tx: Tx, resident: str, row: Row) -> Resident:
    """The same account under the PIN that is shown this time."""
    tx.run("update resident set pin_hash = :hash where id = :id", hash=row["pin_hash"], id=resident)
    return who.resident(tx, resident)


def _made(tx: Tx, activity: Row, row: Row, compound: str, pin: str, mark: str, at: datetime) -> Resident:
    made = residents.add_by_hand(tx, row, compound, pin, at)
    tx.insert("enrolment", [{"subject": made.subject, "activity": activity["id"], "by_whom": mark, "at": clock.stamp(at)}])
    community.note(tx, mark, "enrol", f"resident:{made.id}", f"activity:{activity['id']}", at)
    return made


def _arrived(tx: Tx, row: Row, made: Resident, minor: bool, mark: str, at: datetime) -> Here | None:
    """Tick them in, unless a guardian's paper has to be seen first: then the list asks for it."""
    records.lock_volunteer(tx, made.subject)
    if minor:
        sign_ups.ask_consent(tx, row["id"], made.subject, at)
    if sign_ups.consent_missing(tx, row["id"], made.subject):
        return None
    known = presence.known_arrival(tx, row, made.subject, None)
    return presence.repeated(row, known, at) if known else ticks.arrive(tx, row, made.subject, Arrival(at, "tick", mark), at)

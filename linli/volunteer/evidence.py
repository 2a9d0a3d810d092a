"""What a clean-up left behind: photos of the place before and after, bags and places. All of it optional.

Entered by the activity's coordinators and by organisers, from an hour before the start to the end
of the 10th working day. Photos are seen by them alone; bags and places are figures of an activity
and stand on its public page.
"""

import base64
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_, clock_time, month_day
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty
from linli.volunteer.activities import named
from linli.volunteer.duty import By

if TYPE_CHECKING:
    from linli.volunteer.photo import Photo

MOMENTS = ("before", "after")
#: Photos of one moment.
PHOTOS_MOST = 6
BAGS_MOST = 9_999
PLACES_LENGTH = 200
EARLY = timedelta(hours=1)


class NotTime(GameError):
    """Before or after the time in which evidence is entered."""

    def __init__(self, row: Row, first: datetime, last: datetime, zone: str) -> None:
        super().__init__(
            N_("{title} on {day}: photos, bags and places are entered from {from_day} {from_time} to the end of {last}. Please come back in that time."),
            **named(row), from_day=lambda: month_day(clock.local_day(first, zone)), from_time=lambda: clock_time(clock.local(first, zone)),
            last=lambda: month_day(clock.local_day(last - timedelta(seconds=1), zone)),
        )


class EnoughPhotos(GameError):
    """The moment has all its photos."""

    def __init__(self, row: Row, moment: str) -> None:
        words = {
            "before": N_("{title} on {day} has {most} photos of before, which is all there is room for. Remove one first."),
            "after": N_("{title} on {day} has {most} photos of after, which is all there is room for. Remove one first."),
        }
        super().__init__(words[moment], **named(row), most=PHOTOS_MOST)


class UnknownMoment(GameError):
    """Neither before nor after."""

    def __init__(self) -> None:
        super().__init__(N_("Say whether the photo shows the place before or after: send it from one of the two parts of the page."))


class UnknownPhoto(GameError):
    """No such photo at this activity, or it was removed."""

    def __init__(self) -> None:
        super().__init__(N_("This photo is not here any more: somebody removed it, or its year is over. Open the page again to see what is there."))


class BadBags(GameError):
    """Not a number of bags."""

    def __init__(self, given: object) -> None:
        super().__init__(N_("“{given}” bags: type a whole number from 0 to {most}."), given=str(given)[:20], most=BAGS_MOST)


class BadPlacesText(GameError):
    """The places are too long a text or hold signs that cannot be shown."""

    def __init__(self, length: int) -> None:
        super().__init__(
            N_("The places cleaned have {length} characters: at most {most}, and no control characters. Shorten them, or type them anew."),
            length=length, most=PLACES_LENGTH,
        )


@dataclass(frozen=True)
class PhotoRow:
    """A photo on the list. by_whom: staff:ID or subject:ID; size in pixels."""

    id: str
    moment: str
    width: int
    height: int
    by_whom: str
    at: datetime


@dataclass(frozen=True)
class Result:
    """Bags of rubbish and places cleaned, who entered them last and when."""

    bags: int
    places: str
    by_whom: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """Everything of one activity. open: it can be entered now, between `first` and `last`."""

    photos: Sequence[PhotoRow]
    result: Result | None
    open: bool
    first: datetime
    last: datetime

    def of(self, moment: str) -> list[PhotoRow]:
        """The photos of before or after, oldest first."""
        return [one for one in self.photos if one.moment == moment]


def seen(store: Store, activity: str, by: By, at: datetime) -> Evidence:
    """All of it, for who may see it. Raises UnknownActivity, NotCoordinator, roles.NotAllowed, roles.NotSignedIn."""
    with store.reading() as tx:
        row = activities.found(tx, activity)
        duty.mark(tx, row, by)
        first, last = _window(tx, row)
        return Evidence(_photos(tx, activity), result(tx, activity), first <= at < last and not row["cancelled_at"], first, last)


def add(store: Store, activity: str, moment: str, data: bytes, by: By, at: datetime) -> str:
    """Keep a photo; its id. The same picture of the same moment counts once.

    data: the bytes as they were sent. Raises the refusals of `photo.made`, UnknownMoment, NotTime,
    EnoughPhotos, activities.Cancelled, UnknownActivity, NotCoordinator, roles.NotAllowed.
    """
    from linli.volunteer import photo

    if moment not in MOMENTS:
        raise UnknownMoment
    with store.reading() as tx:
        _may_enter(tx, activities.found(tx, activity), by, at)
    made = photo.made(data)  # outside the transaction: it takes half a second
    mark = hashlib.sha256(made.data).hexdigest()
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        who = _may_enter(tx, row, by, at)
        there = tx.rows("select id, mark from activity_photo where activity = :id and moment = :moment and removed_at is null order by id", id=activity, moment=moment)
        known = next((one["id"] for one in there if one["mark"] == mark), None)
        if known:
            return str(known)
        if len(there) >= PHOTOS_MOST:
            raise EnoughPhotos(row, moment)
        kept = _row(activity, moment, made, mark, who, at)
        tx.insert("activity_photo", [kept])
        community.note(tx, who, "photo", f"activity:{activity}", f"{moment} {kept['id']}", at)
        return str(kept["id"])


def _row(activity: str, moment: str, made: "Photo", mark: str, who: str, at: datetime) -> Row:
    return {
        "id": ids.new(), "activity": activity, "moment": moment, "type": "image/jpeg", "data": base64.b64encode(made.data).decode(),
        "small": base64.b64encode(made.small).decode(), "width": made.width, "height": made.height, "mark": mark, "by_whom": who,
        "at": clock.stamp(at), "removed_at": None, "removed_by": None,
    }


def picture(store: Store, activity: str, photo: str, by: By, *, small: bool = False) -> bytes:
    """A photo's JPEG, for who may see it. Raises UnknownPhoto, UnknownActivity, NotCoordinator, roles.NotAllowed."""
    with store.reading() as tx:
        duty.mark(tx, activities.found(tx, activity), by)
        column = "small" if small else "data"
        kept = tx.value(
            f"select {column} from activity_photo where id = :photo and activity = :activity and removed_at is null", photo=photo, activity=activity
        )
    if not kept:
        raise UnknownPhoto
    return base64.b64decode(kept)


def remove(store: Store, activity: str, photo: str, by: By, at: datetime) -> None:
    """Take a photo away for good: who and when stays, the picture does not. Any keeper of the list may, at any time.

    Twice is once. Raises UnknownPhoto, UnknownActivity, NotCoordinator, roles.NotAllowed, roles.NotSignedIn.
    """
    with store.writing() as tx:
        row = tx.one("select * from activity where id = :id" + tx.for_update, id=activity)
        if row is None:
            raise activities.UnknownActivity
        who = duty.mark(tx, row, by)
        kept = tx.one("select id, moment, removed_at from activity_photo where id = :photo and activity = :activity", photo=photo, activity=activity)
        if kept is None:
            raise UnknownPhoto
        if kept["removed_at"]:
            return
        # The mark is of the picture too; without it the same picture may come again.
        tx.run(
            "update activity_photo set data = '', small = '', mark = id, removed_at = :at, removed_by = :who where id = :photo",
            at=clock.stamp(at), who=who, photo=photo,
        )
        community.note(tx, who, "photo_removed", f"activity:{activity}", f"{kept['moment']} {photo}", at)


def enter_result(store: Store, activity: str, bags: object, places: str, by: By, at: datetime) -> None:
    """Keep bags and places; what was there before stays in the log.

    bags: a whole number. Raises BadBags, BadPlacesText, NotTime, activities.Cancelled, UnknownActivity, NotCoordinator, roles.NotAllowed.
    """
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        who = _may_enter(tx, row, by, at)
        if isinstance(bags, bool) or not isinstance(bags, int) or not 0 <= bags <= BAGS_MOST:
            raise BadBags(bags)
        text, old = tidy_places(places), result(tx, activity)
        if old and (old.bags, old.places) == (bags, text):
            return
        tx.run(
            "insert into activity_result (activity, bags, places, by_whom, at) values (:activity, :bags, :places, :who, :at) on conflict (activity)"
            " do update set bags = excluded.bags, places = excluded.places, by_whom = excluded.by_whom, at = excluded.at",
            activity=activity, bags=bags, places=text, who=who, at=clock.stamp(at),
        )
        before = f"{old.bags} {old.places} > " if old else ""
        community.note(tx, who, "result", f"activity:{activity}", f"{before}{bags} {text}", at)


def tidy_places(given: str) -> str:
    """The places in one line without stray spaces; may be empty. Raises BadPlacesText."""
    text = " ".join(unicodedata.normalize("NFC", given[:2_000]).split())
    if len(text) > PLACES_LENGTH or any(unicodedata.category(sign)[0] == "C" for sign in text):
        raise BadPlacesText(len(text))
    return text


def result(tx: Tx, activity: str) -> Result | None:
    """Bags and places once they are entered: for everybody."""
    row = tx.one("select * from activity_result where activity = :id", id=activity)
    return Result(int(row["bags"]), row["places"], row["by_whom"], clock.parse(row["at"])) if row else None


def _photos(tx: Tx, activity: str) -> list[PhotoRow]:
    rows = tx.rows(
        "select id, moment, width, height, by_whom, at from activity_photo where activity = :id and removed_at is null order by id", id=activity
    )
    return [PhotoRow(row["id"], row["moment"], row["width"], row["height"], row["by_whom"], clock.parse(row["at"])) for row in rows]


def _may_enter(tx: Tx, row: Row, by: By, at: datetime) -> str:
    who = duty.mark(tx, row, by)
    if row["cancelled_at"]:
        raise activities.Cancelled(row)
    first, last = _window(tx, row)
    if not first <= at < last:
        raise NotTime(row, first, last, community.zone(tx))
    return who


def _window(tx: Tx, row: Row) -> tuple[datetime, datetime]:
    """From when to when something is entered."""
    return clock.parse(row["starts_at"]) - EARLY, duty.kept_until(tx, row)

"""What is odd about a pending record of hours, each reason in a sentence (docs/rules.md §4).

A reason says what to look at, never that somebody cheated. Some concern one person, some the
whole activity: those are answered once, with a note, for all its records together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_, full_day
from linli.rules import crediting, working_days
from linli.rules.working_days import Deadline
from linli.store import Tx
from linli.store.base import Row
from linli.volunteer import duty, head_counts, hours, signals, stays
from linli.volunteer.activity_draft import plan_of

#: A signed-in stay that was entered later than this after the plan's end stands out.
LONG_AFTER = timedelta(days=3)
#: Reasons of an activity as a whole.
WHOLE = ("same_list", "overdue", "unpublished")


@dataclass(frozen=True)
class Reason:
    """Why a record needs a look.

    code: above_720, above_480, supplementary, no_sign_out, late, long_after, nothing, enrolled, device, head_count,
    same_list, overdue, unpublished.
    """

    code: str
    text: GameError

    @property
    def whole(self) -> bool:
        """It concerns the activity, not this person."""
        return self.code in WHOLE

    def sentence(self) -> str:
        """The reason in the current language."""
        return self.text.sentence()


class Looked:
    """What the rows of one list share, read once."""

    def __init__(self, tx: Tx, rows: Sequence[Row], at: datetime) -> None:
        pending = [row for row in rows if row["state"] == "pending"]
        self.today = clock.local_day(at, community.zone(tx))
        self.typed = duty.typed_days(tx)
        self.names = stays.Names(tx)
        self.stays = stays.of_records(tx, rows, self.names)
        self.held = {one: head_counts.held(tx, one) for one in dict.fromkeys(row["activity"] for row in pending)}
        self.ahead = {row["id"]: hours.ahead(tx, row) for row in pending if row["served"]}
        self.signals = signals.read(tx, pending)

    def marks(self, rows: Sequence[Row]) -> set[str]:
        """Everybody who entered something of these records."""
        return {mark for row in rows for mark in self.of(row)}

    def of(self, row: Row) -> set[str]:
        """Everybody who entered something of a record."""
        every = {mark for stay in self.stays[row["id"]] for mark in stay.marks}
        return every | ({row["entered_by"]} if row["entered_by"] else set())

    def deadline(self, act_on: str) -> Deadline:
        """The 10th working day after the activity."""
        return working_days.nth_after(act_on, typed=self.typed)

    def days_left(self, act_on: str) -> int | None:
        """Working days until then."""
        last = self.deadline(act_on).day
        return working_days.days_left(self.today, last, self.typed) if last else None


def of(row: Row, looked: Looked) -> list[Reason]:
    """Everything odd about a pending record, the gravest first."""
    return [*_day(row, looked), *_kind(row, looked), *_stays(row, looked), *_who(row, looked), *_activity(row, looked)]


def _day(row: Row, looked: Looked) -> list[Reason]:
    before = looked.ahead.get(row["id"], 0)
    needed = crediting.approvers(before, row["served"])
    if needed == 0:
        return [Reason("above_720", hours.AboveDay(before, row["served"]))]
    if needed == 1:
        return []
    first = looked.names.of(f"staff:{row['first_by']}") if row["first_by"] else ""
    template = hours.NEEDS_SECOND if first else hours.ABOVE_480
    return [Reason("above_480", GameError(template, before=before, own=row["served"], first=first))]


def _kind(row: Row, looked: Looked) -> list[Reason]:
    if row["kind"] != "supplementary":
        return []
    who = looked.names.of(row["entered_by"] or next(iter(sorted(looked.of(row))), None))
    return [Reason("supplementary", GameError(N_("Supplementary record, typed by {who}: {why}"), who=who or "–", why=row["reason"] or "–"))]


def _stays(row: Row, looked: Looked) -> list[Reason]:
    every = looked.stays[row["id"]]
    found = []
    if not all(stay.signed_out for stay in every):
        found.append(Reason("no_sign_out", GameError(N_("Nobody signed this person out; the planned end is proposed."))))
    if any(stay.late for stay in every):
        found.append(Reason("late", GameError(N_("A tick was sent late, because the phone had no network."))))
    days = _days_after(row, every)
    if days and row["kind"] == "signed_in":
        found.append(Reason("long_after", GameError(N_("Entered {days} days after the activity."), days=days)))
    if row["served"] == 0:
        found.append(Reason("nothing", GameError(N_("No minute lies within the planned time."))))
    return found


def _days_after(row: Row, every: Sequence[stays.Stay]) -> int:
    """Whole days between the plan's end and the entry of the latest stay, if that is long after; else 0."""
    late = max((stay.entered_at - plan_of(row).end for stay in every if stay.entered_at), default=timedelta())
    return late.days if late >= LONG_AFTER else 0


def _who(row: Row, looked: Looked) -> list[Reason]:
    found = []
    by = looked.signals.enrolled.get((row["activity"], row["subject"]))
    if by and all(stay.marks == {by} for stay in looked.stays[row["id"]]):
        words = N_("{who} made this person's nickname on the spot, and alone ticked them in and out. Ask whether somebody else saw them.")
        found.append(Reason("enrolled", GameError(words, who=looked.names.of(by))))
    phone = looked.signals.phones.get((row["activity"], row["subject"]))
    if phone:
        found.append(Reason("device", GameError(N_("{n} people signed in from this phone. It may be a shared one; ask the coordinator."), n=phone)))
    return found


def _activity(row: Row, looked: Looked) -> list[Reason]:
    found = []
    count = looked.held.get(row["activity"])
    if count:
        found.append(Reason("head_count", hours.HeadCountHolds(row, count)))
    again = looked.signals.same_list.get(row["activity"])
    if again:
        words = N_("The same {people} people stand on {times} lists. It may be a steady group; ask whether all of them were there each time.")
        found.append(Reason("same_list", GameError(words, people=again.people, times=again.times)))
    return [*found, *_clock(row, looked)]


def _clock(row: Row, looked: Looked) -> list[Reason]:
    deadline = looked.deadline(row["act_on"])
    if deadline.day is None:
        return [Reason("unpublished", GameError(N_("The working days of {year} are not published yet: type them in the set-up."), year=deadline.unknown_year))]
    last = deadline.day
    if looked.today > last:
        return [Reason("overdue", GameError(N_("The 10 working days for entering it ended on {day}."), day=lambda: full_day(last)))]
    return []

"""What the report of odd hours looks at, read once: stays, records, head counts, enrolments, hand-overs of some days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community
from linli.locale import N_, _
from linli.store import Tx
from linli.store.base import Row
from linli.volunteer import hour_lists, hours, records

#: What a finding is about, in the order in which they are shown.
KINDS = {
    "hours": N_("Hours"), "head_count": N_("Head counts that differ"), "approver": N_("Who approves"), "device": N_("Device"), "entry": N_("Time of entry"),
    "list": N_("Same people"), "enrolled": N_("Enrolled and ticked"), "hand_over": N_("Handed over"), "supplementary": N_("Supplementary share"),
}


@dataclass(frozen=True)
class Where:
    """An activity to look at."""

    id: str
    title: str
    act_on: str


@dataclass(frozen=True)
class Finding:
    """One row of the report. sentence: what stands out, with the figures and what is usual; look: what to look at.

    kind: one of KINDS; activities: where it happened, oldest first; weight: the larger, the further up.
    """

    kind: str
    sentence: str
    look: str
    activities: tuple[Where, ...]
    weight: float

    @property
    def about(self) -> str:
        """What kind of oddity it is, in words."""
        return _(KINDS[self.kind])


@dataclass
class Facts:
    """Everything of local days first..last. stays and records are rows, oldest first."""

    tx: Tx
    zone: str
    first: str
    last: str
    activities: dict[str, Row]
    stays: list[Row]
    records: list[Row]
    people: dict[str, str]
    _named: dict[str, str]

    def name(self, subject: str) -> str:
        """How lists name a person."""
        return self.people.get(subject) or _("left")

    def by(self, mark: str) -> str:
        """The name behind `staff:ID` or `subject:ID`."""
        if mark not in self._named:
            self._named[mark] = hour_lists.actor_name(self.tx, mark) or "–"
        return self._named[mark]

    def staff(self, staff: str) -> str:
        """The name of a staff person."""
        return hours.staff_name(self.tx, staff) or "–"

    def where(self, wanted: Iterable[str]) -> tuple[Where, ...]:
        """These activities, each once, oldest first."""
        rows = [self.activities[one] for one in set(wanted) if one in self.activities]
        rows.sort(key=lambda row: (row["starts_at"], row["id"]))
        return tuple(Where(row["id"], row["title"], row["act_on"]) for row in rows)

    def local(self, text: str) -> datetime:
        """A stored instant in the community's zone."""
        return clock.local(clock.parse(text), self.zone)


def read(tx: Tx, first: str, last: str) -> Facts:
    """The facts of the activities of local days first..last."""
    days = {"first": first, "last": last}
    within = "a.act_on >= :first and a.act_on <= :last"
    activities = tx.rows(f"select a.* from activity a where {within} order by a.starts_at, a.id", **days)
    stays = tx.rows(f"select p.* from presence p join activity a on a.id = p.activity where {within} and p.void_at is null order by p.came_at, p.id", **days)
    found = tx.rows(f"select p.* from record p join activity a on a.id = p.activity where {within} and p.state <> 'rejected' order by p.id", **days)
    named = tx.rows(
        "select distinct p.subject, r.nickname, r.hidden_at, r.player_number from presence p join activity a on a.id = p.activity"
        f"{records.NAMES} where {within} order by p.subject", **days,
    )
    people = {row["subject"]: records.shown_name(row) for row in named}
    return Facts(tx, community.zone(tx), first, last, {row["id"]: row for row in activities}, stays, found, people, {})

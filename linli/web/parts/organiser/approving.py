"""The desk of waiting records: odd ones first, supplementary ones apart, complete ones by activity, others' last."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from linli.locale import _, month_day, ngettext
from linli.rules.crediting import hours_text
from linli.volunteer import hour_lists
from linli.volunteer.hour_lists import Reason, Waiting
from linli.web import plain
from linli.web.parts import bits, frame
from linli.web.parts.organiser import deciding, records, week
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, folded, table, tag
from linli.web.text import escape, safe_html

#: So few working days left are shown in the colour of a warning.
SOON = 3


@dataclass(frozen=True)
class Group:
    """Complete records of one activity, and what is odd about it as a whole."""

    rows: tuple[Waiting, ...]
    whole: tuple[Reason, ...]

    @property
    def first(self) -> Waiting:
        """Any of them: the activity is the same."""
        return self.rows[0]


def groups(rows: Sequence[Waiting]) -> list[Group]:
    """Complete records by activity; those with something odd about the activity first, then the oldest."""
    found: dict[str, list[Waiting]] = {}
    for row in rows:
        found.setdefault(row.activity, []).append(row)
    made = [Group(tuple(one), one[0].whole) for one in found.values()]
    return sorted(made, key=lambda one: (not one.whole, one.first.act_on, one.first.activity))


def waiting(at: Desk, rows: Sequence[Waiting]) -> None:
    """Everything that waits, or that nothing does."""
    if not rows:
        st.html(frame.lc(empty(_("All done. The next ones come after the next activity."))))
        return
    _calendar(rows)
    odd = [one for one in rows if one.odd and not one.elsewhere]
    if odd:
        _one_by_one(at, [one for one in odd if one.kind != "supplementary"], [one for one in odd if one.kind == "supplementary"])
    for group in groups([one for one in rows if one.ready]):
        with st.container(key=f"card_ready_{group.first.activity}"):
            _together(at, group)
    _others(at, [one for one in rows if one.elsewhere])


def _calendar(rows: Sequence[Waiting]) -> None:
    """A year whose working days nobody has published: where to type them."""
    found = next((reason for row in rows for reason in row.whole if reason.code == "unpublished"), None)
    if found:
        link = bits.link("/setup?part=calendar", _("Type the working days"), css="textlink")
        st.html(frame.lc(plain.say("warn", found.sentence(), html=f"<p>{link}</p>")))


def _one_by_one(at: Desk, odd: list[Waiting], typed: list[Waiting]) -> None:
    left, right = st.columns([1.9, 1])
    looked: list[Waiting | None] = []
    with left:
        if odd:
            with st.container(key="card_odd"):
                st.html(frame.lc(f"<h2>{escape(_('Needs a look'))} · {len(odd)}</h2>"))
                looked.append(records.listed(odd, at.settings.zone, name="odd", many=False)[1])
        if typed:
            with st.container(key="card_typed"):
                words = _("Typed in afterwards, with a reason. Nobody was seen by code, tick or sheet, so they stand apart everywhere and rank nowhere.")
                st.html(frame.lc(f"<h2>{escape(_('Supplementary records'))} · {len(typed)}</h2><p class='soft'>{escape(words)}</p>"))
                looked.append(records.listed(typed, at.settings.zone, name="typed", many=False)[1])
    with right, st.container(key="rim_record"):
        _detail(at, next((one for one in looked if one), (odd or typed)[0]))


def _detail(at: Desk, one: Waiting) -> None:
    st.html(frame.lc(records.detail(one, hour_lists.history(at.store, one.record), at.settings.zone)))
    deciding.one(at, one)


def _together(at: Desk, group: Group) -> None:
    """One activity's complete records: the summary, then one tap; or some of them."""
    one, rows = group.first, group.rows
    st.html(frame.lc(_summary(group, at.settings.zone)))
    words = _("Choose some, or look at one") if len(rows) > 1 else _("Look at it")
    chosen = list(rows)
    if st.toggle(words, key=f"some_{one.activity}"):
        left, right = st.columns([1.9, 1])
        with left:
            chosen, looked = records.listed(rows, at.settings.zone, name=f"ready_{one.activity}", many=True)
        with right:
            _detail(at, looked or rows[0])
    deciding.bulk(at, one.activity, chosen, noted=bool(group.whole))


def _summary(group: Group, zone: str) -> str:
    one, rows = group.first, group.rows
    people = ngettext("{n} record", "{n} records", len(rows))
    total = _("{hours} hours", hours=hours_text(sum(row.minutes for row in rows)))
    head = f"<h2>{escape(_('Complete'))} · {safe_html(_('{title}, {day}', title=one.title, day=month_day(one.act_on)), 80)}</h2>"
    lead = f'<p><b>{escape(people)} · {escape(total)}</b> {left(one)}</p>'
    flags = "".join(plain.say("warn", reason.sentence()) for reason in group.whole)
    names = [(row.name, records.span(row.stays, zone), str(row.served), hours_text(row.minutes)) for row in rows]
    listed = table((_("Volunteer"), _("Came – left"), _("Minutes"), _("Hours")), names, numbers=(2, 3))
    return f"{head}{lead}{flags}{folded(_('Names and minutes'), listed)}"


def left(one: Waiting) -> str:
    """How many working days are left to enter the activity's hours, as a pill."""
    soon = one.days_left is None or one.days_left <= SOON
    kind = "fault" if one.days_left is not None and one.days_left < 0 else "warn" if soon else "plain"
    return tag(week.days_left(one.days_left), kind, "clock")


def _others(at: Desk, rows: list[Waiting]) -> None:
    """What the reader entered, or served themselves: somebody else decides."""
    if not rows:
        return
    with st.container(key="card_others"):
        words = _("You entered a time of these, approved them first, or they are your own hours. Somebody else approves them, so that two people stand behind the hours.")
        st.html(frame.lc(f"<h2>{escape(_('For somebody else'))} · {len(rows)}</h2><p class='soft'>{escape(words)}</p>"))
        left, right = st.columns([1.9, 1])
        with left:
            looked = records.listed(rows, at.settings.zone, name="others", many=False)[1]
        with right:
            _detail(at, looked or rows[0])

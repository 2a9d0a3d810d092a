"""Papers on the desk: the list with opening and withdrawing, prints, sheets typed in, results."""

from collections.abc import Sequence

import streamlit as st

from linli import clock, paper_results, paper_returns, paper_sittings, papers
from linli.errors import GameError
from linli.locale import _, clock_time, month_day, number, percent, pick
from linli.paper_forms import letter
from linli.paper_results import CHANNELS, PAPER, PHONE, Line, Summary
from linli.paper_returns import Return
from linli.papers import Paper
from linli.roles import require
from linli.web import plain
from linli.web.parts import bits, frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, folded, table, tag
from linli.web.text import escape, safe_html, safe_label
from linli.web.text import plain as plain_text


def by_code(at: Desk) -> None:
    """The code printed on a sheet leads to the form for its numbers."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    typed = left.text_input(_("Code on a sheet"), key="pd_code", max_chars=12, placeholder="K7M 4QX")
    if not typed.strip():
        return
    try:
        with at.store.reading() as tx:
            found = papers.by_code(tx, typed)
    except GameError as refusal:
        right.html(frame.lc(plain.say("warn", refusal.sentence())))
        return
    right.html(frame.lc(f'<p class="pills">{_link(f"/tally?p={found.code}", _("Type in sheets of {name}", name=plain_text(found.name, 60)), "check", "pri")}</p>'))


def _every(at: Desk) -> list[Paper]:
    with at.store.reading() as tx:
        return papers.listing(tx)


def choice(at: Desk, key: str, found: Sequence[Paper]) -> Paper:
    """The paper that this part is about; the one looked at last stays, else one that is open."""
    names = {one.id: f"{safe_label(one.name, 60)} · {one.code}" for one in found}
    looked = st.session_state.get("pd_paper") or next((one.id for one in found if one.is_open(at.at)), "")
    first = list(names).index(looked) if looked in names else 0
    chosen = st.selectbox(_("Paper"), list(names), first, format_func=names.__getitem__, key=key)
    st.session_state["pd_paper"] = chosen
    return next(one for one in found if one.id == chosen)


def _none() -> None:
    st.html(frame.lc(empty(_("No paper yet. Put one together under “Make or change”."))))


def state_words(at: Desk, one: Paper) -> tuple[str, str]:
    """Kind and words of a paper's state now."""
    if one.state == "open":
        if at.at < one.opens_at:
            return "gold", _("opens later")
        return ("plain", _("closed")) if at.at >= one.closes_at else ("right", _("open now"))
    return ("warn", _("withdrawn")) if one.state == "withdrawn" else ("plain", _("draft"))


def _when(at: Desk, one: Paper) -> str:
    opens, closes = (clock.local(each, at.settings.zone) for each in (one.opens_at, one.closes_at))
    return f"{month_day(opens.date())} {clock_time(opens)} – {month_day(closes.date())} {clock_time(closes)}"


def listing(at: Desk) -> None:
    """Every paper with its state; opening and withdrawing, for organisers."""
    found = _every(at)
    if not found:
        _none()
        return
    rows = "".join(_row(at, one) for one in found)
    heads = "".join(f'<th scope="col">{escape(words)}</th>' for words in (_("Paper"), _("Paper code"), _("State"), _("Times"), _("Number of questions"), _("Forms")))
    st.html(frame.lc(f'<div class="scroll broad"><table class="tbl"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'))
    if at.organises:
        _move(at, choice(at, "pd_list", found))


def _row(at: Desk, one: Paper) -> str:
    kind, words = state_words(at, one)
    limit = _(" · {minutes} min", minutes=one.minutes) if one.minutes else ""
    cells = (
        safe_html(one.name, 60), _whole(escape(one.code)), _whole(tag(words, kind)), escape(_when(at, one) + limit), escape(number(one.items)),
        _whole(escape(_("{letters}, version {version}", letters="".join(map(letter, range(one.forms))), version=one.version))),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _broad(html: str) -> str:
    """A table that scrolls by itself on a phone rather than breaking every word."""
    return f'<div class="broad">{html}</div>'


def _whole(html: str) -> str:
    return f'<span class="nb">{html}</span>'


def _move(at: Desk, one: Paper) -> None:
    """Open or withdraw, after a tick that says what it does."""
    to = "withdrawn" if one.state == "open" else "open"
    if to == "open":
        told = _("Residents see it at its opening time. Once one begins it, its questions stay.")
        tick, button = _("Yes, open “{name}” to residents", name=safe_label(one.name, 60)), _("Open it")
    else:
        told = _("Nobody can begin it any more; sittings that were begun go on, sheets can still be typed in.")
        tick, button = _("Yes, withdraw “{name}”", name=safe_label(one.name, 60)), _("Withdraw it")
    st.html(frame.lc(f'<p class="soft">{escape(told)}</p>'))
    name = f"pd_move_{one.id}"
    sure = st.checkbox(tick, key=desk.key(name) + "_sure")
    if st.button(button, key=desk.key(name), type="primary" if to == "open" else "secondary", disabled=not sure):
        desk.save(name, lambda: _moved(at, one, to))


def _moved(at: Desk, one: Paper, to: str) -> str:
    papers.move(at.store, one.id, to, at.organiser().id, at.at)
    return _("“{name}” is open now, at its times.", name=one.name) if to == "open" else _("“{name}” is withdrawn.", name=one.name)


def _link(href: str, words: str, icon: str = "doc", kind: str = "sec") -> str:
    return f'<a class="btn {kind} auto" href="{escape(href)}" target="_blank"><i class="ic ic-{icon}"></i>{escape(words)}</a>'


def prints(at: Desk) -> None:
    """Links to the PDFs: sheets of each form, usual and large print; key and tally sheets."""
    found = _every(at)
    if not found:
        _none()
        return
    one = choice(at, "pd_prints", found)
    language = st.segmented_control(
        _("Language"), ["zh", "en"], format_func={"zh": _("Chinese"), "en": _("English")}.__getitem__, default="zh", required=True, key="pd_lang",
    )
    query = f"p={one.code}&lang={language}"
    usual = "".join(_link(f"/print/paper?{query}&f={letter(n)}", _("Form {letter}", letter=letter(n))) for n in range(one.forms))
    large = "".join(_link(f"/print/paper?{query}&f={letter(n)}&large=1", _("Form {letter}", letter=letter(n))) for n in range(one.forms))
    sections = (
        (_("Sheets to write on"), _("A4, both sides. Print as many of each form as of the others, so that neighbours have different ones."), usual),
        (_("Large print"), _("For elders: large letters, a box to tick before each answer."), large),
        (
            _("For who counts"), _("The key is not handed out before the paper closes."),
            _link(f"/print/paper-key?{query}", _("Key of all forms"), "check") + _link(f"/print/paper-tally?{query}", _("Tally sheets")),
        ),
    )
    parts = (f'<p class="soft">{escape(words)}</p><div class="pills">{links}</div>' for _head, words, links in sections)
    st.html(frame.lc("".join(bits.section(head, inside) for (head, *_rest), inside in zip(sections, parts, strict=True))))


def tallies(at: Desk) -> None:
    """What was typed in so far, with the way to the form, and voiding."""
    found = _every(at)
    if not found:
        _none()
        return
    one = choice(at, "pd_tallies", found)
    st.html(frame.lc(f'<p class="pills">{_link(f"/tally?p={one.code}", _("Type in a stack"), "check", "pri")}</p>'))
    with at.store.reading() as tx:
        entries = paper_returns.entries(tx, one.id)
        homes = {row["id"]: pick(row["name_zh"], row["name_en"]) for row in tx.rows("select id, name_zh, name_en from compound order by id")}
    if not entries:
        st.html(frame.lc(empty(_("No sheet was typed in yet."))))
        return
    rows = [_entry_row(at, entry, homes) for entry in reversed(entries)]
    st.html(frame.lc(_broad(table((_("Compound"), _("Form"), _("Sheets"), _("Typed in"), _("By"), ""), rows, numbers=(2,)))))
    _void(at, [entry for entry in reversed(entries) if not entry.void], homes)


def _entry_row(at: Desk, one: Return, homes: dict[str, str]) -> tuple[str, ...]:
    when = clock.local(one.entered_at, at.settings.zone)
    form = f"{letter(one.form)} · {_('version {n}', n=one.version)}"
    return homes.get(one.compound, ""), form, number(one.sheets), f"{month_day(when.date())} {clock_time(when)}", one.who, _("void") if one.void else ""


def _void(at: Desk, standing: Sequence[Return], homes: dict[str, str]) -> None:
    if not standing:
        return
    told = _("Void it, then type the stack in again. A void entry stays in the list and counts nowhere.")
    st.html(frame.lc(f'<h2>{escape(_("Correct an entry"))}</h2><p class="soft">{escape(told)}</p>'))
    names = {one.id: f"{safe_label(homes.get(one.compound, ''), 40)} · {letter(one.form)} · {one.sheets}" for one in standing}
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    chosen = left.selectbox(_("Entry"), list(names), format_func=names.__getitem__, key=desk.key("pd_void") + "_entry")
    sure = st.checkbox(_("Yes, this entry of {n} sheets is to count nowhere", n=next(one.sheets for one in standing if one.id == chosen)), key=desk.key("pd_void") + "_sure")
    with right:
        if st.button(_("Void it"), key=desk.key("pd_void"), width="stretch", disabled=not sure):
            desk.save("pd_void", lambda: _voided(at, chosen))


def _voided(at: Desk, entry: str) -> str:
    paper_returns.void(at.store, entry, require(at.staff, "organiser", "clerk").id, at.at)
    return _("The entry is void.")


def results(at: Desk) -> None:
    """Share right by question and channel, and by compound; the chart where it is asked for."""
    found = _every(at)
    if not found:
        _none()
        return
    one = choice(at, "pd_results", found)
    paper_sittings.settle(at.store, at.at, one.id)  # who forgot to hand in counts too
    with at.store.reading() as tx:
        summary = paper_results.summary(tx, one)
        homes = {row["id"]: pick(row["name_zh"], row["name_en"]) for row in tx.rows("select id, name_zh, name_en from compound order by id")}
    if not sum(summary.people.values()):
        st.html(frame.lc(empty(_("Nobody handed it in yet, on a phone or on paper."))))
        return
    st.html(frame.lc(_told(summary)))
    if st.toggle(_("Draw it as a chart"), key="pd_chart"):
        from linli.web.parts.organiser import paper_charts  # brings Altair along

        drawn = paper_charts.by_question(summary, st.context.theme.type)
        if drawn is None:
            st.html(frame.lc(f'<p class="soft">{escape(_("Too few people yet for a chart: five at least."))}</p>'))
        else:
            st.altair_chart(drawn, key="pd_chart_drawn")
    st.html(frame.lc(_by_question(summary) + _by_compound(summary, homes)))


def channel_names() -> dict[str, str]:
    """The channels in words."""
    return {PAPER: _("on paper"), PHONE: _("on phones")}


def _told(summary: Summary) -> str:
    words = _(
        "{paper} sheets from paper, {phone} sittings on phones. For the committee alone: no bulletin, no board, no points.",
        paper=number(summary.people[PAPER]), phone=number(summary.people[PHONE]),
    )
    return f'<p class="soft">{escape(words)}</p>'


def _share(share: float | None) -> str:
    return percent(share) if share is not None else _("too few")


def _cells(line: Line, channel: str) -> tuple[str, str]:
    """Share right and answers missing of a channel; a dash where nobody used it."""
    count = line.counts[channel]
    if not count.people:
        return "–", "–"
    return _share(count.share), number(count.blank) if count.blank is not None else _("too few")


def _by_question(summary: Summary) -> str:
    names = channel_names()
    rows = [
        (str(line.number or "–"), pick(line.item.stem.zh, line.item.stem.en), *(cell for one in CHANNELS for cell in _cells(line, one))) for line in summary.lines
    ]
    heads = [_("No."), _("Question")]
    for one in CHANNELS:
        heads += [_("right {where}", where=names[one]), _("no answer {where}", where=names[one])]
    return f"<h2>{escape(_('By question'))}</h2>" + _broad(table(heads, rows, numbers=(2, 3, 4, 5)))


def _by_compound(summary: Summary, homes: dict[str, str]) -> str:
    rows = [(homes.get(one.compound, ""), number(one.people) if one.people is not None else _("too few"), _share(one.share)) for one in summary.homes]
    told = _("Hidden under five people, and one more where it could be found by subtracting. A question without an answer counts as wrong here.")
    note = f'<p class="soft">{escape(told)}</p>'
    return folded(_("By compound"), note + table((_("Compound"), _("People"), _("Right of all questions")), rows, numbers=(1, 2)))

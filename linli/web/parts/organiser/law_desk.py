"""Laws and local rules on the desk: the list, one in full, a newer text, and a rule of one's own."""

from collections.abc import Sequence

import streamlit as st

from linli.locale import _, full_day, ngettext, number, pick
from linli.questions import law_text, own_laws, sources
from linli.questions.own_laws import Effect, Text
from linli.questions.shelf import normal
from linli.questions.sources import Law
from linli.roles import require
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, facts, folded, table, tag
from linli.web.text import escape, safe_label

#: Questions or articles named one by one; more are counted.
NAMED = 60


def kept(at: Desk) -> None:
    """All laws, found by words; the one chosen with its articles and the way to a newer text."""
    with at.store.reading() as tx:
        texts, cited = sources.current(tx), own_laws.cited(tx)
    words = normal(st.text_input(_("Words of the title"), key="law_words", max_chars=40))
    laws = [law for law in texts.laws.values() if words in normal(f"{law.title} {law.title_en} {law.slug}")]
    if not laws:
        st.html(frame.lc(empty(_("No law fits. Try fewer words, or add a local rule."))))
        return
    rows = [(_title(law), law.version, law.known_on, number(len(law.articles)), number(cited.get(law.slug, 0)), _("added here") if law.own else "") for law in laws]
    heads = (_("Law or rule"), _("Text of"), _("Known up to"), _("Articles"), _("Number of questions"), "")
    st.html(frame.lc(folded(_("{n} laws and rules", n=len(laws)), table(heads, rows, numbers=(3, 4)))))
    names = {law.slug: safe_label(_title(law)) for law in laws}
    slug = st.selectbox(_("Look at"), list(names), format_func=names.__getitem__, key="law_one")
    _one(at, texts.laws[slug], cited.get(slug, 0))


def _title(law: Law) -> str:
    return pick(law.title, law.title_en)


def _one(at: Desk, law: Law, questions: int) -> None:
    known = [
        (_("Slug"), law.slug), (_("Text of"), full_day(law.version)), (_("Known up to"), law.known_on), (_("Articles"), number(len(law.articles))),
        (_("Questions that rest on it"), number(questions)),
    ]
    words = "".join(f"<h3>{escape(name)}</h3>" + "".join(f"<p>{escape(line)}</p>" for line in text.split("\n")) for name, text in law.articles.items())
    mark = tag(_("added here"), "gold") if law.own else tag(_("comes with the product"))
    st.html(frame.lc(f'<h2 lang="zh-CN">{escape(law.title)}</h2>{mark}{facts(known)}' + folded(_("Read the articles"), f'<div class="lawtext" lang="zh-CN">{words}</div>')))
    with st.container(key="card_newer"):
        told = _("Questions whose quoted words no longer stand leave the draw and wait to be checked; scores stay.")
        st.html(frame.lc(f"<h3>{escape(_('A newer text'))}</h3><p class='soft'>{escape(told)}</p>"))
        version = st.text_input(_("Day of the newer text, as 2027-01-01"), key=desk.key(f"law_day_{law.slug}"), max_chars=16)
        given = _upload(f"law_file_{law.slug}")
        if given:
            with frame.guard():
                articles = law_text.parse(*given)
                with at.store.reading() as tx:
                    text = own_laws.newer(tx, law.slug, articles, at.at, version=version.strip())
                _offer(at, text, f"law_file_{law.slug}", first=False)


def own(at: Desk) -> None:
    """Keep a local rule: its file, what it is called, of which day it is."""
    said = _("Only texts that the issuing office publishes in full: a rule of the province or city, a regulation. Excerpts, news and leaflets are no source.")
    st.html(frame.lc(f'<p class="soft">{escape(said)}</p>'))
    title = st.text_input(_("Title in Chinese"), key=desk.key("own_title"), max_chars=own_laws.TITLE_MOST)
    english = st.text_input(_("Title in English, if you like"), key=desk.key("own_en"), max_chars=own_laws.TITLE_MOST)
    left, right = st.columns(2)
    version = left.text_input(_("Day of this text, as 2026-01-01"), key=desk.key("own_day"), max_chars=16)
    slug = right.text_input(_("Slug, if you like: small letters and dashes, as liuzhou-yangquan"), key=desk.key("own_slug"), max_chars=60)
    given = _upload("own_file")
    if given:
        with frame.guard():
            articles = law_text.parse(*given)
            st.html(frame.lc(plain.say("", ngettext("{n} article was found.", "{n} articles were found.", len(articles)))))
            if not (title.strip() and version.strip()):
                st.html(frame.lc(plain.say("gold", _("Fill in the Chinese title and the day above; then the text can be kept."))))
                return
            text = own_laws.new(slug.strip() or own_laws.slug_of(title), title, version.strip(), articles, at.at, title_en=english)
            _offer(at, text, "own", first=True)


def _upload(name: str) -> tuple[bytes, str] | None:
    """The chosen file's bytes and name."""
    # No `type`: of a refused file the browser's own part shows a red sign and no words.
    given = st.file_uploader(_("Choose its text (.docx, .txt or .jsonl): each article on a line that begins with 第一条, 第二条 …"), key=desk.key(name))
    return (given.getvalue(), given.name) if given else None


def _offer(at: Desk, text: Text, name: str, *, first: bool) -> None:
    """What keeping the text would change, and the button that does it."""
    with at.store.reading() as tx:
        found = own_laws.effect(tx, text)
    st.html(frame.lc(effect(text, found, first=first)))
    if st.button(_("Keep this text"), key=desk.key(f"{name}_keep"), type="primary"):
        desk.save(name, lambda: _kept(at, text, first=first))


def _kept(at: Desk, text: Text, *, first: bool) -> str:
    done = own_laws.keep(at.store, text, require(at.staff, "organiser", "clerk").id, at.at, first=first)
    for form in ("own_title", "own_en", "own_day", "own_slug", "own_file", f"law_day_{text.slug}", f"law_file_{text.slug}"):
        desk.fresh(form)
    said = _("{title} is kept as of {day}.", title=text.title, day=full_day(text.version))
    fallen = ngettext("{n} question waits to be checked.", "{n} questions wait to be checked.", len(done.fallen))
    return f"{said} {fallen}" if done.fallen else said


def effect(text: Text, found: Effect, *, first: bool) -> str:
    """Articles that are new, other or gone, and questions that would leave the draw or come back."""
    rows = [(_("articles that are new"), _named(found.added)), (_("changed"), _named(found.changed)), (_("no longer there"), _named(found.removed))]
    told = "" if first else facts(rows) or plain.say("", _("Its articles are those that are kept already."))
    if found.fallen:
        head = ngettext("{n} question's quoted words no longer stand.", "{n} questions' quoted words no longer stand.", len(found.fallen))
        listed = [(item.id, pick(item.stem.zh, item.stem.en)) for item in found.fallen[:NAMED]]
        told += plain.say("warn", head) + table((_("Number"), _("Question")), listed)
    if found.back:
        told += plain.say("right", ngettext("{n} question's quoted words stand again.", "{n} questions' quoted words stand again.", len(found.back)))
    return told or plain.say("", _("{title}: {n} articles.", title=text.title, n=len(text.articles)))


def _named(names: Sequence[str]) -> str:
    shown = _(", ").join(names[:NAMED])
    return shown if len(names) <= NAMED else _("{names} and {n} more", names=shown, n=len(names) - NAMED)

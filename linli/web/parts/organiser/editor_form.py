"""The fields of the editor: every field of a question, its faults beside it, the article beside its quote.

Values live in Streamlit's state under keys of their draft; what is stored fills them once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from string import ascii_uppercase
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from linli.locale import N_, _
from linli.questions import columns
from linli.questions.citing import reference, sentences
from linli.questions.faults import Fault
from linli.questions.formats.model import Choice, Question
from linli.questions.forms import Kept
from linli.questions.items import FactSource, Item, LawSource, Option, Text
from linli.questions.shape import LONGEST, OPTIONS_MOST
from linli.questions.sources import Sources
from linli.web.parts import frame
from linli.web.parts.organiser import check_view, question_view
from linli.web.text import escape, safe_label

FILL_IN = N_("Please fill this in.")
EMPTY = Question("single", "", (Choice(""), Choice(""), Choice("")), level=1)
NONE = ""
Told = Mapping[str, Sequence[Fault]]

#: What is said in place of sentences that speak of files.
_SAID = {
    N_("item {item} has no right option; write key: true on it."): N_("Tick the right option."),
    N_("item {item} is {kind} and has {n} right options; only one is possible."): N_("Only one option can be right, or choose “several answers” above."),
    N_("item {item} is multiple and has one right option; it needs two, or the kind single."): N_("Tick at least two right options, or choose “one answer” above."),
    N_("item {item} is multiple and all its options are right; add one that is not."): N_("All options are ticked; at least one must be wrong."),
    N_("item {item} is true_false and needs exactly two options, not {n}."): N_("True or false has exactly two options."),
}


def _key(draft: str, name: str) -> str:
    return f"ed_{draft}_{name}"


def _letter(place: int) -> str:
    """What an option is called; a draft from a file may have more than can be asked."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def forget(draft: str) -> None:
    """Drop what this session holds of a draft."""
    for name in [one for one in st.session_state if str(one).startswith(_key(draft, "")) or one == f"ed_tried_{draft}"]:
        del st.session_state[name]


def cited(question: Question, texts: Sources) -> Question:
    """A question whose file names its source in its own words, with law and article as they are kept here."""
    if question.law in texts.laws or question.fact in texts.facts or not (question.source or question.law or question.fact):
        return question
    found = reference(question, texts)
    return replace(question, law=found.law, article=found.article, fact=found.fact, quote=found.quote or question.quote)


def fill(draft: str, kept: Kept) -> None:
    """Put what is stored into the fields, once a session. Comes before the fields of every run."""
    if _key(draft, "count") in st.session_state:
        for name in st.session_state[_key(draft, "names")]:  # a field that is not on the screen now keeps what it holds
            st.session_state[_key(draft, name)] = st.session_state.get(_key(draft, name))
        return
    one = kept.question
    day = _day(one.expires_on)
    values: dict[str, Any] = {
        "type": one.type if one.type in ("single", "multiple", "true_false") else "single", "topic": kept.topic, "level": one.level or 2,
        "stem": one.stem, "stem_en": one.stem_en, "why": one.explanation, "why_en": one.explanation_en, "from": "fact" if one.fact else "law",
        "law": one.law, "article": one.article, "quote": one.quote, "fact": one.fact, "sibling": one.sibling, "licence": one.licence,
        "expires": day, "picture": one.picture is not None, "count": max(2, len(one.options)),
    }
    for place in range(max(OPTIONS_MOST, len(one.options))):
        option = one.options[place] if place < len(one.options) else Choice("")
        values |= {f"o{place}": option.text, f"o{place}_en": option.en, f"o{place}_key": option.correct}
    for name, value in {**values, "names": tuple(values)}.items():
        st.session_state[_key(draft, name)] = value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def typed(draft: str, kept: Kept) -> tuple[Question, str]:
    """(what the fields hold, the topic), on top of what is stored."""
    def held(name: str) -> Any:
        return st.session_state[_key(draft, name)]

    def text(name: str) -> str:
        return str(held(name) or "").strip()

    options = tuple(
        Choice(text(f"o{place}"), bool(held(f"o{place}_key")), 100.0 if held(f"o{place}_key") else 0.0, en=text(f"o{place}_en"))
        for place in range(int(held("count")))
    )
    law = held("from") == "law"
    day = held("expires")
    question = replace(
        kept.question, type=held("type"), stem=text("stem"), stem_en=text("stem_en"), options=options, explanation=text("why"),
        explanation_en=text("why_en"), level=int(held("level") or 2), topic=text("topic"), law=text("law") if law else "",
        article=text("article") if law else "", fact="" if law else text("fact"), quote=text("quote"), source="", sibling=text("sibling"),
        licence=text("licence"), expires_on=day.isoformat() if day else "", picture=kept.question.picture if held("picture") else None,
    )
    return question, text("topic")


def draw(
    draft: str, kept: Kept, topics: Mapping[str, str], siblings: Mapping[str, str], texts: Sources, told: Told,
) -> tuple[Question, str]:
    """All fields; what they hold, and the topic."""
    _about(draft, topics, told)
    _both(draft, "stem", _("Question"), LONGEST["stem"], told.get("stem", ()))
    _options(draft, told)
    _both(draft, "why", _("Why, and what to do"), LONGEST["explanation"], told.get("explanation", ()))
    _source(draft, texts, told)
    _more(draft, kept, siblings, told)
    return typed(draft, kept)


def _say(found: Sequence[Fault], empty: bool = False) -> None:
    """The faults of a field, under it."""
    for fault in found[:1] if empty else found:
        words = _(FILL_IN) if empty else _(_SAID[fault.text]) if fault.text in _SAID else _named(fault)
        st.html(frame.lc(f'<p class="bad">{escape(words)}</p>'))


def _named(fault: Fault) -> str:
    """A fault's sentence with its field called as the form calls it."""
    fields = dict(fault.fields)
    if "name" in fields:
        base, _dot, language = str(fields["name"]).partition(".")
        option = base.removeprefix("options[").rstrip("]")
        words = _("Option {letter}", letter=_letter(int(option) - 1)) if option.isdigit() else check_view.fields().get(base, base)
        fields["name"] = _("{field} (English)", field=words) if language == "en" else words
    return _(fault.text, **fields)


def _about(draft: str, topics: Mapping[str, str], told: Told) -> None:
    kinds, levels = question_view.kinds(), question_view.levels()
    st.segmented_control(_("Kind of question"), list(kinds), format_func=kinds.__getitem__, key=_key(draft, "type"), required=True)
    left, right = st.columns(2)
    chosen = st.session_state[_key(draft, "topic")]
    known = [NONE, *topics] if chosen in ("", *topics) else [NONE, *topics, chosen]
    with left:
        st.selectbox(_("Topic"), known, format_func=lambda one: safe_label(topics.get(one, one) or _("choose one")), key=_key(draft, "topic"))
        _say(told.get("topic", ()), empty=True)
    with right:
        st.segmented_control(_("Level"), list(levels), format_func=levels.__getitem__, key=_key(draft, "level"), required=True)


def _both(draft: str, name: str, label: str, most: int, found: Sequence[Fault]) -> None:
    """A text in Chinese, and in English beside it."""
    left, right = st.columns(2)
    left.text_area(_("{field} (Chinese)", field=label), key=_key(draft, name), max_chars=most, height=140)
    right.text_area(_("{field} (English, may be empty)", field=label), key=_key(draft, name + "_en"), max_chars=most, height=140)
    _say(found, empty=not st.session_state[_key(draft, name)])


def _options(draft: str, told: Told) -> None:
    st.html(frame.lc(f'<p class="lab">{escape(_("Options; tick what is right. Their order does not matter, it is shuffled."))}</p>'))
    if st.session_state[_key(draft, "type")] == "true_false":
        _two(draft)
    count = int(st.session_state[_key(draft, "count")])
    chinese, english = _("Chinese"), _("English, may be empty")
    for place in range(count):
        tick, zh, en = st.columns([0.35, 1, 1], vertical_alignment="center")
        tick.checkbox(_letter(place), key=_key(draft, f"o{place}_key"))
        words = _("Option {letter}", letter=_letter(place))
        _option(zh, _("{field} (Chinese)", field=words), chinese, _key(draft, f"o{place}"))
        _option(en, _("{field} (English, may be empty)", field=words), english, _key(draft, f"o{place}_en"))
        _say(told.get(f"options[{place + 1}]", ()), empty=not st.session_state[_key(draft, f"o{place}")])
    _say(told.get("options", ()))
    _say(told.get("key", ()))
    if st.session_state[_key(draft, "type")] != "true_false":
        left, right = st.columns(2)
        left.button(_("One more option"), key=_key(draft, "more"), on_click=_count, args=(draft, 1), disabled=count >= OPTIONS_MOST, width="stretch")
        right.button(_("Without the last option"), key=_key(draft, "less"), on_click=_count, args=(draft, -1), disabled=count <= 2, width="stretch")


def _option(place: DeltaGenerator, label: str, shown: str, key: str) -> None:
    place.text_area(label, key=key, max_chars=LONGEST["options"], label_visibility="collapsed", placeholder=shown, height=80)


def _two(draft: str) -> None:
    """True or false: two options, with their words if they have none yet."""
    st.session_state[_key(draft, "count")] = 2
    if not any(st.session_state[_key(draft, f"o{place}")] for place in (0, 1)):
        for place, (zh, en) in enumerate(columns.TRUE_FALSE):
            st.session_state[_key(draft, f"o{place}")], st.session_state[_key(draft, f"o{place}_en")] = zh, en


def _count(draft: str, step: int) -> None:
    key = _key(draft, "count")
    st.session_state[key] = max(2, int(st.session_state[key]) + step)


def _source(draft: str, texts: Sources, told: Told) -> None:
    names = {"law": _("an article of a law or rule"), "fact": _("a numbered fact")}
    st.segmented_control(_("Source"), list(names), format_func=names.__getitem__, key=_key(draft, "from"), required=True)
    if st.session_state[_key(draft, "from")] == "law":
        _law(draft, texts, told)
    else:
        _fact(draft, texts, told)


def _law(draft: str, texts: Sources, told: Told) -> None:
    titles = {slug: law.title for slug, law in sorted(texts.laws.items(), key=lambda one: one[1].title)}
    left, right = st.columns([2, 1])
    with left:
        law = _chosen(draft, "law", _("Law or rule (type to search)"), titles, told)
    articles = {name: name for name in texts.laws[law].articles} if law in texts.laws else {}
    with right:
        article = _chosen(draft, "article", _("Article"), articles, told)
    text = texts.laws[law].articles.get(article, "") if law in texts.laws else ""
    _quote(draft, text, told)


def _fact(draft: str, texts: Sources, told: Told) -> None:
    facts = {number: f"{number} {fact.text[:60]}" for number, fact in texts.facts.items()}
    fact = _chosen(draft, "fact", _("Fact (type to search)"), facts, told)
    _quote(draft, texts.facts[fact].text if fact in texts.facts else "", told)


def _chosen(draft: str, name: str, label: str, names: Mapping[str, str], told: Told) -> str:
    """One of a list that is searched by typing; what is stored and not in it stays on it."""
    key = _key(draft, name)
    now = st.session_state[key] or NONE
    known = [NONE, *names] if now in ("", *names) else [NONE, now, *names]
    st.selectbox(label, known, format_func=lambda one: safe_label(names.get(one, one) or _("choose one"), 90), key=key)
    _say(told.get(name, ()), empty=not st.session_state[key])
    return str(st.session_state[key])


def _quote(draft: str, text: str, told: Told) -> None:
    """The words that decide: picked from the sentences of the text or pasted, and looked for at once."""
    key = _key(draft, "quote")
    found = sentences(text)
    if found:
        st.selectbox(
            _("Take a sentence of the text"), [NONE, *found], format_func=lambda one: safe_label(one or _("choose one"), 90),
            key=_key(draft, "pick"), on_change=_pick, args=(draft,),
        )
    st.text_area(_("The exact words that decide the answer (at least 6 characters)"), key=key, height=90)
    quote = str(st.session_state[key] or "").strip()
    _say(told.get("quote", ()), empty=not quote)
    if text:
        st.html(frame.lc(_beside(text, quote)))


def _pick(draft: str) -> None:
    chosen = st.session_state.get(_key(draft, "pick"))
    if chosen:
        st.session_state[_key(draft, "quote")] = chosen


def _beside(text: str, quote: str) -> str:
    """The source's text with the quote marked, and whether it stands there."""
    if not quote:
        said = ""
    elif quote in text:
        said = f'<p class="good"><i class="ic ic-check"></i>{escape(_("These words stand in the text."))}</p>'
    else:
        said = f'<p class="bad">{escape(_("These words do not stand in the text like this. Copy them with every mark."))}</p>'
    return said + f'<div class="lawtext small"><div class="text" lang="zh-CN">{check_view.paragraphs(text, quote)}</div></div>'


def _more(draft: str, kept: Kept, siblings: Mapping[str, str], told: Told) -> None:
    with st.expander(_("Sibling, last day, licence, picture"), expanded=any(name in told for name in ("sibling", "expires_on", "licence"))):
        left, right = st.columns(2)
        now = st.session_state[_key(draft, "sibling")]
        known = [NONE, *siblings] if now in ("", *siblings) else [NONE, now, *siblings]
        left.selectbox(
            _("Sibling: the question on the same rule; the two never meet in one quiz"), known,
            format_func=lambda one: safe_label(f"{one} {siblings.get(one, '')}" if one else _("none"), 60), key=_key(draft, "sibling"),
        )
        right.date_input(_("Last day: from then on it waits to be checked"), key=_key(draft, "expires"), format="YYYY-MM-DD")
        st.text_input(_("Licence of the words, if they are not your own"), key=_key(draft, "licence"), max_chars=LONGEST["licence"])
        if kept.question.picture:
            st.checkbox(_("With its picture"), key=_key(draft, "picture"))
        for name in ("sibling", "expires_on", "licence", "image"):
            _say(told.get(name, ()))


def preview(question: Question, topic: str) -> Item:
    """The form as an item to look at, whatever is missing yet."""
    source = FactSource(question.fact or "F-?", question.quote or None) if question.fact else LawSource(question.law, question.article, question.quote)
    options = tuple(Option(Text(one.text or "…", one.en), one.correct) for one in question.options)
    kind = question.type if question.type in ("single", "multiple", "true_false") else "single"
    return Item(
        question.id or "new", topic, kind, question.level or 2, Text(question.stem or "…", question.stem_en), options,
        Text(question.explanation or "…", question.explanation_en), source, date(2000, 1, 1), image=question.picture.name if question.picture else None,
    )

"""What a checker sees of a question: why it waits, what changes, the text of its source with the quote marked, its history."""

from collections.abc import Sequence

from linli import clock
from linli.errors import GameError
from linli.locale import _, clock_time, month_day, ngettext
from linli.questions import sources
from linli.questions.items import Item, LawSource
from linli.questions.listing import Event
from linli.questions.queue import Waiting, differences
from linli.questions.sources import Sources
from linli.web.parts import law as law_part
from linli.web.parts import wrong
from linli.web.parts.organiser.tables import folded, table, tag
from linli.web.text import escape, safe_html


def reasons() -> dict[str, str]:
    """Why something waits, in a word or two."""
    return {
        "new": _("a new one"), "change": _("a change"), "quote": _("quote has fallen"), "expired": _("its last day has come"), "report": _("reported"),
    }


def reason_said(one: Waiting) -> str:
    """Why it waits, in a sentence."""
    return {
        "new": _("A new question. Nobody is asked it before it is published."),
        "change": _("A change. Until it is published, the words of before are asked."),
        "quote": _("The quoted words do not stand in the current text of its source any more. It is out of the draw."),
        "expired": _("It was to be asked until a certain day, and that day has come. It is out of the draw."),
        "report": _("Several residents reported it, so it left the draw. Compare it with its source."),
    }[one.reason]


def fields() -> dict[str, str]:
    """The fields of a question in words."""
    return {
        "stem": _("Question"), "explanation": _("Why"), "law": _("Law"), "article": _("Article"), "quote": _("Quoted words"), "fact": _("Fact"),
        "kind": _("Kind of question"), "level": _("Level"), "topic": _("Topic"), "sibling": _("Sibling"), "expires_on": _("Last day"),
        "licence": _("Licence"), "checked_by": _("Checked by"), "image": _("Picture"), "source": _("Source"), "reviewed_on": _("Checked on"), "options": _("Options"),
    }


def field_name(name: str) -> str:
    """A field of a change in words: Option B (English)."""
    base, _dot, language = name.partition(".")
    words = _("Option {letter}", letter=base[-1]) if base.startswith("option ") else fields().get(base, base)
    return _("{field} (English)", field=words) if language == "en" else words


def changed(before: Item, after: Item) -> str:
    """A table of what a change changes."""
    return change_table(differences(before, after))


def change_table(found: Sequence[tuple[str, str, str]]) -> str:
    """Field, before and after."""
    return table(("", _("before"), _("after")), [(field_name(name), old, new) for name, old, new in found], empty=_("The words are the same."))


def source(item: Item, texts: Sources) -> str:
    """The text of the item's source, its quote marked; says so where it is not there."""
    try:
        if isinstance(item.source, LawSource):
            law = sources.law(texts, item.source.law)
            text = law.articles.get(item.source.article, "")
            head = f"《{law.title}》{item.source.article}"
        else:
            fact = sources.fact(texts, item.source.fact)
            text, head = fact.text, _("Fact {number}", number=fact.id)
    except GameError as refusal:
        return f'<div class="lawtext"><p class="soft">{escape(refusal.sentence())}</p></div>'
    quote = item.source.quote or ""
    body = paragraphs(text, quote)
    missing = "" if not quote or quote in text else f'<p class="bad">{escape(_("Not in this text: {quote}", quote=quote))}</p>'
    return f'<div class="lawtext small"><h3 lang="zh-CN">{escape(head)}</h3><div class="text" lang="zh-CN">{body}</div>{missing}</div>'


def paragraphs(text: str, quote: str) -> str:
    """A text with the quoted words marked."""
    return "".join(f"<p>{law_part.marked(one, quote)}</p>" for one in text.split("\n") if one.strip())


def head(one: Waiting, zone: str) -> str:
    """Why it waits, who made it and when."""
    kind = "warn" if one.reason in ("quote", "report", "expired") else "gold"
    by = safe_html(one.maker_name, 40) if one.maker_name else escape(_("a question file"))
    when = moment(one.since, zone)
    reported = ngettext("{n} open report", "{n} open reports", one.reports) if one.reports else ""
    marks = tag(reasons()[one.reason], kind) + (tag(reported, "warn") if reported else "") + (tag(_("paused"), "plain") if one.state == "paused" else "")
    said = escape(_("{item}, waiting since {when}. Words by", item=one.item.id, when=when))
    fault = f'<p class="bad">{escape(one.fault.message)}</p>' if one.fault else ""
    return f'<p class="marks">{marks}</p><p>{escape(reason_said(one))}</p><p class="soft">{said} {by}</p>{fault}'


def moment(stamp: str, zone: str) -> str:
    """A time stamp as day and time of the community."""
    when = clock.local(clock.parse(stamp), zone)
    return f"{month_day(when.date())} {clock_time(when)}"


def _happened() -> dict[str, str]:
    return {
        "item.edit": _("sent words to be checked"), "item.publish": _("compared it with its source and published it"),
        "item.publish.alone": _("published it alone: nobody else was there"), "item.back": _("sent it back: {detail}"),
        "item.paused": _("paused it"), "item.playable": _("put it back into the draw"), "item.to_check": _("resumed it; it waits to be checked"),
        "item.settle": _("chose between file and screen: {detail}"), "item.reported": _("left the draw: reported by {detail} people"),
        "item.report.mended": _("closed the reports: mended"), "item.report.kept": _("closed the reports: it stays"),
        "item.report.withdrawn": _("closed the reports: taken out"), "import": _("came with the file {detail}"), "import.undo": _("the import of {detail} was undone"),
        "revision": _("new words"), "item.remark": _("marked its answers anew: {detail} points added"),
    }


def event(one: Event) -> str:
    """What happened, in words."""
    if one.what.startswith("report."):
        reason = wrong.reasons().get(one.what.removeprefix("report."), one.what)
        return ngettext("{n} report: {reason}", "{n} reports: {reason}", int(one.detail), reason=reason)
    detail = {"file": _("the file"), "screen": _("the screen")}.get(one.detail, one.detail)
    return _happened().get(one.what, one.what).format(detail=detail)


def history(found: Sequence[Event], zone: str) -> str:
    """Everything that happened to an item, newest first, one tap away."""
    rows = "".join(_event_row(one, zone) for one in found)
    return folded(_("History"), f'<ul class="tl">{rows}</ul>')


def _event_row(one: Event, zone: str) -> str:
    who = safe_html(one.who, 40) if one.who else ""
    changes = change_table(one.changes) if one.changes else ""
    when = month_day(one.at[:10]) if one.what.startswith("report.") else moment(one.at, zone)
    return f'<li><span class="soft">{escape(when)}</span> {who} {escape(event(one))}{changes}</li>'

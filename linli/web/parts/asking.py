"""Items of an attempt as the quiz card shows them, in the reader's language.

The key of an item goes into a view only once the item is answered.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from linli.attempts import Asked, Sitting
from linli.errors import GameError
from linli.locale import _, pick
from linli.played import Wish
from linli.questions import bank, sources
from linli.questions.items import Item, LawSource, Source, Text
from linli.questions.sources import Sources
from linli.store import Tx
from linli.web.app_store import store
from linli.web.parts import play
from linli.web.parts.views import ClauseView, FeedbackView, ItemView, OptionView, Progress, ReviewView


def said(text: Text) -> str:
    """A text of the bank in the current language."""
    return pick(text.zh, text.en)


def topic_name(tx: Tx, topic: str) -> str:
    """A topic's name in the current language; empty for none of that id."""
    found = next((one.topic for one in bank.open_topics(tx) if one.topic.id == topic), None)
    found = found or next((one for one in bank.topics(tx) if one.id == topic), None)
    return said(found.name) if found else ""


def progress(sitting: Sitting, at: Asked) -> Progress:
    """Where a quiz stands at one of its items."""
    done = tuple(bool(one.correct) for one in sitting.asked if one.chosen is not None)
    return Progress(at.position + 1, len(sitting.asked), done)


def item_view(tx: Tx, sitting: Sitting, asked: Asked, *, large: bool, note: str = "") -> ItemView:
    """An item that is to be answered."""
    item = asked.item
    options = tuple(OptionView(number, said(item.options[number].text)) for number in asked.order)
    return ItemView(
        item.id, item.kind, topic_name(tx, item.topic), said(item.stem), options, progress(sitting, asked), large, "/", note, item.image or "",
    )


def feedback_view(tx: Tx, sitting: Sitting, asked: Asked, compound: str, *, large: bool) -> FeedbackView:
    """What follows the answer to an item. compound: its name."""
    item, chosen = asked.item, asked.chosen or ()
    options = tuple(
        OptionView(number, said(item.options[number].text), item.options[number].key, number in chosen) for number in asked.order
    )
    return FeedbackView(
        item.kind, said(item.stem), options, bool(asked.correct), asked.late, asked.points, compound,
        said(item.explanation), clause(sources.current(tx), item.source, {**origin(sitting), "see": str(asked.position + 1)}),
        progress(sitting, asked), large, "/", item.id, item.image or "",
    )


def origin(sitting: Sitting) -> dict[str, str]:
    """Where an article's text was opened from, so that its arrow leads back to the quiz."""
    return {"from": "quiz", **play.query(Wish(sitting.kind, sitting.topic))}


def review(known: Sources, asked: Sequence[Asked], opened_from: Mapping[str, str]) -> tuple[ReviewView, ...]:
    """The wrong ones among answered items, to look at again."""
    return tuple(review_view(known, one.item, opened_from) for one in asked if one.correct is False)


def review_view(known: Sources, item: Item, opened_from: Mapping[str, str]) -> ReviewView:
    """An answered item to look at again: its answer and why."""
    answer = " / ".join(said(option.text) for option in item.options if option.key)
    return ReviewView(said(item.stem), _("The answer: {answer}", answer=answer), said(item.explanation), clause(known, item.source, opened_from), item.id)


def clause(known: Sources, source: Source, opened_from: Mapping[str, str]) -> ClauseView:
    """Law and article, or the fact, with the quoted words and the way to the whole text. known: what is in force."""
    if not isinstance(source, LawSource):
        query = urlencode({"fact": source.fact, "quote": source.quote or "", **opened_from})
        return ClauseView(_("Fact {number}", number=source.fact), source.quote or "", f"/law?{query}")
    query = urlencode({"law": source.law, "article": source.article, "quote": source.quote, **opened_from})
    try:
        law = sources.law(known, source.law)
    except GameError:
        return ClauseView(source.article, source.quote)
    return ClauseView(article_name(law, source.article), source.quote, f"/law?{query}", _("as known on {month}", month=law.known_on))


def texts() -> sources.Sources:
    """The laws and facts that are in force in this community; not within a transaction, which would hold two connections."""
    with store().reading() as tx:
        return sources.current(tx)


def article_name(law: sources.Law, article: str) -> str:
    """Law and article: 《消防法》第二十八条; in English our own, unofficial name of the law."""
    short = law.title.removeprefix("中华人民共和国")
    number = law.numbers.get(article)
    english = _("{law}, art. {number} (unofficial English)", law=law.title_en, number=number) if number else law.title_en
    return pick(f"《{short}》{article}", english)

"""Articles of law and numbered facts, the quoted words marked."""

from collections.abc import Mapping
from urllib.parse import urlencode

from linli.errors import GameError
from linli.locale import N_, _, full_day, language
from linli.questions import sources
from linli.questions.sources import Law
from linli.web.parts import asking, play
from linli.web.text import escape


class NoText(GameError):
    """The address names neither a law nor a fact."""

    def __init__(self) -> None:
        super().__init__(N_("This address holds no law text. The link below a question's explanation leads to it."))


class UnknownArticle(GameError):
    """The law has no such article here."""

    def __init__(self, law: str) -> None:
        super().__init__(N_("That article of {law} is not kept here. Only articles that questions may quote are."), law=law)


def screen(params: Mapping[str, str]) -> str:
    """The article or fact of an address. Raises NoText, UnknownLaw, UnknownFact, UnknownArticle."""
    quote = params.get("quote", "")[:400]
    if params.get("fact"):
        return _fact(params["fact"][:20], quote)
    if not params.get("law"):
        raise NoText
    law = sources.law(asking.texts(), params["law"][:80])
    article = params.get("article", "")[:20]
    if article not in law.articles:
        raise UnknownArticle(law.title)
    return _article(law, article, quote)


def back(params: Mapping[str, str]) -> str:
    """Where the arrow leads: to the question that quoted the text, to the look back, or home."""
    if params.get("from") == "review":
        return "/review"
    if params.get("from") == "paper":
        return f"/papers?{urlencode({'c': params.get('c', '')[:12]})}"
    if params.get("from") != "quiz":
        return "/"
    return play.address(play.wish(params), see=play.seen(params))


def _article(law: Law, article: str, quote: str) -> str:
    text = "".join(f"<p>{marked(paragraph, quote)}</p>" for paragraph in law.articles[article].split("\n") if paragraph.strip())
    english = f'<p class="soft">{escape(asking.article_name(law, article))}</p>' if language() == "en" else ""
    return (
        f'<article class="rim"><div class="in lawtext"><p class="tag"><i class="ic ic-book"></i>{escape(article)}</p>'
        f'<h1 lang="zh-CN">{escape(law.title)}</h1>{english}<div class="text" lang="zh-CN">{text}</div></div></article>'
        f'<p class="soft section">{escape(_about(law))}</p>'
    )


def _about(law: Law) -> str:
    return _(
        "Text of {day}, as known on {month}. Only the published Chinese text is binding; English words here are our own and unofficial.",
        day=full_day(law.version), month=law.known_on,
    )


def _fact(number: str, quote: str) -> str:
    found = sources.fact(asking.texts(), number)
    return (
        f'<article class="rim"><div class="in lawtext"><p class="tag"><i class="ic ic-info"></i>{escape(_("Fact {number}", number=found.id))}</p>'
        f'<div class="text" lang="zh-CN"><p>{marked(found.text, quote)}</p></div></div></article>'
        f'<p class="soft section">{escape(_("From: {source}", source=found.source))}</p>'
    )


def marked(text: str, quote: str) -> str:
    """A text with the quoted words marked, where they stand in it."""
    before, found, after = text.partition(quote) if quote else (text, "", "")
    return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}" if found else escape(text)

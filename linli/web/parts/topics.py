"""The list of topics, each with the number of its questions."""

from linli import community
from linli.attempts import TOPIC_ITEMS
from linli.locale import _, ngettext
from linli.played import Wish
from linli.questions import bank
from linli.questions.bank import OpenTopic
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import asking, bits, board, play
from linli.web.text import escape


def screen(who: Visitor) -> str:
    """All open topics, and practice over all of them."""
    with store().reading() as tx:
        settings, found = community.settings(tx), bank.open_topics(tx)
    if not found:
        return board.empty("cup", _("There are no questions here yet. The organiser can add some under Questions."))
    papers = "" if who.kiosk else f'<div class="section">{bits.menu([("/papers", "book", _("Papers"))])}</div>'
    everything = bits.link(play.address(Wish("practice")), _("Practice over all topics"), css="btn sec", icon="again")
    rows = "".join(_row(one) for one in sorted(found, key=lambda one: asking.said(one.topic.name)))
    first = f'<p class="soft">{escape(_words(who, settings.quiz_cap_day))}</p><div class="section">{everything}</div>{papers}'
    return f'{first}<div class="section"><ul class="card topics">{rows}</ul></div>'


def _words(who: Visitor, cap: int) -> str:
    if who.resident:
        return _("Up to {n} questions a round. Right answers bring points, {cap} a day at most; practice brings none.", n=TOPIC_ITEMS, cap=cap)
    return _("Up to {n} questions a round. Topics bring points to those with a nickname; guests play for the pleasure of it.", n=TOPIC_ITEMS)


def _row(one: OpenTopic) -> str:
    name = asking.said(one.topic.name)
    count = ngettext("{n} question", "{n} questions", one.items)
    play_it = bits.link(play.address(Wish("topic", one.topic.id)), _("Play"), css="btn sec")
    practise = bits.link(play.address(Wish("practice", one.topic.id)), _("Practise"), css="btn quiet")
    return (
        f'<li><div><b>{escape(name)}</b><span class="soft">{escape(count)}</span></div>'
        f'<div class="acts" role="group" aria-label="{escape(name)}">{practise}{play_it}</div></li>'
    )

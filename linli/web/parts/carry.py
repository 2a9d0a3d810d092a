"""What a typed claim code does here: an open quiz goes on, a finished one is added to an account."""

from dataclasses import dataclass, field, replace

from linli import attempts, claims, played
from linli.attempts import NotYourAttempt, Sitting
from linli.locale import _, ngettext
from linli.played import Wish
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, play


@dataclass(frozen=True)
class Done:
    """What became of a code: the quiz's address to go on to, or what to say."""

    address: dict[str, str] = field(default_factory=dict)
    html: str = ""


def use(who: Visitor, code: str) -> Done:
    """Use a code. Raises what `claims.claim` and `claims.carry` raise."""
    player = play.player(who)
    if who.resident:
        try:
            return _added(claims.claim(store(), code, player, at=who.at))
        except claims.NotFinished:
            pass
    attempt = claims.carry(store(), code, player, at=who.at)
    try:
        return Done(_address(who, attempts.look(store(), attempt, player)))
    except NotYourAttempt:
        return Done(html=_finished())


def _address(who: Visitor, sitting: Sitting) -> dict[str, str]:
    """Where a carried quiz is found: by its kind; a guest's in a resident's hands by its id."""
    wished = Wish(sitting.kind, sitting.topic)
    with store().reading() as tx:
        mine = played.begun(tx, play.player(who), wished, who.at)
    return play.query(replace(wished, number=mine.index(sitting.id) + 1)) if sitting.id in mine else {"a": sitting.id}


def _added(points: int) -> Done:
    words = ngettext("Added: {n} point for you and your compound.", "Added: {n} points for you and your compound.", points)
    return Done(html=plain.say("right", words) + f'<p class="section">{bits.link("/me", _("See my points"))}</p>')


def _finished() -> str:
    words = _("That quiz is finished. To keep its points, make a nickname or sign in, then type the code again.")
    links = bits.link("/join", _("Make a nickname, keep my points")) + bits.link("/enter", _("I have a nickname already"), css="btn quiet")
    return plain.say("", words) + f'<div class="section">{links}</div>'

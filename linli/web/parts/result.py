"""The end of a quiz: the cup fills, what the compound gained, what to look at again, what is next."""

from dataclasses import dataclass

from linli import boards, community
from linli.attempts import Sitting
from linli.boards import Line
from linli.community import Compound
from linli.locale import _, ngettext
from linli.questions import sources
from linli.questions.sources import Sources
from linli.rules.settings import Settings
from linli.store import Tx
from linli.web import plain
from linli.web.begin import Visitor
from linli.web.parts import asking, bits, frame, play, quiz_card, wrong
from linli.web.parts.badge import badge
from linli.web.parts.views import Badge, ResultView, ReviewView
from linli.web.text import escape


@dataclass(frozen=True)
class Gain:
    """What a finished quiz did for the compound. line: its figures of the week, None without one."""

    compound: Compound
    points: int
    slip: bool
    guest: bool
    line: Line | None


def screen(tx: Tx, who: Visitor, sitting: Sitting, row_slip: str | None) -> str:
    """The result of a handed-in attempt, as the quiz island shows it."""
    settings, roster = community.settings_and_roster(tx)
    compound = community.kept_compounds(tx, roster).get(sitting.compound)
    view = _view(who, sitting, settings, compound, sources.current(tx))
    gain = ""
    if compound and sitting.kind != "practice":
        read = boards.read_in(tx, "fair", "week", who.at)
        gain = _gain(Gain(compound, view.points + view.bonus, row_slip is not None, sitting.guest, read.line(compound.id)))
    return (
        f'{_bar(view)}<main>{_won(view)}{_why_none(sitting, view)}{gain}{_claim(view)}'
        f"{_share(view)}{_review(view.review)}{_onward(view)}</main>{_dock(tx, who, sitting, view)}"
    )


def _view(who: Visitor, sitting: Sitting, settings: Settings, compound: Compound | None, known: Sources) -> ResultView:
    points, bonus = _points(sitting, settings)
    code = sitting.claim_code if sitting.guest and sitting.kind != "practice" else ""
    return ResultView(
        sitting.kind, sitting.score or 0, len(sitting.asked), points, bonus, compound.name if compound else "",
        Badge(compound.mark, compound.letter) if compound else Badge(0, "A"), frame.community_name(settings), None, sitting.guest, code,
        f"/join?c={compound.code}" if compound and not who.kiosk and sitting.guest and not who.resident else "",
        "", "/board", asking.review(known, sitting.asked, asking.origin(sitting)), who.large, who.kiosk is not None,
    )


def _points(sitting: Sitting, settings: Settings) -> tuple[int, int]:
    """Points for right answers, and for finishing; a guest's are one entry."""
    whole = sitting.points or 0
    earned = min(whole, settings.points_right * (sitting.score or 0)) if sitting.guest else sum(one.points for one in sitting.asked)
    return earned, max(0, whole - earned)


def _bar(view: ResultView) -> str:
    return (
        f'<header class="top"><a class="logo" href="/" data-nav="/" aria-label="{escape(_("Home"))}"></a>'
        f'<div class="name">{escape(_("Linli Cup"))}<small>{escape(view.community)}</small></div>{plain.tools(view.large)}</header>'
    )


def _won(view: ResultView) -> str:
    full = view.right / view.of if view.of else 0.0
    shown = "".join(f'<div><b>{escape(figure)}</b><span class="soft">{escape(words)}</span></div>' for figure, words in _figures(view))
    return (
        f'<article class="rim"><div class="win"><div class="cupart" aria-hidden="true"><i class="art-back"></i>'
        f'<i class="tea" style="--full:{full:.2f}"></i><i class="art-front"></i></div>'
        f'<h1 data-focus>{escape(quiz_card.title(view))}</h1><p class="soft">{escape(quiz_card.summary(view))}</p>'
        f'<div class="figs">{shown}</div></div></article>'
    )


def _figures(view: ResultView) -> list[tuple[str, str]]:
    figures = [(f"{view.right} / {view.of}", _("right"))]
    if view.kind != "practice" and view.points + view.bonus:
        figures.append((str(view.points), _("quiz points")))
        figures += [(f"+{view.bonus}", _("for finishing"))] if view.bonus else []
    return figures


def _why_none(sitting: Sitting, view: ResultView) -> str:
    """Why a quiz brought less than its right answers, where it did."""
    if any(one.late for one in sitting.asked):
        return _note(_("The time for today's quiz was over before the end, so the late answers bring no points."))
    if sitting.kind == "practice" or view.points + view.bonus or not view.right:
        return ""
    if sitting.guest and sitting.kind == "topic":
        return _note(_("Topics bring points to those with a nickname. As a guest you played for the pleasure of it."))
    if sitting.guest:
        return _note(_("The first finished quiz of the day on a phone brings points. This one was for the pleasure of it."))
    return _note(_("Your points of today are full, or you knew these answers already today. It all counts as taking part."))


def _note(words: str) -> str:
    return f'<div class="section">{plain.say("gold", words)}</div>'


def _gain(gain: Gain) -> str:
    name = gain.compound.name
    if gain.points:
        head = ngettext("You brought {compound} {n} point", "You brought {compound} {n} points", gain.points, compound=name)
    else:
        head = _("You took part for {compound}", compound=name)
    return (
        f'<div class="card gain">{badge(Badge(gain.compound.mark, gain.compound.letter))}'
        f'<p><b>{escape(head)}</b><br><span class="soft">{escape(_lit(gain))}</span></p></div>'
    )


def _lit(gain: Gain) -> str:
    """What the quiz did for the headline, in the way of the compound's basis."""
    if gain.compound.basis == "on_site":
        return _("It counts in the total board. The headline counts who comes to an activity.")
    if not gain.slip:
        return _("With your household slip, your window would be lit too.")
    if gain.line is None or gain.line.few:
        return _("Your window is lit this week.")
    return _("Your window is lit: {x} of {n} households this week.", x=gain.line.x, n=gain.line.n)


def _claim(view: ResultView) -> str:
    if not view.claim_code:
        return ""
    words = _("Note these 6 characters: on your own phone, joined today, the points become yours. Good until 2 at night.")
    join = f'<p>{bits.link(view.join_url, _("Choose a nickname and keep the points"), css="btn sec")}</p>' if view.join_url else ""
    return f'<div class="card claim"><p>{escape(words)}</p><span class="code">{escape(view.claim_code)}</span>{join}</div>'


def _share(view: ResultView) -> str:
    if view.kiosk:
        return ""
    line = _("for {compound}", compound=view.compound) if view.compound else ""
    foot = " · ".join(filter(None, [_("Linli Cup"), view.community]))
    return (
        f'<div class="section" data-lc="share" data-title="{escape(quiz_card.title(view))}" data-big="{view.right} / {view.of}"'
        f' data-line="{escape(line)}" data-foot="{escape(foot)}">'
        f'<button type="button" class="btn sec" data-share><i class="ic ic-share"></i>{escape(_("Share as a picture"))}</button></div>'
    )


def _review(items: tuple[ReviewView, ...]) -> str:
    return bits.section(_("Look once more"), review_list(items)) if items else ""


def review_list(items: tuple[ReviewView, ...]) -> str:
    """Items that open on a tap and show their answer, why, and the clause."""
    rows = "".join(
        f'<li><details><summary><span class="k"><i class="ic ic-again"></i></span><span>{escape(one.stem)}</span><i class="ic ic-down"></i></summary>'
        f'<div class="in"><p><b>{escape(one.answer)}</b></p><p>{escape(one.explanation)}</p>{quiz_card.clause(one.clause)}{wrong.control(one.item)}</div></details></li>'
        for one in items
    )
    return f'<ul class="card rev">{rows}</ul>'


def _onward(view: ResultView) -> str:
    if view.kiosk:
        return ""
    rows = [("/topics", "book", _("Topics and practice")), ("/", "home", _("To the home page"))]
    return f'<div class="section">{bits.menu(rows)}</div>'


def _dock(tx: Tx, who: Visitor, sitting: Sitting, view: ResultView) -> str:
    if view.kiosk:
        return f'<div class="dock"><button type="button" class="btn pri" data-done>{escape(_("Done: clear the screen"))}</button></div>'
    board = bits.link("/board", _("See the board"), css="btn pri", icon="cup")
    return f'<div class="dock">{board}{_again(tx, who, sitting)}</div>'


def _again(tx: Tx, who: Visitor, sitting: Sitting) -> str:
    """Another round: of the same topic, with points while there are some; else practice."""
    kind = "topic" if sitting.kind == "topic" else "practice"
    address = play.address(play.another(tx, play.player(who), kind, sitting.topic, who.at))
    words = _("Another round of this topic") if kind == "topic" else _("Another round, without points")
    return bits.link(address, words, css="btn quiet")

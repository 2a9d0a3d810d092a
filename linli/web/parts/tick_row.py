"""One person on the coordinator's list: name, what is known, what a tap does."""

from dataclasses import dataclass
from datetime import datetime

from linli import clock
from linli.locale import _, clock_time
from linli.volunteer.ticks import PersonRow
from linli.web.text import escape, safe_html


@dataclass(frozen=True)
class Rules:
    """What may be ticked now. own: the subject of who keeps the list; ends_at: the planned end."""

    zone: str
    own: str | None
    may_come: bool
    may_leave: bool
    ends_at: datetime

    def time(self, at: datetime | None) -> str:
        """A local time of day."""
        return clock_time(clock.local(at, self.zone)) if at else ""


def row(rules: Rules, one: PersonRow) -> str:
    """A row. An account that is gone has no id here and no buttons."""
    icon, css, words = _status(rules, one)
    name = f'<b>{safe_html(one.name, 24)} <small class="nr">{escape(one.player_number)}</small></b>'
    sign = f'<i class="ic ic-{icon}"></i>' if icon else ""
    said = f'<span class="st {css}">{sign}<span>{escape(words)}</span></span>'
    if not one.player_number:
        return f"<li><span>{name}{said}</span></li>"
    more, button = _more(rules, one), _button(rules, one)
    left = f'<details><summary>{name}{said}</summary><div class="moreacts">{more}</div></details>' if more else f"<span>{name}{said}</span>"
    stay = f' data-p="{escape(one.presence)}"' if one.presence else ""
    return f'<li id="p-{escape(one.subject)}" data-s="{one.state}"{stay}>{left}{button}</li>'


def _status(rules: Rules, one: PersonRow) -> tuple[str, str, str]:
    """Icon, class and words."""
    came, left = rules.time(one.in_at), rules.time(one.out_at)
    how = _("by code") if one.came_how == "code" else _("ticked")
    late = _(", sent late") if one.late else ""
    if one.state == "here":
        return "check", "in", _("came {time}, {how}", time=came, how=how) + late
    if one.state == "left":
        return "", "soft", _("{came} to {left}", came=came, left=left) + late
    if one.state == "unsigned":
        return "clock", "wait", _("came {time}, nobody signed them out", time=came)
    if one.state == "consent":
        return "doc", "wait", _("14 to 17: look at the guardian's consent first")
    return "", "soft", _("signed up, did not come") if one.state == "no_show" else _("signed up, not here yet")


def _button(rules: Rules, one: PersonRow) -> str:
    """The one thing that a tap does."""
    if one.subject == rules.own:
        return f'<span class="go done">{escape(_("That is you"))}</span>'
    if one.state == "here":
        return _go("out", one, _("Tick out"), "out") if rules.may_leave else ""
    if one.state == "not_yet":
        return _go("in", one, _("Tick in")) if rules.may_come else ""
    if one.state == "consent":
        return _go("consent_in", one, _("Seen, tick in")) if rules.may_come else _go("consent", one, _("Consent seen"))
    if one.state == "unsigned":
        return _go("confirm", one, _("Left {time}", time=rules.time(rules.ends_at)))
    return f'<span class="go done"><i class="ic ic-check"></i>{escape(_("have left"))}</span>' if one.state == "left" else ""


def _go(what: str, one: PersonRow, words: str, css: str = "") -> str:
    return f'<button class="go {css}" name="do" value="{what} {escape(one.subject)} {escape(one.presence or "-")}">{escape(words)}</button>'


def _more(rules: Rules, one: PersonRow) -> str:
    """What is needed now and then, behind the name."""
    if one.subject == rules.own:
        return f'<span class="soft">{escape(_("Another coordinator or an organiser ticks you."))}</span>'
    found = []
    if one.state == "here" and one.came_how == "tick":
        found.append(_go("undo_in", one, _("Undo: not here")))
    if one.state == "left":
        found.append(_go("undo_out", one, _("Undo: still here")))
        found += [_go("in", one, _("Came back"))] if rules.may_come else []
    if one.state == "unsigned" and one.presence:
        found.append(_other_end(rules, one.presence, one.subject))
    return "".join(found)


def _other_end(rules: Rules, presence: str, subject: str) -> str:
    """Another end than the planned one: a time of day."""
    one, words, end = escape(presence), escape(_("Left at another time")), rules.time(rules.ends_at).zfill(5)
    button = f'<button class="go" name="do" value="confirm_at {escape(subject)} {one}">{escape(_("Confirm"))}</button>'
    field = f'<input type="time" id="t-{one}" name="at-{one}" value="{end}">'
    return f'<label class="lab" for="t-{one}">{words}</label><span class="row">{field}{button}</span>'

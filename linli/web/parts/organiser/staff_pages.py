"""What the plain pages of staff show: sign-in, set-up, invitation, new password, own account."""

from collections.abc import Mapping

from linli.locale import _
from linli.pins import PASSWORD_SHORTEST
from linli.roles import Staff, named
from linli.web import plain
from linli.web.parts.organiser.fields import field, form, tick
from linli.web.text import escape, safe_html

Form = Mapping[str, str]


def sign_in(given: Form, fresh: bool) -> str:
    """Username and password. fresh: there is no organiser yet."""
    inside = (
        field("username", _("Username"), given.get("username", ""), fill="username", most=100)
        + field("password", _("Password"), kind="password", fill="current-password", most=200)
    )
    setup = _quiet("/staff/setup", _("Nobody is organiser yet: use the set-up code")) if fresh else ""
    note = f'<p class="soft section">{escape(_("Forgot the password? Another organiser makes a link for a new one."))}</p>'
    return _card(form("/staff", inside, _("Sign in"), {"to": given.get("to", "")[:80]})) + (setup or note) + _quiet("/", _("To the home page"))


def _card(inside: str) -> str:
    return f'<article class="rim section"><div class="in">{inside}</div></article>'


def _quiet(href: str, words: str) -> str:
    return f'<p><a class="btn quiet" href="{href}">{escape(words)}</a></p>'


def sign_out(who: Staff | None) -> str:
    """Asks before the session ends."""
    if who is None:
        return plain.say("", _("Nobody is signed in as staff here.")) + _quiet("/staff", _("Sign in as staff"))
    asked = f"<p>{_('{name} is signed in on this computer.', name=safe_html(who.name, 40))}</p>"
    return _card(asked + form("/staff/out", "", _("Sign out"))) + _quiet("/overview", _("Stay signed in"))


def setup(given: Form) -> str:
    """The set-up code, and the first organiser's account."""
    code = field(
        "code", _("Set-up code"), given.get("code", ""), most=40,
        note=_("Printed in the window where Linli Cup was started. It works once."),
    )
    # Before the set-up nobody can have a resident account: the declaration is ticked already.
    return _card(form("/staff/setup", code + _account(given or {"declared_none": "1"}), _("Make my account and go on")))


def already_set_up() -> str:
    """The set-up code has done its work."""
    said = _("Linli Cup has an organiser already. New staff are invited by one of them.")
    return plain.say("", said) + f'<p class="section"><a class="btn pri" href="/staff">{escape(_("Sign in as staff"))}</a></p>'


def invited(given: Form, role: str) -> str:
    """An invitation: the new person's account."""
    said = f"<p>{escape(_('You are invited as {role}. Make your account here.', role=named(role)))}</p>"
    return _card(said + form("/staff/link", _account(given), _("Make my account"), {"t": given.get("t", "")}))


def _account(given: Form) -> str:
    return "".join([
        field("name", _("Your name"), given.get("name", ""), fill="name", most=40, note=_("Volunteers see it beside the hours you decide.")),
        field("post", _("Post"), given.get("post", ""), most=40),
        field("office_phone", _("Office telephone"), given.get("office_phone", ""), kind="tel", most=24),
        tick("phone_public", _("Residents may see my name, post and office telephone"), given.get("phone_public") == "1"),
        field("username", _("Username"), given.get("username", ""), fill="username", most=32, note=_("2 to 32 letters, digits, dots or dashes.")),
        _password(), _resident(given),
    ])


def _password(label: str = "") -> str:
    note = _("At least {n} characters. Four words with spaces are easy to keep in mind.", n=PASSWORD_SHORTEST)
    return field("password", label or _("Password"), kind="password", fill="new-password", note=note, most=200)


def _resident(given: Form) -> str:
    """Linking the holder's own resident account, or the declaration that there is none."""
    words = _("Do you play as a resident too? Link that account: nobody decides on their own hours, and two people are really two.")
    return (
        f'<fieldset class="field"><legend class="lab">{escape(_("Your own resident account"))}</legend><p class="help">{escape(words)}</p>'
        + _own_account(given, needed=False) + tick("declared_none", _("I have no resident account"), given.get("declared_none") == "1")
        + "</fieldset>"
    )


def _own_account(given: Form, *, needed: bool) -> str:
    return (
        field("player_number", _("Player number"), given.get("player_number", ""), needed=needed, most=12, note=_("Six digits, on your phone under “Me”."))
        + field("pin", _("PIN"), kind="password", needed=needed, most=12)
    )


def new_password(token: str) -> str:
    """A reset link: a new password."""
    return _card(form("/staff/link", _password(_("New password")), _("Keep this password"), {"t": token}))


def own_account(who: Staff, given: Form) -> str:
    """One's own account: role, link to the resident account, password."""
    done = plain.say("right", _("Saved.")) if given.get("done") else ""
    head = f'<p class="soft section">{escape(_("{role} · username {username}", role=named(who.role), username=who.username))}</p>'
    return done + head + _link_part(who, given) + _password_part() + _quiet("/overview", _("To the overview"))


def _link_part(who: Staff, given: Form) -> str:
    if who.resident:
        return plain.say("right", _("Your resident account is linked. Your own hours are decided by somebody else."))
    words = f'<h2>{escape(_("Link my resident account"))}</h2><p class="soft">{escape(_("You declared that you have none. If you have joined since, link it here."))}</p>'
    return _card(words + form("/staff/me", _own_account(given, needed=True), _("Link it"), {"what": "resident"}))


def _password_part() -> str:
    old = field("old", _("Old password"), kind="password", fill="current-password", most=200)
    head = f"<h2>{escape(_('Change the password'))}</h2>"
    return f'<article class="card section">{head}{form("/staff/me", old + _password(_("New password")), _("Keep this password"), {"what": "password"})}</article>'
